"""HTML to a small tree of what a browser shows: hidden parts left out, depth and size bounded.

lxml tells tags and texts one by one and builds no tree of its own: its trees take time quadratic in the
attributes of a tag, and keep what is hidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from reports.domain.document import Unreadable
from reports.readers.text import CONTROL, MAX_CELLS
from reports.readers.web.sheets import Sheets, Style, Tag, declared, overlaid, sheets_of

MAX_DEPTH = 200
"""Tags inside tags. Real pages stay below 60."""
MAX_ELEMENTS = 200_000
"""Tags of a page: twenty times those of a long report saved as a web page by Word."""

_UNSHOWN = """
    script style template noscript noframes nav iframe object embed svg canvas audio video map datalist rp
"""
UNSHOWN = frozenset(_UNSHOWN.split())
"""Tags whose content is no text of the page: programs, other documents, drawings, and the site's own menu."""
MOST_CLASSES = 50
KEPT = frozenset(("colspan", "rowspan", "role", "type", "value", "selected"))
LOOKS = (
    ("struck", re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,60}line-through", re.IGNORECASE)),
    ("raised", re.compile(r"vertical-align\s*:\s*super|mso-text-raise\s*:\s*\.?[0-9]", re.IGNORECASE)),
    ("lowered", re.compile(r"vertical-align\s*:\s*sub|mso-text-raise\s*:\s*-", re.IGNORECASE)),
    ("block", re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|table|flex|grid|list-item)", re.IGNORECASE)),
    ("apart", re.compile(r"(?:^|[;\s])(?:float\s*:\s*[lr]|position\s*:\s*(?:abs|fix))", re.IGNORECASE)),
)
"""What the style of a tag says that keeps its text apart from the text beside it: "12" with a raised 1."""
HIDING = {
    "display": re.compile(r"none"),
    "visibility": re.compile(r"hidden|collapse"),
    "opacity": re.compile(r"0*\.?0+%?"),
    "mso-hide": re.compile(r"all"),
}
"""Values under which nothing of a tag is seen, whatever stands in it."""
TINY = re.compile(r"(?:0+(?:\.0\d*)?|\.0\d*)(?:px|pt|em|rem|%|mm|cm|in|pc)?|(?:0*\.\d+|1(?:\.0+)?)(?:px|pt)")
"""Sizes of letters that nobody sees."""
CLEAR = re.compile(
    r"white|#fff|#ffff|#ffffff|#ffffffff|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,[^)]*)?\)"
    r"|rgba\([^)]*,\s*0(?:\.0+)?\s*\)"
)
"""Colours that white paper shows through."""
INKING = frozenset(("bgcolor", "background", "color"))
BARE: dict[str, Tag] = {}
"""Tags without attributes, each made once."""
MOST_BARE = 200
NO_GROUND = re.compile(r"none|inherit|initial|unset|0")


