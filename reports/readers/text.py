"""Plain text to a Document: encoding, lines with the numbers they have in the file, cells.

Not what the words mean.
"""

from __future__ import annotations

import hashlib
import re

from reports.domain.document import Document, Line, Position, Unreadable

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 20_000
MAX_CELLS = 40_000
MAX_LINE_LENGTH = 100_000

SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word, Excel or ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word or Excel 97-2003"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"{\\rtf", "RTF"),
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
)
"""How files that are not plain text begin, whatever their name says."""

FOREIGN_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
)
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""What Windows calls Unicode text begins so; without such a mark UTF-16 cannot be told for certain."""
UTF_8_MARK = b"\xef\xbb\xbf"

COMMON = frozenset("的一是在不了有和人这中大为上个国年月日公开信息政府无数件条本报告工作情况")
"""Characters of which any Chinese report is full; text decoded by the wrong table has next to none."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
FILE_LINE_END = re.compile(r"\r\n|\r|\n")
PRINTED_LINE_END = re.compile("[\u2028\u2029\x0b\x0c\x85]")
SEPARATOR = re.compile(r"[\t|｜│]")
WIDE_GAP = re.compile(r"[ \u3000]{2,}")
HAN = re.compile("[\u4e00-\u9fff]")


def read(data: bytes) -> Document:
    """The lines of a text file in UTF-8, GB18030 or UTF-16 with its mark, blank ones left out.

    A line's number counts line ends of the file (LF, CRLF or CR) from 1. U+2028, a form feed and their like
    end a line too and count where words stand on both sides, so that no two lines share a number.
    Raises Unreadable: empty, too-large, too-long, line-too-long, binary, other-format, encoding.
    """
    text, encoding = text_of(data)
    lines = _lines(text)
    if not lines:
        raise Unreadable("empty")
    return Document(lines, encoding, hashlib.sha256(data).hexdigest())


def text_of(data: bytes) -> tuple[str, str]:
    """The bytes of a text file decoded, and the name of the encoding. Raises as `read` does."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", limit=MAX_BYTES // (1024 * 1024))
    _refuse_other_formats(data)
    return _decoded(data)


def _refuse_other_formats(data: bytes) -> None:
    head = data[:1024].removeprefix(UTF_8_MARK).lstrip()
    for signature, kind in SIGNATURES:
        if head[: len(signature)] == signature or head[: len(signature)].lower() == signature:
            raise Unreadable("other-format", kind=kind)
    for mark, name in FOREIGN_MARKS:
        if data.startswith(mark):
            raise Unreadable("encoding", found=name)
    if b"\x00" in data and not data.startswith(UTF_16_MARKS):
        raise Unreadable("binary")


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith(UTF_16_MARKS):
        candidates = [("utf-16", "UTF-16")]
    elif data.startswith(UTF_8_MARK):
        candidates = [("utf-8-sig", "UTF-8-BOM")]
    else:
        candidates = [("utf-8", "UTF-8"), ("gb18030", "GB18030")]
    for codec, name in candidates:
        try:
            text = data.decode(codec, errors="strict")
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text):
            raise Unreadable("binary")
        if name == "GB18030" and not is_plausible(text):
            continue
        return text, name
    raise Unreadable("encoding", found="")


def is_plausible(text: str) -> bool:
    """GB18030 gives a meaning to almost any bytes: real text shows in its commonest characters (1 in 50)."""
    han = HAN.findall(text)
    return bool(han) and sum(character in COMMON for character in han) * 50 >= len(han)


def _lines(text: str) -> tuple[Line, ...]:
    printed = [line for whole in FILE_LINE_END.split(text) for line in _printed(whole)]
    if len(printed) > MAX_LINES:
        raise Unreadable("too-long", limit=MAX_LINES)
    lines: list[Line] = []
    cells = 0
    for number, whole in enumerate(printed, start=1):
        if len(whole) > MAX_LINE_LENGTH:
            raise Unreadable("line-too-long", line=number, limit=MAX_LINE_LENGTH)
        line = line_of(whole, number)
        if line:
            lines.append(line)
            cells += len(line.cells)
    if cells > MAX_CELLS:
        raise Unreadable("too-long", limit=MAX_CELLS)
    return tuple(lines)


def _printed(whole: str) -> list[str]:
    """A line of the file cut at the separators between words; one line when none is."""
    parts = PRINTED_LINE_END.split(whole)
    return [part for part in parts if not _is_blank(part)] or [""] if len(parts) > 1 else parts


def _is_blank(part: str) -> bool:
    return not INVISIBLE.sub("", part).strip()


def line_of(part: str, number: int) -> Line | None:
    """The line of that number, cut at tabs, pipes or wide gaps; None where the text is blank."""
    raw = legible(part)
    text = raw.strip()
    if not text:
        return None
    return Line(text, Position(line=number), _cells(raw))


def legible(part: str) -> str:
    """The text with every space an ordinary one, without the signs that no reader sees."""
    return ODD_SPACES.sub(" ", INVISIBLE.sub("", part))


def _cells(raw: str) -> tuple[str, ...]:
    """Cut by tabs or pipes, blank cells kept between them; failing those by gaps of two or more spaces."""
    line = raw.strip(" \u3000")
    if not SEPARATOR.search(line):
        return tuple(WIDE_GAP.split(line.strip()))
    cells = [cell.strip() for cell in SEPARATOR.split(line)]
    if line[0] in "|｜│":
        del cells[0]
    if cells and line[-1] in "|｜│":
        del cells[-1]
    return tuple(cells)
