"""Passwords known from breaches, looked up in a file on this machine; nothing of a password leaves it.

The file is the download of "Have I Been Pwned", ordered by hash: lines of 40 hexadecimal digits (SHA-1),
optionally `:count`, sorted. It has tens of gigabytes; 40 steps of a binary search read 40 of its pages.
"""

from __future__ import annotations

import hashlib
import mmap
from pathlib import Path

DIGITS = 40


class NotABreachList(Exception):
    """The file is empty, unsorted or of other lines; the message says which line."""


def holds(path: Path, password: str) -> bool:
    """Whether the list has that password. Raises OSError, NotABreachList."""
    # SHA-1 because the list is made of it; nothing is kept or protected by it.
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        try:
            lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise NotABreachList(f"{path} is empty") from None
        with lines:
            return _search(lines, wanted, path)


def verify(path: Path) -> None:
    """Looks whether first, middle and last line are such lines in order. Raises OSError, NotABreachList."""
    with path.open("rb") as file:
        try:
            lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise NotABreachList(f"{path} is empty") from None
        with lines:
            places = (0, len(lines) // 2, max(len(lines) - 2, 0))
            found = [_line(lines, place, path)[1] for place in places]
    if sorted(found) != found:
        raise NotABreachList(f"{path} is not sorted by hash")


def _search(lines: mmap.mmap, wanted: bytes, path: Path) -> bool:
    low, high = 0, len(lines)  # the line is wanted among those that begin in [low, high)
    while low < high:
        start, found = _line(lines, (low + high) // 2, path)
        if found == wanted:
            return True
        if found < wanted:
            end = lines.find(b"\n", start)
            low = len(lines) if end < 0 else end + 1
        else:
            high = start
    return False


def _line(lines: mmap.mmap, place: int, path: Path) -> tuple[int, bytes]:
    """(where it begins, its hash in capitals) of the line that has that byte."""
    start = lines.rfind(b"\n", 0, place) + 1
    found = lines[start : start + DIGITS].upper()
    rest = lines[start + DIGITS : start + DIGITS + 1]
    if len(found) < DIGITS or found.strip(b"0123456789ABCDEF") or rest not in (b"", b":", b"\n", b"\r"):
        raise NotABreachList(f"{path} has another kind of line at byte {start}")
    return start, found
