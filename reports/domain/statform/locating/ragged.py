"""Tables copied with a pipe behind every cell and one cell a line: which figure stands in the last column.

Such a copy prints merged cells once and fills every row up to the width of the table with pipes on one line:

    一、本年新收政府信息公开申请数量 |
    |
    3 |
    |||||||

Here one blank cell is merged over every column but the last, since the pipes at the end make up for merged
cells only: a cell that was printed, blank ones too, has a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.domain.document import Line

PIPED = re.compile(r"(?P<text>[^|｜│]*)(?P<pipes>[|｜│]+)")
FIGURE = re.compile(r"[0-9]+")
HEADER_ROWS = 2
"""Rows of words above the figures that must be as wide as they are."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row, each with its line's number, and how many pipes fill it up."""

    cells: tuple[tuple[str, int], ...]
    filling: int

    @property
    def width(self) -> int:
        return len(self.cells) + self.filling

    @property
    def is_words(self) -> bool:
        return all(text and not FIGURE.fullmatch(text) for text, _ in self.cells)

    @property
    def is_blank_but_the_last(self) -> bool:
        texts = [text for text, _ in self.cells]
        return (
            len(texts) > 2
            and all(texts[:-2])
            and not any(FIGURE.fullmatch(text) for text in texts[:-2])
            and texts[-2] == ""
            and bool(FIGURE.fullmatch(texts[-1]))
        )


def last_cells(lines: Iterable[Line]) -> frozenset[int]:
    """The numbers of the lines whose figure stands in the last column, every other cell of its row blank."""
    found: set[int] = set()
    widths: list[int] = []
    for row in _rows(lines):
        if row is None:
            widths = []
        elif row.is_words:
            widths.append(row.width)
        elif row.is_blank_but_the_last and widths.count(row.width) >= HEADER_ROWS:
            found.add(row.cells[-1][1])
    return frozenset(found)


def _rows(lines: Iterable[Line]) -> Iterator[_Row | None]:
    """Every row that ends in filling; None where a line without a pipe behind it parts two tables."""
    cells: list[tuple[str, int]] = []
    for line in lines:
        match = PIPED.fullmatch(line.text)
        if not match:
            yield None
            cells = []
        elif match["text"].strip() or len(match["pipes"]) == 1:
            cells.append((match["text"].strip(), line.position.line or 0))
            if len(match["pipes"]) > 1:
                cells = []
        else:
            if cells:
                yield _Row(tuple(cells), len(match["pipes"]))
            cells = []
