"""What the public may learn of a year beside its table: by month, channel and outcome; days to the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from reports.domain.casework import protecting
from reports.domain.casework.counting import Case, life
from reports.domain.casework.outcomes import Outcomes
from reports.domain.casework.protecting import MOST_FEW, TOTAL, Mark, Printed
from reports.domain.casework.steps import Applicant, Channel, Matter

MONTHS = tuple(str(month) for month in range(1, 13))
GROUPS = ("3.1", "3.2", "3.3", "3.4", "3.5", "3.6")
"""The groups of outcomes, by their rows of national-2021."""
IN_TIME, LATER = "in_time", "later"
FEWEST_MOVED = MOST_FEW + 1
"""Cases that must have changed at least before what the public read is printed anew."""

Told = dict[str, object]
"""As stored and sent: numbers, "few", "hidden", None where nothing may be told."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts themselves, not for the public.

    `months`, `channels`: applications received in the year; `outcomes`: those closed in it by kind of
    applicant and group. `in_time`: of these, closed within the first period, neither extended, delayed nor
    late. `days`: the median of working days after the receipt up to the end, waits included; None for none.
    """

    months: Mapping[str, int]
    channels: Mapping[str, int]
    outcomes: Mapping[tuple[str, str], int]
    in_time: int
    days: float | None


def tally(cases: Iterable[Case], year: int, outcomes: Outcomes, worked: Callable[[date, date], int]) -> Tally:
    """The counts of a year, in one pass over the cases that its table is counted from.

    `worked`: working days after the first day up to and including the second.
    """
    months: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    spans: Counter[tuple[date, date]] = Counter()
    in_time = 0
    groups = {code: outcome.group for code, outcome in outcomes.outcomes.items()}
    for case in cases:
        lived = life(case.steps)
        received, closed = lived.received_on, lived.closed_on
        if case.matter != Matter.APPLICATION or received is None or received.year > year:
            continue
        if received.year == year:
            months[str(received.month)] += 1
            channels[case.channel.value] += 1
        if closed is not None and closed.year == year:
            ended[case.applicant.value, groups[lived.outcome]] += 1
            spans[received, closed] += 1
            in_time += not (lived.is_extended or case.is_late)
    days = sorted(worked(*span) for span, count in spans.items() for _ in range(count))
    return Tally(
        {month: months[month] for month in MONTHS},
        {channel.value: channels[channel.value] for channel in Channel},
        dict(ended),
        in_time,
        float(median(days)) if days else None,
    )


def told(found: Tally) -> dict[str, Told]:
    """The same with small numbers protected, as plain values to be stored and printed."""
    closed = sum(found.outcomes.values())
    return {
        "months": _line(found.months),
        "channels": _line(found.channels),
        "outcomes": _grid(found.outcomes),
        "speed": {
            **_line({IN_TIME: found.in_time, LATER: closed - found.in_time}),
            "median": found.days if closed > MOST_FEW else None,
        },
    }


def moved(before: Mapping[str, Told], after: Mapping[str, Told]) -> int:
    """At how many cases at least two printings of a year differ, as a reader of both can tell.

    In each table a case that changed makes at most one number larger and one smaller.
    """
    found = [0]
    for table, told in after.items():
        former = before.get(table, {})
        for part in ("cells", "rows", "columns"):
            one, other = _numbers(former.get(part)), _numbers(told.get(part))
            steps = [other[key] - one[key] for key in one.keys() & other.keys()]
            found += [sum(step for step in steps if step > 0), -sum(step for step in steps if step < 0)]
    return max(found)


def _numbers(cells: object) -> dict[str, int]:
    """The numbers that stand open, without sums, by a key for each."""
    found: dict[str, int] = {}
    for key, value in cells.items() if isinstance(cells, Mapping) else ():
        if key == TOTAL:
            continue
        if isinstance(value, Mapping):
            found |= {f"{key} {inner}": number for inner, number in _numbers(value).items()}
        elif isinstance(value, int):
            found[key] = value
    return found


def _line(counts: Mapping[str, int]) -> Told:
    printed = protecting.line(counts)
    total = sum(counts.values())
    return {"total": total, "cells": None if printed is None else _plain(printed)}


def _grid(counts: Mapping[tuple[str, str], int]) -> Told:
    """Where the whole table cannot be told, its sums by row and by column may still be."""
    kinds = [kind.value for kind in Applicant]
    printed = protecting.grid(counts, kinds, GROUPS)
    found: Told = {"total": sum(counts.values()), "cells": None}
    if printed is not None:
        found["cells"] = {
            row: {column: _sign(printed[row, column]) for column in (*GROUPS, TOTAL)}
            for row in (*kinds, TOTAL)
        }
        return found
    found["rows"] = _line({row: sum(counts.get((row, c), 0) for c in GROUPS) for row in kinds})["cells"]
    found["columns"] = _line({c: sum(counts.get((row, c), 0) for row in kinds) for c in GROUPS})["cells"]
    return found


def _plain(printed: Mapping[str, Printed]) -> dict[str, int | str]:
    return {key: _sign(value) for key, value in printed.items()}


def _sign(value: Printed) -> int | str:
    return value.value if isinstance(value, Mark) else value
