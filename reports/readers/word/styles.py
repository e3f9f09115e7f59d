"""What the styles of a Word file give a paragraph or a run: a place in a list, hiding. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from reports.readers.word.numbering import W, value, whole

STRUCK, RAISED, LOWERED = ("~~", "~~"), ("^", ""), ("_", "")
"""What stands before and behind a text that is no part of the figure beside it, as on a web page."""
OFF = ("0", "false", "off", "none")
MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """One style. `number_id` "" and `level`, `is_hidden`, `marks` None: as the style it is based on says."""

    based_on: str
    number_id: str
    level: int | None
    is_hidden: bool | None
    marks: tuple[str, str] | None


@dataclass
class Styles:
    """The styles of a file by id; `default` is the paragraph style of paragraphs that name none."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""

    def list_of(self, style: str) -> tuple[str, int | None, str]:
        """The list that a style puts its paragraphs in, the level, and which style in its chain says so."""
        for name, found in self._chain(style):
            if found.number_id:
                return found.number_id, found.level, name
        return "", None, ""

    def hides(self, style: str) -> bool:
        """Whether text of that style is hidden."""
        return next(
            (bool(found.is_hidden) for _, found in self._chain(style) if found.is_hidden is not None), False
        )

    def marks(self, style: str) -> tuple[str, str]:
        """What stands before and behind text of that style: struck out, raised or lowered."""
        return next((found.marks for _, found in self._chain(style) if found.marks is not None), ("", ""))

    def _chain(self, style: str) -> list[tuple[str, Style]]:
        chain: list[tuple[str, Style]] = []
        while style in self.by_id and len(chain) < MAX_CHAIN:
            chain.append((style, self.by_id[style]))
            style = self.by_id[style].based_on
        return chain


def styles_of(root: etree._Element | None) -> Styles:
    """The styles that styles.xml defines; none without one."""
    styles = Styles()
    for node in root.iterchildren(f"{W}style") if root is not None else ():
        name = str(node.get(f"{W}styleId"))
        number_id, level = place_in_list(node)
        styles.by_id[name] = Style(value(node, "basedOn"), number_id, level, hidden(node), marks(node))
        if node.get(f"{W}type") == "paragraph" and str(node.get(f"{W}default")) in ("1", "true", "on"):
            styles.default = name
    return styles


def place_in_list(node: etree._Element) -> tuple[str, int | None]:
    """The list and level that the pPr of a style or a paragraph names itself; "" without one."""
    place = node.find(f"{W}pPr/{W}numPr")
    if place is None:
        return "", None
    level = value(place, "ilvl")
    return value(place, "numId"), whole(level, 0) if level else None


def hidden(node: etree._Element) -> bool | None:
    """Whether the rPr of a style or a run hides its text; None where it does not say."""
    mark = node.find(f"{W}rPr/{W}vanish")
    return None if mark is None else str(mark.get(f"{W}val")) not in OFF


def marks(node: etree._Element) -> tuple[str, str] | None:
    """What the rPr of a style or a run puts before and behind its text; None where it does not say."""
    properties = node.find(f"{W}rPr")
    if properties is None:
        return None
    strikes = [mark for name in ("strike", "dstrike") for mark in properties.iterchildren(f"{W}{name}")]
    if any(str(mark.get(f"{W}val")) not in OFF for mark in strikes):
        return STRUCK
    place, raise_by = _of(properties, "vertAlign"), _of(properties, "position")
    if place == "superscript" or (raise_by and whole(raise_by, 0) > 0):
        return RAISED
    if place == "subscript" or raise_by.startswith("-"):
        return LOWERED
    return ("", "") if strikes or place else None


def _of(properties: etree._Element, name: str) -> str:
    mark = properties.find(f"{W}{name}")
    return "" if mark is None else str(mark.get(f"{W}val"))
