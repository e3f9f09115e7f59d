"""A photograph that was sent: decoded in a process of its own, written anew without what it tells."""

from __future__ import annotations

import base64

from reports.readers.bounded import Bounds, run

MAX_PIXELS = 50_000_000
"""Of width times height: what telephones take by default."""
MAX_SIDE = 20_000
BOUNDS = Bounds(seconds=30, memory=1536 * 2**20, answer=96 * 2**20)


def look(data: bytes, kind: str) -> None:
    """Demands a whole image of that kind ("jpg", "png") within bounds. Raises Unreadable as `anew` does."""
    run("reports.readers.incoming.picturechild", b"0" + data, BOUNDS, kind=kind.upper())


def anew(data: bytes, kind: str) -> bytes:
    """The image written anew: turned as it is shown, without place, camera, comments, or anything behind it.

    Raises Unreadable: damaged, many-pixels, slow, swollen.
    """
    told = run("reports.readers.incoming.picturechild", b"1" + data, BOUNDS, kind=kind.upper())
    return base64.b64decode(told)
