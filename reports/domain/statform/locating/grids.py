"""Reads statistics tables whose rows and columns the file itself states, by their places alone.

A cell counts only when the labels of its row and of its column are both those of the form. What is not
understood of a grid that holds a table is unread. A grid without a table is left to the prose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reports.domain.document import Document, Grid
from reports.domain.prose.furniture import rule_of
from reports.domain.statform.definition import Form
from reports.domain.statform.locating.frames import frames_of
from reports.domain.statform.locating.gridlabels import TableLabels, labels_of
from reports.domain.statform.locating.gridreading import SheetReader, SheetReading
from reports.domain.statform.locating.gridsheet import MAX_ROWS, Box, Sheet, height_of, is_readable, width_of
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


@dataclass(eq=False)
class StatGrid:
    """A grid, or pieces of one, that holds a statistics table of some form: its rows, first to last.

    `sheet` None: it is too large to be read, `place` are its lines.
    """

    sheet: Sheet | None
    rows: range = range(0)
    place: range = range(0)

    @property
    def lines(self) -> range:
        """The lines it stands on."""
        if self.sheet is None:
            return self.place
        return range(self.sheet.line(self.rows.start), self.sheet.line(self.rows.stop - 1) + 1)


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
        self._texts = {line.position.line: line.text for line in document.lines}
        for before, grid in zip((None, *document.grids), document.grids, strict=False):
            if not is_readable(grid):
                self.found.append(StatGrid(None, place=range(grid.lines[0], grid.lines[1] + 1)))
            elif before and self._is_next(before, grid) and self._goes_on(Sheet(grid, spelt)):
                self._join(grid)
            else:
                sheet = Sheet(grid, spelt)
                rows = self._rows(sheet, 1)
                if rows and self._is_table(sheet, rows):
                    self.found.append(StatGrid(sheet, rows))

    def _join(self, grid: Grid) -> None:
        """Puts the next piece below the table before it."""
        last = self.found[-1]
        if last.sheet:
            above = last.sheet.height
            last.sheet.add(grid)
            rows = self._rows(last.sheet, above + 1)
            last.rows = range(last.rows.start, rows.stop if rows else above + 1)

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

    def read(self, form: Form, tokens: Sequence[Token], guesser: Guesser) -> GridReading:
        """What the grids hold of a form; `tokens` are the parts of the document outside the grids."""
        tables = labels_of(form)
        reading = GridReading(form)
        sheets: list[SheetReading] = []
        noted: dict[Sheet, frozenset[str]] = {}
        for grid in self.found:
            if grid.sheet is None:
                continue
            found = SheetReader(form, tables, grid.sheet, grid.rows, guesser).read()
            if not found.heads and not self._knows(grid.sheet, grid.rows, tables):
                continue
            reading.claimed.append(grid)
            reading.has_header = reading.has_header or bool(found.heads)
            reading.known += found.known
            reading.foreign += found.foreign
            sheets.append(found)
            first = _first_behind(tokens, grid.lines.start)
            near = tokens[_first_behind(tokens, self._end_before(grid)) : first]
            noted[grid.sheet] = said_above(near, len(near))
            self._note_years(reading, found, tables, near)
        taking = GridTaking(form, sheets, noted)
        taking.take()
        reading.cells, reading.unread, reading.rows = taking.cells, taking.unread, taking.rows
        return reading

    def _rows(self, sheet: Sheet, first: int) -> range:
        """The rows of a table from one on: not the lines of text above and below it, its caption or prose."""
        rows = sheet.filled(first)
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

    def _is_next(self, before: Grid, grid: Grid) -> bool:
        """Whether only page furniture stands between a grid and a table before it, which is as wide."""
        last = self.found[-1] if self.found else None
        if last is None or last.sheet is None or last.sheet.last is not before:
            return False
        is_whole = last.rows.stop > last.sheet.height
        height = last.sheet.height + height_of(grid)
        if not is_whole or height > MAX_ROWS or width_of(before) != width_of(grid):
            return False
        between = range(before.lines[1] + 1, grid.lines[0])
        return all(number not in self._texts or rule_of(self._texts[number]) for number in between)

    def _goes_on(self, sheet: Sheet) -> bool:
        return any(self._kinds(box) or box.token.is_figure for box in sheet.boxes)

    def _knows(self, sheet: Sheet, rows: range, tables: Sequence[TableLabels]) -> bool:
        """Whether a grid without a header of the form is all the same made of labels of one of its tables."""
        words = [
            box
            for row in rows
            for box in sheet.starting(row)
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
