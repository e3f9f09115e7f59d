"""A statistics table as an Excel workbook: the same cells in the same order and columns as its CSV."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font

from reports.domain.statform.locating.ours import ABOUT
from reports.writers.csv import about_of
from reports.writers.figures import COLUMNS, TableFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"cell": 22, "row_label": 36, "column_label": 24, "agency": 24, "form": 16}
EARLY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The day of making that every workbook bears: equal tables make equal parts."""
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(table: TableFile) -> bytes:
    """One sheet: field names, then a row a cell. Values are numbers, every other cell is text, no formula."""
    book = Workbook()
    book.properties.creator, book.properties.created = "", EARLY
    sheet = book.active
    sheet.title = "cells"
    sheet.append([*COLUMNS, *ABOUT])
    for column, name in enumerate([*COLUMNS, *ABOUT], start=1):
        heading = sheet.cell(1, column)
        heading.font = Font(bold=True)
        sheet.column_dimensions[heading.column_letter].width = WIDTHS.get(name, 12)
    sheet.freeze_panes = "A2"
    about = about_of(table)
    for number, row in enumerate(table.rows, start=2):
        for column, name in enumerate(COLUMNS, start=1):
            _put(sheet.cell(number, column), getattr(row, name), is_number=name == "value")
        for column, word in enumerate(about, start=len(COLUMNS) + 1):
            _put(sheet.cell(number, column), word)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Cell, text: str | None, *, is_number: bool = False) -> None:
    """A number as a number; all else as text, also what begins like a formula (OWASP, CSV Injection)."""
    if not text:
        return
    if is_number:
        cell.value = Decimal(text)
        return
    cell.value = UNFIT.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in "=+-@"
