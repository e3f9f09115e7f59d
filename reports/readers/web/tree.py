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

MAX_DEPTH = 200
"""Tags inside tags. Real pages stay below 60."""
MAX_ELEMENTS = 200_000
"""Tags of a page: twenty times those of a long report saved as a web page by Word."""

_UNSHOWN = """
    script style template noscript noframes nav iframe object embed svg canvas audio video map datalist rp
"""
UNSHOWN = frozenset(_UNSHOWN.split())
"""Tags whose content is no text of the page: programs, other documents, drawings, and the site's own menu."""
KEPT = frozenset(("colspan", "rowspan", "role", "type", "value", "selected"))
LOOKS = (
    ("struck", re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,60}line-through", re.IGNORECASE)),
    ("raised", re.compile(r"vertical-align\s*:\s*super|mso-text-raise\s*:\s*\.?[0-9]", re.IGNORECASE)),
    ("lowered", re.compile(r"vertical-align\s*:\s*sub|mso-text-raise\s*:\s*-", re.IGNORECASE)),
    ("block", re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|table|flex|grid|list-item)", re.IGNORECASE)),
    ("apart", re.compile(r"(?:^|[;\s])(?:float\s*:\s*[lr]|position\s*:\s*(?:abs|fix))", re.IGNORECASE)),
)
"""What the style of a tag says that keeps its text apart from the text beside it: "12" with a raised 1."""
HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)


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
    growing = _Growing()
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


class _Growing:
    """Takes what the parser tells and lets the tree grow."""

    def __init__(self) -> None:
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
        node = Node(tag, {name: attributes[name] for name in KEPT if name in attributes})
        node.look = _look(attributes.get("style", ""))
        self.struck += node.look == "struck"
        self.open[-1].children.append(node)
        self.open.append(node)
        if tag == "table":
            self.cells_of_tables.append(0)
        elif tag in ("td", "th") and self.cells_of_tables:
            self.cells_of_tables[-1] += 1

    def end(self, tag: str) -> None:
        """A tag ends."""
        if self.unshown:
            self.unshown -= 1
            self.in_title = False
            return
        node = self.open.pop()
        self.struck -= node.look == "struck"
        is_table = node.tag == "table" and self.cells_of_tables.pop() > 1
        if node.holds_table or is_table:
            self.open[-1].holds_table = True

    def data(self, text: str) -> None:
        """A text."""
        if self.in_title:
            self.title.append(text)
        elif not self.unshown:
            words = CONTROL.sub("", text)
            self.open[-1].children.append(f"~~{words}~~" if self.struck and words.strip() else words)

    def close(self) -> None:
        """The page ends."""


def _is_unshown(tag: str, attributes: dict[str, str]) -> bool:
    if tag in UNSHOWN or "hidden" in attributes or attributes.get("role") == "navigation":
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    return bool(HIDING.search(attributes.get("style", "")))


def _look(style: str) -> str:
    return next((name for name, pattern in LOOKS if pattern.search(style)), "") if style else ""
