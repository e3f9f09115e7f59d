"""A table of no known form as a readable grid, with what each of its rows and columns may mean."""

from __future__ import annotations

from dataclasses import dataclass

from reports.domain.document import Document
from reports.domain.statform.definition import Form
from reports.domain.statform.mapping import Choice, Chosen, Sheet, proposed, sheets_of
from reports.queries.stattables import local, numbered


@dataclass(frozen=True, slots=True)
class Option:
    """A row or column of the form. `value` is "table/code"."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """The rows or columns of one table, or of one block of it."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """The select of one row or column. `chosen` is "" while nothing is."""

    name: str
    about: str
    chosen: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell."""

    text: str
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One printed row with its select."""

    select: Select
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """One printed table with a select for each column and each row."""

    number: int
    columns: tuple[Select, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class MappingPage:
    """The tables of a file beside the rows and columns of a form."""

    form: Form
    sheets: tuple[SheetView, ...]
    row_options: tuple[OptionGroup, ...]
    column_options: tuple[OptionGroup, ...]


def page(document: Document, form: Form, choice: Choice | None, year: int | None) -> MappingPage:
    """The page for one form; what was chosen before stands, else what is proposed."""
    views = []
    for sheet in sheets_of(document):
        kept = choice.sheets.get(sheet.number) if choice and choice.form_id == form.id else None
        views.append(_view(sheet, kept or (proposed(sheet, form) if choice is None else Chosen({}, {}))))
    return MappingPage(
        form,
        tuple(views),
        tuple(
            OptionGroup(
                _title(table.title, table.title_en, block.title, block.title_en),
                tuple(
                    Option(f"{table.code}/{row.code}", "\u3000" * row.depth + numbered(row, year))
                    for row in block.rows
                    if row.kind != "heading"
                ),
            )
            for table in form.tables
            for block in table.blocks
        ),
        tuple(
            OptionGroup(
                _title(table.title, table.title_en, block.title, block.title_en),
                tuple(
                    Option(f"{table.code}/{column.code}", local(column.label, column.label_en, year=year))
                    for column in block.columns
                ),
            )
            for table in form.tables
            for block in table.blocks
        ),
    )


def _title(table: str, table_en: str, block: str, block_en: str) -> str:
    return " · ".join(filter(None, (local(table, table_en), local(block, block_en))))


def _view(sheet: Sheet, chosen: Chosen) -> SheetView:
    width = len(sheet.columns)
    covered = _covered(sheet)
    rows = []
    for row in sheet.rows:
        cells = []
        for column in sheet.columns:
            place = sheet.places.get((row, column))
            if place is not None:
                cells.append(
                    GridCell(
                        place.text,
                        min(place.rowspan, len(sheet.rows) - row + 1),
                        min(place.colspan, width - column + 1),
                    )
                )
            elif (row, column) not in covered:
                cells.append(GridCell("", 1, 1))
        select = Select(f"r-{sheet.number}-{row}", sheet.row_label(row) or str(row), _value(chosen.rows, row))
        rows.append(SheetRow(select, tuple(cells)))
    columns = tuple(
        Select(f"c-{sheet.number}-{column}", str(column), _value(chosen.columns, column))
        for column in sheet.columns
    )
    return SheetView(sheet.number, columns, tuple(rows))


def _value(chosen: object, number: int) -> str:
    found = chosen.get(number) if isinstance(chosen, dict) else None
    return "/".join(found) if found else ""


def _covered(sheet: Sheet) -> set[tuple[int, int]]:
    """The places that a merged cell reaches over."""
    return {
        (row + down, column + right)
        for (row, column), place in sheet.places.items()
        for down in range(place.rowspan)
        for right in range(place.colspan)
        if down or right
    }
