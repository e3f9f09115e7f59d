"""Rich text that was typed or pasted, made clean: HTML that may stand on a public page, and its words.

Two steps: whatever came is brought into a small model (`reports.readers.rich`), which knows no scripts,
styles or foreign images; what is written of it goes through a maintained sanitiser, which has the last word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import nh3
from lxml import etree

from reports.domain.refusal import Refused
from reports.readers.rich.addresses import SCHEMES
from reports.readers.rich.growing import Growing
from reports.readers.rich.parts import Block
from reports.readers.rich.spacing import UNSEEN
from reports.readers.rich.tidying import tidied
from reports.readers.rich.writing import as_html, as_text

MAX_BYTES = 2 * 2**20
"""Of the HTML as it came, in UTF-8: a regulation of 100 pages pasted from Word has half of that."""
MAX_WARNINGS = 50
OWN_IMAGE = re.compile(r"(?:/en)?/(?:documents/[a-z0-9-]{1,100}/files|files/attachments)/[0-9]{1,18}/")
"""The address of an image among the portal's own attachments."""
GUARD = nh3.Cleaner(
    tags={
        *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br", "a", "img"),
        *("strong", "em", "u", "s", "sub", "sup"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "ol": {"start", "type"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
    },
    url_schemes=set(SCHEMES),
    link_rel="noopener",
    strip_comments=True,
)
"""What may stand in the end, whatever the step before it let through."""


class Warned(NamedTuple):
    """What a writer should know: a code of `reports.queries.refusals.WARNINGS`, a value, how often."""

    code: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean rich text. `text`: a paragraph, an item or a row of a table to a line.

    Codes of `warnings`: "image-alt" (an image without alternative text; value: its address),
    "image-removed", "link-removed", "removed" (value: the tag), "hidden", "remark", "tracked".
    """

    html: str
    text: str
    warnings: tuple[Warned, ...]


def is_own_image(src: str) -> bool:
    """Whether an image's address is one of the portal's own attachments."""
    return bool(OWN_IMAGE.fullmatch(src))


def clean(html: str, *, is_own_image: Callable[[str], bool] = is_own_image) -> Clean:
    """The text made clean; what is clean stays as it is.

    Kept: paragraphs, headings (below the page's own), lists, quotations, tables with merged cells, bold,
    italic, underlined, struck, raised and lowered words, links (http, https, mailto, inside of the portal),
    images for whose address `is_own_image` says yes.
    Raises Refused: "text-large" (2 MB and more, before or after), "text-long", "text-nested", "text-damaged".
    """
    data = UNSEEN.sub("", html).encode("utf-8")
    if len(data) >= MAX_BYTES:
        raise Refused("text-large", limit=MAX_BYTES // 2**20)
    told: Counter[tuple[str, str]] = Counter()
    blocks = tidied(_grown(data, is_own_image, told))
    written = as_html(blocks)
    if len(written.encode("utf-8")) >= MAX_BYTES:
        raise Refused("text-large", limit=MAX_BYTES // 2**20)
    kept = GUARD.clean(written)
    warnings = tuple(Warned(*what, count) for what, count in told.most_common(MAX_WARNINGS))
    return Clean(kept, as_text(blocks), warnings)


def _grown(data: bytes, is_own_image: Callable[[str], bool], told: Counter[tuple[str, str]]) -> list[Block]:
    def tell(code: str, value: str) -> None:
        if len(told) < 1000:
            told[code, value] += 1

    growing = Growing(is_own_image, tell)
    if not data.strip():
        return []
    parser = etree.HTMLParser(
        encoding="utf-8", target=growing, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        parser.feed(data)
        parser.close()
    except etree.LxmlError as problem:
        raise Refused("text-damaged") from problem
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise Refused("text-damaged")
    return growing.blocks
