"""The words of an attached file, for the search only. Bounded in time, memory and length; never raises."""

from __future__ import annotations

import json
from dataclasses import dataclass

from reports.domain.document import Unreadable
from reports.readers.bounded import Bounds, run
from reports.readers.rich.spacing import UNSEEN

READ = frozenset(("pdf", "docx", "xlsx", "pptx", "ofd", "csv", "txt"))
"""Kinds that have words; of images none are read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of processor, bytes of memory, characters of text that are kept."""

    seconds: int = 30
    memory: int = 768 * 2**20
    characters: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """The words of a file; `is_whole`: nothing was cut at the limit.

    `reason`: "" or why there are none, as Unreadable says it ("scanned": pictures; "not-read": no words).
    """

    text: str
    is_whole: bool = True
    reason: str = ""


def extract(kind: str, data: bytes, limits: Limits | None = None) -> Extracted:
    """The words of a file that `reports.readers.intake` let in: lines as such, cells parted by tabs."""
    bounds = limits or Limits()
    if kind not in READ:
        return Extracted("", reason="not-read")
    head = json.dumps({"kind": kind, "characters": bounds.characters}).encode() + b"\n"
    answer = bounds.characters * 12 + 1024  # a character as JSON has it: two escapes of six signs at most
    try:
        text, is_whole = run(
            "reports.readers.incoming.textchild",
            head + data,
            Bounds(bounds.seconds, bounds.memory, answer),
            kind=kind.upper(),
        )
    except Unreadable as problem:
        return Extracted("", reason=problem.reason)
    words = UNSEEN.sub("", str(text)).strip()
    if not words:
        return Extracted("", reason="scanned" if kind == "pdf" else "empty")
    return Extracted(words, bool(is_whole))
