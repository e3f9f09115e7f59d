"""Our own download of a table as JSON to a Document: the same rows as its CSV. No other JSON is read."""

from __future__ import annotations

import json
import re
from typing import Any

from reports.domain.document import Document, Unreadable
from reports.domain.statform.locating.ours import ABOUT, FIELDS
from reports.readers.building import Building, Placed, Row
from reports.readers.text import MAX_CELLS, text_of

UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs that no text of ours holds, and that no database takes."""


def read(data: bytes) -> Document:
    """The document in the bytes of a table that was downloaded here.

    Raises Unreadable: not-read for other JSON, and as `reports.readers.text.read` does.
    """
    text, encoding = text_of(data)
    table = _loaded(text)
    if table is None:
        raise Unreadable("not-read", kind="JSON")
    cells = table["cells"]
    if len(cells) * len(FIELDS) > MAX_CELLS:
        raise Unreadable("too-long", limit=MAX_CELLS)
    report = table["report"]
    about = [table.get("form"), report.get("agency"), report.get("year"), report.get("kind")]
    building = Building()
    building.grid([_row([*FIELDS, *ABOUT], 0)])
    building.grid(
        [_row([*(cell.get(name) for name in FIELDS), *about], n) for n, cell in enumerate(cells, start=1)]
    )
    return building.document(data, format="json", encoding=encoding)


def _row(values: list[Any], number: int) -> Row:
    words = ["" if value is None else str(value) for value in values]
    if any(UNSTORABLE.search(word) for word in words):  # spelt \u0000 or \ud800
        raise Unreadable("binary")
    return Row([Placed(column, word) for column, word in enumerate(words, start=1)], 1, max(number, 1))


def _loaded(text: str) -> dict[str, Any] | None:
    """The object of a table; None for whatever is no table of ours."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("report"), dict):
        return None
    cells = found.get("cells")
    return found if isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells) else None
