"""The numbers that Word puts before paragraphs by itself: "一、" that is nowhere in the text.

Source: ECMA-376 part 1, 17.9 (Numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
PLACEHOLDER = re.compile(r"%([1-9])")
MAX_LEVEL = 8


def counting(number: int, digits: str = DIGITS, ten: str = "十") -> str:
    """1 to 99 as Chinese counts: 十一, 二十; others in Arabic digits, as nobody numbers so many chapters."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ten if tens == 1 and digits is DIGITS else digits[tens] + ten
    return head + (digits[ones] if ones or not tens else "")


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


def _letter(number: int) -> str:
    return chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1) if 0 < number < 500 else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in ROMAN if 0 < number < 400 else ():
        while number >= value:
            text, number = text + sign, number - value
    return text or str(number)


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _formal(number: int) -> str:
    return counting(number, FORMAL, "拾")


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "japaneseCounting": counting,
    "koreanCounting": counting,
    "ideographDigital": counting,
    "japaneseDigitalTenThousand": counting,
    "taiwaneseDigital": counting,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": _of(STEMS),
    "ideographZodiac": _of(BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": lambda number: f"（{counting(number)}）",
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}
"""What a number looks like; a format that is not named here is in Arabic digits."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: what it begins with, how it counts, what is printed ("第%1章")."""

    start: int
    format: str
    text: str
    style: str
    is_legal: bool


@dataclass
class Numbering:
    """Counts the numbered paragraphs of a document as they come by."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def next(self, number_id: str, level: int) -> str:
        """What stands before the next paragraph of that list and level; "" for bullets and unknown lists."""
        abstract = self.lists.get(number_id, "")
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        counters = self.counters.setdefault(abstract, {})
        if number_id not in self.begun:
            self.begun.add(number_id)
            for changed, start in self.overrides.get(number_id, {}).items():
                counters[changed] = start - 1
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]
        return self._printed(levels, counters, level)

    def level_of_style(self, number_id: str, style: str) -> int:
        """The level of a list that a paragraph style is tied to; 0 where none is."""
        levels = self.levels.get(self.lists.get(number_id, ""), {})
        return next((number for number, level in levels.items() if level.style == style), 0)

    def _printed(self, levels: dict[int, Level], counters: dict[int, int], level: int) -> str:
        own = levels[level]
        if own.format == "bullet":
            return ""

        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            if place not in levels:
                return ""
            value = counters.get(place, levels[place].start)
            return str(value) if own.is_legal else FORMATS.get(levels[place].format, str)(value)

        return PLACEHOLDER.sub(number, own.text).strip()


def numbering_of(root: etree._Element | None) -> Numbering:
    """The lists that numbering.xml defines; none without one."""
    numbering = Numbering()
    if root is None:
        return numbering
    by_style: dict[str, str] = {}
    for abstract in root.iterchildren(f"{W}abstractNum"):
        key = str(abstract.get(f"{W}abstractNumId"))
        numbering.levels[key] = _levels(abstract)
        own = value(abstract, "styleLink")
        if own:
            by_style[own] = key
    for abstract in root.iterchildren(f"{W}abstractNum"):
        link = value(abstract, "numStyleLink")
        if link in by_style:
            numbering.levels[str(abstract.get(f"{W}abstractNumId"))] = numbering.levels[by_style[link]]
    for number in root.iterchildren(f"{W}num"):
        key = str(number.get(f"{W}numId"))
        abstract_id = value(number, "abstractNumId")
        numbering.lists[key] = abstract_id
        starts = _overridden(number)
        if starts:
            numbering.overrides[key] = starts
        changed = _levels_of_overrides(number)
        if changed:
            numbering.lists[key] = own_id = f"{abstract_id}/{key}"
            numbering.levels[own_id] = {**numbering.levels.get(abstract_id, {}), **changed}
    return numbering


def value(node: etree._Element, name: str) -> str:
    """The w:val of a child; "" where there is none."""
    child = node.find(f"{W}{name}")
    return "" if child is None else str(child.get(f"{W}val") or "")


def whole(text: str, default: int) -> int:
    """A small number as an attribute has it; `default` where it is none."""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default


def _levels(node: etree._Element) -> dict[int, Level]:
    found = {}
    for level in node.iterchildren(f"{W}lvl"):
        number = whole(str(level.get(f"{W}ilvl")), 0)
        if number <= MAX_LEVEL:
            found[number] = Level(
                whole(value(level, "start"), 0 if level.find(f"{W}start") is None else 1),
                value(level, "numFmt") or "decimal",
                value(level, "lvlText")[:40],
                value(level, "pStyle"),
                level.find(f"{W}isLgl") is not None,
            )
    return found


def _overridden(number: etree._Element) -> dict[int, int]:
    return {
        whole(str(change.get(f"{W}ilvl")), 0): whole(value(change, "startOverride"), 1)
        for change in number.iterchildren(f"{W}lvlOverride")
        if change.find(f"{W}startOverride") is not None
    }


def _levels_of_overrides(number: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for change in number.iterchildren(f"{W}lvlOverride"):
        found |= _levels(change)
    return found
