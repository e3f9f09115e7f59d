"""Letters with places on a page to printed lines. Not which of them belong to a table."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDE_GAP, GAP = 1.5, 0.6
"""Gaps between letters, as parts of their size, that part two columns or two words. Justified Chinese text
has up to a quarter; Latin words are parted from LATIN_GAP on."""
LATIN_GAP = 0.2
FIRST_WIDE = 0x2E80
RAISED = 0.75
"""A letter at most this large beside the others, and above their foot, is raised: a note mark."""
UNKNOWN = "\ufffd"
_LIKE = """
    2F3E户 2FAD青 2E81厂 2E84乙 2E85亻 2E87几 2E8B卩 2E8C小 2E92巳 2E97心 2E9C日 2E9F母 2EA0民 2EAB目 2EAC示
    2EB0纟 2EB6羊 2EC1虎 2EC4西 2EC5见 2EC6角 2EC9贝 2ECB车 2ED3长 2ED4门 2ED8青 2ED9韦 2EDA页 2EDB风 2EDC飞
    2EDD食 2EE2马 2EE3骨 2EE4鬼 2EE5鱼 2EE6鸟 2EE7卤 2EE8麦 2EE9黄 2EEC齐 2EEE齿 2EF0龙 2EF3龟
"""
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS |= {int(pair[:4], 16): pair[4] for pair in _LIKE.split()}
"""Radicals, as which some programs store the characters that look the same.

Source: Unicode, EquivalentUnifiedIdeograph.txt; 户 and 青 in the shapes of the mainland.
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A printed letter: its place in points from the upper left corner of the page, its size.

    `turn` is 0 upright, 1 where it is read upward, -1 downward. A blank one has the text " ".
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    turn: int = 0

    @property
    def x(self) -> float:
        """Its middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Its middle from above to below."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its text, how far down and to the right it reaches, the size of its letters."""

    text: str
    top: float
    bottom: float
    x1: float
    size: float


def letter_of(char: Mapping[str, Any]) -> Letter:
    """The letter pdfplumber found. One whose font does not say what it draws is UNKNOWN."""
    raw = str(char["text"])
    text = UNKNOWN if raw.startswith("(cid:") or "\x00" in raw or not raw else raw.translate(RADICALS)
    if text.isspace():
        text = " "
    elif any(0xE000 <= ord(sign) <= 0xF8FF for sign in text):
        text = UNKNOWN
    turn = 0 if char["upright"] else (1 if char["matrix"][1] > 0 else -1)
    place = (float(char[name]) for name in ("x0", "x1", "top", "bottom", "size"))
    return Letter(text, *place, turn)


def lines_of(letters: Iterable[Letter]) -> list[Printed]:
    """The printed lines of these letters from above; turned text behind the others, each run a line."""
    letters = list(letters)
    lines = [_upright(row) for row in rows_of([letter for letter in letters if not letter.turn])]
    for turn in (1, -1):
        turned = [_turned(letter) for letter in letters if letter.turn == turn]
        lines += [_upright(row) for row in rows_of(turned)]
    return [line for line in lines if line.text]


def _turned(letter: Letter) -> Letter:
    """The same letter with its page turned so that it stands upright."""
    if letter.turn > 0:
        return Letter(letter.text, -letter.bottom, -letter.top, letter.x0, letter.x1, letter.size)
    return Letter(letter.text, letter.top, letter.bottom, -letter.x1, -letter.x0, letter.size)


def rows_of(letters: Sequence[Letter]) -> list[list[Letter]]:
    """The letters of each line: those whose middle lies within the first ones of it, and raised ones."""
    rows: list[list[Letter]] = []
    foot = float("-inf")
    for letter in sorted(letters, key=lambda letter: (letter.y, letter.x0)):
        if rows and letter.y <= foot:
            rows[-1].append(letter)
            continue
        if len(rows) > 1 and _is_raised(rows[-2], rows[-1]):
            rows[-2:] = [rows[-2] + rows[-1]]
        rows.append([letter])
        foot = letter.y + letter.size / 2
    if len(rows) > 1 and _is_raised(rows[-2], rows[-1]):
        rows[-2:] = [rows[-2] + rows[-1]]
    return rows


def _is_raised(above: Sequence[Letter], row: Sequence[Letter]) -> bool:
    """Whether what seems a line above another is only the raised letters in it."""
    size = max(letter.size for letter in row)
    top = min(letter.top for letter in row)
    return all(letter.size <= size * RAISED and letter.y > top - size * 0.1 for letter in above)


def _upright(row: Sequence[Letter]) -> Printed:
    shown = sorted((letter for letter in row if letter.text != " "), key=lambda letter: letter.x0)
    if not shown:
        return Printed("", 0, 0, 0, 0)
    blanks = sorted(letter.x for letter in row if letter.text == " ")
    size = max(letter.size for letter in shown)
    foot = max(letter.bottom for letter in shown if letter.size == size)
    parts: list[str] = []
    was_raised = False
    for place, letter in enumerate(shown):
        if place:
            parts.append(_between(shown[place - 1], letter, blanks))
        is_raised = letter.size <= size * RAISED and letter.bottom < foot - letter.size * 0.2
        parts.append("^" + letter.text if is_raised and not was_raised else letter.text)
        was_raised = is_raised
    top, bottom = min(letter.top for letter in shown), max(letter.bottom for letter in shown)
    return Printed("".join(parts), top, bottom, shown[-1].x1, size)


def _between(left: Letter, right: Letter, blanks: Sequence[float]) -> str:
    gap = (right.x0 - left.x1) / max(left.size, right.size, 1)
    if gap >= WIDE_GAP:
        return "  "
    is_latin = ord(left.text[-1]) < FIRST_WIDE and ord(right.text[0]) < FIRST_WIDE
    if gap >= (LATIN_GAP if is_latin else GAP):
        return " "
    has_blank = any(left.x < blank < right.x for blank in blanks)
    return " " if has_blank and gap > 0 else ""
