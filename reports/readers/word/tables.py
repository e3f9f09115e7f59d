"""The geometry of Word tables: gridSpan, vMerge and pieces of one table that follow one another.

Source: ECMA-376 part 1, 17.4 (Tables).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from reports.domain.document import Unreadable
from reports.readers.building import MAX_COLUMNS, Placed, Row
from reports.readers.word.numbering import W, value, whole
from reports.readers.word.runs import MAX_DEPTH

WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
TOLERANCE = 0.03
"""How far the columns of two pieces may part, as a share of the width of the table."""


class TableCell(NamedTuple):
    """A cell as the file has it: columns it spans, "restart", "continue" or "" of its merging, its text."""

    span: int
    merge: str
    text: str


class TableRow(NamedTuple):
    """A row as the file has it: the table and row it is, from 1; `before`: columns left out before it."""

    table: int
    row: int
    cells: list[TableCell]
    before: int = 0


class Found(NamedTuple):
    """A row that is shown: the nodes of its cells, the columns left out before them."""

    cells: list[etree._Element]
    before: int


@dataclass
class Piece:
    """A table, or the first part of one: the right edges of its columns as shares of its width, its rows."""

    edges: tuple[float, ...]
    rows: list[TableRow]


def shape_of(table: etree._Element) -> tuple[float, ...]:
    """The right edges of a table's columns as shares of its width; () where the file does not tell."""
    widths = [whole(str(column.get(f"{W}w")), 0) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    total = sum(widths)
    if not total or len(widths) > MAX_COLUMNS:
        return ()
    return tuple(sum(widths[: end + 1]) / total for end in range(len(widths)))


def continues(first: Piece, second: Piece) -> bool:
    """Whether a second table has the columns of the first, so that both are one, cut by a page."""
    if not first.edges or len(first.edges) != len(second.edges):
        return False
    return all(abs(a - b) <= TOLERANCE for a, b in zip(first.edges, second.edges, strict=True))


def placed(piece: Piece) -> list[Row]:
    """The rows of a table with each printed cell once.

    A cell that goes on with the one above it (vMerge) lengthens that one; Word does not show its own text.
    """
    open_cells: dict[tuple[int, int], list[int]] = {}
    """(column, colspan) of a merged cell → where it stands in `drawn`: row, place, rows reached so far."""
    drawn: list[list[Placed]] = []
    for index, row in enumerate(piece.rows):
        drawn.append([])
        still: dict[tuple[int, int], list[int]] = {}
        column = 1 + row.before
        for span, merge, text in row.cells:
            key = (column, span)
            above = open_cells.get(key)
            if merge == "continue" and above:
                at, place, reach = above
                drawn[at][place] = drawn[at][place]._replace(rowspan=reach + 1)
                still[key] = [at, place, reach + 1]
            else:
                if merge:
                    still[key] = [index, len(drawn[index]), 1]
                drawn[index].append(Placed(column, text, 1, span))
            column += span
        open_cells = still
    return [Row(cells, row.table, row.row) for cells, row in zip(drawn, piece.rows, strict=True)]


def rows_of(table: etree._Element, depth: int) -> Iterator[Found]:
    """The rows of a table that are shown; through content controls and tracked insertions."""
    for row in _inside(table, f"{W}tr", depth):
        properties = row.find(f"{W}trPr")
        if properties is not None and any(
            properties.find(f"{W}{name}") is not None for name in ("del", "hidden")
        ):
            continue
        before = 0 if properties is None else min(whole(value(properties, "gridBefore"), 0), MAX_COLUMNS)
        cells = [cell for cell in _inside(row, f"{W}tc", depth) if cell.find(f"{W}tcPr/{W}cellDel") is None]
        yield Found(cells, before)


def span_of(cell: etree._Element) -> int:
    """The columns that a cell spans."""
    properties = cell.find(f"{W}tcPr")
    found = 1 if properties is None else whole(value(properties, "gridSpan"), 1)
    return max(1, min(found, MAX_COLUMNS))


def merge_of(cell: etree._Element) -> str:
    """Gives "restart", "continue", or "" for a cell that is merged with none above or below."""
    mark = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if mark is None else str(mark.get(f"{W}val") or "continue")


def _inside(node: etree._Element, tag: str, depth: int) -> Iterator[etree._Element]:
    if depth > MAX_DEPTH:
        raise Unreadable("nested")
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inside(child, tag, depth + 1)
