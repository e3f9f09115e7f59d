"""Cuts the prose of a report into chapters at its highest numbering, and finds its closing words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.domain.document import Line
from reports.domain.prose.organs import is_organ
from reports.domain.text.normalise import plain

MAX_HEADING = 40
"""Characters of a heading; what is longer is a numbered sentence."""
MAX_CLOSING = 60

HAN_NUMBER = r"[一二三四五六七八九十]{1,3}"


@dataclass(frozen=True, slots=True)
class Style:
    """A numbering. `is_rare`: taken only where it heads two lines. `run_in`: its heading before a text."""

    heading: re.Pattern[str]
    is_rare: bool = False
    run_in: re.Pattern[str] | None = None


def _style(number: str, behind: str, heading: str, *, is_rare: bool = False) -> Style:
    return Style(re.compile(rf"(?P<number>{number}){behind}(?P<heading>{heading})"), is_rare)


PARTS = _style(rf"第{HAN_NUMBER}(?:章|部分)", r"\s*[、:：]?\s*", r"\S.*", is_rare=True)
RUN_IN = re.compile(
    rf"(?P<number>{HAN_NUMBER})\s*[、.．]\s*(?P<heading>[^。,，;；:：!！?？]{{1,20}})。\s*(?P<text>\S.*)"
)
CHAPTERS = replace(_style(HAN_NUMBER, r"\s*[、.．,，:：]\s*", r"\S.*"), run_in=RUN_IN)
STYLES = (
    PARTS,
    CHAPTERS,
    _style(HAN_NUMBER, r"\s+", r"\S.*", is_rare=True),
    _style(rf"[(（]{HAN_NUMBER}[)）]|[\u3220-\u3229]", r"\s*[、.．]?\s*", r"\S.*"),
    _style(r"\d{1,2}", r"\s*[、.．]\s*", r"[^\d\s].*"),
    _style(r"[(（]\d{1,2}[)）]|[\u2474-\u2487]", r"\s*[、.．]?\s*", r"[^\d\s].*", is_rare=True),
)
"""The numberings of official documents, highest first (GB/T 9704-2012, 7.3.3): 一、 （一） 1. （1）."""
LEADERS = re.compile(r"[.·\d\s]+$")
"""Dots and the page number behind an entry of a table of contents, in `plain`."""
HAN_VALUES = {character: value for value, character in enumerate("一二三四五六七八九", start=1)}

SENTENCE = re.compile(r"[。;；!！?？]")
_DAY_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DAY = re.compile(rf"(?:(?:19|20)\d{{2}}|[一二〇○零三四五六七八九]{{4}})年{_DAY_NUMBER}月{_DAY_NUMBER}日")
ATTACHMENT = re.compile(r"附[件表注]?\d{0,2}(?:[:：].*)?")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as printed: number "一" or "（一）" or "1", heading without it. `line` is the heading's."""

    number: str
    heading: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter with its lines still apart; `source` is the line that bears its heading."""

    number: str
    heading: str
    source: Line
    lines: list[Line]

    @property
    def line(self) -> int:
        """The number of the heading's line."""
        return self.source.position.line or 0


def split(lines: Sequence[Line]) -> tuple[list[Line], list[Part]]:
    """The lines before the first chapter, and the chapters.

    Chapters stand at the highest numbering that heads any line; each number is above the one before, so that
    a numbered list inside a chapter stays in its text. A table of contents stays before the first chapter.
    """
    for style in STYLES:
        before, parts = _split(style, lines)
        if len(parts) > style.is_rare:
            return before, parts
    return list(lines), []


def _split(style: Style, lines: Sequence[Line]) -> tuple[list[Line], list[Part]]:
    run_in = _run_in(style, lines)
    before: list[Line] = []
    parts: list[Part] = []
    for position, line in enumerate(lines):
        part = run_in.get(position) or _heading(style, line)
        if part and _begins_anew(part, parts):
            before += [entry.source for entry in parts]
            parts = [part]
        elif part and ordinal(part.number) > (ordinal(parts[-1].number) if parts else 0):
            parts.append(part)
        else:
            (parts[-1].lines if parts else before).append(line)
    return before, parts


def _begins_anew(part: Part, parts: Sequence[Part]) -> bool:
    """Whether all parts so far are entries of a table of contents, whose first this one is."""
    if len(parts) < 2 or any(entry.lines for entry in parts):
        return False
    first = parts[0]
    return part.number == first.number and plain(part.heading) == LEADERS.sub("", plain(first.heading))


def _run_in(style: Style, lines: Sequence[Line]) -> dict[int, Part]:
    """Headings with their text behind them in one line (一、概述。全年…), by position.

    They fill the gaps of the numbering that headings in lines of their own leave: each is the next number,
    and no such heading further down has it. Where there are none of those, there are two from 一 on.
    """
    if not style.run_in:
        return {}
    numbers = [ordinal(part.number) if (part := _heading(style, line)) else 0 for line in lines]
    ends = {number: position for position, number in enumerate(numbers)}
    found: dict[int, Part] = {}
    last = 0
    for position, line in enumerate(lines):
        match = style.run_in.fullmatch(line.text)
        if numbers[position] > last:
            last = numbers[position]
        elif match and ordinal(match["number"]) == last + 1 and ends.get(last + 1, 0) <= position:
            last += 1
            text = replace(line, text=match["text"], cells=(match["text"],))
            found[position] = Part(match["number"], match["heading"].strip(), line, [text])
    return found if any(numbers) or len(found) > 1 else {}


def is_top_heading(line: Line) -> bool:
    """Whether a line is a heading of the highest numberings (第一章, 一、)."""
    return any(_heading(style, line) for style in (PARTS, CHAPTERS))


def is_heading(line: Line) -> bool:
    """Whether a line is a heading of any numbering."""
    return any(_heading(style, line) for style in STYLES)


def _heading(style: Style, line: Line) -> Part | None:
    match = style.heading.fullmatch(line.text) if len(line.text) <= MAX_HEADING + 10 else None
    if not match or len(match["heading"]) > MAX_HEADING or SENTENCE.search(match["heading"]):
        return None
    if match["heading"][-1] in ",，、:：" or len(line.cells) > 2:
        return None
    return Part(match["number"], match["heading"].strip(), line, [])


def ordinal(number: str) -> int:
    """The value of a chapter number up to 99: 一, （十二）, 3, 第二章. Zero when it is none."""
    text = unicodedata.normalize("NFKC", number).strip("()第章部分")
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.partition("十")
    if not ten:
        return HAN_VALUES.get(text, 0)
    return (HAN_VALUES.get(tens, 0) if tens else 1) * 10 + HAN_VALUES.get(units, 0)


def closing_start(lines: Sequence[Line], agency_name: str) -> int:
    """Where the closing words begin in a report's last lines: a note of attachments, a signature, a date.

    Returns len(lines) when there are none. From there on every line is short and none is a sentence.
    """
    start = len(lines)
    for position in range(len(lines) - 1, -1, -1):
        text = plain(lines[position].text)
        if len(text) > MAX_CLOSING or text.endswith(("。", ";")):
            break
        is_next = position + 1 in (start, len(lines))
        if DAY.fullmatch(text) or ATTACHMENT.fullmatch(text) or (is_next and _signs(text, agency_name)):
            start = position
    return start


def _signs(text: str, agency_name: str) -> bool:
    """Whether a line is a signature: the agency's own name, or one that reads like an organ's."""
    return text == agency_name or (4 <= len(text) <= 30 and is_organ(text))
