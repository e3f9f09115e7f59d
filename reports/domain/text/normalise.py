"""Brings printed words to one spelling, so that the same label in two reports compares equal.

Not for showing.
"""

from __future__ import annotations

import re
import unicodedata

ENUMERATED = re.compile("[\u2460-\u249b\u3220-\u3229\u3280-\u3289]")
"""Characters that are a whole number mark: ①, ⑴, ⒈, ㈠."""

SPACE_OR_HIDDEN = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
PUNCTUATION = re.compile(r"[^\w%‰]|_")
OF_WHICH = re.compile(r"^其中[:,、]?")
NUMBERING = re.compile(
    r"^(?:"
    r"[(\[〔【](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)\]〕】][、.]?"
    r"|[一二三四五六七八九十]{1,3}[、.)]"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[、.)](?![0-9])"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?=[^0-9.%])"
    r")"
)


def plain(text: str) -> str:
    """Half-width, without spaces and hidden characters, whatever gaps or line breaks stood inside it."""
    marked = ENUMERATED.sub(_spelt_out, text)
    return SPACE_OR_HIDDEN.sub("", unicodedata.normalize("NFKC", marked))


def numbered(text: str) -> str:
    """`plain` without "其中", brackets, quotation marks and stops; the figures of a numbering stay."""
    return PUNCTUATION.sub("", OF_WHICH.sub("", plain(text))).lower()


def bare(text: str) -> str:
    """`numbered` with the numbering taken off as well; "" if nothing stays."""
    return PUNCTUATION.sub("", NUMBERING.sub("", OF_WHICH.sub("", plain(text)))).lower()


def _spelt_out(match: re.Match[str]) -> str:
    """A one-character number mark as digits with a stop, so that it is seen as a numbering."""
    return unicodedata.normalize("NFKC", match[0]).strip("().") + "."
