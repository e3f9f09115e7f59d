"""Blocks as they came to blocks as they are written: no empty ones, one shape for each thing.

Done twice, the second time changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from reports.readers.rich.parts import (
    BREAK,
    HEADINGS,
    IMAGE,
    TEXT,
    Block,
    Cell,
    Listing,
    Paragraph,
    Piece,
    Quote,
    Row,
    Rule,
    Table,
    below,
)
from reports.readers.rich.spacing import spaced

BULLET = re.compile("[•●▪■◆➢✓❖][ \u00a0\u3000\t]*(?=.)|[·\uf0b7\uf0a7\uf0d8\uf06c][ \u00a0\u3000\t]+")
"""How a paragraph begins that somebody made an item of a list by typing a bullet."""
LETTER = re.compile("[ \u3000\n\t\u00a0]*([o§])(?:\t|\u00a0|\u3000|[ ]{2,})+")
"""The same with a sign that is also a letter: only with the gap that Word leaves behind it."""
MAX_LEVEL = 9


def tidied(blocks: list[Block]) -> list[Block]:
    """The blocks of a text, its headings begun at the second level: the page has its own first."""
    found = _tidied(blocks, is_top=True)
    if any(isinstance(block, Paragraph) and block.tag == "h1" for block in found):
        for block in found:
            if isinstance(block, Paragraph) and block.tag in HEADINGS:
                block.tag = HEADINGS[min(HEADINGS.index(block.tag) + 1, 5)]
    return found


def _tidied(blocks: list[Block], *, is_top: bool = False) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found += _one(block, is_top)
    return _listed(found)


def _one(block: Block, is_top: bool) -> Iterator[Block]:
    """What a block becomes: nothing where it is empty, several where it was cut."""
    if isinstance(block, Paragraph):
        yield from _paragraphs(block, is_top)
    elif isinstance(block, Listing):
        block.items = [item for item in (_tidied(item) for item in block.items) if item]
        if block.items:
            yield block
    elif isinstance(block, Quote):
        block.blocks = _tidied(block.blocks)
        if block.blocks:
            yield block
    elif isinstance(block, Rule):
        if is_top:
            yield block
    else:
        yield from _table(block, is_top)


def _paragraphs(paragraph: Paragraph, is_top: bool) -> Iterator[Paragraph]:
    """Cut where two breaks follow each other. A heading has words, and stands outside of lists and tables."""
    is_lettered = _is_lettered(paragraph)
    pieces = spaced(paragraph.pieces)
    has_words = any(piece.kind == TEXT for piece in pieces)
    tag = paragraph.tag if paragraph.tag in HEADINGS and is_top and has_words else "p"
    for kind, group in groupby(_cuts(pieces), key=lambda pair: pair[0]):
        cut = [piece for _number, piece in group]
        level = paragraph.level if kind == 0 else 0
        if is_lettered and kind == 0:
            cut, level = _without_sign(cut, 1), max(level, 1)
        if cut:
            yield Paragraph(tag, cut, level if tag == "p" else 0)


def _cuts(pieces: list[Piece]) -> Iterator[tuple[int, Piece]]:
    """Each piece with the number of its part; breaks between parts, and at the ends, left out."""
    number, breaks, is_begun = 0, 0, False
    for piece in pieces:
        if piece.kind == BREAK:
            breaks += 1
            continue
        if is_begun and breaks > 1:
            number += 1
        elif is_begun and breaks == 1:
            yield number, Piece(BREAK)
        yield number, piece
        breaks, is_begun = 0, True


def _is_lettered(paragraph: Paragraph) -> bool:
    first = "".join(piece.text for piece in paragraph.pieces[:4] if piece.kind == TEXT)[:40]
    return paragraph.tag == "p" and not paragraph.level and bool(LETTER.match(first))


def _listed(blocks: list[Block]) -> list[Block]:
    """The blocks with items that follow each other gathered in a list."""
    found: list[Block] = []
    for kind, group in groupby(blocks, key=_kind):
        run = list(group)
        if kind == "item":
            found.append(_nested([block for block in run if isinstance(block, Paragraph)]))
        elif kind and len(run) > 1:
            items = [block for block in run if isinstance(block, Paragraph)]
            found.append(Listing("ul", [[_unsigned(item)] for item in items]))
        else:
            found += run
    return found


def _kind(block: Block) -> str:
    """ "item" of an item of Word's, the bullet of a typed one, else ""."""
    if not isinstance(block, Paragraph) or block.tag != "p" or not block.pieces:
        return ""
    if block.level:
        return "item"
    words = block.words
    return words[0] if block.pieces[0].kind == TEXT and BULLET.match(words) else ""


