"""Stretches of a text that look like a statistics table though no header of a known form stands over them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from reports.domain.statform.locating.knitting import Words
from reports.domain.statform.locating.tokens import Token
from reports.domain.text.normalise import bare, numbered, plain

GAP = 14
"""Parts between two labels of one stretch, and after the last of them before figures of it."""
SHORT = 40
LEAST_LABEL = 4
GLUED = re.compile(r"(?P<words>.*[^0-9.,])[0-9][0-9,.]*")


def is_glued(token: Token, words: Words) -> bool:
    """Whether a row label and its figures have run together in one part (规章000)."""
    match = GLUED.fullmatch(plain(token.text)) if len(token.text) <= SHORT * 2 else None
    return match is not None and any(spell(match["words"]) in words.names for spell in (numbered, bare))


def is_glued_header(token: Token, words: Words) -> bool:
    """Whether a part begins with a label and goes on without a gap (信息内容本年新制作数量).

    A part that begins with the year is a title.
    """
    text = token.numbered
    if len(text) > SHORT or text.startswith("year"):
        return False
    return any(text[:end] in words.names for end in range(LEAST_LABEL, len(text)))


def is_sentence(token: Token) -> bool:
    """Whether a part is prose, which no table holds."""
    return token.shape == "words" and (len(token.text) > SHORT * 2 or token.text.endswith(("。", "；", ";")))


def stretches(
    tokens: Sequence[Token], known: Sequence[int], breaks: Container[int], titles: Container[int] = ()
) -> list[range]:
    """Runs of tokens held together by known labels, with what hangs on at both ends: figures, divided lines.

    `known` are the places of labels, in order; a stretch never crosses a place in `breaks` or `titles`, and
    reaches up to a title that follows soon.
    """
    groups: list[list[int]] = []
    for mark in known:
        between = range(groups[-1][-1] + 1, mark) if groups else range(0)
        if groups and len(between) < GAP and not any(i in breaks or i in titles for i in between):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [range(_start(tokens, g[0], breaks), _stop(tokens, g[-1], breaks, titles)) for g in groups]


def _start(tokens: Sequence[Token], first: int, breaks: Container[int]) -> int:
    while first > 0 and first - 1 not in breaks and not tokens[first - 1].is_whole_line:
        first -= 1
    return first


def _stop(tokens: Sequence[Token], last: int, breaks: Container[int], titles: Container[int]) -> int:
    stop = last + 1
    for index in range(last + 1, min(last + GAP, len(tokens))):
        if index in titles:
            return index
        if index in breaks:
            break
        if tokens[index].shape != "words" or not tokens[index].is_whole_line:
            stop = index + 1
    return stop
