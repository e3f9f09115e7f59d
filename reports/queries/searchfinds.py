"""What a search found, as the page shows it: looked up in the database, so that nothing withdrawn is shown.

The number of queries does not depend on how much was found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone

from reports.domain.text.bigrams import Needle, canonical
from reports.domain.text.highlight import Passage, marks, passages, pattern
from reports.domain.text.query import Query
from reports.models import Agency, Attachment, DocumentVersion, Report, StatCell, VersionFile
from reports.queries import addresses, documentaddresses, searchengine, searchentries, searchtexts
from reports.queries.searchfacets import column_name, kind_name, validity_name
from reports.search import numbers
from reports.search.engine import Entry, Hit

FILES_LOOKED_AT = 60
"""Attachments in which passages are looked for, on one page of finds."""
FILE_LOOKED_AT = 200_000
"""Characters of each."""
WIDTH = 110
"""Characters of a passage, about."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `is_marked`: it is what was looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A passage. `file`: the attachment it stands in, "" for the page itself."""

    pieces: tuple[Piece, ...]
    is_cut_before: bool
    is_cut_after: bool
    file: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """One find. `kind`: code of `data/kinds.toml`, "report" or "agency". `at`: published then, or None.

    `is_exact`: it bears the very number that was asked for. `title` in Chinese, `pieces` the same, marked.
    """

    key: str
    kind: str
    kind_name: str
    title: str
    pieces: tuple[Piece, ...]
    address: str
    agency: Agency
    at: datetime | None = None
    column: str = ""
    doc_number: tuple[Piece, ...] = ()
    index_number: tuple[Piece, ...] = ()
    validity: str = ""
    validity_name: str = ""
    is_exact: bool = False
    parts: tuple[Part, ...] = ()


