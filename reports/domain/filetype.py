"""What a file is, told from its bytes, not from its name. Only kinds a report may carry are known."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

FileKind = Literal["pdf", "png", "jpg", "docx", "xlsx", "csv", "txt"]
ALLOWED: tuple[FileKind, ...] = ("pdf", "docx", "xlsx", "csv", "txt", "png", "jpg")
_MAGIC: dict[bytes, FileKind] = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_OFFICE: dict[str, FileKind] = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_PRINTABLE = frozenset("\t\n\r\f")


def recognise(data: bytes, extension: str) -> FileKind | None:
    """The kind of a file, where bytes and extension ("pdf", without a point, any case) agree; None otherwise.

    An archive is none, nor is an office file with macros. Text is UTF-8 or GB18030, without control signs.
    """
    claimed = extension.lower()
    claimed = "jpg" if claimed == "jpeg" else claimed
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind if claimed == kind else None
    if data.startswith(b"PK"):
        found = _office(data)
        return found if claimed == found else None
    if claimed == "csv" and is_text(data):
        return "csv"
    return "txt" if claimed == "txt" and is_text(data) else None


def is_text(data: bytes) -> bool:
    """Whether the bytes are text in UTF-8 (with or without BOM) or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(sign >= " " or sign in _PRINTABLE for sign in text)
    return False


def _office(data: bytes) -> FileKind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for part, kind in _OFFICE.items() if part in names), None)
