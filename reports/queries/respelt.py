"""Names of natural persons in another spelling than typed: in traditional characters, with accents, widened.

`domain.catalogue.masking` knows a name sign by sign; the search folds what is written otherwise into one
spelling, so whoever searches for 欧阳震华 would find 歐陽震華. What is printed and searched is masked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.domain.catalogue import masking
from reports.search.script import folding


def without(names: Iterable[str], text: str) -> str:
    """The text with every such name printed as it may be, however it is spelt; of several signs only."""
    text = masking.without(names := tuple(names), text)
    by_letters = {letters(one): one for name in names for one in masking.each(name)}
    known = [one for one in by_letters if len(one) > 1 and not one.isascii()]
    if not known or not text:
        return text
    folded = folding().fold(text)
    longest_first = sorted(known, key=lambda one: (-len(one), one))
    pattern = re.compile("|".join("[ \n]{0,12}".join(map(re.escape, one)) for one in longest_first))
    parts, last = [], 0
    for match in pattern.finditer(folded.text):
        start, end = folded.original(*match.span())
        parts += [text[last:start], masking.masked(by_letters[re.sub("[ \n]", "", match[0])])]
        last = end
    return "".join([*parts, text[last:]])


def letters(text: str) -> str:
    """Its letters and figures only, in the one spelling that is searched."""
    return "".join(sign for sign in folding().fold(text).text if sign.isalnum())
