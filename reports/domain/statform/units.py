"""The units a form counts in, their English names, and exact conversion between units of money."""

from __future__ import annotations

from decimal import Decimal

COUNTS = {
    "条": "items",
    "件": "cases",
    "份": "copies",
    "次": "times",
    "篇": "articles",
    "个": "units",
    "项": "items",
    "人": "persons",
    "人次": "person-times",
}
"""Units of things counted, with their English word."""

MONEY = {"元": "CNY", "万元": "CNY 10,000", "亿元": "CNY 100 million"}
"""Units of money, with their English name."""

_IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def is_known(unit: str) -> bool:
    """Whether a form may use that unit."""
    return unit in COUNTS or unit in MONEY


def english(unit: str) -> str:
    """The unit in English; "" for "". Raises KeyError for an unknown unit."""
    return "" if unit == "" else {**COUNTS, **MONEY}[unit]


def convert(amount: Decimal, unit: str, target: str) -> Decimal:
    """An amount of money in another unit, exactly. Raises KeyError for a unit that is not money."""
    return amount * _IN_YUAN[unit] / _IN_YUAN[target]
