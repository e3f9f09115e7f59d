"""The parts of a workbook that all sheets share: their names and order, the texts, the number formats.

Source: ECMA-376 part 1, 18.2 (Workbook), 18.4 (Shared Strings), 18.8 (Styles).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from reports.readers.package import Package
from reports.readers.sheets.shown import BUILT_IN, GENERAL

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRUCK = ("~~", "~~")
"""What stands before and behind a text that is struck out, as on a web page."""
RELATION = re.compile(r"\{http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org)/.*\}id")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


class Sheet(NamedTuple):
    """A sheet that is shown: its number among all sheets, from 1, its name and its part."""

    number: int
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of every sheet refer to: `texts` by index, `formats` by style.

    `struck` are the styles whose text is struck out.
    """

    sheets: tuple[Sheet, ...]
    texts: tuple[str, ...]
    formats: tuple[str, ...]
    is_1904: bool
    struck: frozenset[int] = frozenset()


def book_of(package: Package, name: str) -> Book | None:
    """The workbook in that part; None where it is none."""
    root = package.tree(name)
    if root is None:
        return None
    properties = root.find(f"{S}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    folder = name.rpartition("/")[0]
    targets = package.targets(name)
    sheets = []
    for number, sheet in enumerate(root.iterfind(f"{S}sheets/{S}sheet"), start=1):
        relation = next(
            (str(value) for key, value in sheet.attrib.items() if RELATION.fullmatch(str(key))), ""
        )
        if sheet.get("state", "visible") == "visible" and targets.get(relation) in package.names:
            sheets.append(Sheet(number, str(sheet.get("name", "")), targets[relation]))
    texts = _texts(package.tree(f"{folder}/sharedStrings.xml"))
    styles = package.tree(f"{folder}/styles.xml")
    return Book(tuple(sheets), texts, _formats(styles), is_1904, _struck(styles))


def text_of(node: etree._Element) -> str:
    """The words of a text, rich or plain, without the readings that may stand above them (rPh).

    What is struck out, raised or lowered is marked: it is no part of the figure beside it.
    """
    parts = [child.text or "" for child in node if child.tag == f"{S}t"]
    for run in node.iterchildren(f"{S}r"):
        words = "".join(text.text or "" for text in run.iterchildren(f"{S}t"))
        before, behind = _marks(run) if words.strip() else ("", "")
        parts += [before, words, behind]
    return unescaped("".join(parts))


def _marks(run: etree._Element) -> tuple[str, str]:
    properties = run.find(f"{S}rPr")
    if properties is None:
        return "", ""
    if _is_struck(properties):
        return STRUCK
    place = properties.find(f"{S}vertAlign")
    return {"superscript": ("^", ""), "subscript": ("_", "")}.get(
        "" if place is None else str(place.get("val")), ("", "")
    )


def _is_struck(font: etree._Element) -> bool:
    mark = font.find(f"{S}strike")
    return mark is not None and mark.get("val", "1") not in ("0", "false")


def unescaped(text: str) -> str:
    """With the characters that XML cannot hold, spelt _x000D_, as themselves; controls left out."""
    return CONTROL.sub("", ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)) if "_x" in text else text


def _texts(root: etree._Element | None) -> tuple[str, ...]:
    return tuple(text_of(node) for node in root.iterchildren(f"{S}si")) if root is not None else ()


def _formats(root: etree._Element | None) -> tuple[str, ...]:
    """The format code of each cell style by its index."""
    if root is None:
        return ()
    own = {
        str(node.get("numFmtId")): str(node.get("formatCode", GENERAL))[:200]
        for node in root.iterfind(f"{S}numFmts/{S}numFmt")
    }
    built_in = {str(number): code for number, code in BUILT_IN.items()}
    codes = built_in | own
    styles = root.iterfind(f"{S}cellXfs/{S}xf")
    return tuple(codes.get(str(style.get("numFmtId")), GENERAL) for style in styles)


def _struck(root: etree._Element | None) -> frozenset[int]:
    """The cell styles whose font strikes out."""
    if root is None:
        return frozenset()
    fonts = {str(n) for n, font in enumerate(root.iterfind(f"{S}fonts/{S}font")) if _is_struck(font)}
    styles = root.iterfind(f"{S}cellXfs/{S}xf")
    return frozenset(number for number, style in enumerate(styles) if style.get("fontId") in fonts)
