"""A number of a spreadsheet as its cell shows it: 3940.5, 1,234, 12.5%, 2024年1月31日, without float noise.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmt). A format beyond these rules shows the plain number.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    31: 'yyyy"年"m"月"d"日"',
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"¥-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""The formats that a file names by number only, as a Chinese Excel shows them."""
EXACT = Context(prec=15, rounding=ROUND_HALF_UP)
"""Digits a spreadsheet keeps; what a double says beyond them is noise."""
LARGEST = 10**18
TOKEN = re.compile(
    r"""(?P<bracket>\[[^\]]*\])|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<space>_.|\*.)"""
    r"""|(?P<general>[Gg]eneral)|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<percent>%)|(?P<other>.)""",
    re.S,
)
DATE_TOKEN = re.compile(
    r"""(?P<skip>\[[^\]]*\]|_.|\*.)|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)"""
    r"""|(?P<half>AM/PM|上午/下午)|(?P<part>y+|m+|d+|h+|s+|a{3,4})|(?P<other>.)""",
    re.S | re.I,
)
CURRENCY = re.compile(r"\[\$([^\-\]]*)(?:-[^\]]*)?\]")
QUIET = re.compile(
    r"\[(?:\$[^\]]*|black|white|red|green|blue|yellow|magenta|cyan|color\d+|颜色\d+|[^<>=]*色)\]", re.I
)
WEEKDAYS = "一二三四五六日"


class Section(NamedTuple):
    """One section of a format: what stands before and behind the digits, their pattern, how many % signs."""

    before: str
    digits: str
    behind: str
    percents: int
    is_general: bool


def shown(text: str, code: str, *, is_1904: bool = False) -> str:
    """What a cell with that number and format shows. `text` is the number as the file has it."""
    try:
        value = EXACT.create_decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value) >= LARGEST or not code or code == GENERAL:
        return plain(value, text)
    if is_date(code):
        return _moment(value, code, is_1904) or plain(value, text)
    section, is_signed = _section(code, value)
    if section is None:
        return plain(value, text)
    return _filled(section, value, is_signed)


def plain(value: Decimal, text: str) -> str:
    """The number in plain digits, or as the file has it where those would be too many."""
    if not value.is_finite() or not -20 < value.adjusted() < 18:
        return "0" if value.is_finite() and not value else text
    digits = format(value, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


@lru_cache(maxsize=1000)
def is_date(code: str) -> bool:
    """Whether a format shows a day or a time."""
    letters = "".join(found["other"] or "" for found in TOKEN.finditer(code))
    return GENERAL.lower() not in code.lower() and bool(re.search(r"[ymdhs]", letters, re.I))


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[Section | None, ...]:
    parts = [""]
    for found in TOKEN.finditer(code):
        if found["other"] == ";":
            parts.append("")
        else:
            parts[-1] += found[0]
    return tuple(_parsed(part) for part in parts[:4])


def _section(code: str, value: Decimal) -> tuple[Section | None, bool]:
    """The section for a number, and whether the sign is still to be written before it."""
    sections = _sections(code)
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], value < 0


def _parsed(part: str) -> Section | None:
    """None for what these rules do not cover: conditions, fractions, exponents, two groups of digits."""
    before, digits, behind, percents, is_general = "", "", "", 0, False
    for found in TOKEN.finditer(part):
        if found["bracket"] and not QUIET.fullmatch(found[0]) and not found[0].startswith("[DBNum"):
            return None
        if found["digits"] or found["general"]:
            if digits or is_general:
                return None
            digits, is_general = found["digits"] or "", bool(found["general"])
            continue
        if found["other"] in ("E", "e", "/", "@") and (digits or found["other"] == "@"):
            return None
        currency = CURRENCY.fullmatch(found[0])
        percents += bool(found["percent"])
        words = (
            currency[1]
            if currency
            else found["quoted"] or found["escaped"] or found["other"] or found["percent"]
        )
        if digits or is_general:
            behind += words or ""
        else:
            before += words or ""
    return Section(before, digits, behind, percents, is_general)


def _filled(section: Section, value: Decimal, is_signed: bool) -> str:
    sign = "-" if is_signed else ""
    if section.is_general:
        return section.before + sign + plain(abs(value), str(abs(value))) + section.behind
    if not section.digits:
        return (section.before + section.behind).strip()
    pattern = section.digits.rstrip(",")
    thousands = len(section.digits) - len(pattern)
    scaled = abs(value).scaleb(2 * section.percents - 3 * thousands)
    whole_pattern, _, decimals = pattern.partition(".")
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, Context(prec=60))
    whole, _, fraction = format(rounded, "f").partition(".")
    least = whole_pattern.count("0")
    whole = whole.lstrip("0").rjust(least, "0")
    if "," in whole_pattern and whole:
        whole = f"{int(whole):,}".rjust(least, "0")
    while fraction and fraction[-1] == "0" and decimals[len(fraction) - 1] != "0":
        fraction = fraction[:-1]
    point = "." if fraction else ""
    sign = sign if rounded else ""
    return (section.before + sign + whole + point + fraction + section.behind).strip()


def _moment(value: Decimal, code: str, is_1904: bool) -> str:
    """The day or time a serial number means; "" where it means none."""
    serial = float(value)
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    if not is_1904 and serial < 60:
        first += timedelta(days=1)
    if not 0 <= serial < 2_900_000:
        return ""
    moment = first + timedelta(seconds=round(serial * 86400))
    parts = list(DATE_TOKEN.finditer(code.split(";")[0]))
    marks = [(found["part"] or "").lower() for found in parts]
    is_half = any(found["half"] for found in parts)
    text = ""
    for place, found in enumerate(parts):
        if found["part"]:
            text += _part(marks, place, moment, is_half)
        elif found["half"]:
            text += "AM" if moment.hour < 12 else "PM"
        else:
            text += found["quoted"] or found["escaped"] or found["other"] or ""
    return text.replace("@", "").strip()


def _part(marks: list[str], place: int, moment: datetime, is_half: bool) -> str:
    mark = marks[place]
    kind = mark[0]
    if kind == "m":
        earlier = next((other for other in reversed(marks[:place]) if other), "")
        later = next((other for other in marks[place + 1 :] if other), "")
        number = moment.minute if earlier[:1] == "h" or later[:1] == "s" else moment.month
        return f"{number:02}" if len(mark) == 2 else str(number)
    if kind == "y":
        return f"{moment.year:04}" if len(mark) > 2 else f"{moment.year % 100:02}"
    if kind == "a" or (kind == "d" and len(mark) > 2):
        return ("星期" if mark in ("aaaa", "dddd") else "") + WEEKDAYS[moment.weekday()]
    number = {"d": moment.day, "h": moment.hour % 12 or 12 if is_half else moment.hour, "s": moment.second}[
        kind
    ]
    return f"{number:02}" if len(mark) == 2 else str(number)
