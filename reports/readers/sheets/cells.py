"""One sheet as the places that hold something, what is merged and what is hidden.

Source: ECMA-376 part 1, 18.3 (Worksheets).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from reports.domain.document import Unreadable
from reports.readers.sheets.book import STRUCK, Book, S, text_of, unescaped
from reports.readers.sheets.shown import GENERAL, shown
from reports.readers.text import MAX_CELLS

PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
MAX_MERGES = 20_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_FORMULA = 60
WANTED = tuple(f"{S}{name}" for name in ("c", "row", "mergeCell", "col", "sheetView"))


class Area(NamedTuple):
    """A rectangle of places, first and last included, rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """How many places it covers."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def places(self) -> Iterator[tuple[int, int]]:
        """Every place in it, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


@dataclass
class Places:
    """What a sheet shows: the text of every place that has one, by row and column."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    shows_zeros: bool = True

    def hides_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def places_of(data: bytes, book: Book) -> Places:
    """Reads the XML of a sheet piece by piece. Raises Unreadable "too-long"."""
    places = Places()
    row = column = 0
    stream = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=WANTED,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for event, node in stream:
        if event == "start":
            if node.tag == f"{S}row":
                row, column = _within(node.get("r"), row + 1, LAST_ROW), 0
            continue
        if node.tag == f"{S}c":
            at = _place(str(node.get("r", "")))
            row, column = at or (row, column + 1)
            _keep(places, row, column, _marked(node, book, places.shows_zeros))
        elif node.tag == f"{S}row":
            if node.get("hidden") in ("1", "true"):
                places.hidden_rows.add(row)
            _forget(node)
        else:
            _note(places, node)
    return places


def _keep(places: Places, row: int, column: int, text: str) -> None:
    if not text.strip():
        return
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        raise ValueError("a cell outside of every sheet")
    places.texts[row, column] = text
    if len(places.texts) > MAX_CELLS:
        raise Unreadable("too-long", limit=MAX_CELLS)


def _note(places: Places, node: etree._Element) -> None:
    if node.tag == f"{S}mergeCell":
        first, _, last = str(node.get("ref", "")).partition(":")
        start, end = _place(first), _place(last or first)
        if start and end:
            places.merged.append(Area(*map(min, start, end), *map(max, start, end)))
        if len(places.merged) > MAX_MERGES:
            raise Unreadable("too-long", limit=MAX_MERGES)
    elif node.tag == f"{S}col" and node.get("hidden") in ("1", "true"):
        first_column = _within(node.get("min"), 1, LAST_COLUMN)
        places.hidden_columns.append((first_column, _within(node.get("max"), first_column, LAST_COLUMN)))
    elif node.tag == f"{S}sheetView" and node.get("showZeros") in ("0", "false"):
        places.shows_zeros = False


def _marked(node: etree._Element, book: Book, shows_zeros: bool) -> str:
    """What a cell shows, between the marks of what is struck out where it is."""
    text = _text(node, book, shows_zeros)
    is_struck = bool(book.struck) and _style(node) in book.struck and bool(text.strip())
    return text.join(STRUCK) if is_struck else text


def _style(node: etree._Element) -> int:
    style = node.get("s", "")
    return int(style) if re.fullmatch(r"\d{1,6}", style) else 0


def _text(node: etree._Element, book: Book, shows_zeros: bool) -> str:
    """What a cell shows. A formula that was never calculated is shown itself, so that it is no blank."""
    kind, value = node.get("t", "n"), node.findtext(f"{S}v") or ""
    formula = node.find(f"{S}f")
    inline = node.find(f"{S}is")
    if kind == "inlineStr" and inline is not None:
        return text_of(inline)
    if not value:
        return f"={(formula.text or '…')[:MAX_FORMULA]}" if formula is not None and kind != "str" else ""
    if kind == "s":
        index = int(value) if re.fullmatch(r"\d{1,7}", value) else -1
        if not 0 <= index < len(book.texts):
            raise ValueError("a text that is not there")
        return book.texts[index]
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind != "n":
        return unescaped(value)
    index = _style(node)
    code = book.formats[index] if index < len(book.formats) else GENERAL
    text = shown(value, code, is_1904=book.is_1904)
    return "" if not shows_zeros and re.fullmatch(r"-?0+(\.0+)?%?", text) else text


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of "B12"; None where it is no such thing."""
    found = PLACE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _within(text: str | None, default: int, last: int) -> int:
    return min(int(text), last) if text and re.fullmatch(r"\d{1,9}", text) else default


def _forget(node: etree._Element) -> None:
    """Frees a row that was read, and all before it."""
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]
