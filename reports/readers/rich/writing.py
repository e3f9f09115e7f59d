"""Tidy blocks as HTML, in the very form a sanitiser after the letter of HTML 5 leaves them, and as text."""

from __future__ import annotations

from collections.abc import Iterator

from reports.readers.rich.parts import (
    BREAK,
    IMAGE,
    Block,
    Cell,
    Listing,
    Look,
    Paragraph,
    Piece,
    Quote,
    Row,
    Rule,
    Table,
)
from reports.readers.rich.tidying import is_single


def as_html(blocks: list[Block]) -> str:
    """The blocks as HTML, each of the outermost on a line of its own."""
    return "\n".join("".join(_block(block)) for block in blocks)


def as_text(blocks: list[Block]) -> str:
    """The words alone: a paragraph, an item, a row of a table to a line, cells parted by tabs."""
    return "\n".join(line for block in blocks for line in _lines(block))


def escaped(text: str, *, is_attribute: bool = False) -> str:
    """The text as it stands in HTML."""
    found = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")
    return found.replace('"', "&quot;") if is_attribute else found


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield f"<{block.tag}>"
        yield from _inline(block.pieces)
        yield f"</{block.tag}>"
    elif isinstance(block, Listing):
        start = f' start="{block.start}"' if block.tag == "ol" and block.start > 1 else ""
        style = f' type="{block.style}"' if block.style else ""
        yield f"<{block.tag}{start}{style}>"
        for item in block.items:
            yield "<li>"
            yield from _held(item)
            yield "</li>"
        yield f"</{block.tag}>"
    elif isinstance(block, Quote):
        yield "<blockquote>"
        for inner in block.blocks:
            yield from _block(inner)
        yield "</blockquote>"
    elif isinstance(block, Rule):
        yield "<hr>"
    else:
        yield from _table(block)


def _held(blocks: list[Block]) -> Iterator[str]:
    """What an item or a cell holds; a single paragraph without its tags."""
    rest = blocks
    if is_single(blocks) and isinstance(blocks[0], Paragraph):
        yield from _inline(blocks[0].pieces)
        rest = blocks[1:]
    for block in rest:
        yield from _block(block)


def _table(table: Table) -> Iterator[str]:
    yield "<table>"
    for block in table.caption:
        if isinstance(block, Paragraph):
            yield "<caption>"
            yield from _inline(block.pieces)
            yield "</caption>"
    for tag, is_head in (("thead", True), ("tbody", False)):
        rows = [row for row in table.rows if row.is_head is is_head]
        if rows:
            yield f"<{tag}>"
            for row in rows:
                yield from _row(row)
            yield f"</{tag}>"
    yield "</table>"


def _row(row: Row) -> Iterator[str]:
    yield "<tr>"
    for cell in row.cells:
        yield _opened(cell)
        yield from _held(cell.blocks)
        yield f"</{cell.tag}>"
    yield "</tr>"


def _opened(cell: Cell) -> str:
    columns = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    rows = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    scope = f' scope="{cell.scope}"' if cell.scope else ""
    return f"<{cell.tag}{columns}{rows}{scope}>"


def _inline(pieces: list[Piece]) -> Iterator[str]:
    """The pieces with as few tags as they need."""
    opened: tuple[str, ...] = ()
    for number, piece in enumerate(pieces):
        look = _look_of_break(pieces, number) if piece.kind == BREAK else piece.look
        wanted = ((f"a {look.href}",) if look.href else ()) + look.marks
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
            same += 1
        yield from (f"</{name.partition(' ')[0]}>" for name in reversed(opened[same:]))
        yield from (_tag(name) for name in wanted[same:])
        opened = wanted
        yield _piece(piece)
    yield from (f"</{name.partition(' ')[0]}>" for name in reversed(opened))


def _look_of_break(pieces: list[Piece], number: int) -> Look:
    return pieces[number - 1].look.shared(pieces[number + 1].look)


def _tag(name: str) -> str:
    tag, _, href = name.partition(" ")
    return f'<a href="{escaped(href, is_attribute=True)}" rel="noopener">' if tag == "a" else f"<{tag}>"


def _piece(piece: Piece) -> str:
    if piece.kind == BREAK:
        return "<br>"
    if piece.kind != IMAGE:
        return escaped(piece.text)
    src, alt = (escaped(text, is_attribute=True) for text in (piece.src, piece.text))
    size = f' width="{piece.size[0]}" height="{piece.size[1]}"' if piece.size else ""
    return f'<img src="{src}" alt="{alt}"{size}>'


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.words
    elif isinstance(block, Listing):
        yield from (line for item in block.items for inner in item for line in _lines(inner))
    elif isinstance(block, Quote):
        yield from (line for inner in block.blocks for line in _lines(inner))
    elif isinstance(block, Table):
        yield from (line for inner in block.caption for line in _lines(inner))
        for row in block.rows:
            cells = (" ".join(line for each in cell.blocks for line in _lines(each)) for cell in row.cells)
            yield "\t".join(" ".join(cell.split("\n")) for cell in cells)
