"""Puts the pieces of tables that a page break cut back together. Adds nothing that is not printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reports.domain.prose.furniture import rule_of
from reports.readers.paper.pieces import NEAR, BoxCell, Item, PageLine, Piece

LOW, HIGH = 0.6, 0.4
"""How far down a page a cut table reaches, and how far up its next piece begins, as parts of the height."""
EDGE_LINES = 2
PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*|\d{1,3}\s*[/／]\s*\d{1,3}|续表")
DIGITS = re.compile(r"\d+")
FIGURE = re.compile(r"[\d\s,.，．%％+\-−—–―/／]*")
NUMBERED = re.compile(
    r"[(（\[〔]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）\]〕、.．]|第[一二三四五六七八九十]"
)


@dataclass
class Table:
    """A table over one or more pages: its cells with rows from 0, and the page each row stands on."""

    cells: list[BoxCell]
    pages: list[int]
    last: Piece

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.pages)


Block = PageLine | Table


def joined(pages: Sequence[Sequence[Item]], printed: Sequence[Sequence[Item]]) -> list[Block]:
    """What stands on all pages in order; what stands between two pieces of a table comes behind it.

    `printed` are the pages before anything at their edges was left out: a foot that stays on the first page
    alone is still the foot of every page.
    """
    running = _running(printed)
    blocks: list[Block] = []
    table: Table | None = None
    between: list[PageLine] = []
    for item in (item for items in pages for item in items):
        if isinstance(item, Piece) and table and _continues(table, item):
            _append(table, item)
        elif isinstance(item, Piece):
            blocks += [*([table] if table else []), *between]
            table, between = Table(list(item.cells), [item.page] * item.rows, item), []
        elif table and _is_edge(item, running):
            between.append(item)
        else:
            blocks += [*([table] if table else []), *between, item]
            table, between = None, []
    return [*blocks, *([table] if table else []), *between]


def _running(pages: Sequence[Sequence[Item]]) -> set[str]:
    """Lines at the edges of several pages that differ in figures alone."""
    counted: Counter[str] = Counter()
    for items in pages:
        edges = [*items[:EDGE_LINES], *items[-EDGE_LINES:]]
        counted.update({DIGITS.sub("0", item.text) for item in edges if isinstance(item, PageLine)})
    return {text for text, count in counted.items() if count > 1}


def _is_edge(line: PageLine, running: set[str]) -> bool:
    return bool(
        PAGE_NUMBER.fullmatch(line.text) or rule_of(line.text) or DIGITS.sub("0", line.text) in running
    )


def _continues(table: Table, piece: Piece) -> bool:
    """Whether a piece on the next page is as wide as the table that ended at the foot of the page before."""
    before = table.last
    is_cut = piece.page == before.page + 1 and before.bottom >= LOW and piece.top <= HIGH
    return is_cut and _is_near(before.left, piece.left) and _is_near(before.right, piece.right)


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR


def _append(table: Table, piece: Piece) -> None:
    """Adds a piece below a table: a repeated header is left out, cells that were cut are mended."""
    again = _repeated(table, piece)
    below = [
        replace(cell, first=max(cell.first - again, 0), last=cell.last - again)
        for cell in piece.cells
        if cell.last >= again
    ]
    rows = piece.rows - again
    if rows > 0:
        if _is_one_row(table, below):
            _merge_row(table, below)
            below = [
                replace(cell, first=max(cell.first - 1, 0), last=cell.last - 1) for cell in below if cell.last
            ]
            rows -= 1
        below = [cell for cell in below if not _mended(table, cell, below, rows)]
        table.cells += [
            replace(cell, first=cell.first + table.rows, last=cell.last + table.rows) for cell in below
        ]
        table.pages += [piece.page] * rows
    table.last = piece


def _repeated(table: Table, piece: Piece) -> int:
    """How many first rows of a piece are those of the table again."""
    count = 0
    while count < min(piece.rows, table.rows):
        words = _row(piece.cells, count)
        if not any(words) or words != _row(table.cells, count):
            break
        count += 1
    return count


def _row(cells: Iterable[BoxCell], row: int) -> list[str]:
    return [cell.text for cell in sorted(cells, key=lambda cell: cell.left) if cell.first == row]


def _pairs(table: Table, below: Iterable[BoxCell]) -> Iterator[tuple[int, BoxCell]]:
    """The cells of a first row, each with the place of the cell right above it in the table, or -1."""
    ends = {place: cell for place, cell in enumerate(table.cells) if cell.last == table.rows - 1}
    for cell in below:
        if cell.first == 0:
            above = (
                place
                for place, other in ends.items()
                if _is_near(other.left, cell.left) and _is_near(other.right, cell.right)
            )
            yield next(above, -1), cell


def _is_one_row(table: Table, below: Sequence[BoxCell]) -> bool:
    """Whether the first row of a piece is the rest of the table's last row.

    Only one half may bear figures, and a label must go on: begun in a line that is full, and going on without
    a number of its own; or the lower half bears no label at all.
    """
    pairs = list(_pairs(table, below))
    if any(place < 0 for place, _cell in pairs) or not pairs:
        return False
    halves = [(table.cells[place], cell) for place, cell in pairs]
    if sum(cell.last == table.rows - 1 for cell in table.cells) != len(halves):
        return False
    above_bears = any(a.text and _is_figure(a.text) for a, _ in halves)
    below_bears = any(b.text and _is_figure(b.text) for _, b in halves)
    both = [(a, b) for a, b in halves if a.text and b.text]
    if (above_bears and below_bears) or not all(_goes_on(a, b) for a, b in both):
        return False
    has_label = any(b.text and not _is_figure(b.text) for _, b in halves)
    return bool(both) or (below_bears and not has_label)


def _merge_row(table: Table, below: Sequence[BoxCell]) -> None:
    for place, cell in list(_pairs(table, below)):
        above = table.cells[place]
        text = f"{above.text} {cell.text}".strip()
        last = above.last + cell.last - cell.first
        table.cells[place] = replace(above, text=text, is_full=cell.is_full, last=last)


def _mended(table: Table, cell: BoxCell, below: Sequence[BoxCell], rows: int) -> bool:
    """Whether a cell is the rest of one above, which it then lengthens: a group's label, whole or in part."""
    if cell.first != 0 or rows < 1:
        return False
    place = next((place for place, other in _pairs(table, [cell]) if other is cell), -1)
    if place < 0:
        return False
    above = table.cells[place]
    is_tall = above.last > above.first or cell.last > cell.first
    if cell.text:
        is_rest = is_tall and bool(above.text) and _goes_on(above, cell)
    else:
        first = min(
            (other for other in below if other.first == 0 and other.text), key=lambda c: c.left, default=None
        )
        is_rest = first is not None and cell.left < first.left and not _is_figure(first.text)
    if is_rest:
        text = f"{above.text} {cell.text}".strip()
        table.cells[place] = replace(above, text=text, last=table.rows + cell.last)
    return is_rest


def _goes_on(above: BoxCell, below: BoxCell) -> bool:
    """Whether a label may go on in the cell below the cut."""
    is_words = not _is_figure(above.text) and not _is_figure(below.text)
    return is_words and above.is_full and not NUMBERED.match(below.text)


def _is_figure(text: str) -> bool:
    return bool(FIGURE.fullmatch(text))
