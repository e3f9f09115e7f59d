"""A PDF to printed lines and tables, as JSON. `reports.readers.pdf` runs it in a process of its own."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import islice
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
FEW = 30
"""Letters of a page that holds no more than a running head and its number."""
LARGE = 0.4
"""The part of a page that a picture covers which may be a page itself."""
MANY_PATHS = 200
"""Drawn shapes of a page without text which may be letters made into shapes."""


def work(data: bytes) -> list[Any]:
    """Lines `["line", page, text]` and tables `["table", [[page, [[column, text, rowspan, colspan]…]]…]]`.

    `["picture", page]`: this page shows a picture and no text that could be read; text hidden behind it,
    which somebody's recognition put there, is not taken.
    Raises Unreadable: locked, damaged, many-pages, scanned, unmapped, empty.
    """
    looks = _look(data)
    pictures: list[int] = []
    pages: list[list[Item]] = []
    letters_found = unknown = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            look = looks[page.page_number - 1]
            letters = [] if look.is_hidden else _letters(page)
            if look.is_picture:
                pictures.append(page.page_number)
            letters_found += len(letters)
            unknown += sum(UNKNOWN in letter.text for letter in letters)
            tables = tables_of(page, letters)
            pages.append(items_of(letters, tables, page.page_number, float(page.height)))
            page.close()
    if unknown > letters_found * MOST_UNKNOWN:
        raise Unreadable("unmapped")
    if not any(pages):
        raise Unreadable("scanned")
    told = [_told(block) for block in joined(without_edges(pages), pages)]
    return [*told, *(["picture", page] for page in pictures)]


def _letters(page: pdfplumber.page.Page) -> list[Letter]:
    """The letters on a page, those printed twice for a bolder look once, none from beyond its edge."""
    letters = (letter_of(char) for char in page.dedupe_chars().chars)
    x0, top, x1, bottom = page.bbox
    return [letter for letter in letters if x0 <= letter.x <= x1 and top <= letter.y <= bottom]


@dataclass(frozen=True, slots=True)
class Look:
    """What a page shows: the letters that are seen and those hidden behind a picture, up to MAX_OBJECTS.

    `is_drawn`: it has little text, but a picture that may be a page, or shapes that may be letters.
    """

    seen: int
    hidden: int
    is_drawn: bool

    @property
    def is_picture(self) -> bool:
        """Whether what it says stands in a picture alone."""
        return self.is_drawn and self.seen < FEW

    @property
    def is_hidden(self) -> bool:
        """Whether its letters are not those that are seen."""
        return not self.seen or (self.is_picture and self.hidden > 0)


def _look(data: bytes) -> list[Look]:
    """What each page shows. Refuses what cannot be read: locked, broken, too long, or pictures alone."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as problem:
        is_locked = pypdfium2.raw.FPDF_GetLastError() == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Unreadable("locked" if is_locked or "assword" in str(problem) else "damaged") from problem
    if count > MAX_PAGES:
        raise Unreadable("many-pages", limit=MAX_PAGES)
    pages = [document[number] for number in range(count)]
    looks = [_look_at(page) for page in pages]
    if not any(look.seen for look in looks):
        is_drawn = any(pypdfium2.raw.FPDFPage_CountObjects(page) for page in pages)
        raise Unreadable("scanned" if is_drawn else "empty")
    return looks


def _look_at(page: pypdfium2.PdfPage) -> Look:
    text_page = page.get_textpage()
    raw = pypdfium2.raw
    seen = hidden = 0
    for number in range(min(text_page.count_chars(), MAX_OBJECTS)):
        thing = raw.FPDFText_GetTextObject(text_page, number)
        if thing:
            is_seen = raw.FPDFTextObj_GetTextRenderMode(thing) != INVISIBLE
            seen, hidden = seen + is_seen, hidden + (not is_seen)
    return Look(seen, hidden, seen < FEW and _is_drawn(page, has_text=seen > 0))


def _is_drawn(page: pypdfium2.PdfPage, *, has_text: bool) -> bool:
    width, height = page.get_size()
    shapes = 0
    for thing in islice(page.get_objects(max_depth=3), MAX_OBJECTS):
        if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
            shapes += 1
        elif thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            if (right - left) * (top - bottom) >= LARGE * width * height:
                return True
    return shapes >= MANY_PATHS and not has_text


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
