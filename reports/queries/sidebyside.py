"""Two texts of which one repeats the other, side by side, with the sentences that both have marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reports.domain.prose.checking import copied
from reports.domain.prose.checking.findings import Source
from reports.domain.prose.passages import Prose, Quote
from reports.models import Report
from reports.queries import addresses, everycheck, prosechecks
from reports.queries.prosechecks import Mark, Piece
from reports.queries.reportfigures import previous_of


@dataclass(frozen=True, slots=True)
class Section:
    """A passage: its heading as printed, "" for none, and its paragraphs."""

    heading: str
    paragraphs: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Both texts. `source`: the other report; `count`: the sentences that both have.

    In a piece that both have, `anchor` names its place on the other side and `id` its own.
    """

    source: Source
    count: int
    mine: tuple[Section, ...]
    theirs: tuple[Section, ...]


def of(report: Report, code: str) -> SideBySide | None:
    """The texts that a check of that code compares; None where there is none such now.

    The other is last year's public report of the agency, or a public one of another agency.
    """
    previous = previous_of(report)
    matter = everycheck.matter_of(report, previous)
    found = next((one for one in copied.check(matter) if one.check == code), None)
    if found is None:
        return None
    other = next(one for one in matter.others if copied.detail_of(one) == found.detail)
    pairs = copied.shared_with(matter, other)
    return SideBySide(
        other.source or _last_year(previous, report),
        len(pairs),
        _sections(matter.prose, (mine for mine, _theirs in pairs), "mine", "theirs"),
        _sections(other.prose, (theirs for _mine, theirs in pairs), "theirs", "mine"),
    )


def _last_year(previous: Report | None, report: Report) -> Source:
    if previous is None:
        return Source("", "")
    before = Report.objects.select_related("agency").get(pk=previous.pk)
    return Source(before.title, addresses.of_report(before))


def _sections(prose: Prose, quotes: Iterable[Quote], here: str, there: str) -> tuple[Section, ...]:
    marks: dict[str, list[Mark]] = {}
    for number, quote in enumerate(quotes, start=1):
        mark = Mark(quote.start, quote.end, f"{there}-{number}", here)
        marks.setdefault(quote.section, []).append(mark)
    sections = []
    for passage in prose:
        marked = sorted(marks.get(passage.section, ()), key=lambda mark: mark.start)
        lines = prosechecks.paragraphs(passage.text, marked)
        if passage.section != "title":
            placed = tuple(
                tuple(replace(piece, id=piece.id.replace(f"in-{there}", here)) for piece in pieces)
                for pieces in lines
            )
            sections.append(Section(f"{passage.number} {passage.heading}".strip(), placed))
    return tuple(sections)
