"""Reads statistics tables whose rows and columns the file itself states, by their places alone.

A cell counts only when the labels of its row and of its column are both those of the form. What is not
understood of a grid that holds a table is unread. A grid without a table is left to the prose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reports.domain.document import Document
from reports.domain.prose.furniture import rule_of
from reports.domain.statform.definition import Form
from reports.domain.statform.locating.frames import Frame, frames_of
from reports.domain.statform.locating.gridlabels import TableLabels
from reports.domain.statform.locating.gridreading import SheetReader, SheetReading
from reports.domain.statform.locating.gridsheet import Box, Sheet, is_readable
from reports.domain.statform.locating.gridtaking import GridTaking
from reports.domain.statform.locating.labels import Guesser
from reports.domain.statform.locating.tokens import Token, year_spelt
from reports.domain.statform.locating.units import said_above
from reports.domain.statform.locating.years import years_above, years_in
from reports.domain.statform.table import Cell, Unread

LABELS_OF_A_TABLE = 3
"""Different labels of known forms that make a grid a statistics table."""
SHARE = 0.75
"""The part of the words of a grid without header that a form must know to claim it."""
OF_COLUMNS = frozenset(("column", "corner", "unit"))
OF_ROWS = frozenset(("row", "block", "corner"))


@dataclass(frozen=True, eq=False)
class StatGrid:
    """A grid that holds a statistics table of some form: its rows from the first to the last of it.

    `is_next`: nothing but page furniture stands between it and the grid before it. `sheet` None: it is too
    large to be read.
    """

    sheet: Sheet | None
    rows: range
    lines: range
    is_next: bool = False


@dataclass
class GridReading:
    """The grids of a document held against a form. `claimed`: those that hold a table of it."""

    form: Form
    cells: list[Cell] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    rows: set[tuple[str, str]] = field(default_factory=set)
    known: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)
    years_above: set[int] = field(default_factory=set)
    years_in_headers: set[int] = field(default_factory=set)
    claimed: list[StatGrid] = field(default_factory=list)
    has_header: bool = False

    @property
    def lines(self) -> set[int]:
        """The lines of the grids it claims."""
        return {line for grid in self.claimed for line in grid.lines}

    def years_named(self, year: int | None) -> set[int]:
        """The years in titles above its tables and, where the report's is not known, in their headers."""
        return self.years_above | (self.years_in_headers if year is None else set())