def finds(hits: Sequence[Hit], query: Query) -> list[Find]:
    """Those that are public at this moment, in their order; at most ten queries."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for hit in hits:
        thing, _, pk = hit.key.partition(":")
        ids[thing].append(int(pk))
    found = {
        **_reports(ids["report"], query),
        **_documents(ids["document"], query),
        **_agencies(ids["agency"], query),
    }
    return [found[hit.key] for hit in hits if hit.key in found]


def _reports(pks: Collection[int], query: Query) -> dict[str, Find]:
    if not pks:
        return {}
    rows = Report.objects.current().filter(pk__in=pks).select_related("agency").prefetch_related("chapters")
    looks = {
        report: _look(
            query,
            searchtexts.words_of(report, report.chapters.all()),
            report.title,
            searchtexts.around_report(report),
        )
        for report in rows
    }
    lacking = {report.pk: report for report, look in looks.items() if look.is_lacking}
    cells: defaultdict[int, list[StatCell]] = defaultdict(list)
    for cell in StatCell.objects.filter(report__in=lacking) if lacking else ():
        cells[cell.report_id].append(cell)
    files = _report_files(lacking)
    return {
        f"report:{report.pk}": Find(
            key=f"report:{report.pk}",
            kind=searchentries.REPORT,
            kind_name=kind_name(searchentries.REPORT),
            title=report.title,
            pieces=_title(report.title, query),
            address=addresses.of_report(report),
            agency=report.agency,
            at=report.published_at or report.released_at,
            parts=_parts(
                query,
                look.own,
                (("", searchtexts.figures_of(report, cells[report.pk])), *files[report.pk])
                if report.pk in lacking
                else (),
                opening="\n".join(chapter.text for chapter in report.chapters.all()) or report.preamble,
            ),
        )
        for report, look in looks.items()
    }


def _report_files(lacking: Collection[int]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Report → (title, words) of the files beside it."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    if lacking:
        rows = Attachment.objects.filter(report__in=lacking).defer("text")
        rows = rows.annotate(words=Substr("text", 1, FILE_LOOKED_AT))
        for kept in rows.order_by("report", "position", "pk")[:FILES_LOOKED_AT]:
            kept.text = kept.words
            found[kept.report_id].append((kept.title, searchtexts.words_of_attachment(kept)))
    return found


def _documents(pks: Collection[int], query: Query) -> dict[str, Find]:
    if not pks:
        return {}
    standing = DocumentVersion.objects.standing().filter(document__in=pks)
    rows = standing.select_related("agency", "category", "document").only(*searchentries.SHOWN)
    looks = {
        version: _look(
            query,
            searchtexts.words_of_version(version),
            searchtexts.around_version(version),
            *_heads(version),
        )
        for version in rows
    }
    lacking = {version.pk: version for version, look in looks.items() if look.is_lacking}
    files = _files(lacking)
    today = timezone.localdate()
    return {
        f"document:{version.document_id}": _document(
            version, query, today, _parts(query, look.own, files[version.pk], opening=_opening(version))
        )
        for version, look in looks.items()
    }


def _document(version: DocumentVersion, query: Query, today: date, parts: tuple[Part, ...]) -> Find:
    validity = searchtexts.validity_of(version, on=today)
    return Find(
        key=f"document:{version.document_id}",
        kind=version.kind,
        kind_name=kind_name(version.kind),
        title=version.title,
        pieces=_title(version.title, query),
        address=documentaddresses.of(version.address),
        agency=version.agency,
        at=version.published_at,
        column=column_name(version.category),
        doc_number=_title(version.document_number, query),
        index_number=_title(version.index_number, query),
        validity=validity,
        validity_name=validity_name(validity),
        is_exact=_bears(version, query),
        parts=parts,
    )


def _files(lacking: Mapping[int, DocumentVersion]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Version → (name, words) of its attachments."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    if not lacking:
        return found
    rows = (
        VersionFile.objects.filter(version__in=lacking, file__erased_at=None, file__is_inline=False)
        .annotate(words=Substr("file__text", 1, FILE_LOOKED_AT))
        .order_by("version", "position", "pk")
        .values_list("version", "title", "file__name", "words")[:FILES_LOOKED_AT]
    )
    for pk, title, name, text in rows:
        # the name it is shown under is masked as its words are
        said = searchtexts.words_of_file(lacking[pk], title or name, "", text)
        found[pk].append((said.partition("\n")[0], searchtexts.words_of_file(lacking[pk], title, name, text)))
    return found


def _agencies(pks: Collection[int], query: Query) -> dict[str, Find]:
    if not pks:
        return {}
    rows = list(Agency.objects.filter(pk__in=pks).prefetch_related("predecessors"))
    former = searchentries.former_names(pks)
    found = {}
    for agency in rows:
        names = (*former.get(agency.pk, ()), *(one.name for one in agency.predecessors.all()))
        look = _look(query, agency.name, *searchtexts.spoken_names(agency))
        said = _passages(query, searchtexts.words_of_agency(agency, names))
        found[f"agency:{agency.pk}"] = Find(
            key=f"agency:{agency.pk}",
            kind=searchentries.AGENCY,
            kind_name=kind_name(searchentries.AGENCY),
            title=agency.name,
            pieces=_title(agency.name, query),
            address=reverse("agency-detail", args=[agency.slug]),
            agency=agency,
            parts=_parts(query, said, ()) if look.is_lacking else (),
        )
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    """The passages of a page that answer; `is_lacking`: something looked for is not on the page."""

    own: list[Passage]
    is_lacking: bool


def _look(query: Query, text: str, *around: str) -> _Look:
    """Both at once, since a text is folded anew when others have been looked at in between."""
    own = _passages(query, text)
    folding = searchengine.folding()
    folded = [folding.fold(one).text for one in (text, *around) if one]
    is_found = (any(re.search(pattern(needle), one) for one in folded) for needle in query.needles)
    return _Look(own, not all(is_found))


def _passages(query: Query, text: str) -> list[Passage]:
    needles: tuple[Needle, ...] = query.needles
    if not needles:
        return []
    return passages(text, needles, searchengine.folding(), width=WIDTH, most=min(len(needles), 2))


def _parts(
    query: Query, own: list[Passage], others: Iterable[tuple[str, str]], *, opening: str = ""
) -> tuple[Part, ...]:
    """The passages that answer: of the page, then of what else there is; without any the beginning."""
    folding, needles = searchengine.folding(), query.needles
    parts = [_part(one) for one in own if one.marks]
    for name, words in others:
        if len(parts) > 2:
            break
        parts += [
            _part(one, name) for one in passages(words, needles, folding, width=WIDTH, most=1) if one.marks
        ]
    if not parts and opening:
        parts = [_part(one) for one in passages(opening, (), folding, width=WIDTH, most=1)]
    return tuple(parts)


def _part(passage: Passage, file: str = "") -> Part:
    return Part(pieces(passage.text, passage.marks), passage.is_cut_before, passage.is_cut_after, file)


def _title(text: str, query: Query) -> tuple[Piece, ...]:
    return pieces(text, marks(text, query.needles, searchengine.folding())) if text else ()


def pieces(text: str, marked: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """The text cut where something is marked."""
    found: list[Piece] = []
    last = 0
    for start, end in marked:
        found += [Piece(text[last:start]), Piece(text[start:end], True)]
        last = end
    found.append(Piece(text[last:]))
    return tuple(piece for piece in found if piece.text)


def _heads(version: DocumentVersion) -> tuple[str, ...]:
    return version.title, version.document_number, version.index_number


def _opening(version: DocumentVersion) -> str:
    return version.summary or version.body_text


def _bears(version: DocumentVersion, query: Query) -> bool:
    """Whether it bears a number that the query names."""
    wanted = {one.number for one in query.wanted if one.number and not one.is_excluded}
    if not wanted:
        return False
    entry = Entry("", "", "", doc_number=version.document_number, index_number=version.index_number)
    fold = searchengine.folding().fold
    return bool(wanted & {canonical(fold(spelt).text) for spelt in numbers.spellings(entry)})
