"""Figures of made-up bodies: who asked for what, counted into a whole table, so that every sum holds.

Not for real reports, and no chance in it: the same small table always gives the same figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reports.domain.statform.definition import CellKey

Raws = dict[CellKey, str]
"""Figures as they would be typed; "" is a blank cell."""

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
OUTCOMES = (
    *("3.1", "3.2"),
    *(f"3.3.{number}" for number in range(1, 9)),
    *(f"3.4.{number}" for number in range(1, 4)),
    *(f"3.5.{number}" for number in range(1, 6)),
    *(f"3.6.{number}" for number in range(1, 4)),
)
ROADS = ("review", "suit_direct", "suit_after_review")
ENDINGS = ("upheld", "corrected", "other", "pending")

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "issued": ("disclosure/normative_documents/issued",),
    "repealed": ("disclosure/normative_documents/repealed",),
    "in_force": ("disclosure/normative_documents/in_force",),
    "licences": ("disclosure/licences/decisions",),
    "penalties": ("disclosure/penalties/decisions",),
    "measures": ("disclosure/compulsory_measures/decisions",),
    "new": ("applications/1/total",),
    "by_person": ("applications/1/natural_person",),
    "by_body": tuple(f"applications/1/{applicant}" for applicant in APPLICANTS[1:]),
    "carried_in": ("applications/2/total",),
    "closed": ("applications/3.7/total",),
    "granted": ("applications/3.1/total",),
    "partly": ("applications/3.2/total",),
    "refused": tuple(f"applications/{row}/total" for row in OUTCOMES if row.startswith("3.3")),
    "unavailable": tuple(f"applications/{row}/total" for row in OUTCOMES if row.startswith("3.4")),
    "unprocessed": tuple(f"applications/{row}/total" for row in OUTCOMES if row.startswith("3.5")),
    "other": tuple(f"applications/{row}/total" for row in OUTCOMES if row.startswith("3.6")),
    "open": ("applications/4/total",),
    "review": ("disputes/review/total",),
    "suit_direct": ("disputes/suit_direct/total",),
    "suit_after_review": ("disputes/suit_after_review/total",),
    "disclosed": ("statistics/1/year",),
    "disclosed_to_date": ("statistics/1/cumulative",),
    "on_site": ("statistics/1.1/year",),
    "received": ("statistics/2/year",),
    "in_person": ("statistics/2.1/year",),
    "online": ("statistics/2.2/year",),
    "by_letter": ("statistics/2.3/year",),
    "answered": ("statistics/3/year",),
    "agreed": ("statistics/3.1/year",),
    "agreed_partly": ("statistics/3.2/year",),
    "declined": ("statistics/3.3/year",),
    "other_answers": ("statistics/3.4/year",),
    "waived": ("statistics/4/year",),
    "reviews": ("statistics/5/year",),
    "suits": ("statistics/6/year",),
    "complaints": ("statistics/7/year",),
}
"""What a narrative may say → the cells it adds up."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What one year hands to the next: applications still open by kind of applicant, documents in force."""

    open: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0


def together(parts: Sequence[Carried]) -> Carried:
    """What a body takes over from those merged into it."""
    opened: Counter[str] = Counter()
    for part in parts:
        opened.update(part.open)
    return Carried(dict(opened), sum(part.documents for part in parts))


def national(year: Mapping[str, Any], before: Carried) -> tuple[Raws, Carried]:
    """The 200 cells of form national-2021 and what is carried on.

    `year` holds closed = {applicant: "outcome:count …"} and may hold open = {applicant: count}, documents =
    [issued, repealed], decisions = [licences, penalties, measures], charges = text in 万元, disputes =
    {road: [upheld, corrected, other, pending]}, blank = [tables left empty], printed = {cell: wrong text}.
    Raises ValueError where more would be carried in than is closed or carried on.
    """
    raws, documents = _disclosure(year, before.documents)
    raws |= _applications(year, before.open) | _disputes(year.get("disputes", {}))
    for key in raws:
        if key.table in year.get("blank", ()):
            raws[key] = ""
    raws |= keyed(year.get("printed", {}))
    return raws, Carried(year.get("open", {}), documents)


