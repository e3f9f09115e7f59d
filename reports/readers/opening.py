"""Which reader a file is for, told from its bytes; among text files, which all look alike, from its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from reports.domain.document import Document, Unreadable
from reports.domain.statform.locating.ours import NEEDED
from reports.readers import csv, docx, html, json, package, pdf, text, xlsx
from reports.readers.package import damage_told, open_package

LARGEST = package.MAX_BYTES
"""Bytes of the largest file of any kind; each kind has a limit of its own."""

Reader = Callable[[bytes], Document]
READERS: dict[str, Reader] = {
    "text": text.read,
    "csv": csv.read,
    "json": json.read,
    "html": html.read,
    "pdf": pdf.read,
    "docx": docx.read,
    "xlsx": xlsx.read,
}
"""Kind of content → its reader."""
ENDINGS = {
    "txt": "text",
    "text": "text",
    "md": "text",
    "markdown": "text",
    "csv": "csv",
    "tsv": "csv",
    "json": "json",
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "docx": "docx",
    "xlsx": "xlsx",
    "pdf": "pdf",
}
"""What the ending of a name says. Other endings say nothing: the content alone decides."""
PLAIN = ("text", "csv", "json")
"""Kinds that only the name tells apart. Under such a name nothing else is read: the reader refuses it."""
KINDS = {
    "text": "TXT",
    "csv": "CSV",
    "json": "JSON",
    "html": "HTML",
    "docx": "Word",
    "xlsx": "Excel",
    "pdf": "PDF",
}
"""Names of kinds in sentences."""
ACCEPTED = (".txt", ".md", ".html", ".htm", ".docx", ".xlsx", ".csv", ".json", ".pdf")
"""Endings of the files that are read."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = (("WordDocument", "Word 97-2003"), ("Workbook", "Excel 97-2003"), ("Book", "Excel 97-2003"))
OTHERS = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"{\\rtf", "RTF"),
    (b"MIME-Version:", "MHTML"),
)
"""How files begin that are told from text but not read."""
IN_ARCHIVE = (("OFD.xml", "OFD"), ("mimetype", "OpenDocument"), ("ppt/presentation.xml", "PowerPoint"))
WORDS_OF_HTML = (b"<!doctype html", b"<html", b"<table", b"<body", b"<head", b"<div", b"<meta")


def read(data: bytes, *, name: str) -> Document:
    """The document in the bytes of a file of that name, whatever it is.

    A name that says another kind than the content is refused; .doc and .xls say nothing, since web pages and
    newer files often bear them. Raises Unreadable.
    """
    if not data:
        raise Unreadable("empty")
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")
    named = ENDINGS.get(ending, "")
    kind = named if named in PLAIN else _kind(data) or ("html" if named == "html" else "text")
    if kind == "text" and named == "pdf" and pdf.MAGIC in data[:1024]:
        kind = "pdf"
    if kind == "text" and _is_ours(data):
        kind = "csv"
    if named and named not in PLAIN and kind != named:
        raise Unreadable("mismatch", named=KINDS[named], kind=KINDS[kind])
    reader = READERS.get(kind)
    if reader is None:
        raise Unreadable("not-read", kind=KINDS[kind])
    return reader(data)


def _kind(data: bytes) -> str:
    """What the bytes are; "" for text of whatever kind. Raises Unreadable for what no reader reads."""
    head = data[:1024].removeprefix(text.UTF_8_MARK).lstrip()
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(data)
    if head.startswith(OLE):
        raise _of_ole(data)
    for signature, kind in OTHERS:
        if head.startswith(signature):
            raise Unreadable("not-read", kind=kind)
    begins = head.lower()
    if begins.startswith(WORDS_OF_HTML) or (begins.startswith((b"<?xml", b"<!--")) and b"<html" in begins):
        return "html"
    if begins.startswith(b"<?xml"):
        raise Unreadable("not-read", kind="XML")
    return ""


def _kind_of_archive(data: bytes) -> str:
    with damage_told("ZIP"):
        parts = open_package(data, "Office")
        types = parts.part(package.TYPES) or b""
        if b"macroEnabled" in types:
            raise Unreadable("macros", kind="Office")
        for kind, main in (("docx", docx.MAIN), ("xlsx", xlsx.MAIN)):
            if main.encode() in types:
                return kind
    found = next((kind for part, kind in IN_ARCHIVE if part in parts.names), "ZIP")
    raise Unreadable("not-read", kind=found)


def _of_ole(data: bytes) -> Unreadable:
    """Why a file in Microsoft's old container is not read: newer and locked, or old."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("locked")
    found = (kind for stream, kind in STREAMS if stream.encode("utf-16-le") in data)
    return Unreadable("old-format", kind=next(found, "Office 97-2003"))


def _is_ours(data: bytes) -> bool:
    """Whether a text begins with the header of a table that was downloaded here."""
    first = data[:1024].removeprefix(text.UTF_8_MARK).lstrip().partition(b"\n")[0].decode("utf-8", "replace")
    for delimiter in csv.DELIMITERS:
        if set(NEEDED) <= {word.strip().strip('"').lower() for word in first.split(delimiter)}:
            return True
    return False
