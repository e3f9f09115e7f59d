"""What a printed document bears at the edge of every page: its running head, its page numbers.

Lines carry the number of their page anyway, and amid a paragraph that goes on overleaf these would be words
of it. Only what is certain is left out; a running head stays where it stands first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.domain.prose.furniture import rule_of
from reports.readers.paper.pieces import Item, PageLine

TOP, BOTTOM = 0.15, 0.85
"""Above and below these parts of the height of a page such lines stand."""
LINES = 2
NEAR = 0.01
NUMBER = re.compile(r"\d+")
BARE = re.compile(r"[\d\s/／]+")
"""A page number with nothing about it. Those with dashes or words are known as furniture to the prose."""
ALIKE = 3
"""Pages on which a line without a page number stands alike before it is a running head."""


@dataclass(frozen=True, slots=True)
class _Edge:
    line: PageLine
    numbers: tuple[int, ...]


def without_edges(pages: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The pages without their bare numbers and without their running heads from the second page on."""
    groups: list[list[_Edge]] = []
    for items in pages:
        for line in _candidates(items):
            numbers = tuple(int(number[:9]) for number in NUMBER.findall(line.text))
            group = next((group for group in groups if _is_alike(group[-1], line)), None)
            if group is None:
                groups.append([_Edge(line, numbers)])
            else:
                group.append(_Edge(line, numbers))
    gone = {id(edge.line) for group in groups for edge in _gone(group)}
    return [[item for item in items if id(item) not in gone] for items in pages]


def _candidates(items: Sequence[Item]) -> list[PageLine]:
    edges = {id(item): item for item in (*items[:LINES], *items[-LINES:])}.values()
    return [
        item
        for item in edges
        if isinstance(item, PageLine) and not TOP < item.top < BOTTOM and not rule_of(item.text)
    ]


def _is_alike(edge: _Edge, line: PageLine) -> bool:
    before = edge.line
    is_near = abs(before.top - line.top) <= NEAR and before.page < line.page
    return is_near and NUMBER.sub("0", before.text) == NUMBER.sub("0", line.text)


def _gone(group: Sequence[_Edge]) -> Sequence[_Edge]:
    """The lines of a group that say nothing new."""
    first = group[0]
    if len(group) < 2 or not all(_counts_on(first, edge) for edge in group[1:]):
        return ()
    has_number = group[1].numbers != first.numbers
    if has_number and BARE.fullmatch(first.line.text):
        return group
    return group[1:] if has_number or len(group) >= ALIKE else ()


def _counts_on(first: _Edge, edge: _Edge) -> bool:
    """Whether every number is the same as on the first page or has grown by the pages between."""
    pages = edge.line.page - first.line.page
    return all(b - a in (0, pages) for a, b in zip(first.numbers, edge.numbers, strict=True))
