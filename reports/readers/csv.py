"""CSV to a Document: tables parted by blank rows or prose, their rows as lines. Not what they mean.

Source: RFC 4180; semicolons and tabs between the fields as spreadsheets write them too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from reports.domain.document import Document, Unreadable
from reports.readers.building import Building, Placed, Row
from reports.readers.sheets.parting import take
from reports.readers.text import MAX_LINES, text_of

DELIMITERS = (",", ";", "\t")
SAMPLE = 50
"""Lines that show what stands between the fields."""


def read(data: bytes) -> Document:
    """The document in the bytes of a CSV file in UTF-8 or GB18030.

    Raises Unreadable as `reports.readers.text.read` does.
    """
    text, encoding = text_of(data)
    building = Building()
    rows = [
        Row([Placed(column, field) for column, field in enumerate(fields, start=1)], 1, number)
        for number, fields in enumerate(_rows(text, _delimiter(text)), start=1)
    ]
    take(building, rows)
    return building.document(data, format="csv", encoding=encoding)


def _delimiter(text: str) -> str:
    """What parts most of the first lines."""
    lines = text.splitlines()[:SAMPLE]
    return max(DELIMITERS, key=lambda delimiter: sum(delimiter in line for line in lines))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The fields of every row. A file whose quotes do not close is cut at every delimiter instead."""
    try:
        return _few(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        lines = (line.rstrip("\r\n") for line in io.StringIO(text, newline=""))
        return _few(line.split(delimiter) for line in lines)


def _few(rows: Iterable[list[str]]) -> list[list[str]]:
    """Those rows, if they are no more than a document may have; no more than that are ever in memory."""
    found: list[list[str]] = []
    for row in rows:
        found.append(row)
        if len(found) > MAX_LINES:
            raise Unreadable("too-long", limit=MAX_LINES)
    return found
