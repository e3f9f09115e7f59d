"""A grid laid out: which printed cell covers each place, in what spellings. Not what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reports.domain.document import Grid, Position, Slot
from reports.domain.statform.locating.tokens import Token, token_of
from reports.domain.statform.numbers import parse

MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_PLACES = 400_000
"""What is read of one grid; a larger one is unread as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A printed cell with its spellings. `position` has the number of the line it begins on.

    `is_void`: nothing is printed in it, or a dash alone.
    """

    slot: Slot
    token: Token
    position: Position
    is_void: bool

    @property
    def text(self) -> str:
        """Its text as printed."""
        return self.slot.text

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in it."""
        return self.token.shape == "blank"

    @property
    def places(self) -> range:
        """The columns of the grid it covers."""
        return range(self.slot.column, self.slot.column + self.slot.colspan)

    @property
    def last_row(self) -> int:
        """The last row of the grid it covers."""
        return self.slot.row + self.slot.rowspan - 1


class Sheet:
    """A grid, or pieces of one below one another; rows and columns count from 1.

    `last` is the last of them. `passed` are rows of titles and headers, over which the label of a group may
    go on in the piece below.
    """

    def __init__(self, grid: Grid, spelt: re.Pattern[str]) -> None:
        self.last = grid
        self.spelt = spelt
        self.passed: set[int] = set()
        self.height = self.width = 0
        self._tokens: dict[str, tuple[Token, bool]] = {}
        self._at: dict[tuple[int, int], Box] = {}
        self._starting: dict[int, list[Box]] = {}
        self._over: dict[int, list[Box]] = {}
        self._lines: list[int] = [0]
        self.add(grid)

    def add(self, grid: Grid) -> None:
        """Puts the next piece below."""
        above, height = self.height, height_of(grid)
        lines = [min(grid.lines[0] + row, grid.lines[1]) for row in range(height)]
        for slot in sorted(grid.slots, key=lambda slot: (slot.row, slot.column)):
            line = slot.position.line or lines[slot.row - 1]
            lines[slot.row - 1] = line
            token, is_void = self._token(slot.text)
            moved = replace(slot, row=slot.row + above) if above else slot
            at = slot.position if slot.position.line else replace(slot.position, line=line)
            box = Box(moved, token, at, is_void)
            self._starting.setdefault(box.slot.row, []).append(box)
            for row in range(box.slot.row, box.last_row + 1):
                self._over.setdefault(row, []).append(box)
                self._at.update(((row, place), box) for place in box.places)
            self.width = max(self.width, box.places.stop - 1)
        self._lines += lines
        self.height += height
        self.last = grid
        for row in range(above + 1, self.height + 1):
            self._over.get(row, []).sort(key=lambda box: box.slot.column)

    def _token(self, text: str) -> tuple[Token, bool]:
        if text not in self._tokens:
            token = token_of(text, 0, False, self.spelt)
            self._tokens[text] = token, token.shape != "words" and parse(text, "change").is_blank
        return self._tokens[text]

    def at(self, row: int, place: int) -> Box | None:
        """The printed cell that covers a place; None where there is none."""
        return self._at.get((row, place))

    def starting(self, row: int) -> list[Box]:
        """The filled cells that begin in a row, from left to right."""
        return [box for box in self._starting.get(row, ()) if not box.is_blank]

    def over(self, row: int, places: Iterable[int]) -> list[Box]:
        """The filled cells over those columns of a row, each once, from left to right."""
        found = {box: None for place in sorted(places) if (box := self._at.get((row, place)))}
        return [box for box in found if not box.is_blank]

    def reach(self, row: int) -> int:
        """The last column of a row in which anything is, a blank cell too."""
        return max((box.places.stop - 1 for box in self._over.get(row, ())), default=0)

    def line(self, row: int) -> int:
        """The number of the line a row is printed on."""
        return self._lines[row]

    def joined(self, first: Box, second: Box) -> Token:
        """The text of two cells run together."""
        return self._token(first.text + second.text)[0]

    def filled(self, first: int = 1) -> list[int]:
        """The rows from one on in which a filled cell begins."""
        return [row for row in range(first, self.height + 1) if self.starting(row)]

    @property
    def boxes(self) -> Iterator[Box]:
        """Every filled cell."""
        return (box for row in self.filled() for box in self.starting(row))


def height_of(grid: Grid) -> int:
    """The rows of a grid."""
    return max((slot.row + slot.rowspan - 1 for slot in grid.slots), default=0)


def width_of(grid: Grid) -> int:
    """The columns of a grid."""
    return max((slot.column + slot.colspan - 1 for slot in grid.slots), default=0)


def is_readable(grid: Grid) -> bool:
    """Whether a grid is of a size that is read."""
    places = 0
    for slot in grid.slots:
        places += slot.rowspan * slot.colspan
        if slot.row + slot.rowspan - 1 > MAX_ROWS or slot.column + slot.colspan - 1 > MAX_COLUMNS:
            return False
    return places <= MAX_PLACES
