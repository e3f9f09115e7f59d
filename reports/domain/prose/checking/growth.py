"""This year against last: `growth`. Silent without last year's figure, from zero, and on other bases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reports.domain.prose.checking.cell import cells_named
from reports.domain.prose.checking.findings import Matter, ProseFinding, Term, finding
from reports.domain.prose.claiming.growth import Growth, growths
from reports.domain.prose.claims import Claims
from reports.domain.statform.definition import CellKey

DECISIONS = (
    (re.compile(r".*作出行政许可(?:处理)?决定(?:共)?"), "licences"),
    (re.compile(r".*作出行政处罚(?:处理)?决定(?:共)?"), "penalties"),
    (re.compile(r".*作出行政强制(?:处理)?决定(?:共)?"), "compulsory_measures"),
)
ONE = Decimal(1)


def check(matter: Matter, claims: Claims) -> Iterator[ProseFinding]:
    """Every change from last year that can be worked out again."""
    for growth in growths(claims, matter.year):
        cells: tuple[CellKey, ...] = ()
        last = growth.last.value if growth.last else None
        slack = growth.now.is_rounded or (growth.last is not None and growth.last.is_rounded)
        if last is None:
            cells, last = _from_cells(matter, claims, growth)
        if last and not slack:
            yield _finding(claims, growth, last, cells)


def _from_cells(matter: Matter, claims: Claims, growth: Growth) -> tuple[tuple[CellKey, ...], Decimal | None]:
    """Last year's figure of the one cell that the count names, where the count is that of the cell."""
    name = cells_named(matter, claims, growth.now)
    cells = name.readings[0].cells if name and len(name.readings) == 1 else _decisions(claims, growth)
    if len(cells) != 1 or matter.value(cells[0]) != growth.now.value:
        return (), None
    return cells, (matter.previous or {}).get(cells[0])


def _decisions(claims: Claims, growth: Growth) -> tuple[CellKey, ...]:
    label = claims.clause(growth.now)
    for words, row in DECISIONS:
        if words.fullmatch(label):
            return (CellKey("disclosure", row, "decisions"),)
    return ()


def _finding(claims: Claims, growth: Growth, last: Decimal, cells: tuple[CellKey, ...]) -> ProseFinding:
    now = growth.now.value
    printed, exact, holds = _compared(growth, now, last)
    quote = claims.passage.quote
    terms = [Term(claims.label(growth.now), now, quote(growth.now.start, growth.now.end))]
    base = growth.last
    terms.append(Term("last-year", last, quote(base.start, base.end) if base else None))
    return finding(
        "growth",
        "holds" if holds else "fails",
        printed,
        printed if holds else exact,
        passage=claims.passage,
        span=(growth.start, growth.end),
        terms=terms,
        cells=cells,
        detail=growth.way,
    )


def _compared(growth: Growth, now: Decimal, last: Decimal) -> tuple[Decimal, Decimal, bool]:
    """What is printed, what it should be at the printed precision, and whether the two agree."""
    step = growth.change.step if growth.change else ONE
    value = growth.sign * growth.change.value if growth.change else Decimal(0)
    if growth.way == "difference":
        return value, now - last, value == now - last
    if growth.way in ("times", "more-times", "double"):
        exact = now / last if growth.way != "more-times" else (now - last) / last
        value = value if growth.change else Decimal(2)
        return value, _brief(exact, step), abs(exact - value) < step / 2
    exact = 100 * (now - last) / last
    holds = now == last if growth.way == "level" else abs(exact - value) <= step / 2
    return value, exact.quantize(step, ROUND_HALF_UP), holds


def _brief(value: Decimal, step: Decimal) -> Decimal:
    """A ratio with one decimal more than printed, so that it shows by how much it is off."""
    return value.quantize(step / 10, ROUND_HALF_UP)
