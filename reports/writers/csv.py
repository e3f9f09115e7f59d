"""A statistics table as CSV that Excel opens in Chinese: UTF-8 with a byte order mark, one line a cell."""

from __future__ import annotations

import csv
import io
import re

from reports.writers.figures import COLUMNS, TableFile

MEDIA_TYPE = "text/csv; charset=utf-8"

_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def write(table: TableFile) -> bytes:
    """A line of field names, then one line a cell in printed order. A blank cell has an empty value."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in table.rows:
        writer.writerow([guarded(getattr(row, column) or "") for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """With an apostrophe before it where a spreadsheet would run it as a formula; numbers stay numbers.

    Source: OWASP, CSV Injection.
    """
    if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
