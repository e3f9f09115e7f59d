"""Draws the tables of a form as grids with merged cells, as files have them. For tests of readers and finder.

`made(form, figures, style)` draws every table of a form as a `Drawing`: its printed cells with row, column
and spans, from which a test can write HTML, Word, Excel or PDF. `Style` says how: merged cells as such,
repeated or blank; group labels in columns or in rows of their own; the order of rows and columns; titles.
`document(parts)` makes the Document a reader should give for lines (str) and drawings in that order.
`Drawing.cut` parts it as the edge of a page does, `.over` puts two into one grid, `.with_row`, `.with_column`
add blank ones, `.placed(row)` lists the cells that begin in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from reports.domain.document import Document
from reports.domain.statform.definition import Block, CellKey, Column, Form, Row, Table
from reports.readers import building

Merging = Literal["merged", "repeated", "blank"]
"""A cell over several places as one, or its text in each of them, or in the first alone."""

Figures = Mapping[CellKey, Decimal | None]


@dataclass(frozen=True)
class Spot:
    """A printed cell: its first row and column, from 1, its text, and how many it covers."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1

    @property
    def last_row(self) -> int:
        return self.row + self.rowspan - 1

    @property
    def last_column(self) -> int:
        return self.column + self.colspan - 1


@dataclass(frozen=True)
class Style:
    """How a table is drawn. `rows` and `columns` put rows and column codes ("unit" too) in another order.

    `has_levels`: each level of rows has a label column of its own, groups reach over their rows; otherwise
    one column of labels, headings as rows without figures. `has_titles`: the table's title is its first row.
    """

    header: Merging = "merged"
    labels: Merging = "merged"
    has_levels: bool = True
    has_titles: bool = False
    rows: Callable[[list[Row]], Sequence[Row]] = lambda rows: rows
    columns: Callable[[list[str]], Sequence[str]] = lambda columns: columns
    year: int = 2024


@dataclass(frozen=True)
class Drawing:
    """A table as printed cells. No two cover one place; places without a cell are blank cells."""

    spots: tuple[Spot, ...]
    heads: tuple[tuple[int, int], ...] = ()
    """The first and last row of each of its headers."""

    @property
    def height(self) -> int:
        return max(spot.last_row for spot in self.spots)

    @property
    def width(self) -> int:
        return max(spot.last_column for spot in self.spots)

    def whole(self) -> Drawing:
        """The same with a blank cell in every place that has none."""
        taken = {
            (row, column)
            for spot in self.spots
            for row in range(spot.row, spot.last_row + 1)
            for column in range(spot.column, spot.last_column + 1)
        }
        blank = [
            Spot(row, column, "")
            for row in range(1, self.height + 1)
            for column in range(1, self.width + 1)
            if (row, column) not in taken
        ]
        spots = sorted([*self.spots, *blank], key=lambda spot: (spot.row, spot.column))
        return replace(self, spots=tuple(spots))

    def placed(self, row: int) -> list[Spot]:
        """The cells that begin in a row, from left to right."""
        return sorted((s for s in self.spots if s.row == row), key=lambda spot: spot.column)

    def at(self, row: int, column: int) -> Spot | None:
        """The cell over a place."""
        return next(
            (s for s in self.spots if s.row <= row <= s.last_row and s.column <= column <= s.last_column),
            None,
        )

    def with_text(self, spot: Spot, text: str) -> Drawing:
        """The same with another text in one cell."""
        spots = [replace(s, text=text) if s == spot else s for s in self.spots]
        return replace(self, spots=tuple(spots))

    def with_row(self, before: int) -> Drawing:
        """The same with a blank row before that one; cells that reach over the place reach over it too."""
        spots = [
            replace(s, row=s.row + 1)
            if s.row >= before
            else replace(s, rowspan=s.rowspan + (s.last_row >= before))
            for s in self.spots
        ]
        heads = tuple((first + (before <= first), last + (before <= last)) for first, last in self.heads)
        return Drawing(tuple(spots), heads).whole()

    def with_column(self, before: int) -> Drawing:
        """The same with a blank column before that one."""
        spots = [
            replace(s, column=s.column + 1)
            if s.column >= before
            else replace(s, colspan=s.colspan + (s.last_column >= before))
            for s in self.spots
        ]
        return replace(self, spots=tuple(spots)).whole()

    def with_row_twice(self, row: int) -> Drawing:
        """The same with a row printed once more below itself; merged cells reach over both."""
        again = [replace(s, row=row + 1, rowspan=1) for s in self.placed(row) if s.rowspan == 1]
        wider = self.with_row(row + 1).spots
        places = {(s.row, s.column) for s in again}
        return replace(self, spots=(*(s for s in wider if (s.row, s.column) not in places), *again))

    def without_row(self, row: int) -> Drawing:
        """The same without a row; merged cells are one shorter."""
        kept = [
            replace(s, row=s.row - (s.row > row), rowspan=s.rowspan - (s.row <= row <= s.last_row))
            for s in self.spots
        ]
        return replace(self, spots=tuple(s for s in kept if s.rowspan))

    def turned(self) -> Drawing:
        """Rows as columns and columns as rows."""
        return Drawing(tuple(Spot(s.column, s.row, s.text, s.colspan, s.rowspan) for s in self.spots))

    def cut(self, row: int, *, header: bool, labels: Literal["repeat", "blank", "halves"]) -> list[Drawing]:
        """Two pieces, the second from that row on, with the header above it once more or without.

        `labels`: what stands in the second piece where a group label reaches over the edge: the label again,
        nothing, or its second half.
        """
        upper, lower = [], []
        for spot in self.spots:
            if spot.last_row < row:
                upper.append(spot)
            elif spot.row >= row:
                lower.append(replace(spot, row=spot.row - row + 1))
            else:
                half = len(spot.text) // 2
                first = spot.text[:half] if labels == "halves" else spot.text
                rest = {"repeat": spot.text, "blank": "", "halves": spot.text[half:]}[labels]
                upper.append(replace(spot, text=first, rowspan=row - spot.row))
                lower.append(replace(spot, row=1, text=rest, rowspan=spot.last_row - row + 1))
        heads = [head for head in self.heads if head[1] < row]
        below = tuple((first - row + 1, last - row + 1) for first, last in self.heads if first >= row)
        pieces = Drawing(tuple(upper), tuple(heads)).whole(), Drawing(tuple(lower), below).whole()
        if not header or not heads:
            return list(pieces)
        first, last = heads[-1]
        again = [replace(s, row=s.row - first + 1) for s in self.spots if first <= s.row <= last]
        return [pieces[0], Drawing(tuple(again), ((1, last - first + 1),)).over(pieces[1])]

    def over(self, other: Drawing) -> Drawing:
        """One grid of two, the other below this one."""
        lower = [replace(s, row=s.row + self.height) for s in other.spots]
        heads = tuple((first + self.height, last + self.height) for first, last in other.heads)
        return Drawing((*self.spots, *lower), self.heads + heads).whole()


