"""A page of text as a PDF, set as official letters are (GB/T 9704-2012): A4, page number at the foot.

Without a font file the text is set in Adobe's "STSong-Light" with the character collection Adobe-GB1, which
is not embedded: readers show it in the Chinese font they have (Windows, macOS, phones, browsers), one without
any shows boxes or asks for a font pack; searching and copying work everywhere. With TrueType files the signs
used are embedded, and every reader shows the same. A sign that no font has is set as "〓".
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from pdfminer.cmapdb import CMapDB
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reports.writers.lines import broken
from reports.writers.page import Block, Kind, Page, fit

MEDIA_TYPE = "application/pdf"
SONG, SONG_CODES = "STSong-Light", "UniGB-UCS2-H"
UNKNOWN = "〓"
"""What printers set for a sign they have no type for (U+3013)."""
SIZE, TITLE_SIZE, FOOT_SIZE, LEADING = 16, 22, 14, 28
"""Points: 三号, 二号, 四号."""
TOP, BOTTOM, LEFT, RIGHT, FOOT = 37 * mm, 35 * mm, 28 * mm, 26 * mm, 25 * mm
ROOM = A4[0] - LEFT - RIGHT
HIGH = A4[1] - TOP - BOTTOM
MIDDLE = frozenset({Kind.TITLE, Kind.CENTRED})


class BadFont(Exception):
    """A font file cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as set: `indent` from the left (from the right where signed), `high` with the room below it.

    `is_glued`: never on another page than the line before it.
    """

    text: str
    kind: Kind
    size: int
    high: float
    indent: float = 0
    is_glued: bool = False


def write(page: Page, fonts: Sequence[Path] = ()) -> bytes:
    """The document, the same bytes for the same page and fonts. `fonts`: TrueType files, the first wins.

    Raises BadFont for a file that is none.
    """
    names = _registered(tuple(fonts))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="zh-CN")
    canvas.setTitle(fit(page.title))
    for number, lines in enumerate(_sheets(page, names), start=1):
        top = A4[1] - TOP
        for line in lines:
            _draw(canvas, line, top - line.size, names)
            top -= line.high
        foot = f"— {number} —"
        _run(canvas, foot, (A4[0] - _width(foot, FOOT_SIZE, names)) / 2, FOOT, FOOT_SIZE, names)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def demand_usable(font: Path) -> None:
    """Raises BadFont for a file that letters cannot be set in."""
    _registered((font,))


def unset(text: str, fonts: Sequence[Path] = ()) -> tuple[str, ...]:
    """The signs of a text that no font has, each once, in order: they are set as "〓"."""
    names = _registered(tuple(fonts))
    return tuple(dict.fromkeys(sign for sign in fit(text) if not sign.isspace() and not _font(sign, names)))


def _sheets(page: Page, names: tuple[str, ...]) -> Iterator[list[Line]]:
    """The lines of each sheet of paper; glued ones go over together."""
    sheet: list[Line] = []
    group: list[Line] = []
    for line in [*(line for block in page.blocks for line in _lines(block, names)), None]:
        if group and (line is None or not line.is_glued):
            if sheet and _high([*sheet, *group]) > HIGH:
                yield sheet
                sheet = []
            sheet, group = [*sheet, *group], []
        if line is not None:
            group.append(line)
    yield sheet


def _high(lines: Sequence[Line]) -> float:
    return sum(line.high for line in lines)


def _lines(block: Block, names: tuple[str, ...]) -> list[Line]:
    size = TITLE_SIZE if block.kind is Kind.TITLE else SIZE
    high = LEADING * 1.25 if block.kind is Kind.TITLE else LEADING
    indent = size * 2 if block.kind in (Kind.INDENTED, Kind.SIGNED) else 0
    room = ROOM - (indent if block.kind is Kind.SIGNED else 0)
    texts = broken(
        fit(block.text).replace("\n", " "),
        lambda text: _width(text, size, names),
        room,
        first_room=ROOM - indent,
    )
    is_signed = block.kind is Kind.SIGNED
    lines = [
        Line(text, block.kind, size, high, indent if is_signed or number == 0 else 0, is_signed)
        for number, text in enumerate(texts)
    ]
    below = {Kind.TITLE: LEADING / 2, Kind.CENTRED: LEADING}.get(block.kind, 0)
    last = lines[-1]
    return [*lines[:-1], Line(last.text, last.kind, size, high + below, last.indent, is_signed)]


def _draw(canvas: Canvas, line: Line, y: float, names: tuple[str, ...]) -> None:
    x = LEFT + line.indent
    if line.kind in MIDDLE:
        x = LEFT + (ROOM - _width(line.text, line.size, names)) / 2
    elif line.kind is Kind.SIGNED:
        x = A4[0] - RIGHT - line.indent - _width(line.text, line.size, names)
    _run(canvas, line.text, x, y, line.size, names)


def _run(canvas: Canvas, text: str, x: float, y: float, size: int, names: tuple[str, ...]) -> None:
    """The text from that point on, each sign in the first font that has it."""
    for name, run in _runs(text, names):
        canvas.setFont(name, size)
        canvas.drawString(x, y, run)
        x += pdfmetrics.stringWidth(run, name, size)


def _width(text: str, size: int, names: tuple[str, ...]) -> float:
    return sum(pdfmetrics.stringWidth(run, name, size) for name, run in _runs(text, names))


def _runs(text: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(font, what is set in it), a sign that none has as UNKNOWN."""
    for name, signs in groupby(text, key=lambda sign: _font(sign, names)):
        run = "".join(signs)
        yield (name, run) if name else (SONG, UNKNOWN * len(run))


def _font(sign: str, names: tuple[str, ...]) -> str:
    """The first font that has it; "" for none."""
    return next((name for name in names if _has(name, sign)), "")


@cache
def _has(name: str, sign: str) -> bool:
    if sign.isspace():
        return name == SONG
    if name != SONG:
        return ord(sign) in pdfmetrics.getFont(name).face.charToGlyph
    found: Any = CMapDB.get_cmap(SONG_CODES).code2cid
    for code in sign.encode("utf-16-be"):
        if not isinstance(found, dict) or code not in found:
            return False
        found = found[code]
    return True


@cache
def _registered(fonts: tuple[Path, ...]) -> tuple[str, ...]:
    """Names of the fonts, made known to reportlab once; the one without a file comes last."""
    names = []
    for number, path in enumerate(fonts):
        name = f"file-{number}-{path.stem}"
        try:
            pdfmetrics.registerFont(TTFont(name, str(path)))
        except Exception as cause:
            raise BadFont(f"{path.name} is no TrueType font that can be embedded: {cause}") from cause
        names.append(name)
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    return (*names, SONG)
