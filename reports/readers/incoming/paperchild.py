"""Looks through a PDF for what acts. `reports.readers.incoming.papers` runs it in a process of its own.

Three views, since programs that show a PDF disagree on broken ones: the objects as listed (pdfminer.six, also
those in compressed streams), the document as a browser opens it (PDFium), and the bare bytes, in which older
versions of an object still stand. Source: ISO 32000-1, 12.6 (actions), 7.11.4 (embedded files).
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral

from reports.domain.document import Unreadable
from reports.readers.bounded import serve

MAX_OBJECTS = 300_000
MAX_INFLATED = 64 * 2**20
KEYS = {
    "JS": "script",
    "JavaScript": "script",
    "EF": "files",
    "XFA": "form",
    "RichMediaContent": "media",
}
"""Keys of a dictionary that say what must not be."""
NAMED = {
    "JavaScript": "script",
    "Launch": "launch",
    "GoToE": "files",
    "ImportData": "form",
    "SubmitForm": "form",
    "EmbeddedFile": "files",
    "FileAttachment": "files",
    "RichMedia": "media",
    "RichMediaExecute": "media",
}
"""Values of /S, /Subtype and /Type that say so."""


def _spelled(name: str) -> bytes:
    """A name as it may be spelled: any letter as # and two hexadecimal digits."""
    return b"".join(b"(?:%c|#%02x|#%02X)" % (sign, sign, sign) for sign in name.encode())


BARE = {
    "script": re.compile(rb"/" + _spelled("JavaScript") + rb"(?![A-Za-z])"),
    "launch": re.compile(rb"/" + _spelled("Launch") + rb"(?![A-Za-z])"),
    "files": re.compile(rb"/" + _spelled("EmbeddedFile") + rb"(?![A-Za-z])"),
    "media": re.compile(rb"/" + _spelled("RichMedia")),
}
GATHERED = re.compile(rb"/" + _spelled("ObjStm") + rb"(?![A-Za-z])")
STREAM = re.compile(rb"stream\r?\n")


def work(data: bytes) -> str:
    """The first thing found that must not be, "" for none. Raises Unreadable: locked, damaged."""
    return _opened(data) or _in_bytes(data) or _in_objects(data)


def _opened(data: bytes) -> str:
    raw = pypdfium2.raw
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as problem:
        is_locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        raise Unreadable("locked" if is_locked or "assword" in str(problem) else "damaged") from problem
    if not pages:
        raise Unreadable("damaged")
    if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        return "script"
    return "files" if raw.FPDFDoc_GetAttachmentCount(document.raw) > 0 else ""


def _in_bytes(data: bytes) -> str:
    for part in (data, *_gathered(data)):
        for found, pattern in BARE.items():
            if pattern.search(part):
                return found
    return ""


def _gathered(data: bytes) -> Iterator[bytes]:
    """The streams that hold objects, inflated, also those that no list mentions any more."""
    left = MAX_INFLATED
    for mark in GATHERED.finditer(data):
        begin = STREAM.search(data, mark.end(), mark.end() + 2_000)
        if begin is None:
            continue
        try:
            inflated = zlib.decompressobj().decompress(data[begin.end() :], left)
        except zlib.error:
            continue
        left -= len(inflated)
        if left <= 0:
            raise Unreadable("swollen", limit=MAX_INFLATED // 2**20)
        yield inflated


def _in_objects(data: bytes) -> str:
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect as problem:
        raise Unreadable("locked") from problem
    numbers = {number for xref in document.xrefs for number in xref.get_objids()}
    if len(numbers) > MAX_OBJECTS:
        raise Unreadable("swollen", limit=MAX_OBJECTS)
    waiting: list[Any] = [xref.get_trailer() for xref in document.xrefs]
    for number in sorted(numbers):
        waiting.append(_listed(document, number))
        found = _walked(waiting)
        if found:
            return found
    return ""


def _listed(document: PDFDocument, number: int) -> Any:
    """The object of that number; None where it is listed and cannot be read, as in many sound PDFs."""
    try:
        return document.getobj(number)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        return None


def _walked(waiting: list[Any]) -> str:
    """What the objects say, and all that stands in them; references are not followed. Empties the list."""
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, PDFStream):
            waiting.append(thing.attrs)
        elif isinstance(thing, list | tuple):
            waiting += thing
        elif isinstance(thing, dict):
            found = next((KEYS[key] for key in thing if key in KEYS and thing[key] is not None), "")
            for key in ("S", "Subtype", "Type"):
                named = thing.get(key)
                if isinstance(named, PSLiteral) and not found:
                    found = NAMED.get(str(named.name), "")
            if found:
                return found
            waiting += thing.values()
    return ""


if __name__ == "__main__":
    serve(work)