def made(form: Form, figures: Figures, style: Style | None = None) -> list[tuple[Table, Drawing]]:
    """Every table of a form, its blocks below one another."""
    style = style or Style()
    drawings = []
    for table in form.tables:
        parts = [_drawing(table, block, figures, style) for block in table.blocks]
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.over(part)
        drawings.append((table, _labelled(whole, table, style)))
    return drawings


def document(parts: Iterable[str | Drawing]) -> Document:
    """The document a reader should make of these lines and tables."""
    build = building.Building()
    for number, part in enumerate(parts, start=1):
        if isinstance(part, str):
            build.line(part)
            continue
        build.grid(
            [
                building.Row(
                    [building.Placed(s.column, s.text, s.rowspan, s.colspan) for s in part.placed(row)],
                    number,
                    row,
                )
                for row in range(1, part.height + 1)
            ]
        )
    return build.document(b"made", format="html")


def written(value: Decimal | None) -> str:
    """A figure as the drawings print it."""
    return "" if value is None else f"{value:f}"


def _labelled(drawing: Drawing, table: Table, style: Style) -> Drawing:
    spots = [replace(s, text=s.text.replace("{year}", str(style.year))) for s in drawing.spots]
    drawing = replace(drawing, spots=tuple(spots)).whole()
    if not style.has_titles or not table.title:
        return drawing
    title = Spot(1, 1, table.title, 1, drawing.width)
    heads = tuple((first + 1, last + 1) for first, last in drawing.heads)
    return Drawing((title, *(replace(s, row=s.row + 1) for s in drawing.spots)), heads)


def _drawing(table: Table, block: Block, figures: Figures, style: Style) -> Drawing:
    if table.layout == "line":
        return _line(table, block, figures, style)
    codes = [column.code for column in block.columns]
    order = list(style.columns((["unit"] if table.has_unit_column else []) + codes))
    columns = {column.code: column for column in block.columns}
    widest = max(len(other.columns) for other in table.blocks)
    wide = widest - len(order) + 1 if len(order) == 1 and not table.has_unit_column else 1
    depth = _label_columns(block, style)
    top = [Spot(1, 1, block.title, 1, depth + max(widest, len(order)))] if block.title else []
    spots = [*top, *_header(block, columns, order, depth, wide, len(top) + 1, style)]
    head = max(spot.last_row for spot in spots)
    rows = list(style.rows(list(block.rows)))
    if style.has_levels:
        rows = [row for row in rows if row.kind != "heading"]
    for number, row in enumerate(rows, start=head + 1):
        spots += [] if style.has_levels else [Spot(number, 1, row.number + row.label)]
        for place, code in enumerate(order, start=depth + 1):
            if row.kind != "heading":
                text = (
                    row.unit if code == "unit" else written(figures.get(CellKey(table.code, row.code, code)))
                )
                spots.append(Spot(number, place, text, 1, wide))
    if style.has_levels:
        spots += _levels(block, rows, depth, head + 1, style)
    return Drawing(tuple(spots), ((len(top) + 1, head),)).whole()


