"""What the bytes of a file are, whatever its name says; what is two things at once is refused."""

from __future__ import annotations

import io
import re
import zipfile

from reports.domain.refusal import Refused
from reports.readers.text import is_plausible

HEAD = 1024
"""Bytes in which browsers and readers look for how a file begins."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe"),
    *(b"\xce\xfa\xed\xfe", b"#!", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n"),
)
ARCHIVES = (
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (0, b"\x1f\x8b", "GZIP"),
    (0, b"BZh", "BZIP2"),
    (0, b"\xfd7zXZ\x00", "XZ"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (0, b"MSCF", "CAB"),
    (0, b"PK\x05\x06", "ZIP"),
    (0, b"PK\x07\x08", "ZIP"),
    (7, b"**ACE**", "ACE"),
    (2, b"-lh", "LZH"),
    (257, b"ustar", "TAR"),
    (32769, b"CD001", "ISO"),
)
"""Where and how archives begin."""
OTHERS = (
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (8, b"WEBP", "WebP"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypqt", "QuickTime"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftyp", "MP4"),
    (0, b"{\\rtf", "RTF"),
    (0, b"MIME-Version:", "MHTML"),
    (0, b"\x00\x00\x01\x00", "ICO"),
    (0, b"ID3", "MP3"),
    (0, b"%!PS", "PostScript"),
)
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed|table|div|meta|title|style|img|a\s|p\s*>"
    rb"|!--|\?xml|\?php|%@|x:)",
    re.IGNORECASE,
)
"""What a browser that guesses would take for a page. Source: MIME Sniffing Standard, 7.1, and more."""
ACTING = re.compile(rb"<(?:!doctype\s+html|html[\s>]|script[\s>]|iframe[\s>]|svg[\s>]|\?php)", re.IGNORECASE)
INSIDE = ((b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7-Zip"), (OLE, "Office 97-2003"))
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
STREAMS = (("WordDocument", "Word 97-2003"), ("Workbook", "Excel 97-2003"), ("Book", "Excel 97-2003"))


def begins_as(data: bytes) -> str:
    """The kind that the bytes begin as: "pdf", "png", "jpg", "zip" or "" for what may be text.

    Raises Refused for whatever is none of these: program, archive, markup, old-format, macros, locked, kind.
    """
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(OLE):
        raise _of_ole(data)
    if data.startswith(PROGRAMS) and not (data.startswith(b"MZ") and text_of(data) is not None):
        raise Refused("program")
    for offset, mark, kind in ARCHIVES:
        if data[offset : offset + len(mark)] == mark and not (offset == 2 and text_of(data) is not None):
            raise Refused("archive", kind=kind)
    for offset, mark, kind in OTHERS:
        if data[offset : offset + len(mark)] == mark and (kind == "RTF" or text_of(data) is None):
            raise Refused("kind", kind=kind)
    wide = _narrowed(head)
    if MARKUP.match(wide) or ACTING.search(wide):
        raise Refused("markup", kind=_markup(wide))
    if b"%PDF-" in data[:HEAD]:
        raise Refused("mixed", kind="PDF")
    return ""


def demand_one(data: bytes, kind: str) -> None:
    """Refuses ("mixed") what is something else too: an archive at its end, a page in its head."""
    if kind in ("pdf", "png", "jpg", "txt", "csv") and zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("mixed", kind="ZIP")
    for mark, other in INSIDE:
        if mark in data:
            raise Refused("mixed", kind=other)
    if kind in ("png", "jpg") and (ACTING.search(data) or b"%PDF-" in data[:HEAD]):
        raise Refused("mixed", kind="HTML" if ACTING.search(data) else "PDF")
    if kind == "pdf" and ACTING.search(data[:HEAD]):
        raise Refused("mixed", kind="HTML")


def text_of(data: bytes) -> str | None:
    """The bytes as text in UTF-8, GB18030 or marked UTF-16; None where they are none."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    codecs = ("utf-16",) if is_wide else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text):
            return None
        if codec != "gb18030" or is_plausible(text):
            return text
    return None


def _narrowed(head: bytes) -> bytes:
    """The head of a text in UTF-16 as one of single bytes."""
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\x00" in head[:4] or b"\x00<" in head[:4]
    return head[2 if head[0] > 0x7F else 0 :].replace(b"\x00", b"").lstrip() if is_wide else head


def _markup(head: bytes) -> str:
    begins = head.lower()
    if b"<svg" in begins:
        return "SVG"
    return "XML" if begins.startswith(b"<?xml") and b"<html" not in begins else "HTML"


def _of_ole(data: bytes) -> Refused:
    """Why a file in Microsoft's old container is not taken: locked, with macros, or old."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Refused("locked")
    found = next((kind for stream, kind in STREAMS if stream.encode("utf-16-le") in data), "Office 97-2003")
    if "_VBA_PROJECT".encode("utf-16-le") in data or "Macros".encode("utf-16-le") in data:
        return Refused("macros", kind=found)
    return Refused("old-format", kind=found)
