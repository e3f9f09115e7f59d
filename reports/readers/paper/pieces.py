"""A page cut into printed lines and pieces of tables, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reports.readers.paper.letters import LATIN_GAP, UNKNOWN, Letter, Printed, lines_of, rows_of
from reports.readers.paper.rules import Box

NEAR = 6.0
"""Points between two edges of columns that are the same: no column is as narrow as a figure."""
LONG_CELL = 300
"""Characters of a cell that is no cell but a text, framed by the table."""
IN_FIGURES = frozenset("0123456789.,%")
FULL = 2.0
"""Letters that would still fit into a line that is full."""


@dataclass(frozen=True, slots=True)
class BoxCell:
    """A cell with its left and right edge in points, its first and last row in its piece from 0, its text.

    `is_full`: its last line reaches the right edge, so that the text may go on elsewhere.
    """

    left: float
    right: float
    first: int
    last: int
    text: str
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A table as far as it stands on one page; `top` and `bottom` as parts of the height of the page."""

    cells: tuple[BoxCell, ...]
    rows: int
    page: int
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Its left edge in points."""
        return min(cell.left for cell in self.cells)

    @property
    def right(self) -> float:
        """Its right edge in points."""
        return max(cell.right for cell in self.cells)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A printed line outside the tables; `top` as a part of the height of its page."""

    text: str
    page: int
    top: float


Item = PageLine | Piece


def items_of(
    letters: Sequence[Letter], tables: Iterable[Sequence[Box]], page: int, height: float
) -> list[Item]:
    """What stands on a page from above: lines, and tables whose cells hold short texts."""
    rest = list(letters)
    found: list[tuple[float, Item]] = []
    for boxes in tables:
        inside, outside = _sorted(rest, boxes)
        piece = _piece(boxes, inside, page, height)
        if (
            piece
            and any(cell.text for cell in piece.cells)
            and all(len(c.text) <= LONG_CELL for c in piece.cells)
        ):
            rest = outside
            found.append((boxes[0][1], piece))
    found += [(line.top, PageLine(line.text, page, line.top / height)) for line in lines_of(rest)]
    return [item for _top, item in sorted(found, key=lambda pair: pair[0])]


def _sorted(letters: Iterable[Letter], boxes: Sequence[Box]) -> tuple[list[list[Letter]], list[Letter]]:
    """The letters in each box, and those in none. A figure that runs over a side is UNKNOWN on both."""
    by_top = _by_top(boxes)
    tops = sorted(by_top)
    inside: list[list[Letter]] = [[] for _ in boxes]
    outside: list[Letter] = []
    for row in rows_of([letter for letter in letters if not letter.turn]):
        before: tuple[Letter, int] | None = None
        for letter in sorted(row, key=lambda letter: letter.x0):
            number = _box_of(letter, boxes, by_top, tops)
            (outside if number < 0 else inside[number]).append(letter)
            if before and before[1] != number and _is_one_figure(before[0], letter):
                for place in {before[1], number} - {-1}:
                    inside[place].append(replace(letter, text=UNKNOWN))
            before = letter, number
    for letter in letters:
        if letter.turn:
            number = _box_of(letter, boxes, by_top, tops)
            (outside if number < 0 else inside[number]).append(letter)
    return inside, outside


def _by_top(boxes: Sequence[Box]) -> dict[float, list[int]]:
    """The boxes that reach over each band of the table, by the top of the band."""
    tops = sorted({box[1] for box in boxes})
    by_top: dict[float, list[int]] = {}
    for number, box in enumerate(boxes):
        for top in tops[bisect_right(tops, box[1]) - 1 :]:
            if top >= box[3]:
                break
            by_top.setdefault(top, []).append(number)
    return by_top


def _box_of(
    letter: Letter, boxes: Sequence[Box], by_top: dict[float, list[int]], tops: Sequence[float]
) -> int:
    """The number of the box a letter stands in, -1 for none."""
    place = bisect_right(tops, letter.y) - 1
    for number in by_top[tops[place]] if place >= 0 else ():
        left, _top, right, bottom = boxes[number]
        if left <= letter.x < right and letter.y < bottom:
            return number
    return -1


def _is_one_figure(left: Letter, right: Letter) -> bool:
    is_near = right.x0 - left.x1 < LATIN_GAP * max(left.size, right.size)
    return is_near and left.text in IN_FIGURES and right.text in IN_FIGURES


def _piece(boxes: Sequence[Box], inside: Sequence[list[Letter]], page: int, height: float) -> Piece | None:
    edges = clustered([edge for box in boxes for edge in (box[1], box[3])], 2.0)
    cells = []
    for box, letters in zip(boxes, inside, strict=True):
        first, last = place_of(edges, box[1]), place_of(edges, box[3]) - 1
        lines = lines_of(letters)
        text = " ".join(line.text for line in lines)
        is_full = bool(lines) and _is_full(lines[-1], box)
        cells.append(BoxCell(box[0], box[2], first, max(first, last), " ".join(text.split()), is_full))
    return Piece(tuple(cells), len(edges) - 1, page, edges[0] / height, edges[-1] / height)


def _is_full(line: Printed, box: Box) -> bool:
    return box[2] - line.x1 < FULL * line.size


def clustered(edges: Iterable[float], near: float) -> list[float]:
    """The edges in order, those closer than `near` to the one before left out."""
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > near:
            found.append(edge)
    return found


def place_of(edges: Sequence[float], edge: float) -> int:
    """Which of the edges this one is, from 0: the nearest."""
    return min(range(len(edges)), key=lambda place: abs(edges[place] - edge))
