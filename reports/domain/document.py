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

    @property
    def known(self) -> dict[str, int]:
        """The numbers that are known, by name, as JSON tells them."""
        numbers = {name: getattr(self, name) for name in ("line", "page", "table", "row", "column")}
        return {name: number for name, number in numbers.items() if number is not None}


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that is not blank.

    `cells` are its parts where it was cut by tabs, pipes or wide gaps.
    """

    text: str
    position: Position
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed cell of a grid, merged ones once: its upper left corner, how far it reaches, its text.

    `row` and `column` count from 1 inside its grid. Line breaks inside a cell are spaces. `position` is
    where a person finds it in the file (page, table, row and column as that file counts them).
    """

    row: int
    column: int
    text: str
    position: Position
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose rows and columns the file itself states (HTML, Word, Excel, ruled PDF), in reading order.

    Pieces of one table that were cut by a page are one grid. No two slots cover the same place; a place that
    no slot covers is not there (ragged rows). `lines` are the numbers of the document's lines it was printed
    on, first and last.
    """

    slots: tuple[Slot, ...]
    position: Position
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its lines in order, how it was encoded, and its SHA-256 in hexadecimal.

    Every line has a number of its own, in reading order, whatever the format; a row of a grid is a line too,
    with its cells. `grids` tells the geometry of those tables; none in plain text. `format` is "text",
    "html", "docx", "xlsx", "csv" or "pdf"; `encoding` is "" for formats that state their own. `pictures` are
    the pages that show a picture and no text, so that what stands there is not among the lines.
    """

    lines: tuple[Line, ...]
    encoding: str
    sha256: str
    grids: tuple[Grid, ...] = ()
    format: str = "text"
    pictures: tuple[int, ...] = ()


class Unreadable(Exception):
    """The bytes are not a file that can be read.

    `reason` is a code ("empty", "too-large", "too-long", "line-too-long", "other-format", "binary",
    "encoding", "no-report"; "scanned": a PDF of pictures; "unmapped": one whose fonts
    do not say which characters they draw; "many-pages"; "old-format": an old .doc or .xls; "locked": needs a
    password; "damaged": begins as its format and cannot be read on; "swollen": would unpack to more
    than the limit; "nested": too deep; "slow": took longer than the limit; "macros": holds programs;
    "not-read": of a kind that no reader reads; "mismatch": named as another kind than it is; of folders and
    archives "cannot-open", "no-bundle", "many-files", "link", "odd-path", "archive-inside", "name-twice";
    "failed": nobody foresaw it). `detail` holds
    the named values of its sentence (`kind`, `named`, `limit`, `line`, `found`, `name`), which a higher floor
    writes in the reader's language.
    """

    def __init__(self, reason: str, **detail: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
