"""A statistics table as CSV that Excel opens in Chinese: UTF-8 with a byte order mark, one line a cell."""

from __future__ import annotations

import csv
import io
import re

from reports.domain.statform.locating.ours import ABOUT
from reports.writers.figures import COLUMNS, TableFile

MEDIA_TYPE = "text/csv; charset=utf-8"

_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def write(table: TableFile) -> bytes:
    """A line of field names, then one line a cell in printed order. A blank cell has an empty value.

    Every line ends with the report it belongs to, so that a corrected file finds its way back.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *ABOUT])
    about = [guarded(word) for word in about_of(table)]
    for row in table.rows:
        writer.writerow([*(guarded(getattr(row, column) or "") for column in COLUMNS), *about])
    return text.getvalue().encode("utf-8-sig")


def about_of(table: TableFile) -> list[str]:
    """Form, agency, year and kind of the report, as text."""
    return [table.form, table.agency, str(table.year), table.kind]


def guarded(text: str) -> str:
    """With an apostrophe before it where a spreadsheet would run it as a formula; numbers stay numbers.

    Source: OWASP, CSV Injection.
    """
    if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
