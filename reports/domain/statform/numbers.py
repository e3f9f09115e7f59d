"""Figures as people print and type them, to exact Decimals and back. What cannot be read safely is refused.

No guessing: "1 2" may be two cells, "007" three of them, "12,34" a slip; each is refused with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reports.domain.statform import units
from reports.domain.statform.definition import CellKind

WHOLE_DIGITS = 14
DECIMAL_DIGITS = 6
"""What a stored figure can hold: 20 digits, 6 of them decimals."""
SIGNIFICANT_DIGITS = 15
"""Of these every database we run on keeps this many exactly."""
LONGEST_RAW = 60
"""A longer text is no figure (and does not fit the column that keeps it)."""

REASONS = (
    "not-a-number",
    "negative",
    "signed",
    "not-whole",
    "separators",
    "spaces",
    "leading-zeros",
    "too-long",
    "too-precise",
    "wrong-unit",
)
"""Every reason for refusing a text."""

_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．＋－−￥", "0123456789,.+--¥")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_DASHES = re.compile(r"[-‐‑‒–—―─－−/／]+")
_FIGURE = re.compile(
    r"(?P<currency>¥)?\s*(?P<sign>[+-]|增加|减少|增|减)?\s*(?P<digits>[0-9][0-9,.\s]*)(?P<unit>[^\s0-9]*)"
)
_MINUS = ("-", "减", "减少")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says. `value` None with `reason` "" is a blank cell; a `reason` of REASONS: not a figure.

    `unit` is the unit that stood in the text, "" if none did; `value` is in that unit, not converted.
    """

    value: Decimal | None
    reason: str = ""
    unit: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether the cell was left empty, or struck through with a dash."""
        return self.value is None and not self.reason


def parse(raw: str, kind: CellKind) -> Parsed:
    """The figure a cell's text says, at the precision printed.

    Understood: full-width digits, thousands separators, a unit behind the number; "+3", "-2", "增3", "减1"
    where the kind is "change". A dash or slash alone is blank; "无" is text. Never raises.
    """
    text = _INVISIBLE.sub("", raw).strip()
    if not text or _DASHES.fullmatch(text):
        return Parsed(None)
    if len(text) > LONGEST_RAW:
        return Parsed(None, "too-long")
    found = _FIGURE.fullmatch(text.translate(_HALF_WIDTH))
    if not found:
        return Parsed(None, "not-a-number")
    digits, unit = found["digits"].strip(), found["unit"] or ("元" if found["currency"] else "")
    reason = _fault_of_digits(digits) or _fault_of_kind(kind, digits, found["sign"] or "", unit)
    if reason:
        return Parsed(None, reason)
    value = Decimal(digits.replace(",", ""))
    return Parsed(-value if found["sign"] in _MINUS and value else value, "", unit)


def written(value: Decimal) -> str:
    """A figure for a sentence: "4,047", "96,171.6"; no exponent, no zeros after the last decimal."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fault_of_digits(digits: str) -> str:
    if re.search(r"\s", digits):
        return "spaces"
    if not re.fullmatch(r"[0-9,]+(\.[0-9]+)?", digits):
        return "not-a-number"
    whole, _, decimals = digits.partition(".")
    if "," in whole and not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", whole):
        return "separators"
    whole = whole.replace(",", "")
    if whole.startswith("0") and len(whole) > 1:
        return "leading-zeros"
    if len(whole) > WHOLE_DIGITS:
        return "too-long"
    if len(decimals) > DECIMAL_DIGITS:
        return "too-precise"
    return "too-long" if len((whole + decimals).lstrip("0")) > SIGNIFICANT_DIGITS else ""


def _fault_of_kind(kind: CellKind, digits: str, sign: str, unit: str) -> str:
    if unit and not units.is_known(unit):
        return "not-a-number"
    if unit and (unit in units.MONEY) != (kind == "money"):
        return "wrong-unit"
    if sign and kind != "change":
        return "negative" if sign in _MINUS else "signed"
    return "not-whole" if "." in digits and kind != "money" else ""
