"""What a reader makes of a file: lines and grids, each with where it stood. Not what they mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stood in a source file; every number counts from 1, None where it has no meaning."""

    line: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that is not blank.

    `cells` are its parts where it was cut by tabs, pipes or wide gaps.
    """

    text: str
    position: Position
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its lines in order, how it was encoded, and its SHA-256 in hexadecimal."""

    lines: tuple[Line, ...]
    encoding: str
    sha256: str


class Unreadable(Exception):
    """The bytes are not a file that can be read.

    `reason` is a code ("empty", "too-large", "too-long", "line-too-long", "other-format", "binary",
    "encoding", "no-report"); `detail` holds the named values of its sentence, which a higher floor writes in
    the reader's language.
    """

    def __init__(self, reason: str, **detail: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
