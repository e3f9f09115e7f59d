"""Finds the numbers in a sentence, whatever they are printed with, and tells what sort each one is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["count", "share", "points", "times", "year", "other"]
"""share: per cent; points: percentage points; other: days, document numbers, ordinals: no figures."""

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
TENS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 10_000, "亿": 100_000_000}

UNITS = (
    *(
        "人次",
        "件次",
        "元",
        "件",
        "宗",
        "起",
        "条",
        "篇",
        "期",
        "场",
        "次",
        "个",
        "份",
        "页",
        "张",
        "项",
        "家",
    ),
    *(
        "名",
        "人",
        "部",
        "册",
        "卷",
        "本",
        "批",
        "例",
        "户",
        "款",
        "则",
        "幅",
        "处",
        "台",
        "类",
        "种",
        "字",
        "封",
    ),
)
SAME_UNIT = {"宗": "件", "起": "件", "名": "人"}
HAN_ONLY = "零〇○一二两三四五六七八九十百千万亿"

MOST = 1_000
"""Numbers of one passage; what has more is no prose, and is read no further."""
LONGEST = 18
"""Characters of a number; what is longer counts nothing."""

_UNIT = "|".join(UNITS)
_ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = rf"[{HAN_ONLY}]+(?:点[零一二三四五六七八九]+)?"
NUMBER = re.compile(
    rf"百分之(?P<per>{_HAN}|\d+(?:\.\d+)?)(?P<per_more>多|余)?"
    rf"|(?P<number>{_ARABIC}|{_HAN})(?P<more>余|多(?!少|数|项|次|年)|来|几)?(?P<scale>[万亿])?(?P<more_too>余|多)?"
    rf"(?:(?P<share>%)|(?P<points>个百分点|百分点)|(?P<times>倍)|(?P<year>年)|(?P<unit>{_UNIT}))?"
)
BEFORE = re.compile(r"(?:大?约|将近|接近|近|逾|超过?|突破|不足|不到|不少于|至少)$")
AFTER = re.compile(r"(?:以上|以下|左右|上下|以内|之内)")
RANGE = re.compile(r"\s*(?:-|—|–|~|～|至|到)+\s*")
QUOTED = re.compile(
    r"《[^《》\n]{0,120}》|“[^“”\n]{0,120}”|〔[^〔〕\n]{0,12}〕|\[[^\[\]\n]{0,12}\]|https?:[\w./?=&%-]+"
)
NO_COUNT = re.compile(r"一(?:件事|次性|条龙|条街|部分|批|个|项|种|类|家|处|份子|本)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at [start, end) of a plain text, its unit inside. `value` of "3.3万" is 33000, of "5%" 5.

    `step` is the worth of its last printed place; `is_rounded`: printed in 万 or 亿, so that the exact one
    may lie half a step away. `unit` in one spelling ("宗" is "件"), "" without.
    """

    value: Decimal
    start: int
    end: int
    kind: Kind
    unit: str = ""
    step: Decimal = Decimal(1)
    is_approximate: bool = False
    is_rounded: bool = False

    @property
    def is_count(self) -> bool:
        """Whether it counts something exactly."""
        return self.kind == "count" and not self.is_approximate

    @property
    def is_share(self) -> bool:
        """Whether it is an exact percentage."""
        return self.kind == "share" and not self.is_approximate

    @property
    def slack(self) -> Decimal:
        """How far the exact number may lie away."""
        return self.step / 2 if self.is_rounded else Decimal(0)


def numbers_in(text: str) -> list[Number]:
    """Every number of a plain text (`passages.folded`), in its order; those in quotes and titles left out."""
    hidden = [match.span() for match in QUOTED.finditer(text)]
    found: list[Number] = []
    at = 0
    for match in NUMBER.finditer(text):
        while at < len(hidden) and hidden[at][1] <= match.start():
            at += 1
        if at < len(hidden) and hidden[at][0] <= match.start():
            continue
        number = _number(text, match)
        if number is not None:
            found.append(number)
        if len(found) >= MOST:
            break
    return _with_ranges(text, found)


def value_of(text: str) -> Decimal:
    """The value of an Arabic or a Chinese number, "3,021" and "一百二十" and "二〇二三"."""
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    whole, _point, decimals = text.partition("点")
    value = _han(whole)
    if decimals:
        value += Decimal("0." + "".join(str(DIGITS[character]) for character in decimals))
    return value


def _han(text: str) -> Decimal:
    if len(text) > 1 and all(character in DIGITS for character in text):
        return Decimal("".join(str(DIGITS[character]) for character in text))
    total, part, digit = 0, 0, 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in TENS:
            part, digit = part + (digit or 1) * TENS[character], 0
        else:
            total, part, digit = (total + part + digit) * SCALES[character], 0, 0
    return Decimal(total + part + digit)


def _number(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    before = text[max(0, start - 4) : start]
    if match["per"]:
        printed = match["per"]
        if len(printed) > LONGEST:
            return None
        is_near = bool(match["per_more"] or BEFORE.search(before) or AFTER.match(text, end))
        return Number(value_of(printed), start, end, "share", "%", _step(printed), is_near)
    printed, kind = match["number"], _kind(match)
    if len(printed) > LONGEST:
        return None
    is_han = not printed[0].isdecimal()
    if is_han and (
        kind == "other" or NO_COUNT.match(text, start) or before.endswith(tuple("每另同任某这那该"))
    ):
        return None
    if is_han and printed[0] in "万亿":
        return None
    if kind == "count" and before.endswith("第"):
        kind = "other"
    scale = SCALES.get(match["scale"] or "", 1)
    unit = match["unit"] or ""
    return Number(
        value=value_of(printed) * scale,
        start=start,
        end=end,
        kind=kind,
        unit=SAME_UNIT.get(unit, unit) or ("%" if kind == "share" else ""),
        step=_step(printed) * scale,
        is_approximate=bool(
            match["more"]
            or match["more_too"]
            or (is_han and _is_vague(printed, before))
            or BEFORE.search(before)
            or AFTER.match(text, end)
        ),
        is_rounded=scale > 1 or (is_han and ("万" in printed or "亿" in printed)),
    )


def _is_vague(printed: str, before: str) -> bool:
    """百件, 上千件, 数十件: an order of magnitude, no number."""
    return printed[0] in "百千" or (printed[0] == "十" and before.endswith(("数", "几")))


def _kind(match: re.Match[str]) -> Kind:
    if match["share"]:
        return "share"
    if match["points"]:
        return "points"
    if match["times"]:
        return "times"
    if match["year"]:
        return "year" if not match["scale"] else "other"
    return "count" if match["unit"] else "other"


def _step(printed: str) -> Decimal:
    _whole, _point, decimals = printed.replace("点", ".").partition(".")
    return Decimal(1).scaleb(-len(decimals))


def _with_ranges(text: str, found: Sequence[Number]) -> list[Number]:
    """Both ends of "10至15条" as approximations."""
    numbers = list(found)
    for at in range(1, len(numbers)):
        first, second = numbers[at - 1], numbers[at]
        gap = text[first.end : second.start]
        if second.kind in ("count", "share") and len(gap) < 4 and RANGE.fullmatch(gap):
            numbers[at - 1], numbers[at] = _near(first), _near(second)
    return numbers


def _near(number: Number) -> Number:
    return Number(
        number.value,
        number.start,
        number.end,
        number.kind,
        number.unit,
        number.step,
        is_approximate=True,
        is_rounded=number.is_rounded,
    )
