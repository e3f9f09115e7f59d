"""The text of a paragraph as Word shows it: no deletions, hidden text or field codes, its number before it.

Source: ECMA-376 part 1, 17.3.3 (Run Content), 17.13.5 (Revisions), 17.16 (Fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reports.domain.document import Unreadable
from reports.readers.word.numbering import Numbering, W, value
from reports.readers.word.styles import Styles, hidden, marks, place_in_list

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
BOX = f"{W}txbxContent"
MAX_DEPTH = 40
"""Containers in containers; Word itself makes five."""

LEFT_OUT = {
    f"{W}{name}"
    for name in (
        *("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "rt", "sdtPr", "sdtEndPr"),
        *("fldData", "tblPr", "trPr", "tcPr", "rubyPr"),
    )
}
SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
WITH_OBJECTS = {f"{W}drawing", f"{W}pict", f"{W}object"}
SENTENCE_SIGNS = re.compile(r"[、，,.．。)）:：章节条]$")


@dataclass
class Runs:
    """Reads one paragraph after another; knows which list and which field is open."""

    styles: Styles
    numbering: Numbering
    with_codes: bool = False
    """Fields that never end: read every text, codes apart are never text anyway."""
    fields: list[bool] = field(default_factory=list)
    """For each open field, innermost last: whether its code, not its result, is being read."""
    boxes: list[etree._Element] = field(default_factory=list)
    """The text boxes anchored in the paragraphs read, to be taken after them."""
    begun: str = ""
    """The text of paragraphs whose mark was deleted: the next one goes on with it."""

    def text(self, paragraph: etree._Element) -> str:
        """What a paragraph says; "\\n" where a line ends in it, "\\t" for a tab. "" for a hidden one."""
        style = value_in(paragraph, "pStyle") or self.styles.default
        parts: list[str] = []
        self._walk(paragraph, parts, self.styles.hides(style), 0)
        words = "".join(parts)
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        is_gone = mark is not None and any(
            mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom", "vanish")
        )
        if is_gone and not words.strip():
            return ""
        if mark is not None and mark.find(f"{W}del") is not None:
            self.begun += words
            return ""
        words, self.begun = self.begun + words, ""
        number = self._number(paragraph, style)
        gap = "" if not number or SENTENCE_SIGNS.search(number) else " "
        return number + gap + words.lstrip() if number else words

    def rest(self) -> str:
        """What was begun in a paragraph without an end where its container ends."""
        rest, self.begun = self.begun, ""
        return rest

    def take_boxes(self) -> list[etree._Element]:
        """The text boxes met since this was last asked."""
        taken, self.boxes = self.boxes, []
        return taken

    def _number(self, paragraph: etree._Element, style: str) -> str:
        number_id, level = place_in_list(paragraph)
        if not number_id:
            number_id, of_style, name = self.styles.list_of(style)
            if number_id and level is None:
                level = of_style if of_style is not None else self.numbering.level_of_style(number_id, name)
        return self.numbering.next(number_id, level or 0) if number_id else ""

    def _walk(self, node: etree._Element, parts: list[str], is_hidden: bool, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Unreadable("nested")
        for child in node:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, parts, is_hidden, depth)
            elif tag == f"{W}t" or tag == f"{M}t":
                self._say(child.text or "", parts, is_hidden)
            elif tag in SIGNS:
                self._say(SIGNS[tag], parts, is_hidden)
            elif tag == f"{W}fldChar":
                self._field(str(child.get(f"{W}fldCharType")))
            elif tag in WITH_OBJECTS:
                self.boxes += [] if is_hidden else outermost(child, depth)
            elif tag == f"{W}sym":
                self._say(_symbol(str(child.get(f"{W}char"))), parts, is_hidden)
            elif tag not in LEFT_OUT and not is_prompt(child):
                self._walk(chosen(child), parts, is_hidden, depth + 1)

    def _run(self, run: etree._Element, parts: list[str], is_hidden: bool, depth: int) -> None:
        own, style = hidden(run), run.find(f"{W}rPr/{W}rStyle")
        if own is None:
            own = is_hidden or self.styles.hides(_name_of(style))
        before, behind = marks(run) or self.styles.marks(_name_of(style))
        words: list[str] = []
        self._walk(run, words, own, depth + 1)
        parts += [before, *words, behind] if "".join(words).strip() else words

    def _say(self, text: str, parts: list[str], is_hidden: bool) -> None:
        if not is_hidden and (self.with_codes or not any(self.fields)):
            parts.append(text)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()


def _name_of(style: etree._Element | None) -> str:
    return "" if style is None else str(style.get(f"{W}val"))


def value_in(paragraph: etree._Element, name: str) -> str:
    """The w:val of a property of a paragraph; "" where it has none."""
    properties = paragraph.find(f"{W}pPr")
    return "" if properties is None else value(properties, name)


def is_prompt(node: etree._Element) -> bool:
    """Whether a content control shows only its prompt ("click here to enter text")."""
    return node.tag == f"{W}sdt" and node.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def chosen(node: etree._Element) -> etree._Element:
    """Of a content told twice, for newer and older programs, the first telling; else the node itself."""
    if node.tag != f"{MC}AlternateContent":
        return node
    return next((child for child in node if child.tag == f"{MC}Choice"), node)


def outermost(node: etree._Element, depth: int = 0) -> list[etree._Element]:
    """The text boxes in a drawing, not those inside of them."""
    return list(_outermost(node, depth))


def _outermost(node: etree._Element, depth: int) -> Iterator[etree._Element]:
    if depth > MAX_DEPTH:
        raise Unreadable("nested")
    for child in chosen(node):
        if child.tag == BOX:
            yield child
        else:
            yield from _outermost(child, depth + 1)


def _symbol(code: str) -> str:
    """A sign of a symbol font: an ordinary one as itself, a picture (☐, →) as nothing."""
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else 0
    return chr(number) if 0x20 <= number < 0xD800 else ""
