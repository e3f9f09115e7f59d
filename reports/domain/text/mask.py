"""Masks of personal data for lists: enough to tell two rows apart, too little to know or prove who it is.

For single fields whose meaning is known; what may be personal in running text is found by `privacy`.
"""

from __future__ import annotations

import re

STARS = "***"
_COMPOUND = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|司徒|端木|百里|南宫|独孤|长孙|宇文"
)
_WORD = r"[^\s\d]{1,8}?"
_CITY = rf"{_WORD}(?:市|自治州|地区|盟)"
_COUNTY = rf"(?:{_WORD}(?:(?<![小社园院校])区|县|旗|市))?"
_PLACE = re.compile(rf"(?:{_WORD}(?:省|自治区|特别行政区)(?:{_CITY})?|{_CITY}){_COUNTY}")


def name(text: str) -> str:
    """张三丰 → 张**, 欧阳某 → 欧阳**, John Smith → J**; how long it is is not told. "" stays ""."""
    plain = text.strip()
    if not plain:
        return ""
    return (plain[:2] if _COMPOUND.match(plain) else plain[0]) + "**"


def organisation(text: str) -> str:
    """示例市样板贸易有限公司 → 示例***. "" stays ""; of up to four signs one is shown."""
    plain = text.strip()
    return "" if not plain else plain[: 2 if len(plain) > 4 else 1] + STARS


def identity(text: str) -> str:
    """350203199001011248 → 3502************48: where it was given out, not the birthday nor the last four.

    The last four digits are what banks and hot lines take as proof, so that only two of them are shown. Other
    numbers keep two signs at each end, and none below eight signs.
    """
    plain = "".join(text.split())
    if len(plain) < 8:
        return "*" * len(plain)
    first = 4 if len(plain) in (15, 18) and plain[:-1].isdecimal() else 2
    return plain[:first] + "*" * (len(plain) - first - 2) + plain[-2:]


def telephone(text: str) -> str:
    """13800138000 → 138****8000; a number of another length keeps its last two digits only."""
    plain = "".join(sign for sign in text if sign.isdecimal())
    plain = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", plain)
    if len(plain) == 11 and plain[0] == "1":
        return f"{plain[:3]}****{plain[-4:]}"
    return "*" * (len(plain) - 2) + plain[-2:] if len(plain) >= 7 else "*" * len(plain)


def email(text: str) -> str:
    """lin@example.com → l***@…: the house an address is at can tell as much as the name before it."""
    plain = text.strip()
    return f"{plain[0]}{STARS}@…" if plain else ""


def address(text: str) -> str:
    """示例省示例市示例区样板路1号 → 示例省示例市示例区***; *** where neither province nor city begins it."""
    plain = "".join(text.split())
    found = _PLACE.match(plain)
    return (found[0] if found else "") + STARS if plain else ""


def hidden(text: str) -> str:
    """*** for whatever there is."""
    return STARS if text.strip() else ""
