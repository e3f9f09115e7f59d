"""Units printed beside the cells of a table: behind a label, above the table, in a line of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.domain.statform import units
from reports.domain.statform.locating.strays import is_sentence
from reports.domain.statform.locating.tokens import UNITS, Token
from reports.domain.text.normalise import plain

ABOVE = 5
"""Parts above a header among which the unit of its table may be printed."""

_ONE = rf"[十百千万亿]*(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})"
_LIST = rf"(?:人民币)?(?P<units>{_ONE}(?:[、,/和及或]{_ONE})*)(?:[(]人民币[)])?"
_SAID = r"(?:计量|金额|货币|数量|统计)?单位[:为是]?"
SAID = re.compile(
    rf"{_SAID}{_LIST}|[(\[【〔]?{_SAID}{_LIST}[)\]】〕]|[(\[【〔]{_LIST}[)\]】〕]".replace("?P<units>", "")
)
BEHIND = re.compile(rf"(?P<label>.+?)[(\[【〔](?:{_SAID})?{_LIST}[)\]】〕]")


def said(token: Token) -> frozenset[str]:
    """The units a part that is nothing but a note of units names; empty for any other part."""
    text = plain(token.text)
    return (
        frozenset(re.findall(_ONE, text)) if token.shape == "words" and SAID.fullmatch(text) else frozenset()
    )


def said_above(tokens: Sequence[Token], first: int) -> frozenset[str]:
    """The units noted close above a header that begins at `first`."""
    found: frozenset[str] = frozenset()
    for index in range(first - 1, max(first - 1 - ABOVE, -1), -1):
        if tokens[index].is_figure or is_sentence(tokens[index]):
            break
        found |= said(tokens[index])
    return found


def behind(text: str) -> tuple[str, frozenset[str]]:
    """A label without the units in brackets behind it, and these units; "" if there are none."""
    match = BEHIND.fullmatch(plain(text))
    return (match["label"], frozenset(re.findall(_ONE, match["units"]))) if match else ("", frozenset())


def contradict(printed: frozenset[str], unit: str) -> bool:
    """Whether units noted for a whole table or label speak against the form's unit of a cell.

    Notes of several units speak only of their kind: money in another unit, or counts in thousands.
    """
    if unit in units.MONEY:
        return unit not in printed and any(other.endswith("元") for other in printed)
    return any(other not in UNITS and not other.endswith("元") for other in printed)
