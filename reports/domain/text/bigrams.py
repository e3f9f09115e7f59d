"""Cuts folded texts into what an index holds: single characters, pairs of them, words, numbers; and where.

Chinese has no spaces, and word lists miss words; pairs of neighbouring characters find every word exactly.
A unit is one Chinese character, or a whole word or number of other letters. Spaces and line breaks only end
words; any run of other signs is a gap. A unit takes two positions, its own and that of the pair it begins;
a gap takes three, so that nothing else is as wide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.domain.text.folding import CIRCLE, GAP

HAN = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Signs that are units of their own: Chinese characters and Japanese syllables."""
LONGEST_UNIT = 64
"""Signs of a word; a longer one is cut into several."""
_GAP_WIDTH = 3
_BETWEEN_PARTS = 4
_GAP_FILL = " ".join([GAP] * _GAP_WIDTH)
_GAPS = re.compile(f"(?:[{GAP}{CIRCLE}]|\\n *\\n)[{GAP}{CIRCLE}\\s]*")
_UNIT = re.compile(f"[{HAN}]|[^\\W_{HAN}]{{1,{LONGEST_UNIT}}}|[{GAP}]")
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Needle:
    """A word or phrase to find: its units in order, `GAP` where signs stand between them.

    It begins and ends with a unit, and no two gaps follow each other.
    """

    units: tuple[str, ...]

    def terms(self) -> list[tuple[int, str]]:
        """(position, term) that together say exactly this: each pair, and the units that are in none.

        Half of the pairs would do; but those across two words are rare, and make a search quick.
        """
        found: list[tuple[int, str]] = []
        position, before = 0, GAP
        for unit, after in zip(self.units, (*self.units[1:], GAP), strict=True):
            if is_pair(unit, after):
                found.append((position + 1, unit + after))
            elif unit != GAP and not is_pair(before, unit):
                found.append((position, unit))
            position += _GAP_WIDTH if unit == GAP else 2
            before = unit
        return found

    def canonical(self) -> str:
        """The needle as one string: it is in a text if and only if this is in the text's `canonical`."""
        return _joined(self.units)


def units(folded: str) -> list[str]:
    """The units of a folded text in order, with one `GAP` wherever other signs stand, also at its ends."""
    return _UNIT.findall(_GAPS.sub(GAP, folded))


def needle(folded: str) -> Needle | None:
    """What a folded word or phrase asks for; None if it holds no unit."""
    cut = units(folded)
    while cut and cut[0] == GAP:
        del cut[0]
    while cut and cut[-1] == GAP:
        del cut[-1]
    return Needle(tuple(cut)) if cut else None


def canonical(folded: str) -> str:
    """The text as one string in which a plain search finds what the index must find."""
    return _joined(units(folded))


def stream(*parts: str) -> str:
    """Folded texts as words with spaces between, one a position, `GAP` where the index holds nothing.

    Two parts are further apart than any needle asks for.
    """
    words: list[str] = []
    for part in parts:
        cut = units(part)
        words += [
            _GAP_FILL if unit == GAP else f"{unit} {unit}{after}" if is_pair(unit, after) else f"{unit} {GAP}"
            for unit, after in zip(cut, [*cut[1:], GAP], strict=False)
        ]
        words += (GAP,) * _BETWEEN_PARTS
    return " ".join(words)


def is_pair(unit: str, after: str) -> bool:
    """Whether the index holds the two as a pair: both are Chinese characters."""
    if "\u4e00" <= unit <= "\u9fff" and "\u4e00" <= after <= "\u9fff":
        return True
    return is_han(unit) and is_han(after)


def is_han(unit: str) -> bool:
    """Whether the unit is one Chinese character."""
    return unit >= "\u3007" and bool(_HAN.match(unit))


def _joined(cut: list[str] | tuple[str, ...]) -> str:
    """Words between spaces of their own, so that "20" is not found in "2016"."""
    return "".join(unit if unit == GAP or is_han(unit) else f" {unit} " for unit in cut)
