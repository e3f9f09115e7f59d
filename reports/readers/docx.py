"""Word .docx to a Document: paragraphs and tables in the order they are printed. Not what they mean.

Headers, footers, footnotes, comments and pictures are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from reports.domain.document import Document, Unreadable
from reports.readers.building import Building
from reports.readers.package import Package, damage_told, open_package
from reports.readers.word.numbering import W, numbering_of
from reports.readers.word.runs import MAX_DEPTH, Runs, chosen, is_prompt
from reports.readers.word.styles import styles_of
from reports.readers.word.tables import (
    Piece,
    TableCell,
    TableRow,
    continues,
    merge_of,
    placed,
    rows_of,
    shape_of,
    span_of,
)

KIND = "Word"
MAIN = "wordprocessingml.document.main+xml"
PARAGRAPH, TABLE = f"{W}p", f"{W}tbl"
GONE = {f"{W}{name}" for name in ("del", "moveFrom", "sdtPr", "sdtEndPr")}


def read(data: bytes) -> Document:
    """The document in the bytes of a .docx. Tables of one column are lines: they frame a text.

    Raises Unreadable: too-large, swollen, nested, too-long, line-too-long, macros, locked, damaged, empty.
    """
    with damage_told(KIND):
        package = open_package(data, KIND)
        name = package.of_type(MAIN)
        root = package.tree(name) if name else None
        body = root.find(f"{W}body") if root is not None else None
        if name is None or body is None:
            raise Unreadable("damaged", kind=KIND)
        return _read(data, package, name, body)


def _read(data: bytes, package: Package, name: str, body: etree._Element) -> Document:
    folder = name.rpartition("/")[0]
    building = Building()
    for with_codes in (False, True):
        runs = Runs(
            styles_of(package.tree(f"{folder}/styles.xml")),
            numbering_of(package.tree(f"{folder}/numbering.xml")),
            with_codes,
        )
        building = Building()
        Body(runs, building).take(body)
        if not any(runs.fields):
            break
    return building.document(data, format="docx")


@dataclass
class Body:
    """Takes the blocks of a body, a text box or a framing table in order."""

    runs: Runs
    building: Building
    tables: int = 0
    piece: Piece | None = None
    """The table taken last, while only blank paragraphs have followed: the next may be its other half."""

    def take(self, container: etree._Element, depth: int = 0) -> None:
        """Adds everything in a body."""
        self._take(container, depth)
        self.flush()

    def flush(self) -> None:
        """Adds the table that is still open."""
        if self.piece is not None:
            piece, self.piece = self.piece, None
            self.building.grid(placed(piece))

    def _take(self, container: etree._Element, depth: int) -> None:
        for block in blocks(container, depth):
            if block.tag == PARAGRAPH:
                self._paragraph(block, depth)
            else:
                self._table(block, depth)
        rest = self.runs.rest()
        if rest.strip():
            self.flush()
            self.building.line(rest)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        text = self.runs.text(paragraph)
        boxes = self.runs.take_boxes()
        if text.strip():
            self.flush()
        if self.piece is None:
            self.building.line(text)
        for box in boxes:
            self.flush()
            self._take(box, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        self.tables += 1
        rows = list(rows_of(table, depth))
        piece = Piece(shape_of(table), [])
        is_half = self.piece is not None and continues(self.piece, piece)
        if not is_half:
            self.flush()
        if not is_half and all(len(row.cells) < 2 for row in rows):
            for row in rows:
                for cell in row.cells:
                    self._take(cell, depth + 1)
            return
        inner: list[etree._Element] = []
        number = self.tables
        piece.rows += [
            TableRow(number, place, [self._words(cell, inner, depth) for cell in row.cells], row.before)
            for place, row in enumerate(rows, start=1)
        ]
        if self.piece is not None:
            self.piece.rows += piece.rows
        else:
            self.piece = piece
        for nested in inner:
            self.flush()
            self._table(nested, depth + 1)

    def _words(self, cell: etree._Element, inner: list[etree._Element], depth: int) -> TableCell:
        words: list[str] = []
        if not any(is_prompt(outer) for outer in cell.iterancestors(f"{W}sdt")):
            self._cell(cell, words, inner, depth)
        return TableCell(span_of(cell), merge_of(cell), " ".join(words))

    def _cell(self, node: etree._Element, words: list[str], inner: list[etree._Element], depth: int) -> None:
        """The words of a cell's paragraphs and text boxes; tables in it are set aside."""
        for block in blocks(node, depth):
            if block.tag == TABLE:
                inner.append(block)
                continue
            text = self.runs.text(block)
            words += [text] if text.strip() else []
            for box in self.runs.take_boxes():
                self._cell(box, words, inner, depth + 1)
        rest = self.runs.rest()
        words += [rest] if rest.strip() else []


def blocks(container: etree._Element, depth: int) -> Iterator[etree._Element]:
    """The paragraphs and tables in a container, through content controls and tracked insertions."""
    if depth > MAX_DEPTH:
        raise Unreadable("nested")
    for child in container:
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag not in GONE and not is_prompt(child) and child.tag != f"{W}sectPr":
            yield from blocks(chosen(child), depth + 1)
