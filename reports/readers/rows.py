"""A plain list (CSV, or the first shown sheet of an .xlsx) as its rows, each with the line it stands on."""

from __future__ import annotations

import csv
import io

from reports.domain.document import Unreadable
from reports.readers.csv import DELIMITERS, SAMPLE
from reports.readers.package import damage_told, open_package
from reports.readers.sheets.book import book_of
from reports.readers.sheets.cells import places_of
from reports.readers.text import text_of
from reports.readers.xlsx import KIND, MAIN

Rows = list[tuple[int, list[str]]]
"""Line number and cells of every row that holds something."""


def read(data: bytes, *, most: int) -> Rows:
    """The rows in those bytes, at most `most`. Raises Unreadable, also "too-long" for more."""
    if not data.strip():
        raise Unreadable("empty")
    found = _of_sheet(data) if data.startswith(b"PK\x03\x04") else _of_text(data, most)
    kept = [(line, cells) for line, cells in found if any(cells)]
    if not kept:
        raise Unreadable("empty")
    if len(kept) > most:
        raise Unreadable("too-long", limit=most)
    return kept


def _of_text(data: bytes, most: int) -> Rows:
    text, _encoding = text_of(data)
    first = text.splitlines()[:SAMPLE]
    delimiter = max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in first))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: Rows = []
    try:
        for cells in reader:
            found.append((reader.line_num, [cell.strip() for cell in cells]))
            if len(found) > 2 * most:
                raise Unreadable("too-long", limit=most)
    except csv.Error as problem:
        raise Unreadable("damaged", kind="CSV") from problem
    return found


def _of_sheet(data: bytes) -> Rows:
    with damage_told(KIND):
        package = open_package(data, KIND)
        name = package.of_type(MAIN)
        book = book_of(package, name) if name else None
        part = package.xml(book.sheets[0].part) if book and book.sheets else None
        if book is None or part is None:
            raise Unreadable("damaged", kind=KIND)
        texts = places_of(part, book).texts
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in texts.items():
        by_row.setdefault(row, {})[column] = text.strip()
    # As wide as what is filled: a cell far out on the right makes its row long, never the whole sheet.
    return [
        (row, [cells.get(at, "") for at in range(1, max(cells) + 1)]) for row, cells in sorted(by_row.items())
    ]
