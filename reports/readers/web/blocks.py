"""A page's tree to its printed lines and data tables, in reading order. Not what they mean."""

from __future__ import annotations

import re

from reports.readers.building import Placed, Row, flat
from reports.readers.text import ODD_SPACES, PRINTED_LINE_END
from reports.readers.web.tables import Cell, laid_out, parts_of
from reports.readers.web.tree import Node

_BLOCKS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing
    main menu ol optgroup option p plaintext pre search section summary table tbody td textarea
    tfoot th thead title tr ul xmp
"""
BLOCKS = frozenset(_BLOCKS.split())
"""Tags that begin and end a line. Source: HTML Living Standard, 15.3 (what browsers show as blocks)."""
AS_TYPED = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))
MARKS = {
    **{"sup": ("^", ""), "sub": ("_", ""), "rt": ("(", ")")},
    **dict.fromkeys(("del", "s", "strike"), ("~~", "~~")),
}
LOOKS = {"raised": ("^", ""), "lowered": ("_", ""), "apart": (" ", " ")}
"""What is raised, lowered or struck out is no part of the figure beside it: "12" with note 1 is not 121."""
FIELDS = ("", "text", "number", "tel")
"""Kinds of input whose value is shown as a text."""
LONG_CELL = 300
"""Characters of a cell that is no cell but a text, framed by the table."""

TYPED = str.maketrans({" ": "\u00a0", "\t": "\x1f", "\n": "\x0b", "\r": ""})
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
BROKEN = re.compile(rf"(?<=[{_WIDE}])[ \t\f\r]*\n[ \t\f\r\n]*(?=[{_WIDE}])")
"""A line of the source that ends amid Chinese text. Source: CSS Text 3, 4.1.3 (such a break is no space)."""
SPACES = re.compile(r"[ \t\n\r\f]+")

Block = str | list[Row]


class Blocks:
    """The lines and the rows of data tables of a page, as they come. `tables` counts the latter."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.tables = 0
        self._line: list[str] = []

    def take(self, node: Node, is_typed: bool = False) -> None:
        """Adds all that a tag holds."""
        for child in node.children:
            if isinstance(child, str):
                self._line.append(child.translate(TYPED) if is_typed else child)
            elif child.tag == "br":
                self.flush()
            elif child.tag == "table":
                self.flush()
                self._table(child)
            elif child.tag == "input":
                self._line += _value(child)
            elif child.tag == "select":
                self._line += _chosen(child)
            elif child.tag in BLOCKS or child.look == "block":
                self.flush()
                self.take(child, is_typed or child.tag in AS_TYPED)
                self.flush()
            else:
                before, behind = MARKS.get(child.tag) or LOOKS.get(child.look, ("", ""))
                self._line.append(before)
                self.take(child, is_typed)
                self._line.append(behind)

    def flush(self) -> None:
        """Ends the line."""
        whole = "".join(self._line)
        self._line = []
        text = SPACES.sub(" ", BROKEN.sub("", whole))
        for part in PRINTED_LINE_END.split(text):
            line = part.replace("\x1f", "\t").strip(" ")
            if not ODD_SPACES.sub("", line).strip():
                continue
            self.found.append(line)

    def _table(self, table: Node) -> None:
        parts = parts_of(table)
        rows = laid_out(parts)
        is_framing = table.holds_table or table.attributes.get("role") in ("presentation", "none")
        if is_framing or all(cell.column == 1 for row in rows for cell in row):
            self._flattened(table)
            return
        texts = [[_text(cell.node) for cell in row] for row in rows]
        if any(len(text) > LONG_CELL for row in texts for text in row):
            self._flattened(table)
            return
        for stray in parts.strays:
            self.take(Node("", children=[stray]))
        self.flush()
        self.tables += 1
        self.found.append(
            [
                Row([_placed(*pair) for pair in zip(row, words, strict=True)], self.tables, number)
                for number, (row, words) in enumerate(zip(rows, texts, strict=True), start=1)
            ]
        )

    def _flattened(self, table: Node) -> None:
        """A table that only frames a text: everything in it as lines."""
        self.take(table)
        self.flush()


def _placed(cell: Cell, text: str) -> Placed:
    return Placed(cell.column, text, cell.rowspan, cell.colspan)


def _text(cell: Node) -> str:
    """All that stands in a cell, its lines with a space between."""
    inner = Blocks()
    inner.take(cell)
    inner.flush()
    lines = (
        block if isinstance(block, str) else " ".join(cell.text for row in block for cell in row.cells)
        for block in inner.found
    )
    return flat(" ".join(lines))


def _value(field: Node) -> list[str]:
    is_shown = field.attributes.get("type", "").lower() in FIELDS
    return [field.attributes.get("value", "")] if is_shown else []


def _chosen(select: Node) -> list[str]:
    """The words of the option that a list shows: the one chosen, else the first."""
    options = [node for node in _below(select) if node.tag == "option"]
    shown = [node for node in options if "selected" in node.attributes] or options
    return ["".join(child for child in node.children if isinstance(child, str)) for node in shown[:1]]


def _below(node: Node) -> list[Node]:
    nodes = [child for child in node.children if isinstance(child, Node)]
    return [found for child in nodes for found in (child, *_below(child))]
