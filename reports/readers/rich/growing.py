"""HTML of whatever origin to blocks, tag by tag, in one pass: what programs leave on a clipboard.

Builds no tree of the source: trees after the letter of HTML 5 copy unclosed formatting into every paragraph,
so that 90 KB become 100 MB. Not what may be written; that is `reports.readers.rich.parts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from reports.domain.refusal import Refused
from reports.readers.rich.addresses import link
from reports.readers.rich.parts import (
    BREAK,
    HEADINGS,
    IMAGE,
    PLAIN,
    TEXT,
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
from reports.readers.rich.word import HIDING, IGNORED, is_bullet, is_remark, level_of, look_of

MAX_DEPTH = 100
"""Tags inside tags. Pages saved by Word stay below 40."""
MAX_ELEMENTS = 100_000
MAX_CELLS = 20_000
MAX_COST = 8 * 2**20
"""Characters written at most, links repeated in each paragraph counted as often."""
MAX_COLSPAN, MAX_ROWSPAN = 100, 1_000
MAX_PIXELS = 4_000
MAX_STYLE = 2_000

_UNSHOWN = """
    script style template noscript noframes iframe object applet svg math canvas audio video map
    datalist select textarea title head xml frameset portal
"""
UNSHOWN = frozenset(_UNSHOWN.split())
"""Tags that go with all they hold."""
TOLD = UNSHOWN - {"style", "title", "head", "xml", "datalist", "template", "noscript"}
"""Of these, the ones whose loss a writer is told of."""
MARKED = {
    **{"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em"},
    **{"u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s", "sub": "sub", "sup": "sup"},
}
_BLOCKS = """
    address article aside body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    header hgroup html legend li listing main menu nav optgroup option p plaintext pre search section summary
    xmp td th tr caption tbody thead tfoot
