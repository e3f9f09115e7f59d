"""The figures of one statistics table as files carry them. CSV and JSON are written from the same rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from reports.writers.exact import exact


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One cell, all text: stable codes first, labels second. `value` None is blank, "0" a reported zero.

    `value` is the exact number in plain digits; `raw` what was printed or typed, None of it repaired.
    """

    cell: str
    row: str
    column: str
    row_label: str
    column_label: str
    unit: str
    value: str | None
    raw: str


COLUMNS = tuple(field.name for field in fields(FigureRow))


@dataclass(frozen=True, slots=True)
class FoundCheck:
    """What one check found, as the page words it. `reason`: why it stands, if "overridden"."""

    check: str
    status: str
    cells: tuple[str, ...]
    expected: Decimal | None
    found: Decimal | None
    message: str
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        """As the importer prints it."""
        return {
            "check": self.check,
            "status": self.status,
            "cells": list(self.cells),
            "expected": None if self.expected is None else exact(self.expected),
            "found": None if self.found is None else exact(self.found),
            "message": self.message,
            "reason": self.reason or None,
        }


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table of one revision of one report, ready to be written."""

    agency: str
    year: int
    kind: str
    revision: int
    title: str
    published_at: datetime | None
    address: str
    form: str
    table: str
    table_title: str
    explanation: str
    rows: tuple[FigureRow, ...]
    findings: tuple[FoundCheck, ...]
