"""A table of no known form, put into a form by hand: which row and column of the form each of its own means.

Nothing is guessed: a row or column that nobody named stays out. Names are proposed only where a label is,
letter by letter, that of one row or column of the form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.domain.document import Document, Grid, Line, Position
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.numbers import parse
from reports.domain.statform.table import Cell, Unread
from reports.domain.text.normalise import bare

MAPPED = "mapped"
"""The rule of a cell that somebody put there."""
MOST_ROWS, MOST_COLUMNS = 200, 30
"""A larger table is no statistics table of a report; what lies beyond is not offered."""


@dataclass(frozen=True, slots=True)
class Place:
    """One printed cell: its text, where it stood, how far it reaches."""

    text: str
    position: Position
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as a grid: (row, column) → what is printed there, both from 1. `number` counts the tables."""

    number: int
    places: Mapping[tuple[int, int], Place]

    @property
    def rows(self) -> range:
        """The numbers of its rows."""
        return range(1, max((row for row, _column in self.places), default=0) + 1)

    @property
    def columns(self) -> range:
        """The numbers of its columns."""
        return range(1, max((column for _row, column in self.places), default=0) + 1)

    def row_label(self, row: int) -> str:
        """The first words of a row that are no figure."""
        texts = (self.places[row, column].text for column in self.columns if (row, column) in self.places)
        return next((text for text in texts if bare(text) and not bare(text).isdigit()), "")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose for one sheet: its row → (table, row) of the form, its column → (table, column)."""

    rows: Mapping[int, tuple[str, str]]
    columns: Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The whole of it, for one form; sheet number → what was chosen there."""

    form_id: str
    sheets: Mapping[int, Chosen]

    def as_plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "form": self.form_id,
            "sheets": {
                str(number): {
                    "rows": {str(row): list(to) for row, to in chosen.rows.items()},
                    "columns": {str(column): list(to) for column, to in chosen.columns.items()},
                }
                for number, chosen in self.sheets.items()
            },
        }

    @classmethod
    def from_plain(cls, found: dict[str, Any]) -> Choice:
        """What `as_plain` made."""
        return cls(
            found["form"],
            {
                int(number): Chosen(
                    {int(row): (to[0], to[1]) for row, to in one["rows"].items()},
                    {int(column): (to[0], to[1]) for column, to in one["columns"].items()},
                )
                for number, one in found["sheets"].items()
            },
        )


def sheets_of(document: Document) -> tuple[Sheet, ...]:
    """Every table of the document: those whose file states rows and columns, else lines of several cells."""
    found: list[dict[tuple[int, int], Place]] = [_of_grid(grid) for grid in document.grids]
    covered = {number for grid in document.grids for number in range(grid.lines[0], grid.lines[1] + 1)}
    found += _of_lines(line for line in document.lines if line.position.line not in covered)
    return tuple(Sheet(number, places) for number, places in enumerate(found, start=1))


def proposed(sheet: Sheet, form: Form) -> Chosen:
    """The rows and columns whose label is exactly that of one of the form, and of one only."""
    rows = _only(
        ((row.label, *row.variants), (table.code, row.code))
        for table in form.tables
        for block in table.blocks
        for row in block.rows
        if row.kind != "heading"
    )
    columns = _only(
        ((column.label, *column.variants), (table.code, column.code))
        for table in form.tables
        for block in table.blocks
        for column in block.columns
    )
    labels = {row: rows.get(bare(sheet.row_label(row))) for row in sheet.rows}
    heads: dict[int, tuple[str, str] | None] = {}
    for (_row, column), place in sorted(sheet.places.items()):
        heads.setdefault(column, None)
        heads[column] = heads[column] or columns.get(bare(place.text))
    return Chosen(
        {row: to for row, to in labels.items() if to}, {column: to for column, to in heads.items() if to}
    )


def mapped(document: Document, form: Form, choice: Choice) -> tuple[tuple[Cell, ...], tuple[Unread, ...]]:
    """The cells that were put into the form, and those whose text is no figure or whose place is taken."""
    cells: dict[CellKey, Cell] = {}
    unread: list[Unread] = []
    known = set(form.keys())
    for sheet in sheets_of(document):
        chosen = choice.sheets.get(sheet.number)
        for key, place in _pairs(sheet, chosen) if chosen else ():
            if key not in known:
                continue
            if key in cells:
                unread.append(Unread(place.position, place.text, "cell-twice"))
                continue
            parsed = parse(place.text, form.kind(key))
            if parsed.reason:
                unread.append(Unread(place.position, place.text, parsed.reason))
            unit = parsed.unit or form.unit(key)
            position = place.position if place.position.table else Position(line=place.position.line)
            cells[key] = Cell(key, parsed.value, place.text, unit, position, 1.0, MAPPED)
    return tuple(cells.values()), tuple(unread)


def still_unread(document: Document, choice: Choice, unread: Iterable[Unread]) -> tuple[Unread, ...]:
    """Those parts that belong to no row that was put into the form, nor to the heads above the first."""
    lines: set[int | None] = set()
    rows: set[tuple[int | None, int | None, int | None]] = set()
    for sheet in sheets_of(document):
        chosen = choice.sheets.get(sheet.number)
        if not chosen or not chosen.rows or not chosen.columns:
            continue
        taken = {*chosen.rows, *range(1, min(chosen.rows))}
        for (row, _column), place in sheet.places.items():
            if row in taken:
                lines.add(place.position.line)
                rows.add((place.position.page, place.position.table, place.position.row))
    return tuple(
        part
        for part in unread
        if (part.position.line is None or part.position.line not in lines)
        and (
            part.position.row is None
            or (part.position.page, part.position.table, part.position.row) not in rows
        )
    )


def _pairs(sheet: Sheet, chosen: Chosen) -> Iterator[tuple[CellKey, Place]]:
    for row, (table, row_code) in sorted(chosen.rows.items()):
        for column, (column_table, column_code) in sorted(chosen.columns.items()):
            if table == column_table and (row, column) in sheet.places:
                yield CellKey(table, row_code, column_code), sheet.places[row, column]


def _only(
    labelled: Iterable[tuple[tuple[str, ...], tuple[str, str]]],
) -> dict[str, tuple[str, str]]:
    """Spelling → what it names, where it names one thing."""
    found: dict[str, set[tuple[str, str]]] = {}
    for spellings, name in labelled:
        for spelling in spellings:
            found.setdefault(bare(spelling), set()).add(name)
    return {spelling: next(iter(names)) for spelling, names in found.items() if len(names) == 1 and spelling}


def _of_grid(grid: Grid) -> dict[tuple[int, int], Place]:
    return {
        (slot.row, slot.column): Place(
            slot.text, slot.position, min(slot.rowspan, MOST_ROWS), min(slot.colspan, MOST_COLUMNS)
        )
        for slot in grid.slots
        if slot.row <= MOST_ROWS and slot.column <= MOST_COLUMNS
    }


def _of_lines(lines: Iterable[Line]) -> list[dict[tuple[int, int], Place]]:
    """Runs of lines that were cut into cells; a single one is no table."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if len(line.cells) > 1:
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [_of_run(run) for run in runs if len(run) > 1]


def _of_run(run: list[Line]) -> dict[tuple[int, int], Place]:
    return {
        (row, column): Place(text, Position(line=line.position.line, row=row, column=column))
        for row, line in enumerate(run[:MOST_ROWS], start=1)
        for column, text in enumerate(line.cells[:MOST_COLUMNS], start=1)
    }
