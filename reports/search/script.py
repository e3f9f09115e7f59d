"""Traditional characters and their simplified ones, from OpenCC's dictionaries."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

from reports.domain.text.folding import Folding

_BLOCKS = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))


@cache
def folding() -> Folding:
    """The one way in which texts and queries are folded for the index."""
    signs = [chr(code) for start, end in _BLOCKS for code in range(start, end)]
    simplified = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    pairs = zip(signs, simplified, strict=True)
    return Folding({ord(sign): plain for sign, plain in pairs if sign != plain and len(plain) == 1})
