"""One value of a field of a kind: cleaned, or the code of what is wrong with it. Says nothing in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from reports.domain import creditcode
from reports.domain.catalogue import docnumber

Type = Literal[
    "text", "long_text", "date", "money", "number", "choice", "choices", "year", "url", "person",
    "credit_code", "doc_number",
]  # fmt: skip
TYPES: frozenset[str] = frozenset(Type.__args__)  # type: ignore[attr-defined]
MAX = {"long_text": 20_000, "url": 500, "person": 100}
MAX_ELSE = 200
FIRST_YEAR, LAST_YEAR = 1949, 2099
MANY = ";"
"""Between the codes of a field with several choices."""

_DATE = re.compile(
    r"(?P<y>[0-9]{4})(?:[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?|(?P<mm>[0-9]{2})(?P<dd>[0-9]{2}))"
    r"(?:[ T]00:00(?::00(?:\.0{1,6})?)?)?"
)
_MONEY = re.compile(r"(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,6})?")
_URL = re.compile(
    r"https?://(?:\[[0-9A-Fa-f:.]{2,45}\]|[^\s<>\"'\\^`{|}/?#@:\[\]]{1,253})(?::(?P<port>[0-9]{1,5}))?"
    r"(?:[/?#][^\s<>\"'\\^`{|}]*)?",
    re.IGNORECASE,
)
LAST_PORT = 65_535
_YEAR = re.compile(r"([0-9]{4})(?:年度?)?")


class Wrong(ValueError):
    """What is wrong, as a code: see `kinds.Fault`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a field; stored by its code, which is frozen."""

    code: str
    label: str
    label_en: str


def tidy(text: str, *, is_long: bool) -> str:
    """Without outer blanks and unseen signs, composed. Raises Wrong("control") for control signs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    signs = "".join(sign for sign in lines if unicodedata.category(sign) != "Cf").strip()
    allowed = "\n\t" if is_long else ""
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign not in allowed for sign in signs):
        raise Wrong("control")
    return unicodedata.normalize("NFC", signs)


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def as_date(text: str) -> str:
    """2024年1月2日, 2024/1/2, 20240102 … as 2024-01-02. Raises Wrong("date")."""
    match = _DATE.fullmatch(_half(text))
    if not match:
        raise Wrong("date")
    try:
        day = date(int(match["y"]), int(match["m"] or match["mm"]), int(match["d"] or match["dd"]))
    except ValueError:
        raise Wrong("date") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Wrong("date")
    return day.isoformat()


def as_money(text: str) -> str:
    """1,234.50 as 1234.5, never with an exponent or a sign. Raises Wrong("money")."""
    plain = _half(text).lstrip("¥").strip()
    if not _MONEY.fullmatch(plain):
        raise Wrong("money")
    return _shortest(Decimal(plain.replace(",", "")))


def as_number(text: str) -> str:
    """A whole number from 0. Raises Wrong("number")."""
    plain = _half(text)
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise Wrong("number")
    return str(int(plain))


def as_year(text: str) -> str:
    """2024 or 2024年度 as 2024. Raises Wrong("year")."""
    match = _YEAR.fullmatch(_half(text))
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise Wrong("year")
    return match[1]


def as_url(text: str) -> str:
    """An address of http or https with a host, without name and password. Raises Wrong("url")."""
    match = _URL.fullmatch(text)
    if not match or int(match["port"] or 1) > LAST_PORT:
        raise Wrong("url")
    return text


def as_credit_code(text: str) -> str:
    """A unified social credit code in capitals. Raises Wrong("credit_code")."""
    code = re.sub(r"\s", "", _half(text)).upper()
    if creditcode.fault(code):
        raise Wrong("credit_code")
    return code


def as_choice(text: str, choices: tuple[Choice, ...]) -> str:
    """The code of what was given as code or label. Raises Wrong("choice")."""
    wanted = _half(text).casefold()
    for choice in choices:
        if wanted in {choice.code, _half(choice.label).casefold(), _half(choice.label_en).casefold()}:
            return choice.code
    raise Wrong("choice")


def as_choices(text: str, choices: tuple[Choice, ...]) -> str:
    """The codes of several, in the order of the kind, divided by `;`. Raises Wrong("choice")."""
    given = {as_choice(one, choices) for one in re.split(r"[;；\n]", text) if one.strip()}
    return MANY.join(choice.code for choice in choices if choice.code in given)


def _shortest(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


CLEANERS: dict[str, Callable[[str], str]] = {
    "date": as_date,
    "money": as_money,
    "number": as_number,
    "year": as_year,
    "url": as_url,
    "credit_code": as_credit_code,
    "doc_number": docnumber.canonical,
}
"""By type; the others are text as it is, or have choices."""
