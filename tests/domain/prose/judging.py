"""Runs the rules over the corpus and over the published reports, and compares what they find."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from reports.domain import deadlines
from reports.domain.document import Line, Position
from reports.domain.prose.chapters import split
from reports.domain.prose.checking.findings import Matter, Other, ProseFinding
from reports.domain.prose.passages import Prose, prose_of
from reports.domain.statform.series import translated
from reports.queries import statforms
from reports.services.reading import read
from tests.domain.prose.sentences import REPORTS, Case, Expected

DATA = Path(__file__).parents[3] / "reports" / "data"


@cache
def rules():
    texts = (path.read_text() for path in sorted((DATA / "limits").glob("*.toml")))
    return deadlines.load("\n".join(texts))


def prose(text: str) -> Prose:
    """The text cut into chapters, every character of it kept."""
    lines = [
        Line(line, Position(line=number), (line,))
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    ]
    before, parts = split(lines)
    return prose_of(
        preamble="\n".join(line.text for line in before),
        chapters=[(p.number, p.heading, "\n".join(line.text for line in p.lines)) for p in parts],
    )


def matter(case: Case) -> Matter:
    """A case as the rules take it."""
    form = statforms.all_forms().get(case.form)
    previous = case.previous
    if form and previous is not None and case.previous_form:
        before = statforms.form(case.previous_form)
        previous = translated(previous, before, form, statforms.links())
    others = () if case.other is None else (Other(case.other_is or "last-year", prose(case.other)),)
    return Matter(
        prose=prose(case.text),
        year=case.year,
        form=form,
        kind=case.report_kind,
        agency_kind=case.agency_kind,
        figures=case.figures,
        previous=previous,
        published=None if case.is_imported else case.published,
        rules=rules(),
        others=others,
    )


def is_met(expected: Expected, findings: list[ProseFinding]) -> bool:
    """Whether one of the findings is the one expected."""
    return any(_is(expected, found) for found in findings)


def _is(expected: Expected, found: ProseFinding) -> bool:
    printed = found.quote.text if found.quote else ""
    marked = [printed, *(term.quote.text for term in found.terms if term.quote)]
    return (
        (found.rule, found.status) == (expected.rule, expected.status)
        and _same(found.found, expected.found)
        and _same(found.expected, expected.expected)
        and (not expected.quote or any(squeezed(expected.quote) in squeezed(text) for text in marked[:1]))
        and (not expected.cells or set(expected.cells) == set(found.cells))
        and (not expected.missing or expected.missing == found.missing)
        and (
            not expected.parts or sorted(map(Decimal, expected.parts)) == sorted(t.value for t in found.terms)
        )
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return squeezed(one) == squeezed(other)


def false_alarms(case: Case, findings: list[ProseFinding]) -> list[ProseFinding]:
    """Failures that the case does not name."""
    listed = (*case.expect, *case.beside)
    return [
        found
        for found in findings
        if found.status == "fails" and not any(_is(item, found) for item in listed)
    ]


def loud(case: Case, findings: list[ProseFinding]) -> list[ProseFinding]:
    """Findings of a case's own rule that it wants to be silent."""
    allowed = {"cannot-tell", "holds"} if case.may_hold else {"cannot-tell"}
    if not case.silent:
        return []
    return [found for found in findings if found.rule == case.rule and found.status not in allowed]


def real_matter(entry: dict[str, Any]) -> Matter:
    """A published report, read as an import reads it."""
    path = REPORTS / entry["name"]
    reading = read(path.read_bytes(), name=path.name)
    form = statforms.all_forms().get(entry["form"])
    cells = {cell.key: cell.value for cell in reading.cells} if reading.form_id == entry["form"] else {}
    day = reading.published_at.date() if reading.published_at else None
    return Matter(
        prose=prose_of(
            title=reading.title,
            preamble=reading.preamble,
            chapters=[(c.number, c.heading, c.text) for c in reading.chapters],
            closing=reading.closing,
        ),
        year=entry["year"],
        form=form,
        kind=entry["report_kind"],
        agency_name=reading.agency_name,
        agency_kind=entry["agency_kind"],
        figures=cells or None,
        published=day,
        rules=rules(),
    )
