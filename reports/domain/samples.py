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
TRIAL_OUTCOMES = (*OUTCOMES[: OUTCOMES.index("3.6.1")], "3.6")
"""As OUTCOMES, in the form of 2019."""
ITEMS = ("licences", "other_services", "penalties", "compulsory_measures", "charges")
"""What the form of 2019 counts the items of."""
ROADS = ("review", "suit_direct", "suit_after_review")
YUAN = "元"
ENDINGS = ("upheld", "corrected", "other", "pending")

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "issued": ("disclosure/normative_documents/issued",),
    "repealed": ("disclosure/normative_documents/repealed",),
    "in_force": ("disclosure/normative_documents/in_force",),
    "licences": ("disclosure/licences/decisions",),
    "penalties": ("disclosure/penalties/decisions",),
    "measures": ("disclosure/compulsory_measures/decisions",),
    "made": ("disclosure/normative_documents/made",),
    "opened": ("disclosure/normative_documents/opened",),
    "total_open": ("disclosure/normative_documents/total_open",),
    "services": ("disclosure/other_services/decisions",),
    "procured": ("disclosure/procurement/items",),
    "spent": ("disclosure/procurement/amount",),
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
    "handled_otherwise": ("applications/3.6/total",),
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
    """What one year hands to the next: applications still open by kind of applicant, documents in force.

    `items`: how many licences, penalties … there are to decide on, as the form of 2019 asks.
    """

    open: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0
    items: Mapping[str, int] = field(default_factory=dict)


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
    raws |= _applications(year, before.open, OUTCOMES) | _disputes(year.get("disputes", {}))
    return _as_printed(raws, year), Carried(year.get("open", {}), documents)


def trial(year: Mapping[str, Any], before: Carried) -> tuple[Raws, Carried]:
    """The 198 cells of form national-2019 and what is carried on.

    `year` as for `national`, but documents = [made, opened], changes = {kind of item: more or fewer},
    services = decisions on other services, procurement = [purchases, text with its unit].
    """
    documents = before.documents + year.get("documents", (0, 0))[1]
    items = {kind: before.items.get(kind, 0) + year.get("changes", {}).get(kind, 0) for kind in ITEMS}
    raws = _trial_disclosure(year, before.items, documents)
    raws |= _applications(year, before.open, TRIAL_OUTCOMES) | _disputes(year.get("disputes", {}))
    return _as_printed(raws, year), Carried(year.get("open", {}), documents, items)


def _as_printed(raws: Raws, year: Mapping[str, Any]) -> Raws:
    for key in raws:
        if key.table in year.get("blank", ()):
            raws[key] = ""
    return raws | keyed(year.get("printed", {}))


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
    units: dict[CellKey, str] = {}
    for raws in tables:
        for key, raw in raws.items():
            value = _amount(raw) if raw else None
            if value is not None:
                value += sums.get(key) or 0
                units[key] = raw[len(raw.rstrip(YUAN)) :]
            sums[key] = sums.get(key) if value is None else value
    return {key: "" if value is None else f"{value}{units[key]}" for key, value in sums.items()}


def _amount(raw: str) -> Decimal:
    return Decimal(raw.rstrip(YUAN))


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


def _trial_disclosure(year: Mapping[str, Any], items: Mapping[str, int], total_open: int) -> Raws:
    made, opened = year.get("documents", (0, 0))
    licences, penalties, measures = year.get("decisions", (0, 0, 0))
    decisions = {"licences": licences, "penalties": penalties, "compulsory_measures": measures}
    decisions["other_services"] = year.get("services", 0)
    purchases, spent = year.get("procurement", (0, f"0{YUAN}"))
    cells: dict[tuple[str, str], object] = {
        ("rules", column): 0 for column in ("made", "opened", "total_open")
    }
    for column, count in zip(("made", "opened", "total_open"), (made, opened, total_open), strict=True):
        cells["normative_documents", column] = count
    for kind in ITEMS:
        change = year.get("changes", {}).get(kind, 0)
        cells[kind, "previous"] = items.get(kind, 0)
        cells[kind, "change"] = f"{change:+}" if change else 0
        if kind in decisions:
            cells[kind, "decisions"] = decisions[kind]
    cells |= {("procurement", "items"): purchases, ("procurement", "amount"): spent}
    return {CellKey("disclosure", *address): str(value) for address, value in cells.items()}


def _applications(year: Mapping[str, Any], before: Mapping[str, int], outcomes: Sequence[str]) -> Raws:
    columns = {
        applicant: _column(
            _outcomes(year["closed"].get(applicant, ""), outcomes),
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


def _outcomes(text: str, known: Sequence[str]) -> dict[str, int]:
    """The counts of "3.1:12 3.2:3", 0 for the others. Raises ValueError for a row that is no outcome."""
    counts = dict.fromkeys(known, 0)
    for part in text.split():
        row, count = part.split(":")
        if row not in counts:
            raise ValueError(f"{row} is no outcome")
        counts[row] += int(count)
    return counts


def _column(outcomes: Mapping[str, int], carried_in: int, carried_on: int) -> dict[str, int]:
    closed = sum(outcomes.values())
    new = closed + carried_on - carried_in
    if new < 0:
        raise ValueError(f"{carried_in} carried in, but {closed} closed and {carried_on} carried on")
    return {"1": new, "2": carried_in, **outcomes, "3.7": closed, "4": carried_on}


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
            named[name] = str(sum(_amount(raw) for raw in found))
    return named
