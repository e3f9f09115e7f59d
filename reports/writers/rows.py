"""Any table of texts as CSV or .xlsx that opens in Chinese, no cell of which a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from reports.writers import csv as csv_writer
from reports.writers import xlsx as xlsx_writer
from reports.writers.csv import guarded
from reports.writers.xlsx import EARLY, UNFIT

MEDIA_TYPES = {"csv": csv_writer.MEDIA_TYPE, "xlsx": xlsx_writer.MEDIA_TYPE}
"""Ending → media type."""


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, lines ending as RFC 4180 has it; every cell guarded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def write_book(rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet of texts; no cell is a number or a formula, so that a code keeps its zeros in front."""
    book = Workbook()
    book.properties.creator, book.properties.created = "", EARLY
    sheet = book.active
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = UNFIT.sub("", guarded(text))
            cell.data_type = "s"
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
