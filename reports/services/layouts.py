"""What a reader made of a kept source file, read once and remembered for a while: a PDF takes a second."""

from __future__ import annotations

from django.core.cache import cache

from reports.domain.document import Document, Unreadable
from reports.models import SourceFile
from reports.readers import keeping, opening

REMEMBERED = 24 * 3600
"""Seconds; the bytes of a source never change, so it could be for ever."""


def of_source(source: SourceFile) -> Document:
    """The lines and grids of a source. Raises Unreadable, also where its file is gone or damaged."""
    key = f"layout:{keeping.VERSION}:{source.sha256}:{source.name.rpartition('.')[2][:8].lower()}"
    kept = cache.get(key)
    if kept is not None:
        return keeping.unpacked(kept)
    try:
        with source.file.open("rb") as file:
            data = file.read(opening.LARGEST + 1)
    except (OSError, ValueError) as problem:
        raise Unreadable("cannot-open") from problem
    document = opening.read(data, name=source.name)
    cache.set(key, keeping.packed(document), REMEMBERED)
    return document
