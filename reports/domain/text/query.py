"""Reads what somebody typed into the search box. Nothing in it is an error of syntax: signs are signs.

Words stand beside each other (all of them are wanted), "…" or 「…」 keeps a phrase together, a minus
before a word leaves out what holds it. 文号 and 索引号 are recognised by the function that is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from reports.domain.text.bigrams import Needle, canonical, is_han, needle
from reports.domain.text.folding import GAP, Folding

LONGEST = 300
"""Characters of a query."""
MOST = 20
"""Words of a query."""

Recognise = Callable[[str], Iterable[tuple[int, int, str]]]
"""Text → (start, end, spelling in the index) of every 文号 or 索引号 in it, not overlapping."""

_MINUS = "-－−﹣"
_OPENING, _CLOSING = '"“”„＂「『', '"“”＂」』'
_PHRASE = re.compile(
    f"(?P<minus>(?<!\\S)[{_MINUS}])?[{_OPENING}](?P<text>[^{_OPENING}{_CLOSING}]*)[{_CLOSING}]"
)
_BETWEEN = f"[\\s、，;；。！？!?|{_OPENING}{_CLOSING}]|,(?![0-9]{{3}}(?![0-9]))"
_EXCLUDING = re.compile(f"(?<!\\S)[{_MINUS}](?=\\S)")
_WORD = re.compile(f"(?:(?!{_BETWEEN}).)+")


class QueryRefused(ValueError):
    """A query not answered. `code`: "too_long", "too_many", "nothing" (only signs); `limit`: the most."""

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code, self.limit = code, limit


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word, phrase or number of a query.

    `kind`: "word", "phrase", "number". `typed`: as it was typed, without its quotation marks and minus.
    `number`: how the index spells a recognised number, else "".
    """

    needle: Needle
    typed: str
    kind: str = "word"
    is_excluded: bool = False
    number: str = ""

    def __str__(self) -> str:
        return ("-" if self.is_excluded else "") + (
            f'"{self.typed}"' if self.kind == "phrase" else self.typed
        )


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: all of `wanted` that is not excluded. With nothing wanted: everything."""

    wanted: tuple[Wanted, ...] = ()

    def __str__(self) -> str:
        """The query as it may stand in the box; read again it gives this query."""
        return " ".join(map(str, self.wanted))

    @property
    def needles(self) -> tuple[Needle, ...]:
        """What to mark in a find."""
        return tuple(one.needle for one in self.wanted if not one.is_excluded)

    def without(self, place: int) -> Query:
        """The query without one of its words."""
        return Query(self.wanted[:place] + self.wanted[place + 1 :])


def _nothing(_text: str) -> Iterable[tuple[int, int, str]]:
    return ()


def parse(text: str, folding: Folding, recognise: Recognise = _nothing) -> Query:
    """The query somebody typed. Raises QueryRefused; blank text is the query for everything."""
    text = text.strip()
    if len(text) > LONGEST:
        raise QueryRefused("too_long", LONGEST)
    found: list[tuple[int, Wanted]] = []
    for start, typed, kind, is_excluded, number in _cut(text, recognise):
        asked = needle(folding.fold(typed).text)
        if asked is not None:
            number = canonical(folding.fold(number).text)
            found.append((start, Wanted(asked, " ".join(typed.split()), kind, is_excluded, number)))
    wanted = {
        (one.needle, one.is_excluded, one.number): one for _, one in sorted(found, key=lambda pair: pair[0])
    }
    if text and not wanted:
        raise QueryRefused("nothing")
    if len(wanted) > MOST:
        raise QueryRefused("too_many", MOST)
    return Query(tuple(wanted.values()))


def _cut(text: str, recognise: Recognise) -> Iterator[tuple[int, str, str, bool, str]]:
    """(place, typed, kind, whether excluded, number) of each piece; what is read is blanked for the next."""
    for match in _PHRASE.finditer(text):
        whole = [
            number
            for start, end, number in recognise(match["text"])
            if match["text"][start:end] == match["text"]
        ]
        kind, number = ("number", whole[0]) if whole else ("phrase", "")
        yield match.start(), match["text"], kind, bool(match["minus"]), number
    text = _PHRASE.sub(lambda match: " " * len(match[0]), text)
    excluded = {match.end() for match in _EXCLUDING.finditer(text)}
    text = _EXCLUDING.sub(" ", text)
    for start, end, number in list(recognise(text)):
        yield start, text[start:end], "number", start in excluded, number
        text = text[:start] + " " * (end - start) + text[end:]
    for match in _WORD.finditer(text):
        yield match.start(), match[0].lstrip(_MINUS), "word", match.start() in excluded, ""


def looser(query: Query, folding: Folding) -> Iterator[tuple[str, Query]]:
    """(why, query) to try when nothing is found, the nearest first; no more than about thirty.

    "unquoted": phrases as words; "unexcluded": nothing left out; "figures": 十二 for 12 and the reverse;
    "parted": a long word as several; "fewer": one word less. Raises QueryRefused for too many words.
    """
    if any(one.kind == "phrase" for one in query.wanted):
        query = parse(str(query).replace('"', " "), folding)
        yield "unquoted", query
    if any(one.is_excluded for one in query.wanted):
        yield "unexcluded", Query(tuple(one for one in query.wanted if not one.is_excluded))
    places = [place for place, one in enumerate(query.wanted) if one.kind == "word" and not one.is_excluded]
    for place in places[:5]:
        for typed in _figures(query.wanted[place].typed):
            yield "figures", replaced(query, place, [typed], folding)
    for place in places[:3]:
        for parts in _parts(query.wanted[place].needle):
            yield "parted", replaced(query, place, parts, folding)
    if len(query.wanted) > 1:
        for place in range(min(len(query.wanted), 8)):
            yield "fewer", query.without(place)


def replaced(query: Query, place: int, typed: list[str], folding: Folding) -> Query:
    """The query with other words instead of that one."""
    words = [replace(one, is_excluded=False) for text in typed for one in parse(text, folding).wanted]
    return Query(query.wanted[:place] + tuple(words) + query.wanted[place + 1 :])


_ARABIC = re.compile("[0-9]{1,2}(?![0-9])")
_CHINESE = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
_DIGITS = "〇一二三四五六七八九"


def _figures(typed: str) -> Iterator[str]:
    """The word with its numbers up to 99 in the other writing: 第12条 → 第十二条."""
    if re.search("[0-9]", typed):
        yield re.sub("(?<![0-9])" + _ARABIC.pattern, lambda match: _in_chinese(int(match[0])), typed)
    elif _CHINESE.search(typed):
        yield _CHINESE.sub(lambda match: str(_in_arabic(match[0])), typed)


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _in_arabic(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    return (10 * (_DIGITS.index(tens) if tens else 1) if ten else 0) + (_DIGITS.index(ones) if ones else 0)


def _parts(asked: Needle) -> Iterator[list[str]]:
    """A word of four or more Chinese characters in two parts of two or more; a longer one in pairs too.

    One with figures behind each year: 2016年 公安局年报.
    """
    years = [
        place + 1
        for place, unit in enumerate(asked.units[:-1])
        if unit == "年" and asked.units[place - 1].isdigit()
    ]
    if years and not all(map(is_han, asked.units)) and GAP not in asked.units:
        cuts = [0, *years, len(asked.units)]
        yield ["".join(asked.units[start:end]) for start, end in pairwise(cuts) if start < end]
    if len(asked.units) < 4 or not all(map(is_han, asked.units)):
        return
    middle = len(asked.units) / 2
    for cut in sorted(range(2, len(asked.units) - 1), key=lambda cut: abs(cut - middle))[:8]:
        yield ["".join(asked.units[:cut]), "".join(asked.units[cut:])]
    if len(asked.units) > 5:
        whole = "".join(asked.units)
        starts = range(0, len(whole) - 1, 2)
        yield [whole[start : start + 2] if start != starts[-1] else whole[start:] for start in starts]
