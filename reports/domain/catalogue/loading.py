"""Reads the tables of a TOML text into frozen dataclasses, and says what is wrong with a row by its code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any, Literal, TypeVar

Certainty = Literal["S", "K", "?"]
"""S: read in a published document; K: general knowledge of the published text; "?": to be confirmed."""

Row = TypeVar("Row")


class BadData(Exception):
    """A file of facts is wrong; the message names the row and the cause."""


def rows(text: str, table: str, make: type[Row]) -> tuple[Row, ...]:
    """Every `[[table]]` of the text as `make`, lists as tuples. Raises BadData, also when there is none."""
    try:
        entries = tomllib.loads(text).get(table, [])
    except tomllib.TOMLDecodeError as cause:
        raise BadData(str(cause)) from cause
    if not entries:
        raise BadData(f"The file holds no {table}.")
    return tuple(row(entry, table, make) for entry in entries)


def row(entry: dict[str, Any], table: str, make: type[Row]) -> Row:
    """One row as `make`. Raises BadData for a field too many or too few, or a certainty nobody knows."""
    name = f"{table} {entry.get('code', '?')}"
    if entry.get("certainty", "S") not in ("S", "K", "?"):
        raise BadData(f"{name}: certainty {entry['certainty']!r} is none of S, K, ?")
    try:
        return make(
            **{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        )
    except (TypeError, ValueError) as cause:
        raise BadData(f"{name}: {cause}") from cause


def each_once(codes: Iterable[str], table: str) -> None:
    """Raises BadData when a code stands twice: codes are frozen, the second would never be found."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise BadData(f"{table} {code} stands twice.")
        seen.add(code)
