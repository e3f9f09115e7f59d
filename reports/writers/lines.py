"""Breaking Chinese text into lines of a width: words and numbers whole, no line beginning with a comma."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NEVER_FIRST = frozenset("、。，．；：？！）》〉」』】〕｝”’…—·％℃,.;:?!)]}%")
NEVER_LAST = frozenset("（《〈「『【〔｛“‘([{￥¥")
PIECE = re.compile(r"[0-9A-Za-z@#$&_+=/\\.,:;?!%'\"()<>*~^|`-]+|\s+|.", re.DOTALL)
"""A Latin word with what clings to it, blanks, or one sign."""
MOST_CARRIED = 3
"""Signs taken along to the next line at most, so that a row of commas cannot empty the line."""

Width = Callable[[str], float]


def broken(text: str, width: Width, room: float, *, first_room: float | None = None) -> list[str]:
    """The lines of a paragraph, at least one. `room`: of a line, `first_room` of the first, in points."""
    lines: list[str] = []
    line, used = "", 0.0
    left = room if first_room is None else first_room
    for piece in _pieces(text, width, min(room, left)):
        wide = width(piece)
        if line and used + wide > left + 0.01 and not piece.isspace():
            carried = _carried(line, piece)
            lines.append(line[: len(line) - len(carried)].rstrip())
            line, left = carried, room
            used = width(line)
        if line or not piece.isspace():
            line, used = line + piece, used + wide
    return [*lines, line.rstrip()] if line or not lines else lines


def _pieces(text: str, width: Width, room: float) -> Iterator[str]:
    for found in PIECE.finditer(text):
        piece = found[0]
        if len(piece) > 1 and width(piece) > room:
            yield from piece
        else:
            yield piece


def _carried(line: str, piece: str) -> str:
    """What of the line's end goes to the next line with that piece."""
    carried = ""
    while len(carried) < MOST_CARRIED and len(line) > len(carried) + 1:
        first, last = (carried or piece)[0], line[len(line) - len(carried) - 1]
        if first not in NEVER_FIRST and last not in NEVER_LAST:
            return carried
        carried = last + carried
    first = (carried or piece)[0]
    return "" if first in NEVER_FIRST else carried
