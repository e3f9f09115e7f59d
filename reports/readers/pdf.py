"""PDF with a text layer to a Document: printed lines and ruled tables, page by page. Not what they mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reports.domain.document import Document, Unreadable
from reports.readers.bounded import Bounds, run
from reports.readers.building import Building, Placed, Row

MAX_BYTES = 20 * 1024 * 1024
"""A report of a few pages with photographs."""
BOUNDS = Bounds(seconds=20, memory=512 * 1024 * 1024, answer=16 * 1024 * 1024)
"""A report of six pages takes half a second of processor, start included, and 50 MB (75 MB of addresses)."""
MAGIC = b"%PDF"
KIND = "PDF"


def read(data: bytes) -> Document:
    """The document in the bytes of a PDF, read by a process of its own (see `reports.readers.bounded`).

    A table that a page break cut is one grid; a header repeated on the next page is left out; what stands
    between its pieces (page numbers, running heads) comes behind it.
    Raises Unreadable: too-large, many-pages, too-long, line-too-long, locked, scanned, unmapped, damaged,
    slow, swollen, other-format, empty.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", limit=MAX_BYTES // 2**20)
    if not data:
        raise Unreadable("empty")
    if MAGIC not in data[:1024]:
        raise Unreadable("other-format", kind=KIND)
    blocks = run("reports.readers.paper.child", data, BOUNDS, kind=KIND)
    building = Building()
    tables = 0
    pictures: list[int] = []
    for name, *told in blocks:
        if name == "picture":
            pictures.append(told[0])
        elif name == "line":
            building.line(told[1], page=told[0])
        elif name == "lines":
            for page, text in told[0]:
                building.line(text, page=page)
        else:
            tables += 1
            building.grid(_rows(told[0], tables))
    return replace(building.document(data, format="pdf"), pictures=tuple(pictures))


def _rows(rows: list[Any], table: int) -> list[Row]:
    return [
        Row([Placed(*cell) for cell in cells], table, number, page)
        for number, (page, cells) in enumerate(rows, start=1)
    ]
