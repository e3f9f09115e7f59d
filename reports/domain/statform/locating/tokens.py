"""A document as a stream of small parts for the table finder: words, figures, units, blank cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from reports.domain.document import Document, Line
from reports.domain.prose.furniture import is_cut, rule_of
from reports.domain.statform import units
from reports.domain.statform.locating.ragged import last_cells
from reports.domain.text.normalise import bare, numbered, plain

Shape = Literal["words", "figure", "unit", "blank"]

LONGEST_PART = 120
"""Characters of a label or figure; what is longer is prose and only its length matters."""

UNITS = frozenset((*units.COUNTS, *units.MONEY))
FIGURE = re.compile(
    r"(?:[+\-]|增加|减少|增|减)?¥?[0-9](?:[0-9,.]*[0-9])?(?:[增减][0-9]+)?"
    rf"(?:%|{'|'.join(sorted(UNITS, key=len, reverse=True))})?"
    r"|[-–—―─/]+|无"
)
NUMBER = re.compile(r"[+\-]?[0-9][0-9,.]*")
PAGE_OF = re.compile(r"[0-9]{1,3} ?/ ?[0-9]{1,3}")
"""A page and how many there are: no two figures with a blank cell between them."""
RULED_LINE = re.compile(r"[|｜│:=_\s]*(?:-{3,}[|｜│:=_\-\s]*)?")
ANY_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")


@dataclass(frozen=True, slots=True)
class Token:
    """One cell or one line of the text. `numbered` and `bare` are its spellings for comparing labels.

    `is_last`: it stands in the last column and every other cell of its row is blank.
    """

    text: str
    line: int
    shape: Shape
    numbered: str
    bare: str
    is_whole_line: bool
    is_last: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether it can stand in a column of figures."""
        return self.shape == "figure"


def tokens_of(document: Document, year: int | None) -> list[Token]:
    """Every part of every line but page furniture and the mark of a cut.

    The report year in a text is spelt "year", so that "2016年度" compares equal to the form's "{year}年度";
    another year stays a number. `year` None: any year.
    """
    spelt = year_spelt(year)
    last = last_cells(document.lines)
    return [
        replace(token, is_last=True) if line.position.line in last else token
        for line in document.lines
        if not is_cut(line.text) and not rule_of(line.text)
        for token in _tokens(line, spelt)
    ]


def year_spelt(year: int | None) -> re.Pattern[str]:
    """The figures of the report year before 年; of any year where it is not known."""
    return re.compile(rf"{year}(?=年)") if year else ANY_YEAR


def _tokens(line: Line, spelt: re.Pattern[str]) -> Iterator[Token]:
    parts = list(line.cells) if len(line.cells) > 1 else _split(*line.cells or (line.text,))
    if all(not part or RULED_LINE.fullmatch(part) for part in parts):
        return
    is_begun = False
    for part in parts:
        if part or is_begun:
            is_begun = True
            yield token_of(part, line.position.line or 0, len(parts) == 1, spelt)


def _split(cell: str) -> list[str]:
    """A line of one cell: a label with figures and a unit behind it, single spaces between, is cut at them.

    All else stays whole, as do the cells of a line that is cut already: a space in one is a slip in a number.
    """
    is_cut = " " in cell and len(cell) <= LONGEST_PART and not PAGE_OF.fullmatch(cell)
    words = cell.split() if is_cut else [cell]
    last = words[-2] if len(words) > 1 and words[-1] in UNITS else words[-1]
    return words if len(words) > 1 and NUMBER.fullmatch(last) else [cell]


def token_of(text: str, line: int, is_whole_line: bool, spelt: re.Pattern[str]) -> Token:
    """One part of a line; `spelt` finds the year that is spelt "year" in it."""
    if len(text) > LONGEST_PART:
        return Token(text, line, "words", "", "", is_whole_line)
    shape = _shape(text)
    if shape != "words":
        return Token(text, line, shape, plain(text), plain(text), is_whole_line)
    return Token(
        text, line, shape, spelt.sub("year", numbered(text)), spelt.sub("year", bare(text)), is_whole_line
    )


def _shape(text: str) -> Shape:
    part = plain(text)
    if not part:
        return "blank"
    if part in UNITS:
        return "unit"
    return "figure" if FIGURE.fullmatch(part) else "words"
