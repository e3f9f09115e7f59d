"""Finds the passages of an original text that answer a query, and where to mark them. Data, no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.domain.text.bigrams import HAN, Needle, is_han
from reports.domain.text.folding import CIRCLE, GAP, Folding

LOOKED_AT = 1_000_000
"""Characters of a text in which finds are looked for."""
MOST_FINDS = 60
"""Finds of one needle that are looked at."""
REACH = 24
"""Characters shown before the first find, at most."""

_SPACE = " *+(?:\n *+)?+"
_SOME_SPACE = "(?: ++(?:\n *+)?+|\n *+)"
_GAP = f"(?:{_SPACE}[{GAP}{CIRCLE}]| *+\n *+\n)[{GAP}{CIRCLE} \n]*+"
_LETTER = f"[^\\W_{HAN}]"
_STOP = re.compile("[。；！？\n]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the original text, from its character `start` on; `marks`: (start, end) in `text`."""

    text: str
    marks: tuple[tuple[int, int], ...]
    start: int
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    which: int


def passages(
    text: str, needles: Iterable[Needle], folding: Folding, *, width: int = 120, most: int = 3
) -> list[Passage]:
    """At most that many passages of about `width` characters, those with most needles, in the text's order.

    A text without any of them gives its beginning, unmarked; an empty text nothing.
    """
    finds = _finds(text[:LOOKED_AT], tuple(needles), folding)
    windows = [
        (
            first.start,
            [find for find in finds[place:] if find.end <= max(first.start + width - REACH, first.end)],
        )
        for place, first in enumerate(finds)
    ]
    windows.sort(key=lambda window: (-len({find.which for find in window[1]}), -len(window[1]), window[0]))
    chosen: list[Passage] = []
    for _, held in windows:
        passage = _passage(text, held, width)
        taken = [(one.start, one.start + len(one.text)) for one in chosen]
        if all(passage.start >= end or passage.start + len(passage.text) <= start for start, end in taken):
            chosen.append(passage)
        if len(chosen) == most:
            break
    if not chosen and text.strip():
        chosen = [_passage(text, [], width)]
    return sorted(chosen, key=lambda passage: passage.start)


def marks(text: str, needles: Iterable[Needle], folding: Folding) -> tuple[tuple[int, int], ...]:
    """(start, end) of all that is found in a short text such as a title, in order, not overlapping."""
    return _merged(_finds(text[:LOOKED_AT], tuple(needles), folding), 0)


def _finds(text: str, needles: Sequence[Needle], folding: Folding) -> list[_Find]:
    folded = folding.fold(text)
    found = []
    for which, asked in enumerate(needles):
        for count, match in enumerate(re.finditer(pattern(asked), folded.text)):
            found.append(_Find(*folded.original(*match.span()), which))
            if count + 1 == MOST_FINDS:
                break
    return sorted(found, key=lambda find: (find.start, -find.end))


def pattern(asked: Needle) -> str:
    """A regular expression for the needle in a folded text; it takes linear time."""
    parts: list[str] = []
    before = GAP
    for unit in asked.units:
        if unit == GAP:
            parts.append(_GAP)
        else:
            if before != GAP:
                parts.append(_SPACE if is_han(unit) or is_han(before) else _SOME_SPACE)
            parts.append(unit if is_han(unit) else f"(?<!{_LETTER}){re.escape(unit)}(?!{_LETTER})")
        before = unit
    return "".join(parts)


def _passage(text: str, held: list[_Find], width: int) -> Passage:
    """The passage around these finds, from the beginning of their sentence where that is near."""
    first = held[0].start if held else 0
    start = max(0, first - REACH)
    stops = [match.end() for match in _STOP.finditer(text, start, first)]
    start = stops[-1] if stops else start
    while start < first and text[start].isspace():
        start += 1
    end = min(len(text), max(start + width, max((find.end for find in held), default=0)))
    inside = text[start:end].rstrip()
    return Passage(inside, _merged(held, start), start, start > 0, end < len(text))


def _merged(finds: list[_Find], origin: int) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for find in finds:
        start, end = find.start - origin, find.end - origin
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
