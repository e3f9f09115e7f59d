"""The words by which each public thing is found: those that its page shows, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import takewhile

from reports.domain.catalogue.kinds import Kind, hidden_names
from reports.domain.catalogue.validity import State, Validity
from reports.domain.statform.definition import Block, CellKey
from reports.domain.text import bodynames
from reports.models import Agency, Attachment, Chapter, DocumentVersion, Report, StatCell
from reports.queries import cataloguedata, respelt, statforms
from reports.writers.exact import exact

_GIVEN_OUT = re.compile("印发《([^《》]{4,})》")


def around_report(report: Report) -> str:
    """What stands around a report on its page: whose it is and of which year."""
    return _lines(report.agency.name, f"{report.year}年度", *names_of_report(report))


def names_of_report(report: Report) -> tuple[str, ...]:
    """What people call a report besides its title."""
    name, year = report.agency.name, report.year
    return f"{name}年报", f"{name}{year}年年报", f"{year}年报", f"{year}年{report.agency.short_name}年报"


def words_of(report: Report, chapters: Iterable[Chapter]) -> str:
    """What a report says in words."""
    return _lines(
        report.preamble,
        *(f"{chapter}\n{chapter.text}" for chapter in chapters),
        report.closing,
        report.explanation,
        report.correction_note,
    )


def figures_of(report: Report, cells: Iterable[StatCell]) -> str:
    """Its statistics tables, a line a row: the label, then each column with its figure; noughts left out."""
    form = statforms.all_forms().get(report.form_id)
    if form is None:
        return ""
    values = {cell.key: cell.value for cell in cells if cell.value}
    lines = [
        line.replace("{year}", str(report.year))
        for table in form.tables
        for block in table.blocks
        for line in _rows(table.code, block, values)
    ]
    return _lines(*(table.title for table in form.tables), *lines)


def _rows(table: str, block: Block, values: Mapping[CellKey, Decimal]) -> Iterator[str]:
    for row in block.rows:
        keys = ((column.label, CellKey(table, row.code, column.code)) for column in block.columns)
        said = [f"{label}{exact(values[key])}" for label, key in keys if key in values]
        yield f"{row.label}：{'，'.join(said)}" if said else row.label


def words_of_attachment(kept: Attachment) -> str:
    """What a file beside a report says, its names first."""
    return _lines(kept.title, kept.name if kept.name != kept.title else "", kept.text)


def names_of_version(version: DocumentVersion) -> tuple[str, ...]:
    """What a document is called besides its title: without the place before it; what it gives out."""
    both = zip(version.title, version.agency.name, strict=False)
    place = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
    names = [version.title[place:]] if place > 1 and len(version.title) - place > 3 else []
    given_out = _GIVEN_OUT.search(version.title)
    return tuple(names + ([given_out[1]] if given_out else []))


def around_version(version: DocumentVersion) -> str:
    """What stands around a document on its page besides title and numbers: whose it is, of what kind, where
    it stands in the catalogue, what it is about.
    """
    theme = cataloguedata.all_themes().get(version.theme)
    kind = cataloguedata.all_kinds().get(version.kind)
    return _lines(
        version.agency.name,
        version.issued_by,
        kind.label if kind else "",
        version.category.name,
        theme.title if theme else version.theme,
    )


def words_of_version(version: DocumentVersion) -> str:
    """What a document says."""
    kind = cataloguedata.all_kinds().get(version.kind)
    said = (
        f"{one.label}：{one.shown(version.fields[one.code])}{one.unit}"
        for one in (kind.fields if kind else ())
        if one.is_public and version.fields.get(one.code)
    )
    return _lines(version.summary, version.body_text, *said, version.keywords)


def words_of_file(version: DocumentVersion, title: str, name: str, text: str) -> str:
    """What an attachment says, names that its document masks masked too: nobody is found by them."""
    kind = cataloguedata.all_kinds().get(version.kind)
    words = _lines(title, name if name != title else "", text)
    return respelt.without(_hidden(kind, version), words) if kind and kind.masks_names else words


def _hidden(kind: Kind, version: DocumentVersion) -> tuple[str, ...]:
    """As typed: what was published keeps them apart from what is shown."""
    kept = version.document.kept_content.get("fields", {})
    return hidden_names(kind, {**version.fields, **kept})


def words_of_agency(agency: Agency, former: Iterable[str]) -> str:
    """Names, codes and whereabouts of an agency, and what it or its predecessors were called before."""
    return _lines(
        agency.short_name,
        agency.name_en,
        agency.credit_code,
        agency.division_code,
        agency.address,
        *dict.fromkeys(former),
    )


def spoken_names(agency: Agency) -> tuple[str, ...]:
    """Short forms that people use for it; its page does not print them."""
    return tuple(dict.fromkeys((*bodynames.spoken(agency.name), *bodynames.spoken(agency.short_name))))


def validity_of(version: DocumentVersion, *, on: date) -> str:
    """Whether it is in force that day, as `domain.catalogue.validity` codes it; "" for kinds without it."""
    kind = cataloguedata.all_kinds().get(version.kind)
    if kind is None or not kind.has_validity:
        return ""
    dates = Validity(version.effective_on, version.amended_on, version.expires_on, version.repealed_on)
    state = dates.on(on)
    return version.stated_validity if version.stated_validity and state == State.IN_FORCE else state.value


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
