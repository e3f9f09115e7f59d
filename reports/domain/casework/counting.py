"""The year counts itself: cases as their dated steps stood at the end of 31 December, in the rows of a form.

Every case that is counted stands in exactly one row on either side of the balance: new or carried in, closed
with one outcome or carried out. So 一 + 二 = 三（七）+ 四 holds in every column by construction, and what one
year carries out the next carries in. Only legally received applications count; the words of the rules are in
`data/outcomes.toml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from reports.domain.casework.outcomes import FormRows, Outcomes
from reports.domain.casework.standing import ENDINGS, BrokenCase
from reports.domain.casework.steps import Applicant, Channel, Matter, Step, StepKind
from reports.domain.statform.definition import CellKey

TOTAL = "total"
Ids = tuple[int, ...]
STRETCHES = frozenset({StepKind.EXTEND, StepKind.DELAY})
"""Steps after which a case is closed "after an extension"."""

_Rows = defaultdict[tuple[str, str], list[int]]


class UncountableCase(BrokenCase):
    """A case whose steps place it in no row. `case` is its id, so that somebody can be led to it."""

    def __init__(self, case: int, why: str) -> None:
        super().__init__(f"case {case} {why}")
        self.case = case


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the count needs it. `id` leads back to it; nothing here tells who applied.

    `is_late`: closed after its last day without an extension; only the form of 2014 asks.
    """

    id: int
    applicant: Applicant
    channel: Channel
    steps: tuple[Step, ...]
    matter: Matter = Matter.APPLICATION
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """The three things of a case that place it in a year; None and "" where it has not come so far."""

    received_on: date | None
    closed_on: date | None
    outcome: str
    is_extended: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted cells of a form for a year, and the cases behind each.

    `cells`: number of cases, for every cell that is counted, 0 where none. `unconfirmed`: applications that
    had arrived by the end of the year but were neither legally received nor withdrawn. `apart`: other matters
    received in the year. `rules`: row → the codes of the rules it was counted by.
    """

    form: str
    year: int
    cells: Mapping[CellKey, int]
    behind: Mapping[CellKey, Ids]
    unconfirmed: Ids
    apart: Mapping[Matter, Ids]
    rules: Mapping[str, tuple[str, ...]]


def life(steps: Iterable[Step]) -> Life:
    """When a case was received, first closed and with what, in one look at its steps in any order."""
    received: date | None = None
    closing: Step | None = None
    is_extended = False
    for step in steps:
        if step.kind == StepKind.ACCEPT:
            received = step.on
        elif step.kind in ENDINGS:
            if closing is None or (step.on, step.number) < (closing.on, closing.number):
                closing = step
        elif step.kind in STRETCHES:
            is_extended = True
    if closing is None:
        return Life(received, None, "", is_extended)
    return Life(received, closing.on, ENDINGS[closing.kind] or closing.outcome, is_extended)


def count(cases: Iterable[Case], year: int, form: str, outcomes: Outcomes) -> Counted:
    """The cells a form counts from cases, for one year, in one pass over them.

    Steps dated after 31 December change nothing. Raises KeyError for a form that counts no cases,
    UncountableCase for an outcome the file does not know or a case closed before it was received.
    """
    rows = outcomes.forms[form]
    places = _rows_of_outcomes(rows, outcomes)
    found: _Rows = defaultdict(list)
    unconfirmed: list[int] = []
    apart: dict[Matter, list[int]] = defaultdict(list)
    start, end = date(year, 1, 1), date(year, 12, 31)
    for case in cases:
        lived = life(case.steps)
        if lived.received_on is None or lived.received_on > end:
            if case.matter == Matter.APPLICATION and _is_waiting(case, lived, end):
                unconfirmed.append(case.id)
        elif case.matter != Matter.APPLICATION:
            if lived.received_on >= start:
                apart[case.matter].append(case.id)
        else:
            column = rows.column or case.applicant.value
            for row in _rows_of(case, lived, rows, places, start, end):
                found[row, column].append(case.id)
    if rows.complaints:
        found[rows.complaints, rows.column or TOTAL] = apart[Matter.COMPLAINT]
    behind = _addressed(found, rows, _counted_rows(rows, outcomes))
    return Counted(
        form,
        year,
        {key: len(ids) for key, ids in behind.items()},
        behind,
        tuple(unconfirmed),
        {matter: tuple(ids) for matter, ids in apart.items() if ids},
        {row: rows.rules_of(row) for row in _counted_rows(rows, outcomes)},
    )


def _rows_of(
    case: Case,
    lived: Life,
    rows: FormRows,
    places: Mapping[str, tuple[str, ...]],
    start: date,
    end: date,
) -> list[str]:
    """Every row an application received by `end` stands in; [] when it was closed before the year began."""
    received, closed = lived.received_on, lived.closed_on
    if received is None or (closed is not None and closed < received):
        raise UncountableCase(case.id, f"was closed on {closed}, before its receipt on {received}")
    if closed is not None and closed < start:
        return []
    is_new = received >= start
    found = [rows.new, rows.channels.get(case.channel, "")] if is_new else [rows.carried_in]
    if closed is None or closed > end:
        found.append(rows.carried_out)
    elif lived.outcome in places:
        found += (rows.done, rows.extended if lived.is_extended or case.is_late else rows.in_time)
        found += places[lived.outcome]
    else:
        raise UncountableCase(case.id, f"was closed with the unknown outcome {lived.outcome!r}")
    return [row for row in found if row]


def _is_waiting(case: Case, lived: Life, end: date) -> bool:
    """Whether it had arrived by the end of the year and was neither confirmed nor withdrawn."""
    has_arrived = any(step.kind == StepKind.REGISTER and step.on <= end for step in case.steps)
    return has_arrived and (lived.closed_on is None or lived.closed_on > end)


def _rows_of_outcomes(rows: FormRows, outcomes: Outcomes) -> dict[str, tuple[str, ...]]:
    """The code of each outcome of an application → its row, the sums above it and the row of replies."""
    found: dict[str, tuple[str, ...]] = {}
    for outcome in outcomes.outcomes.values():
        if outcome.matter == Matter.APPLICATION:
            row = outcome.places[rows.form].row
            above = [total for total, parts in rows.sums.items() if row in parts]
            found[outcome.code] = (row, *above, rows.replies) if row else ()
    return found


def _counted_rows(rows: FormRows, outcomes: Outcomes) -> list[str]:
    """Every row of the form that cases are counted into, each once."""
    found = [rows.new, rows.carried_in, rows.done, rows.carried_out, rows.in_time, rows.extended]
    found += [rows.replies, rows.complaints, *rows.channels.values(), *rows.sums]
    found += [part for parts in rows.sums.values() for part in parts]
    for reached in _rows_of_outcomes(rows, outcomes).values():
        found += reached
    return [row for row in dict.fromkeys(found) if row]


def _addressed(found: _Rows, rows: FormRows, counted: list[str]) -> dict[CellKey, Ids]:
    """The cases behind every counted cell, those without any too; a total holds the cases of its columns."""
    behind: dict[CellKey, Ids] = {}
    for row in counted:
        if rows.column:
            behind[CellKey(rows.table, row, rows.column)] = tuple(found[row, rows.column])
            continue
        parts = {kind.value: tuple(found[row, kind.value]) for kind in Applicant}
        for column, ids in parts.items():
            behind[CellKey(rows.table, row, column)] = ids
        behind[CellKey(rows.table, row, TOTAL)] = tuple(one for ids in parts.values() for one in ids)
    return behind
