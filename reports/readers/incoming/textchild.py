"""The words of a file for the search. `reports.readers.attachmenttext` runs it in a process of its own.

The first line of what it is given is JSON: {"kind": …, "characters": …}.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw
from lxml import etree

from reports.domain.document import Unreadable
from reports.readers import docx, xlsx
from reports.readers.bounded import serve
from reports.readers.incoming.bundles import texts_in
from reports.readers.incoming.signatures import text_of
from reports.readers.package import parser

MAX_PAGES = 2_000
SLIDES = r"ppt/slides/slide\d+\.xml"
OFD_PAGES = r"Doc_\d+/(?:Pages|Tpls)/[^/]+/Content\.xml"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OFD = "{http://www.ofdspec.org/2016}"


def work(given: bytes) -> list[object]:
    """[text, whether it is whole]. Raises Unreadable."""
    head, _, data = given.partition(b"\n")
    wish = json.loads(head)
    kept: list[str] = []
    left = int(wish["characters"])
    for part in _parts(str(wish["kind"]), data):
        kept.append(part[:left])
        left -= len(part)
        if left < 0:
            return ["\n".join(kept), False]
    return ["\n".join(kept), True]


def _parts(kind: str, data: bytes) -> Iterator[str]:
    """The words of a file, in parts that stand on lines of their own."""
    if kind == "pdf":
        yield from _of_pdf(data)
    elif kind in ("docx", "xlsx"):
        read = docx.read if kind == "docx" else xlsx.read
        for line in read(data).lines:
            yield "\t".join(line.cells) if line.cells else line.text
    elif kind == "pptx":
        for part in texts_in(data, SLIDES):
            yield from _of_xml(part, f"{DRAWN}p", f"{DRAWN}t")
    elif kind == "ofd":
        for part in texts_in(data, OFD_PAGES):
            yield from _of_xml(part, f"{OFD}TextObject", f"{OFD}TextCode")
    else:
        text = text_of(data)
        if text is None:
            raise Unreadable("encoding", found="")
        yield text


def _of_pdf(data: bytes) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        is_locked = pypdfium2.raw.FPDF_GetLastError() == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Unreadable("locked" if is_locked else "damaged") from problem
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
        text.close()
        page.close()


def _of_xml(data: bytes, block: str, words: str) -> Iterator[str]:
    for paragraph in etree.parse(io.BytesIO(data), parser()).iter(block):
        text = "".join(piece.text or "" for piece in paragraph.iter(words))
        if text.strip():
            yield text


if __name__ == "__main__":
    serve(work)