"""
BLOCKS = frozenset(_BLOCKS.split())
AS_TYPED = frozenset(("pre", "listing", "xmp", "plaintext"))
EMPTY = frozenset(("br", "hr", "img", "embed"))

Target = list[Block] | Listing | Table
Told = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class State:
    """Where the reading stands; restored when a tag ends."""

    target: Target
    look: Look = PLAIN
    tag: str = "p"
    table: Table | None = None
    is_head: bool = False
    level: int = 0
    is_marker: bool = False
    is_typed: bool = False
    is_block: bool = True


class Growing:
    """Takes what a parser tells; `blocks` is what it was. `told` hears what was lost (code, value)."""

    def __init__(self, is_own_image: Callable[[str], bool], told: Told) -> None:
        self.blocks: list[Block] = []
        self._is_own_image = is_own_image
        self._told = told
        self._state = State(self.blocks)
        self._outer: list[State] = []
        self._pieces: list[Piece] = []
        self._texts: list[str] = []
        self._marker: list[str] = []
        self._unshown = self._elements = self._cells = self._cost = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise Refused("text-long", limit=MAX_ELEMENTS)
        self._take_texts()
        if self._unshown or self._is_unshown(tag, attributes):
            self._unshown += 1
            if len(self._outer) + self._unshown > MAX_DEPTH:
                raise Refused("text-nested", limit=MAX_DEPTH)
            return
        self._outer.append(self._state)
        if len(self._outer) > MAX_DEPTH:
            raise Refused("text-nested", limit=MAX_DEPTH)
        self._state = replace(self._state, is_block=False)
        if tag in EMPTY:
            self._empty(tag, attributes)
        elif tag in HEADINGS or tag in BLOCKS or tag in ("ul", "ol", "table", "blockquote"):
            self._flush()
            self._state = replace(self._state, is_block=True)
            self._block(tag, attributes)
        else:
            self._inline(tag, attributes)

    def end(self, tag: str) -> None:
        """A tag ends."""
        if self._unshown:
            self._unshown -= 1
            return
        self._take_texts()
        if not self._outer:
            return
        if self._state.is_block:
            self._flush()
        self._state = self._outer.pop()

    def data(self, text: str) -> None:
        """A text."""
        if self._unshown:
            return
        if self._state.is_marker:
            self._marker.append(text)
            return
        self._texts.append(text)

    def close(self) -> None:
        """The source ends."""
        self._take_texts()
        self._flush()

    def _is_unshown(self, tag: str, attributes: dict[str, str]) -> bool:
        if tag in UNSHOWN:
            if tag in TOLD:
                self._told("removed", tag)
            return True
        style = attributes.get("style", "")[:MAX_STYLE]
        if tag in ("del", "ins") and "cite" in attributes:
            self._told("tracked", "")
            return tag == "del"
        if is_remark(tag, attributes):
            self._told("remark", "")
            return True
        if "hidden" in attributes or HIDING.search(style):
            self._told("hidden", "")
            return True
        return False

    def _empty(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self._add(Piece(BREAK, "", self._state.look))
        elif tag == "hr":
            self._flush()
            self._state.target.append(Rule())
        elif tag == "img":
            self._image(attributes)
        else:
            self._told("removed", tag)

    def _image(self, attributes: dict[str, str]) -> None:
        src = attributes.get("src", "").strip()
        if not self._is_own_image(src):
            self._told("image-removed", src[:80] if not src.startswith("data:") else "")
            return
        alt = " ".join(attributes.get("alt", "").split())[:500]
        if not alt:
            self._told("image-alt", src)
        sides = tuple(_number(attributes.get(name, ""), MAX_PIXELS, 0) for name in ("width", "height"))
        size = (sides[0], sides[1]) if all(sides) else None
        self._add(Piece(IMAGE, alt, Look(href=self._state.look.href), src, size))

    def _inline(self, tag: str, attributes: dict[str, str]) -> None:
        style = attributes.get("style", "")[:MAX_STYLE]
        look = self._state.look.marked(MARKED[tag]) if tag in MARKED else self._state.look
        if tag == "a" and "href" in attributes:
            address = link(attributes["href"])
            if not address and not attributes["href"].strip().startswith("#"):
                self._told("link-removed", attributes["href"].strip()[:80])
            look = Look(look.marks, address)
        is_marker = self._state.is_marker or bool(IGNORED.search(style))
        self._state = replace(self._state, look=look_of(style, look), is_marker=is_marker)

    def _block(self, tag: str, attributes: dict[str, str]) -> None:
        state, style = self._state, attributes.get("style", "")[:MAX_STYLE]
        if tag in HEADINGS:
            self._state = replace(state, tag=tag, look=look_of(style, state.look))
        elif tag in ("ul", "ol"):
            self._list(tag, attributes)
        elif tag == "blockquote":
            quote = Quote()
            state.target.append(quote)
            self._state = replace(state, target=quote.blocks, tag="p")
        elif tag == "table":
            table = Table()
            state.target.append(table)
            self._state = replace(state, target=table, table=table, is_head=False, tag="p")
        elif tag == "li" and isinstance(state.target, Listing):
            item: list[Block] = []
            state.target.items.append(item)
            self._state = replace(state, target=item, tag="p")
        elif state.table is not None and state.target is state.table:
            self._in_table(tag, attributes, state.table)
        else:
            level = level_of(style) or (state.level if tag != "p" else 0)
            look = look_of(style, state.look)
            is_typed = state.is_typed or tag in AS_TYPED
            self._state = replace(state, level=level, look=look, is_typed=is_typed)

    def _list(self, tag: str, attributes: dict[str, str]) -> None:
        listing = Listing("ol" if tag == "ol" else "ul")
        if tag == "ol":
            listing.start = _number(attributes.get("start", ""), 10_000, 1)
            style = attributes.get("type", "")
            listing.style = style if style in ("a", "A", "i", "I") else ""
        self._state.target.append(listing)
        self._state = replace(self._state, target=listing, tag="p", level=0)

    def _in_table(self, tag: str, attributes: dict[str, str], table: Table) -> None:
        """A tag right below a table, its sections or its rows."""
        if tag in ("thead", "tbody", "tfoot"):
            self._state = replace(self._state, is_head=tag == "thead")
        elif tag == "tr":
            table.rows.append(Row(self._state.is_head))
        elif tag == "caption":
            self._state = replace(self._state, target=table.caption)
        elif tag in ("td", "th"):
            self._cells += 1
            if self._cells > MAX_CELLS:
                raise Refused("text-long", limit=MAX_CELLS)
            if not table.rows:
                table.rows.append(Row(self._state.is_head))
            scope = attributes.get("scope", "").lower()
            cell = Cell(
                "th" if tag == "th" else "td",
                _number(attributes.get("colspan", ""), MAX_COLSPAN, 1),
                _number(attributes.get("rowspan", ""), MAX_ROWSPAN, 1),
                scope if tag == "th" and scope in ("col", "row", "colgroup", "rowgroup") else "",
            )
            table.rows[-1].cells.append(cell)
            self._state = replace(self._state, target=cell.blocks, table=None, look=PLAIN)

    def _take_texts(self) -> None:
        """Adds what was told since the last tag; a parser tells it in pieces, which may be single signs."""
        text, self._texts = "".join(self._texts), []
        lines = re.split(r"\r\n?|\n", text) if self._state.is_typed else [text]
        for number, line in enumerate(lines if text else ()):
            if number:
                self._add(Piece(BREAK, "", self._state.look))
            self._add(Piece(TEXT, line, self._state.look))

    def _add(self, piece: Piece) -> None:
        self._cost += len(piece.text) + len(piece.look.href) + len(piece.src) + 20
        if self._cost > MAX_COST:
            raise Refused("text-large", limit=MAX_COST // 2**20)
        self._pieces.append(piece)

    def _flush(self) -> None:
        """Ends the paragraph that is open."""
        pieces, self._pieces = self._pieces, []
        marker, self._marker = "".join(self._marker).strip(" \t\r\n\xa0\u3000"), []
        level = self._state.level if is_bullet(marker) else 0
        if marker and not level:
            pieces.insert(0, Piece(TEXT, marker if marker[-1] in "、．。）" else f"{marker} "))
        if pieces:
            self._state.target.append(Paragraph(self._state.tag, pieces, level))


def _number(text: str, most: int, otherwise: int) -> int:
    """A whole number from 1 to the most; larger ones are the most, anything else is `otherwise`."""
    digits = text.strip().removesuffix("px")
    if not re.fullmatch(r"[0-9]{1,9}", digits) or int(digits) < 1:
        return otherwise
    return min(int(digits), most)
