"""Finds the label of a run of figures: whole, in pieces, broken around its figures, or nearly alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reports.domain.statform.locating.knitting import Name, Words
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.locating.units import behind
from reports.domain.text.normalise import bare, numbered

Similarity = Callable[[str, str], float]
"""How alike two texts are, from 0 to 100."""

THRESHOLD = 90.0
"""From this similarity on a label counts as another one misprinted.

One character of ten may be wrong, so short labels must be exact. The number alone does not keep labels apart
that differ in substance: 本年新收… and 上年新收… are as alike as a misprint. `is_misprint` does.
"""
MEANING = frozenset(
    "不未非无有没否勿免予准许可拒同异已尚仍将曾再重复反补"
    "上下本年度月季日期前后第今去当明首末始终新旧初转结存累计"
    "一二三四五六七八九十零两双半百千万亿〇壹贰叁肆伍陆柒捌玖拾几"
    "增减加多少升降收支退缴付欠费金额元角分厘负贷"
    "总小合均率比各单每全整部局余其他它别另类项条件份次篇个人户名"
    "主被依自内外中央省市县区乡镇村公私涉密申诉讼议举投告访复答受办理拟"
    "开闭止停废立撤销正误真假优劣大长短高低男女老幼是仅只除含按因或及与和"
)
"""Characters that change what a label counts; where one of them differs, it is another label."""
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
SIMILARITY_CALLS = 20_000
"""Comparisons spent on one document; a text made to need more leaves the rest unread."""
HEADER_COLUMNS = 20_000
"""Columns looked through for headers in the grids of one document, likewise. A report takes 200."""
WINDOW = 16
"""Pieces before and after its figures in which a label is sought."""
MAX_STEPS = 2_000
MAX_JOINED = 4


@dataclass(frozen=True, slots=True)
class Label:
    """A row label found: what it names (several when one label stands for several rows) and its tokens.

    `units` are those printed in brackets behind it.
    """

    names: tuple[Name, ...]
    tokens: tuple[int, ...]
    rule: str
    confidence: float = 1.0
    units: frozenset[str] = frozenset()


class Guesser:
    """Compares labels that nearly match, within a budget of calls. `spent` counts them.

    `looked_through` counts what was spent on the headers of grids.
    """

    def __init__(self, similarity: Similarity) -> None:
        self._similarity = similarity
        self.spent = 0
        self.looked_through = 0

    def may_look_through(self, columns: int) -> bool:
        """Whether so many more columns may be looked through for a header; if so they are counted."""
        is_within = self.looked_through + columns <= HEADER_COLUMNS
        self.looked_through += columns if is_within else 0
        return is_within

    def names(self, text: str, words: Words) -> dict[Name, tuple[bool, float]]:
        """Every name a text resembles: whether it is a misprint of it, and the similarity from THRESHOLD on.

        A text with other digits than the label's is never one: they may be a figure run into it.
        """
        figures = _digits(text)
        best: dict[Name, tuple[bool, float]] = {}
        for spelling, names in words.names.items():
            if self.spent >= SIMILARITY_CALLS:
                return {}
            if (
                abs(len(spelling) - len(text)) * 10 > len(spelling) + len(text)
                or _digits(spelling) != figures
            ):
                continue
            self.spent += 1
            ratio = self._similarity(text, spelling)
            if ratio >= THRESHOLD:
                for name in names:
                    best[name] = max((is_misprint(text, spelling), ratio), best.get(name, (False, 0.0)))
        return best


def is_misprint(text: str, label: str) -> bool:
    """Whether a text is that label but for one Chinese character that says nothing of its own.

    A character more or less, or another one of MEANING, makes it another label: 不同意, 上年, 收费金额.
    """
    if len(text) != len(label):
        return False
    pairs = [pair for pair in zip(text, label, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and all(HAN.fullmatch(one) and one not in MEANING for one in pairs[0])


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


def exact(tokens: Sequence[Token], before: Sequence[int], after: Sequence[int], words: Words) -> Label | None:
    """The label made of pieces before a run of figures and, where it is broken around them, after it.

    Of several, the one that ends nearest to the figures; of those, one that is whole before them; of those,
    the longest. None also when two of that rank name different rows.
    """
    before, after = before[-WINDOW:], after[:WINDOW]
    ranked = sorted((_rank(found, before), found) for found in _assembled(tokens, before, after, words))
    if not ranked:
        return None
    best_rank, (names, used) = ranked[0]
    if any(rank == best_rank and other[0] != names for rank, other in ranked[1:]):
        return None
    rule = (
        "label-around-figures" if used[-1] not in before else "label-in-pieces" if len(used) > 1 else "label"
    )
    return Label(names, used, rule)


def with_units(tokens: Sequence[Token], before: Sequence[int], words: Words) -> Label | None:
    """The label that the last part before a run is, but for units in brackets behind it."""
    if not before:
        return None
    label, units = behind(tokens[before[-1]].text)
    names = words.names.get(numbered(label)) or words.names.get(bare(label), [])
    return Label(tuple(names), (before[-1],), "label-with-unit", 1.0, units) if names else None


def alike(
    tokens: Sequence[Token], before: Sequence[int], words: Words, guesser: Guesser
) -> Label | str | None:
    """The label the last pieces before a run misspell; a reason when they resemble two."""
    found: list[tuple[bool, float, Name, tuple[int, ...]]] = []
    for count in range(1, min(MAX_JOINED, len(before)) + 1):
        used = tuple(before[-count:])
        text = tokens[used[0]].bare + "".join(tokens[index].numbered for index in used[1:])
        found += [(*likeness, name, used) for name, likeness in guesser.names(text, words).items()]
    if len({name for _, _, name, _ in found}) > 1:
        return "row-label-ambiguous"
    is_misprinted, ratio, name, used = max(found, default=(False, 0.0, Name("", ""), ()))
    if not is_misprinted:
        return None
    return Label((name,), used, "label-alike", round(ratio / 100, 4))


Assembled = tuple[tuple[Name, ...], tuple[int, ...]]


def _assembled(
    tokens: Sequence[Token], before: Sequence[int], after: Sequence[int], words: Words
) -> Iterator[Assembled]:
    """Every label that some of these tokens spell in their order, beginning before the figures."""
    sequence = [*before, *after]
    steps = MAX_STEPS
    stack: list[tuple[str, tuple[int, ...], int]] = []
    for place in range(len(before) - 1, -1, -1):
        token = tokens[sequence[place]]
        for text in dict.fromkeys((token.numbered, token.bare)):
            stack.append((text, (sequence[place],), place + 1))
    while stack and steps:
        steps -= 1
        text, used, place = stack.pop()
        if text in words.names:
            yield tuple(words.names[text]), used
        if not words.begins(text):
            continue
        for later in range(place, len(sequence)):
            piece = tokens[sequence[later]].numbered
            if piece and (text + piece in words.names or words.begins(text + piece)):
                stack.append((text + piece, (*used, sequence[later]), later + 1))


def _rank(found: Assembled, before: Sequence[int]) -> tuple[int, int, int]:
    used = found[1]
    inside = [index for index in used if index in before]
    return -inside[-1], len(used) - len(inside), -len(used)
