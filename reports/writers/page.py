"""A small page of text, as written to Word and PDF: paragraphs of a few kinds, and not what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What no document may hold, and what turns the direction of the text after it."""


class Kind(StrEnum):
    """How a paragraph is set."""

    TITLE = "title"
    CENTRED = "centred"
    PLAIN = "plain"
    INDENTED = "indented"
    """With the first line set in by two characters."""
    SIGNED = "signed"
    """On the right, two characters in, kept with the paragraph before it."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, without line ends."""

    text: str
    kind: Kind = Kind.INDENTED


@dataclass(frozen=True, slots=True)
class Page:
    """A document. `title` is what its file is called within; pages are numbered at the foot."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All of its paragraphs, a line each."""
        return "\n".join(block.text for block in self.blocks)


def fit(text: str) -> str:
    """The text without signs that break a document or hide in it."""
    return UNFIT.sub("", text)
