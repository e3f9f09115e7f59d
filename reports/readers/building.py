"""Puts a Document together piece by piece: numbered lines, grids, limits. Knows no format."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reports.domain.document import Document, Grid, Line, Position, Slot, Unreadable
from reports.readers.text import MAX_CELLS, MAX_LINE_LENGTH, MAX_LINES, legible, line_of

MAX_PLACES = 200_000
"""Places of one grid, merged ones counted as often as they reach: far above any form (20 by 30)."""
MAX_COLUMNS = 500
SPACES = re.compile(r"\s+")


class Placed(NamedTuple):
    """A printed cell of a row: the column it begins in, from 1, its text, how many places it reaches.

    `where` is its column as the file counts it, where that differs.
    """

    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    where: int | None = None


class Row(NamedTuple):
    """A row of a grid as printed, and which table and row of the file it is, from 1."""

    cells: Sequence[Placed]
    table: int
    row: int
    page: int | None = None


@dataclass
class Building:
    """A document in the making. Its methods raise Unreadable "too-long" and "line-too-long"."""

    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    number: int = 0
    cells: int = 0

    def line(
        self, text: str, *, page: int | None = None, table: int | None = None, row: int | None = None
    ) -> None:
        """Adds a line of prose, or each of several; a blank one takes a number and leaves no line."""
        for part in text.split("\n"):
            number = self._next(part)
            line = line_of(part, number)
            if line:
                self.lines.append(replace(line, position=Position(number, page, table, row)))
                self._count(len(line.cells))

    def grid(self, rows: Sequence[Row]) -> None:
        """Adds a table: every row is a line too, a blank one with a number alone.

        Cells may not overlap; what reaches over the last row or column ends there.
        """
        width = max((cell.column for row in rows for cell in row.cells), default=0)
        if width > MAX_COLUMNS:
            raise Unreadable("too-long", limit=MAX_CELLS)
        if not any(cell.text for row in rows for cell in row.cells):
            return
        first = self.number + 1
        slots: list[Slot] = []
        places = 0
        for index, row in enumerate(rows, start=1):
            number = self._row_line(row)
            for cell in row.cells:
                rowspan = min(cell.rowspan, len(rows) - index + 1)
                colspan = min(cell.colspan, MAX_COLUMNS)
                places += rowspan * colspan
                at = Position(number, row.page, row.table, row.row, cell.where or cell.column)
                slots.append(Slot(index, cell.column, flat(cell.text), at, rowspan, colspan))
            if places > MAX_PLACES:
                raise Unreadable("too-long", limit=MAX_CELLS)
        position = Position(line=first, page=rows[0].page, table=rows[0].table)
        self.grids.append(Grid(tuple(slots), position, (first, self.number)))

    def document(self, data: bytes, *, format: str, encoding: str = "") -> Document:
        """The document read from those bytes. Raises Unreadable "empty"."""
        if not self.lines:
            raise Unreadable("empty")
        digest = hashlib.sha256(data).hexdigest()
        return Document(tuple(self.lines), encoding, digest, tuple(self.grids), format)

    def _row_line(self, row: Row) -> int:
        texts = tuple(flat(cell.text) for cell in row.cells)
        self._count(len(texts))
        text = "\t".join(texts)
        number = self._next(text)
        if text.strip():
            self.lines.append(Line(text.strip(), Position(number, row.page, row.table, row.row), texts))
        return number

    def _next(self, text: str) -> int:
        self.number += 1
        if self.number > MAX_LINES:
            raise Unreadable("too-long", limit=MAX_LINES)
        if len(text) > MAX_LINE_LENGTH:
            raise Unreadable("line-too-long", line=self.number, limit=MAX_LINE_LENGTH)
        return self.number

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MAX_CELLS:
            raise Unreadable("too-long", limit=MAX_CELLS)


def flat(text: str) -> str:
    """The text of a cell in one line: breaks and tabs as spaces, no space around it."""
    return SPACES.sub(" ", legible(text)).strip()
