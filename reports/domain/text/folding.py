"""Folds a text into the one spelling that is searched, sign by sign: a find can be marked in the original.

Half-width, small letters, simplified characters, years in figures. For labels see `normalise`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reports.domain.text.normalise import ENUMERATED

GAP = "|"
"""What every sign becomes that is neither a letter nor a figure nor a space."""
CIRCLE = "○"
"""The one sign that stays: it is a gap, or the nought of a year."""
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_MARKS = "\u0300-\u036f\u3099\u309a"
_SEVERAL = "".join(
    re.escape(chr(code))
    for code in (*range(0xA0, 0x3400), *range(0xF900, 0x10000), *range(0x1F100, 0x1F200))
    if len(spelt := unicodedata.normalize("NFKC", chr(code))) > 1
    and any(map(str.isalnum, spelt))
    and not ENUMERATED.match(chr(code))
)
_PERHAPS_UNEVEN = re.compile(f"[,{_HIDDEN}{_MARKS}{_SEVERAL}]")
_UNEVEN = re.compile(
    f"(?P<hidden>[{_HIDDEN}]+|(?<=[0-9]),(?=[0-9]{{3}}(?![0-9])))"
    f"|(?P<sign>[{_SEVERAL}])|(?<=[^\\W\\d_])[{_MARKS}]{{1,8}}"
)
"""What does not keep its length: hidden signs, the comma in 12,345; ㎡; marks behind their letter."""
_ZERO = f"〇零{CIRCLE}o0"
_YEAR = re.compile(
    f"(?<![{_ZERO}一二三四五六七八九十百千万亿1-9])"
    f"(?:一九|二[{_ZERO}])[{_ZERO}一二三四五六七八九]{{2}}"
    f"(?![{_ZERO}一二三四五六七八九十百千万亿1-9a-z])"
)
"""A year written out, 二〇一六 or 二○一六: four signs, as many as its figures."""
_FIGURES = str.maketrans("〇零○o一二三四五六七八九", "0000123456789")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the spelling that is searched.

    `runs`: where a new run of signs begins, (place here, place in the original, whether it goes on sign by
    sign; otherwise all of the run came from that one sign). Without any every sign stands in its old place.
    """

    text: str
    runs: tuple[tuple[int, int, bool], ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that became `text[start:end]`, which is not empty."""
        return self._place(start), self._place(end - 1) + 1

    def _place(self, here: int) -> int:
        if not self.runs:
            return here
        begun, place, goes_on = self.runs[bisect_right(self.runs, here, key=lambda run: run[0]) - 1]
        return place + here - begun if goes_on else place


class Folding(dict[int, str]):
    """The table of signs (code point → what it is searched as), filled as signs are met; use `fold`.

    `simplified`: each traditional character (code point) → its simplified one.
    """

    def __init__(self, simplified: Mapping[int, str] = MappingProxyType({})) -> None:
        super().__init__()
        self._simplified = simplified
        self._last = ("", Folded(""))

    def __missing__(self, code: int) -> str:
        self[code] = sign = self._folded(chr(code))
        return sign

    def fold(self, text: str) -> Folded:
        """The text as it is searched, and where each of its signs came from.

        The last one is remembered: what is found is first marked, then looked through.
        """
        before, folded = self._last
        if before != text:
            folded = self._whole(text)
            self._last = text, folded
        return folded

    def _whole(self, text: str) -> Folded:
        runs: tuple[tuple[int, int, bool], ...] = ()
        if _PERHAPS_UNEVEN.search(text):
            text, runs = _evened(text)
        return Folded(_YEAR.sub(_in_figures, text.translate(self)), runs)

    def _folded(self, sign: str) -> str:
        if ENUMERATED.match(sign):
            return GAP
        spelt = unicodedata.normalize("NFKC", sign).lower()
        if sign.isspace():
            return "\n" if sign == "\n" else " "
        if len(spelt) != 1:
            spelt = sign
        if not spelt.isalnum() and spelt != CIRCLE:
            return GAP
        return self._simplified.get(ord(spelt), spelt)


def _evened(text: str) -> tuple[str, tuple[tuple[int, int, bool], ...]]:
    """The text without what is not seen, and with every sign that means several spelt out; with its runs."""
    signs: list[str] = []
    runs: list[tuple[int, int, bool]] = []
    length = last = 0

    def even(end: int) -> None:
        """What stands as it is, from `last` to before `end`."""
        nonlocal length
        if end > last:
            runs.append((length, last, True))
            signs.append(text[last:end])
            length += end - last

    for perhaps in _PERHAPS_UNEVEN.finditer(text):
        # What lies behind `last` is taken: looked at again, a million hidden signs would take for ever.
        match = _UNEVEN.match(text, perhaps.start()) if perhaps.start() >= last else None
        if match is None:
            continue
        start, end = match.span()
        is_marked = match.lastgroup is None
        if is_marked and (start := start - 1) < last:
            continue  # its letter was spelt out already
        even(start)
        last = end
        if match["hidden"]:
            continue
        spelt = unicodedata.normalize("NFKC", text[start:end])
        if is_marked:
            spelt = "".join(sign for sign in spelt if not unicodedata.combining(sign))
        runs.append((length, start, False))
        if is_marked:  # the last letter ends where its marks end
            runs.append((length + len(spelt) - 1, end - 1, False))
        signs.append(spelt)
        length += len(spelt)
    even(len(text))
    return "".join(signs), tuple(runs)


def _in_figures(match: re.Match[str]) -> str:
    return match[0].translate(_FIGURES)
