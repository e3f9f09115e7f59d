"""Counts as strangers may read them: small numbers hidden, and nothing hidden that sums would give away.

1 to 4 is said as "few". A hidden number could be had back from a total, so others are hidden with it, chosen
so that for every hidden cell a second set of numbers fits all that is printed: one added here, one taken away
there, in every row and column alike. Where no such set exists, nothing of the table is printed but its total.
The total itself is not protected: the law has it published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

MOST_FEW = 4
"""Up to so many are few; 0 hides nobody."""
TOTAL = "total"

Cell = TypeVar("Cell")
Place = tuple[str, str]


class Mark(StrEnum):
    """What is printed instead of a number. Stored: added to, never renamed."""

    FEW = "few"
    """1 to 4."""
    HIDDEN = "hidden"
    """No small number, hidden with others: 0, or 5 and more, as far as a reader knows."""


Printed = int | Mark


def is_few(number: int) -> bool:
    """Whether so many are too few to be told."""
    return 1 <= number <= MOST_FEW


def line(counts: Mapping[str, int]) -> dict[str, Printed] | None:
    """Numbers whose sum is known, as they may be printed; None: none of them may."""
    if is_few(sum(counts.values())):
        return None
    return _protected(counts, lambda cell: _exchanges(cell, tuple(counts)))


def grid(
    counts: Mapping[Place, int], rows: Sequence[str], columns: Sequence[str]
) -> dict[Place, Printed] | None:
    """A table with its sums (row or column TOTAL), as it may be printed; None: none of it may.

    `counts`: cells left out are 0. The sum of everything is printed as it is.
    """
    values = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        values[row, TOTAL] = sum(values[row, column] for column in columns)
    for column in (*columns, TOTAL):
        values[TOTAL, column] = sum(values[row, column] for row in rows)
    if is_few(values[TOTAL, TOTAL]):
        return None
    lines = (*rows, TOTAL), (*columns, TOTAL)
    return _protected(values, lambda cell: _circuits(cell, *lines))


_Move = tuple[tuple[Cell, int], ...]
"""Cells with what each would change by (1 or -1), so that every sum stays as it is."""


def _protected(
    values: Mapping[Cell, int], moves: Callable[[Cell], Iterable[_Move[Cell]]]
) -> dict[Cell, Printed] | None:
    """Hides what is few, and for each the cheapest move through it. None where one has no move."""
    printed: dict[Cell, Printed] = dict(values)
    few = [cell for cell, number in values.items() if is_few(number)]
    for cell in few:
        printed[cell] = Mark.FEW
    for cell in few:
        possible = [move for move in moves(cell) if all(_fits(values[at], by) for at, by in move)]
        if not possible:
            return None
        cheapest = min(possible, key=lambda move: _cost(move, values, printed))
        for at, _by in cheapest:
            if printed[at] is not Mark.FEW:
                printed[at] = Mark.HIDDEN
    return printed


def _fits(number: int, by: int) -> bool:
    """Whether a reader who sees what is printed instead of that number could take it for one more or less."""
    if number == 0:
        return False
    return is_few(number) == is_few(number + by) and number + by > 0


def _cost(move: _Move[Cell], values: Mapping[Cell, int], printed: Mapping[Cell, Printed]) -> tuple[int, int]:
    """How many more cells it hides, and how much they hold."""
    lost = [values[at] for at, _by in move if not isinstance(printed[at], Mark)]
    return len(lost), sum(lost)


def _exchanges(cell: str, cells: tuple[str, ...]) -> Iterator[_Move[str]]:
    for other in cells:
        if other != cell:
            yield (cell, 1), (other, -1)
            yield (cell, -1), (other, 1)


def _circuits(cell: Place, rows: tuple[str, ...], columns: tuple[str, ...]) -> Iterator[_Move[Place]]:
    """Four corners, one more and one less in turn; a sum moves with what it adds up, never the whole."""
    for row in rows:
        for column in columns:
            if row == cell[0] or column == cell[1]:
                continue
            corners = (cell, 1), ((cell[0], column), -1), ((row, column), 1), ((row, cell[1]), -1)
            if any(at == (TOTAL, TOTAL) for at, _by in corners):
                continue
            signed = tuple((at, by * (-1 if TOTAL in at else 1)) for at, by in corners)
            for turn in (1, -1):
                yield tuple((at, by * turn) for at, by in signed)
