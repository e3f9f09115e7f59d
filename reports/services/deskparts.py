"""What is handed in at the import desk, file by file: those of a ZIP archive each by itself, read as it lies.

The same rules as for an archive of the command: `readers.bundle`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from reports.domain.document import Unreadable
from reports.readers import bundle
from reports.readers.bundle import Bundle, Entry
from reports.readers.opening import LARGEST

MOST_UNPACKED = 200 * 2**20
"""Bytes of all files of one archive, as it states them and as they are."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file by its name. `data` gives its bytes when they are needed; raises Unreadable."""

    name: str
    data: Callable[[], bytes]


def whole(data: bytes, name: str) -> Part:
    """A file as it was handed in."""
    return Part(name, lambda: data)


def of(data: bytes, name: str) -> list[Part]:
    """The files in what was handed in: itself, or those of the archive that it is."""
    try:
        found = bundle.archive_in(data, most_unpacked=MOST_UNPACKED)
    except Unreadable as problem:
        return [Part(name, partial(_refuse, problem))]
    if found is None:
        return [whole(data, name)]
    if not found.entries:
        return [Part(name, partial(_refuse, Unreadable("empty")))]
    budget = _Budget()
    return [Part(entry.name, partial(_unpacked, found, entry, budget)) for entry in found.entries]


class _Budget:
    """What of MOST_UNPACKED is left: an archive may state less than it holds."""

    def __init__(self) -> None:
        self.left = MOST_UNPACKED

    def spend(self, size: int) -> None:
        """Raises Unreadable "swollen" when it is spent."""
        self.left -= size
        if self.left < 0:
            raise Unreadable("swollen", limit=MOST_UNPACKED // 2**20)


def _unpacked(found: Bundle, entry: Entry, budget: _Budget) -> bytes:
    data = found.data(entry)
    budget.spend(len(data))
    if len(data) > LARGEST:
        raise Unreadable("too-large", limit=LARGEST // 2**20)
    return data


def _refuse(problem: Unreadable) -> bytes:
    raise problem
