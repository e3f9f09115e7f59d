"""Reading a published report from its text; touches no database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rapidfuzz.fuzz import ratio

from reports.domain.document import Document, Position, Unreadable
from reports.domain.everycheck import AnyFinding, EveryFinding, every_check
from reports.domain.prose.chapters import Chapter
from reports.domain.prose.checking.findings import Matter, ProseFinding
from reports.domain.prose.furniture import Furniture
from reports.domain.prose.outline import Outline, outline, report_year
from reports.domain.prose.passages import prose_of
from reports.domain.statform import textgrids
from reports.domain.statform.identities import Finding
from reports.domain.statform.locate import locate
from reports.domain.statform.locating.ours import ours_in
from reports.domain.statform.mapping import Choice, mapped, still_unread
from reports.domain.statform.table import Cell, Located, Unread, figures
from reports.models.report import ReportKind
from reports.queries import statforms
from reports.readers import opening

SUBJECT = "信息公开"
"""Every report on government information disclosure says this somewhere."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as read from a file. "" and None: not printed. `form_id` None: no table, or of no known form.

    `caption` is what stands above the tables as their title. `findings` are the checks within the year,
    `prose` those of the words.
    `choice` tells how a table of no known form was put into one by hand.
    `part_of` is "" for a report; for tables that were downloaded here, the kind of report they are part of.
    """

    title: str
    agency_name: str
    year: int | None
    published_at: datetime | None
    source: str
    form_id: str | None
    preamble: str
    chapters: tuple[Chapter, ...]
    closing: str
    caption: tuple[str, ...]
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    furniture: tuple[Furniture, ...]
    sha256: str
    encoding: str
    format: str = "text"
    part_of: str = ""
    prose: tuple[ProseFinding, ...] = ()
    choice: Choice | None = None

    @property
    def every_finding(self) -> tuple[AnyFinding, ...]:
        """What the checks found in the tables, then in the words."""
        return (*self.findings, *self.prose)

    @property
    def is_sound(self) -> bool:
        """Whether no check fails and nothing is unread; a check that cannot tell is no fault."""
        return not self.unread and all(finding.status != "fails" for finding in self.every_finding)


def read(data: bytes, *, name: str, form_id: str | None = None, year: int | None = None) -> Reading:
    """The report in the bytes of a file called `name`; touches no database.

    `form_id` and `year` win over what the text says; of that, the title over the tables. Raises Unreadable;
    KeyError for an unknown form.
    """
    return understood(opening.read(data, name=name), name=name, form_id=form_id, year=year)


def understood(
    document: Document,
    *,
    name: str,
    form_id: str | None = None,
    year: int | None = None,
    choice: Choice | None = None,
) -> Reading:
    """The report in a document, as `read`. `choice` puts a table of no known form into one by hand."""
    ours = ours_in(document)
    year = year or (None if ours else report_year(document))
    located = _located(document, year, None if choice else form_id or None)
    if choice:
        located = _put_into(document, located, choice)
    found = outline(document, without=located.lines)
    if not _is_report(document, found, located):
        raise Unreadable("no-report", name=name)
    of_year = (ours and ours.year) or year or located.year
    checked = _checked(found, located, of_year)
    captions = {line.position.line: line.text for line in document.lines}
    return Reading(
        title=found.title,
        agency_name=ours.agency if ours else found.agency_name,
        year=of_year,
        published_at=found.published_at,
        source=found.source,
        form_id=located.form_id,
        preamble=found.preamble,
        chapters=found.chapters,
        closing=found.closing,
        caption=tuple(captions[line] for line in located.caption),
        cells=located.cells,
        findings=checked.tables,
        unread=(*located.unread, *_pictures(document)),
        furniture=found.furniture,
        sha256=document.sha256,
        encoding=document.encoding,
        format=document.format,
        part_of=_part_of(ours.kind) if ours else "",
        prose=checked.prose,
        choice=choice,
    )


def _located(document: Document, year: int | None, form_id: str | None) -> Located:
    """The tables of a document; those of a text cut by pipes or tabs as grids where that tells more."""
    forms = statforms.all_forms().values()
    found = locate(document, forms, similarity=ratio, year=year, form_id=form_id)
    as_grids = textgrids.gridded(document) if found.unread else None
    if as_grids is None:
        return found
    other = locate(as_grids, forms, similarity=ratio, year=year, form_id=form_id)
    return other if textgrids.is_better(found, other) else found


def _pictures(document: Document) -> list[Unread]:
    """The pages of which nothing could be read, for somebody to look at."""
    return [Unread(Position(page=page), "", "page-without-text") for page in document.pictures]


def _put_into(document: Document, located: Located, choice: Choice) -> Located:
    """What was found, with the table of no known form where somebody put it."""
    cells, unread = mapped(document, statforms.form(choice.form_id), choice)
    left = still_unread(document, choice, located.unread)
    return replace(located, form_id=choice.form_id, cells=cells, unread=(*left, *unread))


def _checked(found: Outline, located: Located, year: int | None) -> EveryFinding:
    """Every check that needs no other report. Whose it is, and so when it was due, is not known yet."""
    return every_check(
        Matter(
            prose=prose_of(
                title=found.title,
                preamble=found.preamble,
                chapters=[(part.number, part.heading, part.text) for part in found.chapters],
                closing=found.closing,
            ),
            year=year or 0,
            form=statforms.form(located.form_id) if located.form_id else None,
            agency_name=found.agency_name,
            figures=figures(located.cells),
        )
    )


def _part_of(kind: str) -> str:
    return kind if kind in ReportKind.values else str(ReportKind.OWN)


def _is_report(document: Document, found: Outline, located: Located) -> bool:
    """Whether the text is a disclosure report or a piece of one: by title, table or chapters."""
    if found.title or located.lines:
        return True
    return bool(found.chapters) and any(SUBJECT in line.text for line in document.lines)
