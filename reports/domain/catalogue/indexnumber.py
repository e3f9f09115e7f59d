"""The index number of a document (索引号): rules held as data, made, read back, checked.

National rule: 前段码/后段码, the organisation code of the publisher (9 characters, no dash) and, behind "/",
the year and a serial of five digits. Local rules differ. A number is never changed once public, whatever its
faults. Counts nothing itself. Source: 政府信息公开目录系统实施指引（试行）, 核心元数据; GB 11714-1997 for the
check digit of an organisation code.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reports.domain import creditcode
from reports.domain.catalogue.loading import BadData, Certainty, each_once, row

LONGEST = 80
FIRST_YEAR, LAST_YEAR = 1949, 2099
ORGANISATION = "organisation"
"""The part that is an organisation code and carries a check digit."""
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DASHES = {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2212"}


class BadParts(ValueError):
    """No number can be made; `part` names what is wrong: a part of the rule, "year" or "serial"."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def check_digit(first_eight: str) -> str:
    """The ninth character of an organisation code (GB 11714). Raises ValueError for a sign it has not."""
    total = sum(weight * _SIGNS.index(sign) for weight, sign in zip(_WEIGHTS, first_eight, strict=True))
    return "0123456789X"[-total % 11]


def organisation_fault(code: str) -> creditcode.Fault:
    """What is wrong with an organisation code without its dash; "" is nothing."""
    if len(code) != 9:
        return "length"
    if any(sign not in _SIGNS for sign in code):
        return "character"
    return "" if check_digit(code[:8]) == code[8] else "check"


def organisation_code(credit_code: str) -> str:
    """Characters 9 to 17 of a unified social credit code, "" when it or they are wrong."""
    inside = credit_code[8:17]
    return "" if creditcode.fault(credit_code) or organisation_fault(inside) else inside


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a number: a `sign` that always stands there, or a named part that matches `pattern`.

    The names "year" (4 digits) and "serial" (`width` digits, 0 for as many as it has) are the rule's own.
    """

    name: str = ""
    sign: str = ""
    pattern: str = ""
    width: int = 0

    @property
    def source(self) -> str:
        """Its regular expression: bounded, so that reading takes time in proportion to the text."""
        if self.sign:
            return re.escape(self.sign)
        if self.name == "year":
            return r"(?P<year>[0-9]{4})"
        if self.name == "serial":
            return rf"(?P<serial>[0-9]{{{self.width or '1,9'}}})"
        return f"(?P<{self.name}>{self.pattern})"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to number, in the order of its `parts`."""

    code: str
    title: str
    title_en: str
    source: str
    certainty: Certainty
    example: str
    parts: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What `make` wants in `parts`, in order."""
        return tuple(part.name for part in self.parts if part.name not in ("", "year", "serial"))

    @property
    def last_serial(self) -> int:
        """The highest serial; nine digits where the rule sets no width."""
        return int(10 ** (next(part.width for part in self.parts if part.name == "serial") or 9)) - 1

    def make(self, parts: Mapping[str, str], year: int, serial: int) -> str:
        """The number. Raises BadParts, also for a serial without room or an organisation code that fails."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadParts("year")
        if not 1 <= serial <= self.last_serial:
            raise BadParts("serial")
        return "".join(self._written(part, parts, year, serial) for part in self.parts)

    def series(self, parts: Mapping[str, str], year: int) -> str:
        """What the serial counts within: the number with * for it. One counter for each. Raises BadParts."""
        return "".join(
            "*" if part.name == "serial" else self._written(part, parts, year, 1) for part in self.parts
        )

    def _written(self, part: Part, parts: Mapping[str, str], year: int, serial: int) -> str:
        if part.sign:
            return part.sign
        if part.name == "year":
            return f"{year:04}"
        if part.name == "serial":
            return f"{serial:0{part.width or 1}}"
        value = parts.get(part.name, "")
        is_wrong = part.name == ORGANISATION and organisation_fault(value)
        if is_wrong or not re.fullmatch(part.pattern, value, re.ASCII):
            raise BadParts(part.name)
        return value

    def match(self, text: str) -> re.Match[str] | None:
        """Whether a text without blanks has that shape."""
        return re.fullmatch("".join(part.source for part in self.parts), text, re.ASCII)


