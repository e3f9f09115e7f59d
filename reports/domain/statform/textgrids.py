"""Tables of a text whose lines are cut by pipes or tabs, as the grids they are where no column is in doubt.

Such a table is read twice, as lines and as a grid, and the grid counts only where it contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.domain.document import Document, Grid, Line, Position, Slot
from reports.domain.statform.table import Located

PIPE = re.compile(r"[|｜│]")
RULE = re.compile(r"\s*:?[-—─=]{2,}:?\s*|\s*")
"""A cell of the line that parts the header of a Markdown table from its rows."""
FIGURE = re.compile(r"[-+−]?[\d,.]+(?![\d.]*[、．.)）]?[^\d\s,.%元件条项个])")
"""How a figure begins, unlike "1.重大" or "2024年度"."""
UNSURE = "?"
"""Stands for a figure of which the column is in doubt."""
FEWEST_ROWS = 3
FEWEST_COLUMNS = 3

Row = tuple[int, tuple[str, ...]]
"""The number of a line and all its cells, those before the first and behind the last pipe too."""


def gridded(document: Document) -> Document | None:
    """The document with its tables as grids; None where it states grids already, or holds no such table.

    A table is a block of lines one below the other, each cut into as many cells by pipes or tabs, between
    which a blank cell leaves its trace. A block in which one line has more or fewer is none.
    """
    if document.grids:
        return None
    found = [_grid(rows) for rows in _blocks(document.lines) if _is_table(rows)]
    grids = tuple(grid for grid in found if grid is not None)
    return replace(document, grids=grids) if grids else None


def is_better(lines: Located, grid: Located) -> bool:
    """Whether a table read as a grid tells more than the same read as lines, and nothing else."""
    if grid.form_id is None or lines.form_id not in (None, grid.form_id):
        return False
    found = {cell.key: cell.value for cell in grid.cells}
    figures = [cell for cell in lines.cells if cell.value is not None]
    if any(found.get(cell.key, cell.value) != cell.value for cell in figures):
        return False
    count = sum(value is not None for value in found.values())
    return count > len(figures) or (count == len(figures) and len(grid.unread) < len(lines.unread))


def _blocks(lines: Sequence[Line]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for line in lines:
        number, cells = line.position.line or 0, _cells(line)
        if block and (not cells or number != block[-1][0] + 1):
            yield block
            block = []
        if cells:
            block.append((number, cells))
    yield block


def _cells(line: Line) -> tuple[str, ...]:
    """What pipes or tabs cut a line into; () where neither does, or it is words with one pipe behind."""
    if PIPE.search(line.text):
        cells = tuple(PIPE.split(line.text))
        return cells if "\t" not in line.text and sum(bool(cell.strip()) for cell in cells) else ()
    is_cut = "\t" in line.text or (len(line.cells) > 1 and "" in line.cells)
    return line.cells if is_cut else ()


def _is_table(rows: Sequence[Row]) -> bool:
    widths = {len(cells) for _number, cells in rows}
    is_wide = len(widths) == 1 and min(widths) >= FEWEST_COLUMNS
    return is_wide and sum(not _is_rule(cells) for _number, cells in rows) >= FEWEST_ROWS


def _is_rule(cells: Sequence[str]) -> bool:
    return all(RULE.fullmatch(cell) for cell in cells)


def _grid(rows: Sequence[Row]) -> Grid | None:
    """The rows as a grid; None where a header may have moved. Figures of a row that may have are unread.

    Whoever wrote merged cells once may have moved what stands right of them, and filled up the end of the
    line with blank cells. A line that reaches as far right as its header has not moved.
    """
    kept = [(number, [cell.strip() for cell in cells]) for number, cells in rows if not _is_rule(cells)]
    texts = _unframed([cells for _number, cells in kept])
    told: list[list[str]] = []
    for heads, body in _sections(texts):
        sure = _surely(heads, body, len(texts[0]))
        if sure is None:
            return None
        told += sure
    slots = [
        Slot(row, column, text, Position(line=number))
        for row, ((number, _cells), cells) in enumerate(zip(kept, told, strict=True), start=1)
        for column, text in enumerate(cells, start=1)
    ]
    return Grid(tuple(slots), Position(line=rows[0][0]), (rows[0][0], rows[-1][0]))


def _sections(rows: Sequence[list[str]]) -> Iterator[tuple[list[list[str]], list[list[str]]]]:
    """Headers with the rows below them; what is no header and has no figure belongs to the rows above."""
    labels = min((_first_figure(cells) for cells in rows), default=0)
    heads: list[list[str]] = []
    body: list[list[str]] = []
    for cells in rows:
        is_head = _first_figure(cells) == len(cells) and any(cells[labels:])
        if is_head and any(_first_figure(one) < len(one) for one in body):
            yield heads, body
            heads, body = [], []
        if body and is_head:
            heads, body = [*heads, *body], []
        (heads if is_head else body).append(cells)
    yield heads, body


def _surely(heads: list[list[str]], body: list[list[str]], width: int) -> list[list[str]] | None:
    """The rows of a section, those that may have moved without figures; None where its header may have."""
    edge = max((_reach(cells) for cells in heads), default=width)
    labels = min((_first_figure(cells) for cells in body), default=0)
    is_cut = any("" in cells[:edge] for cells in heads)
    has_merged = is_cut or any("" in cells[:labels] for cells in body)
    if is_cut and edge < width:
        return None
    return [*heads, *(_unsure(cells) if has_merged and _reach(cells) != edge else cells for cells in body)]


def _reach(cells: Sequence[str]) -> int:
    """How many columns there are up to the last filled one."""
    return max((at for at, cell in enumerate(cells, start=1) if cell), default=0)


def _unframed(rows: list[list[str]]) -> list[list[str]]:
    """Without the blank columns before the first and behind the last pipe."""
    while rows and rows[0] and not any(cells[-1] for cells in rows):
        rows = [cells[:-1] for cells in rows]
    while rows and rows[0] and not any(cells[0] for cells in rows):
        rows = [cells[1:] for cells in rows]
    return rows


def _first_figure(cells: Sequence[str]) -> int:
    """The place of the first cell that begins with a digit; behind the last where none does."""
    return next((at for at, cell in enumerate(cells) if FIGURE.match(cell)), len(cells))


def _unsure(cells: list[str]) -> list[str]:
    """The row with its labels alone; what may stand one column off is no figure."""
    if _first_figure(cells) == len(cells):
        return cells
    last = max((at for at, cell in enumerate(cells) if cell and not FIGURE.match(cell)), default=-1)
    return [cell if at <= last else UNSURE for at, cell in enumerate(cells)]
