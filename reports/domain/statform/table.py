"""Figures as printed. None is a blank cell, Decimal(0) a reported zero; the two are never mixed up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.domain.document import Position
from reports.domain.statform.definition import CellKey

NOWHERE = Position()
"""The position of what has none in a source."""

Figures = Mapping[CellKey, Decimal | None]
"""The values of one report; a missing key reads as blank."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as found in a source.

    `raw` is the text as printed, `unit` as printed or from the form. `confidence` is 0..1, 1 for exact
    labels; `rule` names what found it.
    """

    key: CellKey
    value: Decimal | None
    raw: str
    unit: str = ""
    position: Position = NOWHERE
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in the table region that was not understood. `reason` is a code; a higher floor words it."""

    position: Position
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Located:
    """What was found of a form in a document.

    `form_id` None: no known form. `first_line`/`last_line` bound the table region (None: no table found).
    `lines` are all lines that belong to tables and not to the prose, among them those of `caption`, the title
    above a table. `year` is the one year that its titles and headers name; None: none, or more than one.
    """

    form_id: str | None
    cells: tuple[Cell, ...] = ()
    unread: tuple[Unread, ...] = ()
    first_line: int | None = None
    last_line: int | None = None
    lines: frozenset[int] = frozenset()
    caption: tuple[int, ...] = ()
    year: int | None = None


def figures(cells: tuple[Cell, ...]) -> dict[CellKey, Decimal | None]:
    """The values of those cells by key."""
    return {cell.key: cell.value for cell in cells}
