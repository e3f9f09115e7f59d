"""A PDF that was sent: what it may do when it is opened. In a process of its own; this one only asks."""

from __future__ import annotations

from reports.readers.bounded import Bounds, run

BOUNDS = Bounds(seconds=20, memory=768 * 2**20, answer=64 * 1024)


def look(data: bytes) -> str:
    """What is in a PDF that must not be: "script", "launch", "files", "media", "form"; "" for nothing.

    Raises Unreadable: locked, damaged, slow, swollen.
    """
    return str(run("reports.readers.incoming.paperchild", data, BOUNDS, kind="PDF"))
