"""The trail of every figure of a report: where it stood, what found it, how surely, who looked at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reports.domain.document import Document, Position
from reports.domain.statform.definition import CellKey, Form
from reports.models import Event, ImportRecord, Report, StatCell
from reports.queries import checks, rulewords, statforms
from reports.queries.changes import name_of
from reports.queries.dossiers import PLACES
from reports.queries.places import place
from reports.queries.stattables import BlockView, FigureCell, RowView, TableView, tables_of
from reports.queries.trailsource import Mark, Part, anchor_of, parts

TYPED = "typed"


@dataclass(frozen=True, slots=True)
class TrailCell:
    """One cell of the grid. `state`: "unsure", "open", "accepted", "typed", or "" where nothing was read."""

    figure: FigureCell
    state: str
    is_chosen: bool
    source: str


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One row of the grid."""

    view: RowView
    cells: tuple[TrailCell, ...]


@dataclass(frozen=True, slots=True)
class TrailBlock:
    """Rows under one header."""

    view: BlockView
    rows: tuple[TrailRow, ...]


@dataclass(frozen=True, slots=True)
class TrailTable:
    """One table of the grid."""

    view: TableView
    blocks: tuple[TrailBlock, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What somebody did to the cell. `before` and `after` are None where it was only compared."""

    at: datetime
    who: str
    act: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """All that is known of one cell. `history`: newest first; `label` names row and column."""

    cell: StatCell
    label: str
    unit: str
    place: str
    source: str
    rule: str
    confidence: int
    state: str
    history: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the source that was not understood; `source` is its anchor there, "" where none is known."""

    place: str
    text: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Todo:
    """A cell to look at first, with why."""

    key: str
    label: str
    raw: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The page. `todo`: what is unsure, the least sure first; `open`: read exactly, nobody looked at them."""

    tables: tuple[TrailTable, ...]
    source: tuple[Part, ...]
    todo: tuple[Todo, ...]
    unread: tuple[Unread, ...]
    open: int
    accepted: int
    detail: Detail | None

    @property
    def first(self) -> int:
        """How many things are to be looked at first."""
        return len(self.todo) + len(self.unread)


def state_of(cell: StatCell) -> str:
    """How sure a cell is: "accepted" by somebody, "typed", "unsure", "open"; "" for one left blank."""
    if cell.accepted_at is not None:
        return "typed" if cell.rule == TYPED else "accepted"
    if cell.confidence < 1 or (cell.raw and cell.value is None):
        return "unsure"
    return "open" if cell.raw else ""


def exact(report: Report) -> list[CellKey]:
    """The cells that were read exactly and that nobody looked at yet."""
    return [cell.key for cell in report.cells.all() if state_of(cell) == "open"]


def of(report: Report, document: Document | None, *, chosen: str = "") -> Trail:
    """The trail of a report that has a form; `document` is what its source says. A fixed number of queries.

    `chosen` is the address of a cell, one that the form does not have chooses none. KeyError: no form.
    """
    form = statforms.form(report.form_id)
    stored = {cell.key: cell for cell in report.cells.select_related("accepted_by")}
    tables = tables_of(form, report.year, stored)
    figures = {figure.key: figure for figure in _figures(tables)}
    page = _Page(form, stored, figures, _key(chosen, figures))
    unread = _unread(report)
    marks = page.marks()
    states = [state_of(cell) for cell in stored.values()]
    return Trail(
        tuple(page.table(table) for table in tables),
        parts(document, marks, (part.source for part in unread), page.chosen_source) if document else (),
        page.todo(),
        unread,
        states.count("open"),
        states.count("accepted") + states.count("typed"),
        page.detail(report),
    )


def _key(chosen: str, figures: Mapping[CellKey, FigureCell]) -> CellKey | None:
    return next((key for key in figures if str(key) == chosen), None)


def _figures(tables: Iterable[TableView]) -> list[FigureCell]:
    return [c for table in tables for block in table.blocks for row in block.rows for c in row.cells]


def _position(cell: StatCell) -> Position:
    return Position(cell.line, cell.at_page, cell.at_table, cell.at_row, cell.at_column)


def _unread(report: Report) -> tuple[Unread, ...]:
    record = ImportRecord.objects.filter(report=report).first()
    found = []
    for part in record.unread if record else ():
        position = Position(**{name: part[name] for name in PLACES if isinstance(part.get(name), int)})
        reason = checks.unread_sentence(str(part.get("reason", "")))
        found.append(Unread(place(position), str(part.get("text", "")), reason, anchor_of(position)))
    return tuple(found)


def _past(event: Event, cell: str) -> Past | None:
    """What that act did to the cell of that address; None where it left it alone."""
    about = event.at, name_of(event), event.get_act_display()
    if cell in event.changes:
        before, after = event.changes[cell]
        return Past(*about, before, after)
    accepted = str(event.changes.get("accepted", [""])[-1]).split()
    return Past(*about, None, None) if cell in accepted else None


@dataclass(frozen=True, slots=True)
class _Page:
    form: Form
    stored: Mapping[CellKey, StatCell]
    figures: Mapping[CellKey, FigureCell]
    chosen: CellKey | None

    @property
    def chosen_source(self) -> str:
        cell = self.stored.get(self.chosen) if self.chosen else None
        return anchor_of(_position(cell)) if cell else ""

    def table(self, view: TableView) -> TrailTable:
        return TrailTable(
            view,
            tuple(
                TrailBlock(
                    block, tuple(TrailRow(row, tuple(map(self._cell, row.cells))) for row in block.rows)
                )
                for block in view.blocks
            ),
        )

    def marks(self) -> dict[str, tuple[Mark, ...]]:
        """Anchor in the source → the figures that came from there."""
        found: dict[str, list[Mark]] = {}
        for key, cell in self.stored.items():
            anchor = anchor_of(_position(cell))
            figure = self.figures.get(key)
            if anchor and figure and cell.raw:
                mark = Mark(figure.anchor, str(key), cell.raw, self._label(figure))
                found.setdefault(anchor, []).append(mark)
        return {anchor: tuple(marks) for anchor, marks in found.items()}

    def todo(self) -> tuple[Todo, ...]:
        unsure = [cell for cell in self.stored.values() if state_of(cell) == "unsure"]
        unsure.sort(key=lambda cell: (cell.value is not None, cell.confidence, cell.pk))
        return tuple(
            Todo(
                str(cell.key),
                self._label(self.figures[cell.key]),
                cell.raw,
                rulewords.why_unsure(cell),
                anchor_of(_position(cell)),
            )
            for cell in unsure
            if cell.key in self.figures
        )

    def detail(self, report: Report) -> Detail | None:
        if self.chosen is None:
            return None
        figure, name = self.figures[self.chosen], str(self.chosen)
        table, row, column = self.chosen
        cell = self.stored.get(self.chosen) or StatCell(table=table, row=row, column=column)
        events = report.events.select_related("by").order_by("-sequence")
        history = (past for event in events if (past := _past(event, name)) is not None)
        return Detail(
            cell,
            self._label(figure),
            figure.unit,
            place(_position(cell)),
            anchor_of(_position(cell)),
            rulewords.rule(cell.rule),
            round(cell.confidence * 100),
            state_of(cell),
            tuple(history),
        )

    def _cell(self, figure: FigureCell) -> TrailCell:
        cell = self.stored.get(figure.key)
        return TrailCell(
            figure,
            state_of(cell) if cell else "",
            figure.key == self.chosen,
            anchor_of(_position(cell)) if cell else "",
        )

    def _label(self, figure: FigureCell) -> str:
        values = {"row": figure.row_label, "column": figure.column_label}
        return _("%(row)s, %(column)s") % values