def _nested(items: list[Paragraph]) -> Listing:
    """A list of items with their levels, lists below lists."""
    outermost = Listing("ul")
    open_lists = [outermost]
    levels = [items[0].level]
    for item in items:
        while len(levels) > 1 and item.level <= levels[-2]:
            open_lists.pop()
            levels.pop()
        if item.level > levels[-1] and open_lists[-1].items and len(levels) < MAX_LEVEL:
            inner = Listing("ul")
            open_lists[-1].items[-1].append(inner)
            open_lists.append(inner)
            levels.append(item.level)
        item.level = 0
        open_lists[-1].items.append([item])
    return outermost


def _unsigned(item: Paragraph) -> Paragraph:
    found = BULLET.match(item.words)
    item.pieces = _without_sign(item.pieces, found.end() if found else 0)
    return item


def _without_sign(pieces: list[Piece], count: int) -> list[Piece]:
    """The pieces without their first characters."""
    kept: list[Piece] = []
    for piece in pieces:
        if count and piece.kind == TEXT:
            count, piece = max(0, count - len(piece.text)), replace(piece, text=piece.text[count:])
        if piece.kind != TEXT or piece.text:
            kept.append(piece)
    return spaced(kept)


def _table(table: Table, is_top: bool) -> Iterator[Block]:
    """A table of full width in each row; one of a single cell is only a frame."""
    for stray in table.strays:
        yield from _one(stray, is_top)
    caption = [block for block in below(_tidied(table.caption)) if isinstance(block, Paragraph)]
    table.strays = []
    table.caption = [Paragraph("p", _in_line(caption))] if caption else []
    for row in table.rows:
        for cell in row.cells:
            cell.blocks = _tidied(cell.blocks)
    table.rows = _bounded([row for row in table.rows if row.cells])
    cells = [cell for row in table.rows for cell in row.cells]
    if len(cells) == 1:
        yield from (each for part in (table.caption, cells[0].blocks) for each in part)
    elif any(cell.blocks for cell in cells):
        yield table
    else:
        yield from table.caption


def _in_line(paragraphs: list[Paragraph]) -> list[Piece]:
    pieces: list[Piece] = []
    for paragraph in paragraphs:
        pieces += [Piece(BREAK), *paragraph.pieces] if pieces else paragraph.pieces
    return spaced([piece for piece in pieces if piece.kind != IMAGE])


def _bounded(rows: list[Row]) -> list[Row]:
    """The head first, and no cell that reaches over the last row of its part."""
    head = [row for row in rows if row.is_head]
    body = [row for row in rows if not row.is_head]
    for part in (head, body):
        for number, row in enumerate(part):
            for cell in row.cells:
                cell.rowspan = min(cell.rowspan, len(part) - number)
    return [*head, *body]


def is_single(cell: Cell | list[Block]) -> bool:
    """Whether what a cell or an item holds begins with a paragraph and has nothing else but lists."""
    blocks = cell.blocks if isinstance(cell, Cell) else cell
    rest = blocks[1:]
    return bool(blocks) and isinstance(blocks[0], Paragraph) and all(isinstance(b, Listing) for b in rest)
