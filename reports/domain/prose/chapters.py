"""Cuts the prose of a report into chapters at its highest numbering, and finds its closing words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.domain.document import Line
from reports.domain.prose.organs import is_organ
from reports.domain.text.normalise import plain

MAX_HEADING = 40
"""Characters of a heading; what is longer is a numbered sentence."""
MAX_CLOSING = 60

HAN_NUMBER = r"[一二三四五六七八九十]{1,3}"
STYLES = (
    re.compile(rf"(?P<number>{HAN_NUMBER})\s*[、.．,，:：]\s*(?P<heading>\S.*)"),
    re.compile(rf"(?P<number>[(（]{HAN_NUMBER}[)）])\s*[、.．]?\s*(?P<heading>\S.*)"),
    re.compile(r"(?P<number>\d{1,2})\s*[、.．]\s*(?P<heading>[^\d\s].*)"),
)
"""The numberings of Chinese official documents, highest first (GB/T 9704-2012, 7.3.3): 一、 （一） 1."""
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
    """A chapter with its lines still apart."""

    number: str
    heading: str
    line: int
    lines: list[Line]


def split(lines: Sequence[Line]) -> tuple[list[Line], list[Part]]:
    """The lines before the first chapter, and the chapters.

    Chapters stand at the highest numbering that heads any line; each number is above the one before, so that
    a numbered list inside a chapter stays in its text.
    """
    for style in STYLES:
        before: list[Line] = []
        parts: list[Part] = []
        for line in lines:
            part = _heading(style, line)
            if part and ordinal(part.number) > (ordinal(parts[-1].number) if parts else 0):
                parts.append(part)
            else:
                (parts[-1].lines if parts else before).append(line)
        if parts:
            return before, parts
    return list(lines), []


def is_top_heading(line: Line) -> bool:
    """Whether a line is a heading of the highest numbering (一、)."""
    return _heading(STYLES[0], line) is not None


def is_heading(line: Line) -> bool:
    """Whether a line is a heading of any numbering."""
    return any(_heading(style, line) for style in STYLES)


def _heading(style: re.Pattern[str], line: Line) -> Part | None:
    match = style.fullmatch(line.text) if len(line.text) <= MAX_HEADING + 10 else None
    if not match or len(match["heading"]) > MAX_HEADING or SENTENCE.search(match["heading"]):
        return None
    if match["heading"][-1] in ",，、:：" or len(line.cells) > 2:
        return None
    return Part(match["number"], match["heading"].strip(), line.position.line or 0, [])


def ordinal(number: str) -> int:
    """The value of a chapter number up to 99: 一, （十二）, 3. Zero when it is none."""
    text = number.strip("()（）")
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