class Grids:
    """The grids of a document that hold statistics tables of any of these forms."""

    def __init__(self, document: Document, forms: Iterable[Form], year: int | None) -> None:
        spelt = year_spelt(year)
        self.document = document
        self._frames = [frame for form in forms for frame in frames_of(form)] if document.grids else []
        self.found: list[StatGrid] = []
        for number, grid in enumerate(document.grids):
            if is_readable(grid):
                sheet = Sheet(grid, number, spelt)
                rows = self._rows(sheet)
                is_next = self._is_next(sheet)
                if rows and (self._is_table(sheet, rows) or (is_next and self._goes_on(sheet))):
                    lines = range(sheet.line(rows.start), sheet.line(rows.stop - 1) + 1)
                    self.found.append(StatGrid(sheet, rows, lines, is_next))
            else:
                self.found.append(StatGrid(None, range(0), range(grid.lines[0], grid.lines[1] + 1)))

    @property
    def lines(self) -> set[int]:
        """The lines of all of them: what is printed there is read here or not at all."""
        printed = {line.position.line for line in self.document.lines}
        return {line for grid in self.found for line in grid.lines if line in printed}

    @property
    def rest(self) -> Document:
        """The document without those lines."""
        inside = self.lines
        lines = tuple(line for line in self.document.lines if line.position.line not in inside)
        return replace(self.document, lines=lines)

    def read(
        self, form: Form, frames: Sequence[Frame], tokens: Sequence[Token], guesser: Guesser
    ) -> GridReading:
        """What the grids hold of a form; `tokens` are the parts of the document outside the grids."""
        tables = [TableLabels(table, frames) for table in form.tables]
        reading = GridReading(form)
        sheets: list[SheetReading] = []
        noted: dict[int, frozenset[str]] = {}
        before: SheetReader | None = None
        for grid in self.found:
            if grid.sheet is None:
                continue
            reader = SheetReader(form, tables, grid.sheet, grid.rows, guesser)
            found = reader.read(before if grid.is_next else None)
            is_claimed = bool(found.heads or found.records) or self._knows(grid, tables)
            before = reader if is_claimed else None
            if not is_claimed:
                continue
            reading.claimed.append(grid)
            reading.has_header = reading.has_header or bool(found.heads)
            reading.known += found.known
            reading.foreign += found.foreign
            sheets.append(found)
            first = _first_behind(tokens, grid.lines.start)
            near = tokens[_first_behind(tokens, self._end_before(grid)) : first]
            noted[grid.sheet.number] = said_above(near, len(near))
            self._note_years(reading, found, tables, near)
        taking = GridTaking(form, sheets, noted)
        taking.take()
        reading.cells, reading.unread, reading.rows = taking.cells, taking.unread, taking.rows
        return reading

    def _rows(self, sheet: Sheet) -> range:
        """The rows of a table: not the lines of text above and below it, which are prose or its caption."""
        rows = sheet.filled
        stop = sheet.height + 1
        while rows and self._is_text(sheet, rows[0]):
            rows = rows[1:]
        while rows and self._is_text(sheet, rows[-1]):
            stop, rows = rows[-1], rows[:-1]
        return range(rows[0], stop) if rows else range(0)

    def _is_text(self, sheet: Sheet, row: int) -> bool:
        boxes = sheet.starting(row)
        if len(boxes) != 1 or boxes[0].token.shape != "words":
            return False
        kinds = {kind for frame in self._frames for kind in frame.everything.kinds(boxes[0].token)}
        return not kinds

    def _is_table(self, sheet: Sheet, rows: range) -> bool:
        """Whether enough labels of forms stand in a grid, and among them one of columns, or a figure."""
        labels: set[str] = set()
        has_columns = False
        for row in rows:
            for box in sheet.starting(row):
                kinds = self._kinds(box)
                if kinds:
                    labels.add(box.token.bare)
                has_columns = has_columns or bool(kinds & OF_COLUMNS) or box.token.shape in ("figure", "unit")
        return len(labels) >= LABELS_OF_A_TABLE and has_columns

    def _kinds(self, box: Box) -> set[str]:
        if box.token.shape != "words":
            return set()
        return {
            kind
            for frame in self._frames
            for words in (frame.header, frame.rows)
            for kind in words.kinds(box.token)
        }

    def _is_next(self, sheet: Sheet) -> bool:
        """Whether only page furniture stands between a grid and the table before it, which is as wide."""
        before = self.found[-1].sheet if self.found else None
        if before is None or before.number != sheet.number - 1 or before.width != sheet.width:
            return False
        if self.found[-1].rows.stop <= before.filled[-1]:
            return False
        first, last = self.found[-1].lines.stop, sheet.grid.lines[0]
        between = (line for line in self.document.lines if first <= (line.position.line or 0) < last)
        return all(rule_of(line.text) for line in between)

    def _goes_on(self, sheet: Sheet) -> bool:
        return any(self._kinds(box) or box.token.is_figure for box in sheet.boxes)

    def _knows(self, grid: StatGrid, tables: Sequence[TableLabels]) -> bool:
        """Whether a grid without a header of the form is all the same made of labels of one of its tables."""
        if grid.sheet is None:
            return False
        words = [
            box
            for row in grid.rows
            for box in grid.sheet.starting(row)
            if box.token.shape == "words" and not _is_noise(box)
        ]
        for table in tables:
            kinds = [table.kinds(box.token) for box in words]
            marks = sum(bool(found & OF_ROWS) for found in kinds)
            if marks > 1 and sum(map(bool, kinds)) >= SHARE * len(words):
                return True
        return False

    def _end_before(self, grid: StatGrid) -> int:
        """The first line behind the grid before one."""
        return max(
            (other.lines.stop for other in self.found if other.lines.stop <= grid.lines.start), default=0
        )

    def _note_years(
        self, reading: GridReading, found: SheetReading, tables: Sequence[TableLabels], near: Sequence[Token]
    ) -> None:
        """The years in titles above and inside a grid, and those in its headers."""
        titles = {title for table in tables for title in table.titles}
        reading.years_above |= years_above(near, len(near), titles)
        inside = [box.token for box in found.sheet.boxes]
        firsts = [head.first for head in found.heads]
        for at, box in enumerate(found.sheet.boxes):
            if box.slot.row in firsts and not box.token.is_figure:
                reading.years_above |= years_above(inside, at, titles)
        for head in found.heads:
            rows = range(head.first, head.last + 1)
            reading.years_in_headers |= years_in(b.token for n in rows for b in found.sheet.starting(n))


def _is_noise(box: Box) -> bool:
    return bool(rule_of(box.text)) or not box.token.numbered


def _first_behind(tokens: Sequence[Token], line: int) -> int:
    """The place of the first token on that line or a later one."""
    return next((place for place, token in enumerate(tokens) if token.line >= line), len(tokens))