def _label_columns(block: Block, style: Style) -> int:
    return 1 + max(row.depth for row in block.rows) if style.has_levels else 1


def _header(
    block: Block,
    columns: Mapping[str, Column],
    order: Sequence[str],
    depth: int,
    wide: int,
    top: int,
    style: Style,
) -> list[Spot]:
    """The labels of groups over those of columns; a column under fewer groups reaches down."""
    parents = {group.code: group.parent for group in block.groups}
    labels = {group.code: group.label for group in block.groups}
    chains = {code: _chain(columns[code].group, parents) if code in columns else [] for code in order}
    levels = 1 + max(len(chain) for chain in chains.values())
    spots = _spread([Spot(top, 1, block.corner, levels, depth)], style.header)
    for level in range(levels):
        start = 0
        while start < len(order):
            chain = chains[order[start]]
            stop = start + 1
            if level < len(chain):
                while stop < len(order) and chains[order[stop]][: level + 1] == chain[: level + 1]:
                    stop += 1
                spots += _spread(
                    [Spot(top + level, depth + 1 + start, labels[chain[level]], 1, stop - start)],
                    style.header,
                )
            elif level == len(chain):
                label = columns[order[start]].label if order[start] in columns else "计量单位"
                spots += _spread(
                    [Spot(top + level, depth + 1 + start, label, levels - level, wide)], style.header
                )
            start = stop
    return spots


def _chain(group: str, parents: Mapping[str, str]) -> list[str]:
    chain: list[str] = []
    while group:
        chain.insert(0, group)
        group = parents[group]
    return chain


def _levels(block: Block, rows: Sequence[Row], depth: int, top: int, style: Style) -> list[Spot]:
    """Each row's label in the column of its depth, those of its headings left of it over all their rows."""
    by_code = {row.code: row for row in block.rows}
    lineages = [_lineage(row, by_code) for row in rows]
    spots: list[Spot] = []
    for level in range(depth):
        start = 0
        while start < len(rows):
            chain = lineages[start]
            stop = start + 1
            if level < len(chain) - 1:
                while stop < len(rows) and _shares(lineages[stop], chain, level):
                    stop += 1
                heading = by_code[chain[level]]
                spots += _spread(
                    [Spot(top + start, level + 1, heading.number + heading.label, stop - start)], style.labels
                )
            elif level == len(chain) - 1:
                row = rows[start]
                spots += _spread(
                    [Spot(top + start, level + 1, row.number + row.label, 1, depth - level)], style.labels
                )
            start = stop
    return spots


def _shares(lineage: Sequence[str], chain: Sequence[str], level: int) -> bool:
    return len(lineage) > level + 1 and lineage[: level + 1] == chain[: level + 1]


def _lineage(row: Row, by_code: Mapping[str, Row]) -> list[str]:
    """The headings a row stands under and itself; rows of figures above it are no groups."""
    above: list[str] = []
    parent = row.parent
    while parent:
        if by_code[parent].kind == "heading":
            above.insert(0, parent)
        parent = by_code[parent].parent
    return [*above, row.code]


def _line(table: Table, block: Block, figures: Figures, style: Style) -> Drawing:
    """Rows over columns: headings, rows, the columns of each, and all figures in one row below."""
    counted = [row for row in block.rows if row.kind != "heading"]
    by_code = {row.code: row for row in block.rows}
    size = len(block.columns)
    levels = 1 + max(row.depth for row in block.rows)
    spots: list[Spot] = []
    for number, row in enumerate(counted):
        first = number * size + 1
        lineage = _lineage(row, by_code)
        for level, code in enumerate(lineage):
            if level == len(lineage) - 1 or code not in _lineages_before(counted[:number], by_code):
                under = [other for other in counted if code in _lineage(other, by_code)]
                label = by_code[code].label
                spots += _spread([Spot(level + 1, first, label, 1, size * len(under))], style.header)
        for place, column in enumerate(block.columns, start=first):
            spots += _spread(
                [Spot(len(lineage) + 1, place, column.label, levels - len(lineage) + 1)], style.header
            )
            text = written(figures.get(CellKey(table.code, row.code, column.code)))
            spots.append(Spot(levels + 2, place, text))
    return Drawing(tuple(spots), ((1, levels + 1),)).whole()


def _lineages_before(rows: Sequence[Row], by_code: Mapping[str, Row]) -> set[str]:
    return {code for row in rows for code in _lineage(row, by_code)}


def _spread(spots: Iterable[Spot], merging: Merging) -> list[Spot]:
    """These cells merged, or their text in every place or only the first."""
    if merging == "merged":
        return list(spots)
    return [
        Spot(
            row,
            column,
            spot.text if merging == "repeated" or (row, column) == (spot.row, spot.column) else "",
        )
        for spot in spots
        for row in range(spot.row, spot.last_row + 1)
        for column in range(spot.column, spot.last_column + 1)
    ]
