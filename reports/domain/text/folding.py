"""Folds a text into the one spelling that is searched, sign by sign: a find can be marked in the original.

Half-width, small letters, simplified characters, years in figures. For labels see `normalise`.
"""

from __future__ import annotations

import re
import unicodedata
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
    f"|(?P<sign>[{_SEVERAL}])|[^\\W\\d_][{_MARKS}]{{1,8}}"
)
"""What does not keep its length: hidden signs, the comma in 12,345; ㎡; letters with marks of their own."""
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
    """A text in the spelling that is searched. `places[i]`: where its sign i stands in the original.

    `places` is None where every sign stands in its old place, as in most texts.
    """

    text: str
    places: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that became `text[start:end]`, which is not empty."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


class Folding(dict[int, str]):
    """The table of signs (code point → what it is searched as), filled as signs are met; use `fold`.

    `simplified`: each traditional character (code point) → its simplified one.
    """

    def __init__(self, simplified: Mapping[int, str] = MappingProxyType({})) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        self[code] = sign = self._folded(chr(code))
        return sign

    def fold(self, text: str) -> Folded:
        """The text as it is searched, and where each of its signs came from."""
        places = None
        if _PERHAPS_UNEVEN.search(text):
            text, places = _evened(text)
        return Folded(_YEAR.sub(_in_figures, text.translate(self)), places)

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


def _evened(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without what is not seen, and with every sign that means several spelt out."""
    signs: list[str] = []
    places: list[int] = []
    last = 0
    for match in _UNEVEN.finditer(text):
        start, end = match.span()
        signs.append(text[last:start])
        places.extend(range(last, start))
        last = end
        if match["hidden"]:
            continue
        spelt = unicodedata.normalize("NFKC", match[0])
        if match["sign"]:
            places.extend([start] * len(spelt))
        else:
            spelt = "".join(sign for sign in spelt if not unicodedata.combining(sign))
            places.extend([start] * (len(spelt) - 1) + [end - 1])
        signs.append(spelt)
    signs.append(text[last:])
    places.extend(range(last, len(text)))
    return "".join(signs), tuple(places)


def _in_figures(match: re.Match[str]) -> str:
    return match[0].translate(_FIGURES)