@dataclass(frozen=True, slots=True)
class IndexNumber:
    """A number read. `printed`: as it came; `text`: half-width, capitals, no blanks, no dash in the code.

    `rule` "": it has the shape 前段码/后段码 and keeps no rule. `faults`: "dash" (the organisation code keeps
    its dash), "length", "character", "check" (of the organisation code).
    """

    printed: str
    text: str
    rule: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    year: int = 0
    serial: int = 0
    faults: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The part behind "/", which is enough among the documents of one agency."""
        return self.text.rpartition("/")[2]


_DASHED = re.compile(r"([0-9A-Z]{6,8})-([0-9X])(?=/)")
_FRONT_BACK = re.compile(
    r"(?P<organisation>[0-9A-Z]{6,12})/(?P<year>(?:19|20)[0-9]{2})-?(?P<serial>[0-9]{1,9})"
)


def parse(text: str, rules: Sequence[Rule]) -> IndexNumber | None:
    """The index number that the whole text is, by the first rule that fits; None for what is none.

    A front code with the dash left in, or of the wrong length, is still read, with its faults.
    """
    if len(text) > LONGEST:
        return None
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(_DASHES).upper()
    dashless = _DASHED.sub(r"\1\2", plain, count=1)
    faults = ("dash",) if dashless != plain else ()
    for rule in rules:
        match = rule.match(dashless)
        if match and _is_year(match["year"]):
            return _read(text, dashless, rule, match, faults)
    match = _FRONT_BACK.fullmatch(dashless)
    return _read(text, dashless, None, match, faults) if match and _is_year(match["year"]) else None


_TOKEN = re.compile(r"[^\s,;，；、。：“”《》]{8,}")
_SHORT = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{5,6})")


def find(text: str, rules: Sequence[Rule]) -> tuple[IndexNumber, ...]:
    """The index numbers among the words that somebody typed to search."""
    tokens = (token[0] for token in _TOKEN.finditer(text) if len(token[0]) <= LONGEST)
    return tuple(number for token in tokens if (number := parse(token, rules)))


def short_form(text: str) -> tuple[int, int] | None:
    """Year and serial where only the 后段码 was given (2017-00110), as portals may show it."""
    if len(text) > LONGEST:
        return None
    match = _SHORT.fullmatch(unicodedata.normalize("NFKC", text).translate(_DASHES).strip())
    return (int(match[1]), int(match[2])) if match else None


def _is_year(year: str) -> bool:
    return FIRST_YEAR <= int(year) <= LAST_YEAR


def _read(
    printed: str, text: str, rule: Rule | None, match: re.Match[str], faults: tuple[str, ...]
) -> IndexNumber:
    groups = match.groupdict()
    year, serial = int(groups.pop("year")), int(groups.pop("serial"))
    fault = organisation_fault(groups[ORGANISATION]) if ORGANISATION in groups else ""
    if fault:
        faults = (*faults, fault)
    return IndexNumber(printed, text, rule.code if rule else "", groups, year, serial, faults)


def load(text: str) -> tuple[Rule, ...]:
    """The rules of a TOML text, in the order in which they are tried. Raises BadData."""
    rules = []
    for entry in tomllib.loads(text).get("rule", []):
        parts = tuple(row(part, f"part of rule {entry.get('code')}", Part) for part in entry.get("parts", []))
        rules.append(_checked(row({**entry, "parts": parts}, "rule", Rule)))
    if not rules:
        raise BadData("The file holds no rule.")
    each_once((rule.code for rule in rules), "rule")
    return tuple(rules)


def _checked(rule: Rule) -> Rule:
    """The rule itself. Raises BadData for one that cannot be made or does not read its own example."""
    named = [part.name for part in rule.parts if not part.sign]
    if named.count("serial") != 1 or named.count("year") != 1:
        raise BadData(f"rule {rule.code}: it needs one serial and one year.")
    try:
        is_read = rule.match(rule.example)
    except re.error as cause:
        raise BadData(f"rule {rule.code}: {cause}") from cause
    if not is_read:
        raise BadData(f"rule {rule.code}: it does not read its example {rule.example}.")
    return rule
