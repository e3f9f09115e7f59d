"""HTML to a Document: the lines and data tables a browser would show. Not what they mean."""

from __future__ import annotations

from collections.abc import Sequence

from reports.domain.document import Document, Unreadable
from reports.domain.prose.titles import title_of, title_over
from reports.readers.building import Building
from reports.readers.text import MAX_BYTES, is_plausible
from reports.readers.web.blocks import Block, Blocks
from reports.readers.web.tree import page_of

MARKED = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8-BOM"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
"""Marks at the head of a file that tell its encoding; Word saves web pages as UTF-16."""
UNMARKED = (("utf-8", "UTF-8"), ("gb18030", "GB18030"))
TITLE_WITHIN = 40
"""Lines among which a report's own title stands."""


def read(data: bytes) -> Document:
    """The document in the bytes of a web page in UTF-8, GB18030 (GBK, GB2312) or marked UTF-16.

    What the page declares of its encoding is not asked: the bytes tell it more surely. A table that frames
    other tables or a text is lines; so is one of a single column. The title of the window becomes the first
    line where the page shows no title of its own. The worst page of 5 MB takes two seconds and 130 MB.
    Raises Unreadable: too-large, too-long, line-too-long, nested, binary, encoding, damaged, empty.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", limit=MAX_BYTES // 2**20)
    text, encoding = _decoded(data)
    page = page_of(text)
    blocks = Blocks()
    blocks.take(page.root)
    blocks.flush()
    building = Building()
    if title_of(page.title) and not _has_title(blocks.found):
        building.line(page.title)
    for block in blocks.found:
        if isinstance(block, str):
            building.line(block)
        else:
            building.grid(block)
    return building.document(data, format="html", encoding=encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    marked = [(codec, name) for mark, codec, name in MARKED if data.startswith(mark)]
    for codec, name in marked or UNMARKED:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Unreadable("binary")
        if name != "GB18030" or is_plausible(text):
            return text, name
    raise Unreadable("binary" if b"\x00" in data else "encoding", found="")


def _has_title(blocks: Sequence[Block]) -> bool:
    """Whether a title stands among the first lines; it may run over three."""
    texts = [block for block in blocks if isinstance(block, str)][: TITLE_WITHIN + 2]
    return any(title_over(texts[first : first + count]) for first in range(len(texts)) for count in (1, 2, 3))
