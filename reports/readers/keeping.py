"""A Document as JSON and back, so that what took a second to read is read once."""

from __future__ import annotations

import json
from typing import Any

from reports.domain.document import Document, Grid, Line, Position, Slot

VERSION = 1
"""Of the layout below; another one is not understood."""


def packed(document: Document) -> str:
    """The document as JSON."""
    return json.dumps(
        {
            "version": VERSION,
            "lines": [[line.text, _place(line.position), list(line.cells)] for line in document.lines],
            "encoding": document.encoding,
            "sha256": document.sha256,
            "grids": [
                [[_slot(slot) for slot in grid.slots], _place(grid.position), list(grid.lines)]
                for grid in document.grids
            ],
            "format": document.format,
            "pictures": list(document.pictures),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def unpacked(text: str) -> Document:
    """The document that `packed` wrote. Raises ValueError for anything else."""
    try:
        found = json.loads(text)
        if found["version"] != VERSION:
            raise ValueError(found["version"])
        return Document(
            tuple(Line(words, Position(*place), tuple(cells)) for words, place, cells in found["lines"]),
            found["encoding"],
            found["sha256"],
            tuple(
                Grid(tuple(_slot_of(slot) for slot in slots), Position(*place), (first, last))
                for slots, place, (first, last) in found["grids"]
            ),
            found["format"],
            tuple(found.get("pictures", ())),
        )
    except (KeyError, TypeError) as problem:
        raise ValueError("no kept document") from problem


def _place(position: Position) -> list[int | None]:
    return [position.line, position.page, position.table, position.row, position.column]


def _slot(slot: Slot) -> list[Any]:
    return [slot.row, slot.column, slot.text, _place(slot.position), slot.rowspan, slot.colspan]


def _slot_of(found: list[Any]) -> Slot:
    row, column, text, place, rowspan, colspan = found
    return Slot(row, column, text, Position(*place), rowspan, colspan)
