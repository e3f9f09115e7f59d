"""The words of a report as the checks read them: in half-width, with the way back to each character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFE6A: 0x25}
HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
SOLID = re.compile(rf"[^\s{HIDDEN}]+")
"""Characters that are neither a gap nor hidden."""
RUNS_ON = "0123456789年月日件条%"
"""What may follow a line break inside a number or a date."""
SENTENCE = 1_200
"""Characters of a sentence; a longer one is taken in pieces, so that no text takes long to check."""
LONGEST = 400_000
"""Characters of a passage that are looked at; what is longer is no chapter of a report."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the report: `section` as in Passage, `start` and `end` in the text of that section."""

    section: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Passage:
    """One stretch of prose under its heading.

    `section`: "title", "preamble", "1" and on for the chapters in their order, "closing". `text` as stored.
    `number` is the chapter's own, as printed, "" for the others.
    """

    section: str
    text: str
    heading: str = ""
    number: str = ""

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        return folded(self.text[:LONGEST])

    @cached_property
    def plain(self) -> str:
        """The text in half-width without gaps; a line break stays unless it cuts a number."""
        return self._folded[0]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _end in self.sentences]

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where each sentence begins and ends in `plain`, its stop left out."""
        return tuple(match.span() for match in PIECE.finditer(self.plain))

    def quote(self, start: int, end: int) -> Quote:
        """What stands at those places of `plain`, as printed."""
        offsets = self._folded[1]
        first, last = offsets[start], offsets[end - 1] + 1
        return Quote(self.section, first, last, self.text[first:last])

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The sentence around a place of `plain`; between two sentences, the one before."""
        at = bisect_right(self._starts, place) - 1
        return self.sentences[at] if at >= 0 else (0, 0)


@dataclass(frozen=True)
class Prose:
    """Every passage of a report, in its order. `is_cut`: the copy says that something is left out."""

    passages: tuple[Passage, ...]
    is_cut: bool = False

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.passages)

    @property
    def chapters(self) -> tuple[Passage, ...]:
        """The chapters alone."""
        return tuple(passage for passage in self.passages if passage.section.isdecimal())


PIECE = re.compile(rf"[^。!?\n]{{1,{SENTENCE}}}")
CUT = re.compile(r"\[(?:…|\.{3})+\]|存储文本到此为止")


def prose_of(
    *,
    title: str = "",
    preamble: str = "",
    chapters: Sequence[tuple[str, str, str]] = (),
    closing: str = "",
) -> Prose:
    """The prose of a report. `chapters` are number, heading and text of each."""
    passages = [Passage("title", title), Passage("preamble", preamble)]
    passages += [
        Passage(str(place), text, heading, number)
        for place, (number, heading, text) in enumerate(chapters, start=1)
    ]
    passages.append(Passage("closing", closing))
    is_cut = any(CUT.search(passage.text) for passage in passages)
    return Prose(tuple(passage for passage in passages if passage.text or passage.heading), is_cut)


def folded(text: str) -> tuple[str, list[int]]:
    """Half-width without gaps, and for each character of that its place in the text.

    A gap between two digits stays one blank. A line break stays, unless it cuts a number or a date.
    """
    wide = text.translate(FULL_WIDTH)
    kept: list[str] = []
    places: list[int] = []
    end = 0
    for match in SOLID.finditer(wide):
        gap, start = end, match.start()
        if gap < start and kept:
            follows, character = kept[-1][-1].isdecimal(), wide[start]
            if "\n" in wide[gap:start]:
                if not (follows and character in RUNS_ON):
                    kept.append("\n")
                    places.append(gap)
            elif follows and character.isdecimal():
                kept.append(" ")
                places.append(gap)
        end = match.end()
        kept.append(match[0])
        places.extend(range(start, end))
    return "".join(kept), places
