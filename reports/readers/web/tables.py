"""The rows and columns of an HTML table, as a browser lays it out.

Source: HTML Living Standard, 4.9.12.1 "Forming a table".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reports.domain.document import Unreadable
from reports.readers.building import MAX_COLUMNS, MAX_PLACES
from reports.readers.text import MAX_CELLS
from reports.readers.web.tree import Node

NUMBER = re.compile(r"\s*\+?(\d{1,6})")
CELLS = ("td", "th")
ORDER = {"thead": 0, "tfoot": 2}
"""Heads stand above and feet below the other groups of rows, wherever the source has them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its tag, the column it begins in from 1, how far it reaches."""

    node: Node
    column: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Parts:
    """A table taken apart: groups of rows of cells, and what stands outside cells (caption, stray text)."""

    groups: list[tuple[str, list[list[Node]]]] = field(default_factory=list)
    strays: list[Node | str] = field(default_factory=list)
    row: list[Node] | None = None

    def take(self, node: Node) -> None:
        """Adds what a table, or a tag between it and its rows, holds."""
        for child in node.children:
            if isinstance(child, str) or child.tag == "caption":
                self.strays.append(child)
            elif child.tag in ("thead", "tbody", "tfoot"):
                self._begin(child.tag)
                self.take(child)
                self._begin("tbody")
            elif child.tag == "tr":
                self._open_row()
                self.take(child)
                self.row = None
            elif child.tag in CELLS:
                self._open_row() if self.row is None else None
                assert self.row is not None
                self.row.append(child)
            else:
                self.take(child)

    def _begin(self, tag: str) -> None:
        self.row = None
        self.groups.append((tag, []))

    def _open_row(self) -> None:
        if not self.groups:
            self._begin("tbody")
        self.row = []
        self.groups[-1][1].append(self.row)


def parts_of(table: Node) -> Parts:
    """The rows of a table in the order they are shown, and what stands outside its cells."""
    parts = Parts()
    parts.take(table)
    parts.groups.sort(key=lambda group: ORDER.get(group[0], 1))
    return parts


def laid_out(parts: Parts) -> list[list[Cell]]:
    """The cells of every row with their places. None overlap: one that reaches into another ends before it.

    Spans end at the last row of their group and at the last column in which a cell begins.
    Raises Unreadable "too-long".
    """
    rows = [row for _tag, group in parts.groups for row in _group(group)]
    last = max((cell.column for row in rows for cell in row), default=0)
    return [
        [
            Cell(cell.node, cell.column, cell.rowspan, min(cell.colspan, last - cell.column + 1))
            for cell in row
        ]
        for row in rows
    ]


def _group(group: list[list[Node]]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    below: dict[int, int] = {}
    places = 0
    for number, nodes in enumerate(group):
        column = 1
        row: list[Cell] = []
        for node in nodes:
            while below.get(column, 0) > 0:
                column += 1
            if column > MAX_COLUMNS or places > MAX_PLACES:
                raise Unreadable("too-long", limit=MAX_CELLS)
            left = len(group) - number
            rowspan = min(_span(node, "rowspan") or left, left)
            wanted = min(_span(node, "colspan") or 1, MAX_COLUMNS)
            colspan = 1
            while colspan < wanted and below.get(column + colspan, 0) <= 0:
                colspan += 1
            row.append(Cell(node, column, rowspan, colspan))
            below.update((column + place, rowspan) for place in range(colspan))
            places += colspan
            column += colspan
        rows.append(row)
        below = {column: left - 1 for column, left in below.items() if left > 1}
    return rows


def _span(cell: Node, name: str) -> int:
    """A span as written; 1 where it is none; 0 means down to the end."""
    found = NUMBER.match(cell.attributes.get(name, "1"))
    return int(found[1]) if found else 1
