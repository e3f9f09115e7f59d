"""Puts lines that were broken at the edge of a printed page back into paragraphs; other line breaks stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MAX_WIDTH = 64
"""Characters of the widest printed line; longer lines are paragraphs already."""
MIN_LINES = 12
FULL = 0.86
"""A line at least this part of the width ran to the edge of the page."""

NEW_PARAGRAPH = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[、.．](?!\d)|\[…\]")
WORD_END, WORD_START = re.compile(r"[A-Za-z0-9,.;]$"), re.compile(r"[A-Za-z]")


def width_of(lines: Sequence[str]) -> int | None:
    """The width a text was broken at, in characters; None when its lines are paragraphs of their own.

    Broken text has many lines, hardly any beyond the width, and most of them reach it without ending a
    sentence.
    """
    lengths = sorted(len(line) for line in lines)
    if len(lengths) < MIN_LINES:
        return None
    width = lengths[len(lengths) * 9 // 10]
    if width > MAX_WIDTH or lengths[-1] > width * 1.5:
        return None
    running_on = sum(len(line) >= width * FULL and not line.endswith("。") for line in lines)
    return width if running_on * 2 >= len(lines) else None


def paragraphs(lines: Iterable[str], width: int | None) -> str:
    """The lines as one text with a line break after each paragraph. `width` None: each line is one."""
    texts: list[str] = []
    is_open = False
    for line in lines:
        if is_open and not NEW_PARAGRAPH.match(line):
            gap = " " if WORD_END.search(texts[-1]) and WORD_START.match(line) else ""
            texts[-1] += gap + line
        else:
            texts.append(line)
        is_open = width is not None and len(line) >= width * FULL
    return "\n".join(texts)
