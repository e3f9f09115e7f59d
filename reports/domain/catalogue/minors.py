"""Whether a decision may be about somebody under 18, before it is put on the web. A hint, no verdict.

Sources: 未成年人保护法 (2020), article 103: nobody may disclose by what a minor in a case is recognised [K];
行政处罚法 (2021), article 30: who is between 14 and 18 is punished more lightly, and decisions say so [K];
公安机关执法公开规定 (2018): cases of minors are not published [K]. A year of age is full on the day after the
birthday (法释〔2006〕1号, article 2 [K]): on the eighteenth birthday itself somebody is still a minor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from reports.domain.text.privacy import is_id_number

OF_AGE = 18
_UNITS = "零一二三四五六七八九"
_AGES = {
    name: number
    for number in range(1, 100)
    for name in {
        str(number),
        str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        (_UNITS[number // 10] if number >= 20 else "") * (number >= 10)
        + "十" * (number >= 10)
        + _UNITS[number % 10] * (number % 10 > 0),
    }
}
"""How an age is written: 16, １６, 十六."""
_DIGIT = "[一二三四五六七八九]"
_NUMBER = rf"(?P<age>[0-9]{{1,2}}|[０-９]{{1,2}}|{_DIGIT}?十{_DIGIT}?|{_DIGIT})"
_DAY = r"(?P<year>(?:19|20)[0-9]{2})(?:年|[-./])(?P<month>[01]?[0-9])(?:月|[-./])(?P<day>[0-3]?[0-9])日?"

_WORDS = re.compile(r"未成年|(?:不满|未满|不足)(?:18|１８|十八)周?岁")
_AGED = re.compile(rf"(?<![0-9０-９一二三四五六七八九十满第]){_NUMBER}周?岁(?!以[上下]|及)")
_AGE = re.compile(rf"年龄[:：为]?{_NUMBER}(?![0-9０-９])")
_BORN = re.compile(rf"(?:出生日期|出生年月日?|生日|出生于|生于)[:：为]?{_DAY}")
_BORN_ON = re.compile(rf"{_DAY}(?:出生|生(?![产效成活]))")
_ID = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Sign:
    """One place that speaks of a minor. `shown`: what may be shown of it; a birthday only by its year."""

    start: int
    end: int
    shown: str


def signs(text: str, *, on: date) -> list[Sign]:
    """Every place of a text that speaks of somebody under 18 on that day, in its order.

    Found are the words for minors, ages stated in years, dates of birth and resident identity numbers, as
    decisions write them. An age from which something is allowed (16周岁以上) is none.
    """
    found = [*_words(text), *_ages(text), *_births(text, on), *_numbers(text, on)]
    return sorted(found, key=lambda one: (one.start, one.end))


def is_minor(born: date, on: date) -> bool:
    """Whether somebody born then is under 18 on that day: up to and with the eighteenth birthday."""
    return (on.year - OF_AGE, on.month, on.day) <= (born.year, born.month, born.day)


def _words(text: str) -> Iterator[Sign]:
    for match in _WORDS.finditer(text):
        yield Sign(match.start(), match.end(), match[0])


def _ages(text: str) -> Iterator[Sign]:
    for match in chain(_AGED.finditer(text), _AGE.finditer(text)):
        age = _AGES.get(match["age"])
        if age is not None and age < OF_AGE:
            yield Sign(match.start(), match.end(), match[0])


def _births(text: str, on: date) -> Iterator[Sign]:
    for match in chain(_BORN.finditer(text), _BORN_ON.finditer(text)):
        born = _day(int(match["year"]), int(match["month"]), int(match["day"]))
        if born and born <= on and is_minor(born, on):
            yield Sign(match.start(), match.end(), f"{born.year}年**月**日")


def _numbers(text: str, on: date) -> Iterator[Sign]:
    for match in _ID.finditer(text):
        digits = match[0]
        born = _day(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
        if born and born <= on and is_id_number(digits) and is_minor(born, on):
            yield Sign(match.start(), match.end(), f"{digits[:3]}{'*' * 11}{digits[-4:]}")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
