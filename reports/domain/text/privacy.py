"""Finds what may be somebody's personal data in a text that is about to become public. A hint, no verdict.

Resident identity numbers (GB 11643, 18 digits with their check digit; 15 digits before 1999), mobile
telephone numbers, bank cards (ISO/IEC 7812, with their check digit), and names behind words such as 申请人.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Suspect:
    """One find. `kind`: "id_number", "mobile", "bank_card", "name"; `start`, `end`: its place in the text.

    `masked` shows enough to find it again and never the whole of it.
    """

    kind: str
    start: int
    end: int
    masked: str


_HALF_WIDTH = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {
    ord("Ｘ"): ord("X"),
    ord("ｘ"): ord("x"),
    ord("－"): ord("-"),
    ord("\u2010"): ord("-"),
    ord("\u2011"): ord("-"),
    ord("\u2013"): ord("-"),
    ord("\u3000"): ord(" "),
    ord("\u00a0"): ord(" "),
    ord("\u2009"): ord(" "),
    ord("\u202f"): ord(" "),
}
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""Signs that nobody sees and that a copied text may hold between two digits."""

# No lookbehind for letters: a number may stand right behind a Chinese word, never behind a digit or letter.
_EDGE, _END = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.[0-9])"
_ID_18 = re.compile(_EDGE + r"[0-9]{6}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{3}[0-9Xx]" + _END)
_ID_15 = re.compile(_EDGE + r"[0-9]{15}" + _END)
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z-])(?<![0-9]\.)(?:(?:\+|00)?86[ -]?)?(1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4})"
    + _END
    + r"(?! ?[元万亿次件条份篇])"
)
_CARD = re.compile(_EDGE + r"[0-9]{4}(?:[0-9]{12,15}|(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?)" + _END)
_CARD_ISSUERS = re.compile(r"3[57]|4|5[1-5]|6[02589]|9")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_REGIONS = frozenset(
    {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54}
    | {61, 62, 63, 64, 65, 71, 81, 82, 83}
)
"""The first two digits of a place of registration (GB/T 2260)."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧曹袁邓傅沈吕苏卢蒋蔡贾魏薛叶阎余潘杜戴夏钟汪姜范姚谭廖邹熊"
    "陆郝孔崔康毛邱秦江史顾侯邵孟龙雷钱汤尹黎武乔贺赖龚庞樊兰殷洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳梅庄"
    "涂祁耿詹欧林彭丁高何马程曾许任石金田"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|司徒"
_WHO = (
    "被申请人|申请人|当事人|投诉人|举报人|信访人|上访人|原告|被告|第三人|法定代表人|代理人|联系人|经办人"
    "|患者|学生|村民|居民"
)
_AFTER = (
    r"(?=[\s，。、；：,.;:（(）)】“”‘’\"'0-9]|等|因|向|就|对|不服|提出|要求|申请|与|和|诉|于|的|$"
    "|先生|女士|同志|称|反映|诉称|表示|认为)"
)
_NAME = re.compile(
    rf"(?:{_WHO})(?:姓名)?\s*[:：为是]?\s*"
    rf"(?P<name>(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}?|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?){_AFTER}"
)
_NO_NAME = re.compile(
    r"某|^(?:任何|任意|许可|程序|高度|何时|何种|何人|曾经|马上|金额|申请|申诉|申报|石油|田地|江苏|温州|洪水|雷同|章程|"
    r"季度|严重|严格|程度|顾虑|康复|武警|余额|余下|夏季|史料|牛奶|钱款|龙头|江西|于是|田间|学校|林业|林地|林权|黄金|苏州|"
    r"陈述|张贴|高等|高中|高校|武装|江南|江边|马路|毛衣|王法|石头|温度|杜绝|许诺)"
)


def suspects(text: str) -> list[Suspect]:
    """What looks like personal data, in the order of the text; the longer of two that overlap."""
    places = [place for place, sign in enumerate(text) if sign not in _UNSEEN]
    plain = "".join(text[place] for place in places).translate(_HALF_WIDTH)
    seen = [*_id_numbers(plain), *_cards(plain), *_mobiles(plain), *_names(plain)]
    found = [replace(one, start=places[one.start], end=places[one.end - 1] + 1) for one in seen]
    kept: list[Suspect] = []
    for one in sorted(found, key=lambda one: (one.start, one.start - one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def masked(text: str) -> str:
    """The text with every number of a person masked: identity, telephone, bank card; names stay.

    For what is kept for good. A bare figure stays as it is.
    """
    if text.strip().isdecimal() and len(text.strip()) < 15:
        return text
    for one in reversed(suspects(text)):
        if one.kind != "name":
            text = text[: one.start] + one.masked + text[one.end :]
    return text


def is_id_number(digits: str) -> bool:
    """Whether 18 or 15 signs without gaps are a resident identity number: region, birthday, check digit."""
    if not digits[:-1].isdecimal() or int(digits[:2]) not in _REGIONS:
        return False
    if len(digits) == 15:
        return digits.isdecimal() and _is_day(f"19{digits[6:12]}")
    if len(digits) != 18 or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == digits[17].upper()


def is_card(digits: str) -> bool:
    """Whether 16 to 19 digits begin as bank cards do and end with their check digit (Luhn)."""
    if not (16 <= len(digits) <= 19 and _CARD_ISSUERS.match(digits)) or len(set(digits)) == 1:
        return False
    total = 0
    for place, sign in enumerate(reversed(digits)):
        digit = int(sign) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def _id_numbers(text: str) -> Iterator[Suspect]:
    for pattern in (_ID_18, _ID_15):
        for match in pattern.finditer(text):
            digits = re.sub("[ -]", "", match[0])
            if is_id_number(digits):
                yield Suspect("id_number", match.start(), match.end(), _middle_masked(digits, 3, 4))


def _cards(text: str) -> Iterator[Suspect]:
    for match in _CARD.finditer(text):
        digits = re.sub("[ -]", "", match[0])
        if is_card(digits):
            yield Suspect("bank_card", match.start(), match.end(), _middle_masked(digits, 4, 4))


def _mobiles(text: str) -> Iterator[Suspect]:
    for match in _MOBILE.finditer(text):
        digits = re.sub("[ -]", "", match[1])
        yield Suspect("mobile", match.start(), match.end(), _middle_masked(digits, 3, 4))


def _names(text: str) -> Iterator[Suspect]:
    for match in _NAME.finditer(text):
        name = match["name"]
        if not _NO_NAME.search(name):
            masked = name[0] + "*" * (len(name) - 1)
            yield Suspect("name", match.start("name"), match.end("name"), masked)


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= int(digits[:4]) <= 2100


def _middle_masked(digits: str, first: int, last: int) -> str:
    return digits[:first] + "*" * (len(digits) - first - last) + digits[-last:]
