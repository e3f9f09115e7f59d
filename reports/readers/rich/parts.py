"""What clean rich text is made of: a small model in which nothing can stand that is not allowed.

A text is blocks; a paragraph, heading or caption is pieces. Whatever was pasted is brought into this shape,
and only this shape is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

MARKS = ("strong", "em", "u", "s", "sub", "sup")
"""How words may be set off, in the order in which the tags are written, outermost first."""
TEXT, BREAK, IMAGE = "text", "break", "image"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece looks: its marks in the order of MARKS, and where it leads ("" for nowhere)."""

    marks: tuple[str, ...] = ()
    href: str = ""

    def marked(self, mark: str) -> Look:
        """The same with that mark; what is raised is not lowered too."""
        others = {"sub": "sup", "sup": "sub"}.get(mark)
        kept = {each for each in (*self.marks, mark) if each != others}
        return Look(tuple(each for each in MARKS if each in kept), self.href)

    def without(self, mark: str) -> Look:
        """The same without that mark."""
        return Look(tuple(each for each in self.marks if each != mark), self.href)

    def shared(self, other: Look) -> Look:
        """What both have."""
        marks = tuple(each for each in self.marks if each in other.marks)
        return Look(marks, self.href if self.href == other.href else "")


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look, a line break, or an image (`text` is then its alternative text)."""

    kind: Literal["text", "break", "image"]
    text: str = ""
    look: Look = PLAIN
    src: str = ""
    size: tuple[int, int] | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph or heading. `level`: of a bulleted item as Word tells it, from 1; 0 for no item."""

    tag: str
    pieces: list[Piece]
    level: int = 0

    @property
    def words(self) -> str:
        """Its words with the alternative texts of its images, a line break as such."""
        return "".join("\n" if piece.kind == BREAK else piece.text for piece in self.pieces)


@dataclass(slots=True)
class Listing:
    """A list; `start` and `style` only of a numbered one."""

    tag: Literal["ul", "ol"]
    items: list[list[Block]] = field(default_factory=list)
    start: int = 1
    style: str = ""

    def append(self, block: Block) -> None:
        """Takes what stands in a list outside of any item: a list below the last item, else as an item."""
        if isinstance(block, Listing) and self.items:
            self.items[-1].append(block)
        else:
            self.items.append([block])


@dataclass(slots=True)
class Quote:
    """A quotation."""

    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Rule:
    """A line across the text."""


@dataclass(slots=True)
class Cell:
    """A cell of a table; `scope` as HTML has it, "" for none."""

    tag: Literal["td", "th"]
    colspan: int = 1
    rowspan: int = 1
    scope: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row of a table."""

    is_head: bool
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table. `strays`: what stood in it outside of any cell, which is shown before it."""

    rows: list[Row] = field(default_factory=list)
    caption: list[Block] = field(default_factory=list)
    strays: list[Block] = field(default_factory=list)

    def append(self, block: Block) -> None:
        """Takes what stands in a table outside of any cell."""
        self.strays.append(block)


Block = Paragraph | Listing | Quote | Rule | Table


def below(blocks: list[Block]) -> Iterator[Block]:
    """Every block, also those inside others, in order."""
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        yield block
        inner: list[Block] = []
        if isinstance(block, Listing):
            inner = [each for item in block.items for each in item]
        elif isinstance(block, Quote):
            inner = block.blocks
        elif isinstance(block, Table):
            inner = [
                *block.caption,
                *(each for row in block.rows for cell in row.cells for each in cell.blocks),
            ]
        waiting += reversed(inner)