def fujian(pairs: Mapping[str, Sequence[int]]) -> Raws:
    """The 32 cells of form fujian-2008 from row code → [year, cumulative]."""
    return {
        CellKey("statistics", row, column): str(value)
        for row, pair in pairs.items()
        for column, value in zip(("year", "cumulative"), pair, strict=True)
    }


def keyed(cells: Mapping[str, str]) -> Raws:
    """Cells given by their printed address."""
    return {CellKey.parse(address): raw for address, raw in cells.items()}


def added_up(tables: Iterable[Raws]) -> Raws:
    """The roll-up: each cell the sum of that cell everywhere; blank only where it is blank everywhere."""
    sums: dict[CellKey, Decimal | None] = {}
    for raws in tables:
        for key, raw in raws.items():
            value = Decimal(raw) if raw else None
            if value is not None:
                value += sums.get(key) or 0
            sums[key] = sums.get(key) if value is None else value
    return {key: "" if value is None else str(value) for key, value in sums.items()}


def _disclosure(year: Mapping[str, Any], before: int) -> tuple[Raws, int]:
    issued, repealed = year.get("documents", (0, 0))
    in_force = before + issued - repealed
    if in_force < 0:
        raise ValueError(f"{repealed} documents repealed where {before + issued} were in force")
    licences, penalties, measures = year.get("decisions", (0, 0, 0))
    cells = {
        ("rules", "issued"): 0,
        ("rules", "repealed"): 0,
        ("rules", "in_force"): 0,
        ("normative_documents", "issued"): issued,
        ("normative_documents", "repealed"): repealed,
        ("normative_documents", "in_force"): in_force,
        ("licences", "decisions"): licences,
        ("penalties", "decisions"): penalties,
        ("compulsory_measures", "decisions"): measures,
        ("charges", "amount"): year.get("charges", "0"),
    }
    return {CellKey("disclosure", *address): str(value) for address, value in cells.items()}, in_force


def _applications(year: Mapping[str, Any], before: Mapping[str, int]) -> Raws:
    columns = {
        applicant: _column(
            _outcomes(year["closed"].get(applicant, "")),
            before.get(applicant, 0),
            year.get("open", {}).get(applicant, 0),
        )
        for applicant in APPLICANTS
    }
    columns["total"] = {row: sum(columns[one][row] for one in APPLICANTS) for row in columns["other"]}
    return {
        CellKey("applications", row, applicant): str(count)
        for applicant, column in columns.items()
        for row, count in column.items()
    }


def _outcomes(text: str) -> Counter[str]:
    """The counts of "3.1:12 3.2:3". Raises ValueError for a row that is no outcome."""
    counts: Counter[str] = Counter()
    for part in text.split():
        row, count = part.split(":")
        if row not in OUTCOMES:
            raise ValueError(f"{row} is no outcome")
        counts[row] += int(count)
    return counts


def _column(closed: Counter[str], carried_in: int, carried_on: int) -> dict[str, int]:
    new = closed.total() + carried_on - carried_in
    if new < 0:
        raise ValueError(f"{carried_in} carried in, but {closed.total()} closed and {carried_on} carried on")
    outcomes = {row: closed[row] for row in OUTCOMES}
    return {"1": new, "2": carried_in, **outcomes, "3.7": closed.total(), "4": carried_on}


def _disputes(roads: Mapping[str, Sequence[int]]) -> Raws:
    raws = {}
    for road in ROADS:
        counts = roads.get(road, (0, 0, 0, 0))
        for ending, count in zip(ENDINGS, counts, strict=True):
            raws[CellKey("disputes", road, ending)] = str(count)
        raws[CellKey("disputes", road, "total")] = str(sum(counts))
    return raws


def numbers(raws: Raws) -> dict[str, str]:
    """The numbers a narrative on those figures may name; left out: those of other forms, of blank cells."""
    named = {}
    for name, addresses in NUMBERS.items():
        found = [raws.get(CellKey.parse(address), "") for address in addresses]
        if all(found):
            named[name] = str(sum(Decimal(raw) for raw in found))
    return named
