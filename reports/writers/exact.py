"""Exact numbers as text: no digit lost, none invented."""

from __future__ import annotations

from decimal import Decimal


def exact(value: Decimal) -> str:
    """The number in plain digits: 24112, not 24112.000000; 0.5, not 5E-1."""
    return format(value.normalize(), "f") if value else "0"
