"""Receipt numbers and query codes: what an applicant copies from paper, and how it is read back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code read off paper is typed right."""
LENGTH = 12
"""Signs of a query code: 60 bits."""
GROUP = 4
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_NUMBERS = (re.compile(r"(\d{4})-(\d{4,6})-(\d{5,7})"), re.compile(r"(\d{4})(\d{4})(\d{5})"))
"""With its dashes; or without them, where nothing else can be meant."""
LONGEST = 60
"""Signs of what is typed that are looked at; nothing longer is a number or a code."""


def number(year: int, agency_id: int, serial: int) -> str:
    """ "2026-0012-00034": year of arrival, agency, serial within both."""
    return f"{year:04d}-{agency_id:04d}-{serial:05d}"


def read_number(typed: str) -> str:
    """The receipt number meant by what was typed, whatever its width, dashes and blanks; "" if it is none."""
    plain = _plain(typed) if len(typed) <= LONGEST else ""
    found = next((match for pattern in _NUMBERS if (match := pattern.fullmatch(plain))), None)
    return "-".join(found.groups()) if found else ""


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """A query code of 12 signs, e.g. "7KQ49XTM2HNC"; `choose` picks one sign, unforeseeably."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As printed: "7KQ4-9XTM-2HNC"."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The query code meant by what was typed, whatever case and width, O for 0, I and L for 1; "" if none."""
    if len(typed) > LONGEST:
        return ""
    code = _plain(typed).replace("-", "").upper().translate(_MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def _plain(typed: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", typed).split())
    return re.sub(r"[‐-―−ー_.]", "-", text)
