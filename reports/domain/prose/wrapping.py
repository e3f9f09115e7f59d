"""Puts lines that were broken at the edge of a printed page back into paragraphs; other line breaks stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MAX_WIDTH = 128
"""Of the widest printed line, in half-width characters; longer lines are paragraphs already."""
MIN_LINES = 12
FULL = 0.88
"""A line at least this part of the width ran to the edge of the page, even indented by two characters."""

NEW_PARAGRAPH = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[、.．](?!\d)|\[…\]")
FIRST_WIDE = 0x2E80
"""The first character that takes two places, near enough: CJK radicals and all that follows."""
WORD_END, WORD_START = re.compile(r"[A-Za-z0-9,.;]"), re.compile(r"[A-Za-z]")


def width_of(lines: Sequence[str]) -> int | None:
    """The width a text was broken at, in half-width characters; None when its lines are paragraphs.

    Broken text has many lines, hardly any beyond the width, and most of them reach it without ending a
    sentence.
    """
    lengths = sorted(_width(line) for line in lines)
    if len(lengths) < MIN_LINES:
        return None
    width = lengths[len(lengths) * 9 // 10]
    if width > MAX_WIDTH or lengths[-1] > width * 1.5:
        return None
    running_on = sum(_width(line) >= width * FULL and not line.endswith("。") for line in lines)
    return width if running_on * 2 >= len(lines) else None


def _width(line: str) -> int:
    return len(line) + sum(ord(character) >= FIRST_WIDE for character in line)


def paragraphs(lines: Iterable[str], width: int | None) -> str:
    """The lines as one text with a line break after each paragraph. `width` None: each line is one."""
    pieces: list[str] = []
    is_open = False
    for line in lines:
        if pieces:
            is_joined = is_open and not NEW_PARAGRAPH.match(line)
            is_latin = WORD_END.fullmatch(pieces[-1][-1:]) and WORD_START.match(line)
            pieces.append("\n" if not is_joined else " " if is_latin else "")
        pieces.append(line)
        is_open = width is not None and _width(line) >= width * FULL
    return "".join(pieces)
