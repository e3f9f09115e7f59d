"""The checks of the prose for a page: in words, and with the marks they leave in the narrative."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reports.domain.decisions import is_decidable
from reports.domain.prose.checking.findings import ProseFinding
from reports.domain.statform.definition import Form
from reports.queries import checks, prosewords
from reports.queries.reportfigures import CheckGroup, CheckView, TableChecks, anchor
from reports.queries.reports import ReportPage


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph. `anchor` names the check that marks it, "" for unmarked words.

    `id` is the place of the first stretch that a check marks, for the way back. `tone`: fails or open.
    """

    text: str
    anchor: str = ""
    id: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a check marks a section: [start, end) of its text as stored. `leads`: the first of its check."""

    start: int
    end: int
    anchor: str
    tone: str
    leads: bool = True


Marks = Mapping[str, tuple[Mark, ...]]


def in_words(
    findings: Sequence[ProseFinding], form: Form | None, titles: Mapping[str, str], year: int | None = None
) -> TableChecks:
    """The checks of the prose: what fails first, the rest by rule. `titles` names the sections."""
    failed = sorted((f for f in findings if f.status == "fails"), key=lambda f: not f.is_hard)
    groups = []
    for kind, heading in prosewords.HEADINGS.items():
        held = [f for f in findings if f.kind == kind and f.status not in ("fails", "overridden")]
        if held:
            groups.append(CheckGroup(str(heading), tuple(_view(f, form, titles, year) for f in held)))
    return TableChecks(
        checks.summary(findings),
        tuple(_view(f, form, titles, year) for f in failed),
        tuple(groups),
        tuple(_view(f, form, titles, year) for f in findings if f.status == "overridden"),
    )


def _view(finding: ProseFinding, form: Form | None, titles: Mapping[str, str], year: int | None) -> CheckView:
    name = str(prosewords.HEADINGS[finding.kind])
    quote = finding.quote
    if quote is not None:
        values = {"section": titles.get(quote.section, ""), "quote": " ".join(quote.text.split())}
        name = _("%(section)s: “%(quote)s”") % values if values["section"] else f"“{values['quote']}”"
    has_mark = quote is not None and is_decidable(finding) and quote.section in titles
    return CheckView(
        anchor(finding.check),
        finding.check,
        name,
        finding.status,
        finding.is_hard,
        prosewords.sentence(finding, form, year),
        mark=_id(finding.check) if has_mark else "",
        reason=finding.reason,
        source=finding.source if is_decidable(finding) else None,
    )


def titles(page: ReportPage) -> dict[str, str]:
    """The sections of the narrative by their code, with their titles as printed."""
    chapters = {str(place): section.title for place, section in enumerate(page.chapters, start=1)}
    return {"preamble": "", **chapters, "closing": ""}


def words(page: ReportPage, marked: Marks) -> dict[str, tuple[tuple[Piece, ...], ...]]:
    """The narrative in paragraphs, by the anchors of its sections ("preamble", "chapter-1", "closing")."""
    chapters = {
        section.anchor: paragraphs(section.text, marked.get(str(place), ()))
        for place, section in enumerate(page.chapters, start=1)
    }
    return {
        "preamble": paragraphs(page.report.preamble, marked.get("preamble", ())),
        **chapters,
        "closing": paragraphs(page.report.closing, marked.get("closing", ())),
    }


def marks(findings: Iterable[ProseFinding]) -> Marks:
    """The marks of what fails, explained or not, by section, in the order of the text; none overlaps."""
    found: dict[str, list[Mark]] = {}
    decidable = [finding for finding in findings if finding.quote is not None and is_decidable(finding)]
    for finding in sorted(decidable, key=lambda finding: bool(finding.shared)):
        tone = "fails" if finding.is_hard and finding.status == "fails" else "open"
        quotes = finding.shared or ((finding.quote,) if finding.quote else ())
        for at, quote in enumerate(quotes):
            mark = Mark(quote.start, quote.end, anchor(finding.check), tone, leads=at == 0)
            of_section = found.setdefault(quote.section, [])
            of_section += _around(mark, of_section) if finding.shared else [mark]
    return {section: _apart(of_section) for section, of_section in found.items()}


def _around(mark: Mark, others: Sequence[Mark]) -> list[Mark]:
    """What is left of the mark of a whole sentence where others mark words in it."""
    kept, start, leads = [], mark.start, mark.leads
    for other in sorted(others, key=lambda other: other.start):
        if other.end <= start or other.start >= mark.end:
            continue
        if other.start > start:
            kept.append(replace(mark, start=start, end=other.start, leads=leads))
            leads = False
        start = max(start, other.end)
    return [*kept, replace(mark, start=start, leads=leads)] if start < mark.end else kept


def _apart(found: list[Mark]) -> tuple[Mark, ...]:
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def paragraphs(text: str, marked: Sequence[Mark] = ()) -> tuple[tuple[Piece, ...], ...]:
    """The lines of a stored text that are not blank, cut where a mark begins and ends."""
    lines = []
    start = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            first = start + line.index(words[0])
            lines.append(_pieces(text, first, first + len(words), marked))
        start += len(line)
    return tuple(lines)


def _pieces(text: str, start: int, end: int, marked: Sequence[Mark]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for mark in marked:
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last:
            continue
        if at < first:
            pieces.append(Piece(text[at:first]))
        is_first = mark.leads and mark.start >= start
        pieces.append(
            Piece(text[first:last], mark.anchor, f"in-{mark.anchor}" if is_first else "", mark.tone)
        )
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)


def _id(code: str) -> str:
    return f"in-{anchor(code)}"
