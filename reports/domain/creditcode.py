"""The check character of a unified social credit code (统一社会信用代码, GB 32100-2015).

18 characters of an alphabet without I, O, S, V, Z; the last checks the others with the weights 3^i mod 31.
"""

from __future__ import annotations

from typing import Literal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18

Fault = Literal["", "length", "character", "check"]
"""What is wrong with a code; "" is nothing."""


def check_character(first_seventeen: str) -> str:
    """The 18th character of a code. Raises ValueError for a character the alphabet does not have."""
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(first_seventeen))
    return ALPHABET[-total % 31]


def fault(code: str) -> Fault:
    """What is wrong with a whole code, as it stands: no letters are raised and no spaces dropped."""
    if len(code) != LENGTH:
        return "length"
    if any(sign not in ALPHABET for sign in code):
        return "character"
    return "" if check_character(code[:-1]) == code[-1] else "check"
