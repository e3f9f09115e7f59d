"""The number of an official document (发文字号): 代字〔年份〕序号号, whatever brackets it was typed with.

Source: GB/T 9704-2012, 7.2.5 (full year in 〔〕, no 第; it wants no leading zeros either, but numbers of
penalty decisions have them and keep them). Never guesses: what can be read in two ways is no number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

LONGEST = 80
"""Characters of the longest text that is looked at as one number."""
LONGEST_WORD = 30
FIRST_YEAR, LAST_YEAR = 1949, 2099

_S = r"[ \t]{0,4}"
_OPEN, _CLOSE = r"[〔\[(【〖{<《「『]", r"[〕\])】〗}>》」』]"
_SURE_OPEN, _SURE_CLOSE = r"[〔\[【]", r"[〕\]】]"
"""Brackets that hardly anything but a year stands in: one of them is enough when the other was lost."""
_YEAR = r"(?P<year>[0-9]{4})"
_NUMBER = rf"第?{_S}(?P<number>[0-9]{{1,8}})(?P<part>-[0-9]{{1,3}})?"
_NO = rf"{_S}号(?P<after>之[一二三四五六七八九十])?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_OPEN}{_S}{_YEAR}{_S}年?{_S}{_CLOSE}{_S}{_NUMBER}(?:{_NO}|(?={_S}\Z))",
        rf"{_SURE_OPEN}{_S}{_YEAR}{_S}(?P<number>[0-9]{{1,4}}){_NO}",  # 〔202273号
        rf"{_YEAR}{_S}{_SURE_CLOSE}{_S}{_NUMBER}{_NO}",  # 2022〕73号
        rf"令{_S}第{_S}(?P<number>[0-9]{{1,5}}){_S}号",
        rf"第{_S}(?P<number>[0-9]{{1,5}}){_S}号{_S}令",
    )
)
_ANCHOR = re.compile(
    rf"{_OPEN}(?={_S}[0-9])|(?<![0-9])[0-9]{{4}}(?={_S}{_SURE_CLOSE})|令(?={_S}第)|第(?={_S}[0-9])"
)
"""Where a number may begin, behind its issuer's word."""
_BARE = re.compile(
    rf"(?P<word>(?:[\u3400-\u9fff]{_S}){{2,20}}){_YEAR}{_S}(?:年|-)?{_S}第?{_S}(?P<number>[0-9]{{1,5}}){_S}号?"
)
"""A number without its brackets."""
_WORD_SIGN = re.compile(r"[\u3400-\u9fff\u3007A-Za-z()]")
_WHOLE_WORD = re.compile(r"(?:[\u3400-\u9fff\u3007A-Za-z0-9()]{0,29}[\u3400-\u9fff\u3007A-Za-z()])?")
_LEADS = re.compile(
    r"关于|根据|依据|按照|依照|贯彻|印发|转发|落实|查询|查找|搜索|文号|字号|编号|请问|参照|对照"
)
"""What stands before a number in a sentence and in no issuer's word."""
_DASHES = {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2212"}


@dataclass(frozen=True, slots=True)
class DocNumber:
    """榕政办〔2022〕73号 is ("榕政办", 2022, 73); 国务院令第711号 is ("国务院令", None, 711).

    `issuer_word` "" when only the rest was given, as in a search; `part` is "-3" of 12-3号, "之一" of
    12号之一. `zeros`: leading zeros as printed (penalty decisions pad their numbers); the same number with
    or without.
    """

    issuer_word: str
    year: int | None
    number: int
    part: str = ""
    zeros: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        """The same for every way of printing the same number: for indexes and for comparing."""
        return str(replace(self, zeros=0))

    def __str__(self) -> str:
        word = self.issuer_word.replace("(", "（").replace(")", "）")
        digits = "0" * self.zeros + str(self.number)
        if self.year is None:
            return f"{word}第{digits}号"
        inside, behind = (self.part, "") if self.part.startswith("-") else ("", self.part)
        return f"{word}〔{self.year}〕{digits}{inside}号{behind}"


@dataclass(frozen=True, slots=True)
class Found:
    """A number met in a text, from `start` to before `end` of the text as it stands."""

    number: DocNumber
    start: int
    end: int


def parse(text: str) -> DocNumber | None:
    """The number that the whole text is, or None."""
    if len(text) > LONGEST:
        return None
    line = _plain(text).strip()
    for match in _matches(line):
        word = re.sub(r"\s", "", line[: match.start()])
        if line[match.end() :].strip() or not _WHOLE_WORD.fullmatch(word) or _LEADS.search(word):
            continue
        return _number(match, word)
    return None


def guessed(text: str) -> DocNumber | None:
    """The number that somebody may have meant who typed it without brackets: 示政办2024年3号, 示政办 2024-3.

    None where the text holds anything else. Only to be offered, never to be acted on: 2024年3号 may be a day.
    """
    match = _BARE.fullmatch(_plain(text).strip()) if len(text) <= LONGEST else None
    return _number(match, re.sub(r"\s", "", match["word"])) if match else None


def canonical(text: str) -> str:
    """The number as it ought to be printed; a text that is no number comes back without its outer blanks."""
    number = parse(text)
    return str(number) if number else text.strip()


def find(text: str) -> tuple[Found, ...]:
    """Every number in running text or in what somebody typed to search, in order. Time grows with the length.

    In a sentence the issuer's word may carry words before it along; compare words by their end.
    """
    line = _plain(text)
    found: list[Found] = []
    for match in _matches(line):
        past = found[-1].end if found else 0
        start = _word_start(line, match.start(), past)
        number = _number(match, line[start : match.start()].strip())
        if number and match.start() >= past:
            found.append(Found(number, start, match.end()))
    return tuple(found)


def _plain(text: str) -> str:
    """Half-width forms, sign for sign, so that places stay as they are."""
    signs = (short if len(short := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in text)
    return "".join(signs).translate(_DASHES)


def _matches(line: str) -> Iterator[re.Match[str]]:
    """Where a number stands without its word; tried at the few places where one may begin."""
    for anchor in _ANCHOR.finditer(line):
        for pattern in _PATTERNS:
            match = pattern.match(line, anchor.start())
            if match:
                yield match
                break


def _word_start(line: str, end: int, past: int) -> int:
    """Where the issuer's word before that place begins; `end` itself when there is none."""
    nearest = max(past, end - 4)
    last = nearest + len(line[nearest:end].rstrip(" \t"))
    start = last
    while start > max(past, last - LONGEST_WORD) and _WORD_SIGN.match(line[start - 1]):
        start -= 1
    for lead in _LEADS.finditer(line, start, last):
        start = lead.end()
    word = line[start:last]
    if word.count("(") != word.count(")"):
        start += max(word.rfind("(") + 1 if word.count("(") > word.count(")") else 0, word.find(")") + 1)
    return start if start < last else end


def _number(match: re.Match[str], word: str) -> DocNumber | None:
    """What was matched, or None for a year nobody wrote in, a number 0, or a range (73-75号)."""
    groups = match.groupdict()
    number, part = int(groups["number"]), groups.get("part") or ""
    is_range = bool(part) and int(part[1:]) > number
    if number == 0 or is_range:
        return None
    zeros = len(groups["number"]) - len(str(number))
    if "year" not in groups:
        return DocNumber(f"{word}令", None, number, "", zeros)
    year = int(groups["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return DocNumber(word, year, number, part + (groups.get("after") or ""), zeros)
