"""A PDF to printed lines and tables, as JSON. `reports.readers.pdf` runs it in a process of its own."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw

from reports.domain.document import Unreadable
from reports.readers.bounded import serve
from reports.readers.paper.edges import without_edges
from reports.readers.paper.joining import Block, Table, joined
from reports.readers.paper.letters import UNKNOWN, Letter, letter_of
from reports.readers.paper.pieces import NEAR, BoxCell, Item, clustered, items_of, place_of
from reports.readers.paper.rules import tables_of

MAX_PAGES = 100
"""Reports have up to forty."""
MOST_UNKNOWN = 0.02
"""The part of letters that fonts may leave without meaning: bullets and the like."""
INVISIBLE = 3
"""How text is drawn that is not seen: the recognised text behind a scanned page (ISO 32000-1, table 106)."""
MAX_OBJECTS = 5_000


def work(data: bytes) -> list[Any]:
    """Lines `["line", page, text]` and tables `["table", [[page, [[column, text, rowspan, colspan]…]]…]]`.

    Raises Unreadable: locked, damaged, many-pages, scanned, unmapped, empty.
    """
    _look(data)
    pages: list[list[Item]] = []
    letters_found = unknown = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            letters = _letters(page)
            letters_found += len(letters)
            unknown += sum(UNKNOWN in letter.text for letter in letters)
            tables = tables_of(page, letters)
            pages.append(items_of(letters, tables, page.page_number, float(page.height)))
            page.close()
    if unknown > letters_found * MOST_UNKNOWN:
        raise Unreadable("unmapped")
    if not any(pages):
        raise Unreadable("scanned")
    return [_told(block) for block in joined(without_edges(pages), pages)]


def _letters(page: pdfplumber.page.Page) -> list[Letter]:
    """The letters on a page, those printed twice for a bolder look once, none from beyond its edge."""
    letters = (letter_of(char) for char in page.dedupe_chars().chars)
    x0, top, x1, bottom = page.bbox
    return [letter for letter in letters if x0 <= letter.x <= x1 and top <= letter.y <= bottom]


def _look(data: bytes) -> None:
    """Refuses what cannot be read: locked, broken, too long, or pictures with or without hidden text."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as problem:
        is_locked = pypdfium2.raw.FPDF_GetLastError() == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Unreadable("locked" if is_locked or "assword" in str(problem) else "damaged") from problem
    if count > MAX_PAGES:
        raise Unreadable("many-pages", limit=MAX_PAGES)
    pages = [document[number] for number in range(count)]
    if not any(_shows_text(page) for page in pages):
        is_drawn = any(pypdfium2.raw.FPDFPage_CountObjects(page) for page in pages)
        raise Unreadable("scanned" if is_drawn else "empty")


def _shows_text(page: pypdfium2.PdfPage) -> bool:
    """Whether a page draws any text that is seen."""
    text_page = page.get_textpage()
    raw = pypdfium2.raw
    for number in range(min(text_page.count_chars(), MAX_OBJECTS)):
        thing = raw.FPDFText_GetTextObject(text_page, number)
        if thing and raw.FPDFTextObj_GetTextRenderMode(thing) != INVISIBLE:
            return True
    return False


def _told(block: Block) -> list[Any]:
    if not isinstance(block, Table):
        return ["line", block.page, block.text]
    placed = _placed(block)
    if placed is None:
        rows = [[cell for cell in block.cells if cell.first == row] for row in range(block.rows)]
        return ["lines", [[page, _beside(row)] for page, row in zip(block.pages, rows, strict=True)]]
    return ["table", [[page, row] for page, row in zip(block.pages, placed, strict=True)]]


def _beside(row: list[BoxCell]) -> str:
    return "\t".join(cell.text for cell in sorted(row, key=lambda cell: cell.left))


def _placed(table: Table) -> list[list[list[Any]]] | None:
    """The cells of each row with their columns; None where they do not fall into columns."""
    edges = clustered([edge for cell in table.cells for edge in (cell.left, cell.right)], NEAR)
    rows: list[list[list[Any]]] = [[] for _ in table.pages]
    taken: set[tuple[int, int]] = set()
    for cell in sorted(table.cells, key=lambda cell: (cell.first, cell.left)):
        column, end = place_of(edges, cell.left), place_of(edges, cell.right)
        places = {(row, at) for row in range(cell.first, cell.last + 1) for at in range(column, end)}
        if not places or taken & places:
            return None
        taken |= places
        rows[cell.first].append([column + 1, cell.text, cell.last - cell.first + 1, end - column])
    return rows


if __name__ == "__main__":
    serve(work)
