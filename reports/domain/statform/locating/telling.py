"""Tells what was not read, in full: a long text becomes several unread parts, none of it is dropped."""

from __future__ import annotations

from collections.abc import Iterable

from reports.domain.document import Position
from reports.domain.statform.table import Unread

MAX_TEXT = 200
"""Characters of an unread part."""


def unread_of(texts: Iterable[str], line: int | None, reason: str) -> list[Unread]:
    """These texts of one place as unread parts, as many in each as MAX_TEXT holds, a space between them."""
    parts: list[str] = []
    for text in filter(None, texts):
        if parts and len(parts[-1]) + 1 + len(text) <= MAX_TEXT:
            parts[-1] += f" {text}"
        else:
            parts += [text[start : start + MAX_TEXT] for start in range(0, len(text), MAX_TEXT)]
    return [Unread(Position(line=line), part, reason) for part in parts]