@dataclass(slots=True, eq=False)
class Node:
    """A tag with what it holds in order. `holds_table`: a table of several cells stands somewhere in it.

    `look` is the name of one of LOOKS, "" for none.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    holds_table: bool = False
    look: str = ""


@dataclass(slots=True)
class Page:
    """A page as shown, and the title its window bears ("" for none)."""

    root: Node
    title: str


def page_of(text: str) -> Page:
    """The page in a text of HTML. Raises Unreadable "nested", "too-long", "damaged"."""
    growing = _Growing(sheets_of(text))
    parser = etree.HTMLParser(encoding="utf-8", target=growing, remove_comments=True, remove_pis=True)
    data = text.encode("utf-8", "replace")
    if data.strip():
        _parse(parser, data)
    return Page(growing.open[0], " ".join("".join(growing.title).split()))


def _parse(parser: etree.HTMLParser, data: bytes) -> None:
    try:
        parser.feed(data)
        parser.close()
    except etree.LxmlError as problem:
        raise Unreadable("damaged", kind="HTML") from problem
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise Unreadable("damaged", kind="HTML")


@dataclass(frozen=True, slots=True)
class Ink:
    """How the text in a tag is printed, handed down to what stands in it. `has_ground`: on a colour."""

    is_tiny: bool = False
    is_clear: bool = False
    has_ground: bool = False

    @property
    def is_seen(self) -> bool:
        """Whether a reader sees it."""
        return not self.is_tiny and (not self.is_clear or self.has_ground)


class _Growing:
    """Takes what the parser tells and lets the tree grow."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.tags: list[Tag] = []
        self.inks = [Ink()]
        self.open = [Node("")]
        self.cells_of_tables: list[int] = []
        self.title: list[str] = []
        self.in_title = False
        self.unshown = 0
        self.struck = 0
        self.elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise Unreadable("too-long", limit=MAX_CELLS)
        if len(self.open) + self.unshown > MAX_DEPTH:
            raise Unreadable("nested")
        if tag == "title" and not self.title and not self.unshown:
            self.in_title = True
        if self.unshown or tag == "title" or _is_unshown(tag, attributes):
            self.unshown += 1
            return
        if not self._inks(tag, attributes):
            self.unshown += 1
            return
        node = Node(tag, {name: attributes[name] for name in KEPT if name in attributes})
        node.look = _look(attributes.get("style", ""))
        self.struck += node.look == "struck"
        self.open[-1].children.append(node)
        self.open.append(node)
        if tag == "table":
            self.cells_of_tables.append(0)
        elif tag in ("td", "th") and self.cells_of_tables:
            self.cells_of_tables[-1] += 1

    def _inks(self, tag: str, attributes: dict[str, str]) -> bool:
        """Takes down how a tag is printed; False where it is hidden with all that stands in it."""
        if not attributes and tag not in self.sheets.rules:
            self.tags.append(BARE.setdefault(tag, Tag(tag)) if len(BARE) < MOST_BARE else Tag(tag))
            self.inks.append(self.inks[-1])
            return True
        self.tags.append(_tag(tag, attributes))
        style = self.sheets.style(self.tags)
        if "style" in attributes:
            style = overlaid(style, declared(attributes["style"]))
        if any(name in style and hides.fullmatch(style[name][1]) for name, hides in HIDING.items()):
            self.tags.pop()
            return False
        is_plain = not style and not INKING & attributes.keys()
        self.inks.append(self.inks[-1] if is_plain else _ink(self.inks[-1], style, tag, attributes))
        return True

    def end(self, tag: str) -> None:
        """A tag ends."""
        if self.unshown:
            self.unshown -= 1
            self.in_title = False
            return
        node = self.open.pop()
        self.tags.pop()
        self.inks.pop()
        self.struck -= node.look == "struck"
        is_table = node.tag == "table" and self.cells_of_tables.pop() > 1
        if node.holds_table or is_table:
            self.open[-1].holds_table = True

    def data(self, text: str) -> None:
        """A text."""
        if self.in_title:
            self.title.append(text)
        elif not self.unshown and self.inks[-1].is_seen:
            words = CONTROL.sub("", text)
            self.open[-1].children.append(f"~~{words}~~" if self.struck and words.strip() else words)

    def close(self) -> None:
        """The page ends."""


def _is_unshown(tag: str, attributes: dict[str, str]) -> bool:
    if tag in UNSHOWN or "hidden" in attributes or attributes.get("role") == "navigation":
        return True
    return tag == "dialog" and "open" not in attributes


def _tag(tag: str, attributes: dict[str, str]) -> Tag:
    marks = [f".{name}" for name in attributes.get("class", "").split()[:MOST_CLASSES]]
    if attributes.get("id"):
        marks.append(f"#{attributes['id']}")
    return Tag(tag, frozenset(marks))


def _ink(above: Ink, style: Style, tag: str, attributes: dict[str, str]) -> Ink:
    """How the text of a tag is printed, by its style and by what it stands in."""
    grounds = [style[name][1] for name in ("background", "background-color") if name in style]
    grounds += [attributes[name].lower() for name in ("bgcolor", "background") if name in attributes]
    colour = style["color"][1] if "color" in style else ""
    if not colour and tag == "font":
        colour = attributes.get("color", "").strip().lower()
    size = style["font-size"][1] if "font-size" in style else ""
    has_ground = any(not (CLEAR.fullmatch(one) or NO_GROUND.fullmatch(one)) for one in grounds)
    return Ink(
        is_tiny=bool(TINY.fullmatch(size)) if size and size != "inherit" else above.is_tiny,
        is_clear=bool(CLEAR.fullmatch(colour)) if colour and colour != "inherit" else above.is_clear,
        has_ground=above.has_ground or has_ground,
    )


def _look(style: str) -> str:
    return next((name for name, pattern in LOOKS if pattern.search(style)), "") if style else ""
