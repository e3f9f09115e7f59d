"""Turns the rows read in all grids of a form into cells, and what is in doubt into unread parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reports.domain.document import Position
from reports.domain.statform import units
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.identities import check
from reports.domain.statform.locating.gridheads import Column
from reports.domain.statform.locating.gridreading import Record, SheetReading
from reports.domain.statform.locating.gridsheet import Box, Sheet
from reports.domain.statform.locating.rows import contradicts
from reports.domain.statform.locating.telling import unread_of
from reports.domain.statform.locating.units import contradict
from reports.domain.statform.numbers import LONGEST_RAW, parse
from reports.domain.statform.table import Cell, Unread
from reports.domain.text.normalise import plain

LABEL_FAULTS = frozenset(("row-label-missing", "row-label-unknown", "row-label-ambiguous"))
"""Reasons for which the figures of a row may be those of the row beside it."""


@dataclass
class GridTaking:
    """The cells and unread parts of every grid of a form. `noted`: the units said above each grid."""

    form: Form
    readings: Sequence[SheetReading]
    noted: Mapping[Sheet, frozenset[str]]
    cells: list[Cell] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    rows: set[tuple[str, str]] = field(default_factory=set)

    @property
    def records(self) -> list[Record]:
        """Every row of figures."""
        return [record for reading in self.readings for record in reading.records]

    def take(self) -> None:
        """Fills the lists."""
        self._drop_supposed_rows()
        for record in self.records:
            self.rows.update((key.table, key.row) for key in self._keys(record))
            self._refuse_other_units(record)
        self._refuse_shared_cells()
        self._refuse_short_rows()
        self._refuse_blanks_in_doubt()
        self._refuse_twins()
        self._refuse_an_unlikely_order()
        for record in self.records:
            self._take(record)
        for reading in self.readings:
            for lost in reading.lost:
                self._tell(lost.boxes, lost.reason)
            for head in reading.heads:
                place = Position(line=reading.sheet.line(head.first))
                self.unread += [Unread(place, label, "header-missing") for label in head.missing]

    def _drop_supposed_rows(self) -> None:
        """Drops blank rows taken for the row of a table printed as one line where another row is."""
        printed = {row for record in self.records if not record.is_supposed for row in self._rows(record)}
        for reading in self.readings:
            for record in [record for record in reading.records if record.is_supposed]:
                if self._rows(record) & printed:
                    reading.records.remove(record)
                printed |= self._rows(record)

    def _keys(self, record: Record) -> list[CellKey]:
        return [key for column, _ in record.cells if (key := self._key(record, column))]

    def _key(self, record: Record, column: Column) -> CellKey | None:
        """The cell of the form in a column of a row; None where the two have none."""
        labels = record.head.labels
        code = column.row or record.label.code
        frame = labels.frame_of.get(code)
        if frame is None or frame not in column.codes or labels.row_of[code].kind == "heading":
            return None
        return CellKey(labels.table.code, code, column.codes[frame])

    def _refuse_other_units(self, record: Record) -> None:
        """Refuses a row whose printed unit is another than the form's."""
        printed = record.label.unit or next(
            (
                plain(box.text)
                for box in record.sheet.over(record.row, record.head.unit_places)
                if not box.token.is_figure
            ),
            "",
        )
        noted = record.label.units | record.head.units | self.noted.get(record.sheet, frozenset())
        for key in self._keys(record):
            if contradicts(self.form.row(key), printed) or contradict(noted, self.form.unit(key)):
                record.reason = record.reason or "unit-unknown"

    def _refuse_shared_cells(self) -> None:
        """Refuses rows over which one filled cell reaches."""
        shared = Counter(
            id(box) for record in self.records for _, box in record.cells if box and not box.is_blank
        )
        for record in self.records:
            if not record.reason and any(box and shared[id(box)] > 1 for _, box in record.cells):
                record.reason = "cell-count"

    def _refuse_short_rows(self) -> None:
        """Refuses rows of which cells are not there, but in a grid without any figure."""
        filled = {id(record.sheet) for record in self.records if record.has_figures}
        for record in self.records:
            if record.is_short and id(record.sheet) in filled and self._keys(record):
                record.reason = record.reason or "cell-count"

    def _refuse_blanks_in_doubt(self) -> None:
        """Refuses a row without figures beside figures whose label is in doubt: they may be its own."""
        for reading in self.readings:
            for record, other in zip(reading.records, reading.records[1:], strict=False):
                for one, beside in ((record, other), (other, record)):
                    is_doubtful = beside.reason in LABEL_FAULTS and beside.has_figures
                    if is_doubtful and not one.reason and not one.has_figures and not one.is_line:
                        one.reason = "row-unsure"

    def _refuse_twins(self) -> None:
        """Refuses a row that is printed twice, in one grid or in two."""
        rows = Counter(row for record in self.records for row in self._rows(record))
        for record in self.records:
            if any(rows[row] > 1 for row in self._rows(record)):
                record.reason = record.reason or "row-twice"

    def _rows(self, record: Record) -> set[tuple[str, str]]:
        return {(key.table, key.row) for key in self._keys(record)}

    def _refuse_an_unlikely_order(self) -> None:
        """Refuses a table with columns in another order than the form's whose sums then fail."""
        turned = [record for record in self.records if record.head.is_turned and not record.reason]
        values = {cell.key: cell.value for record in turned for cell, _ in self._cells(record)}
        findings = check(self.form, values) if values else []
        if any(finding.status == "fails" and finding.is_hard for finding in findings):
            for record in turned:
                record.reason = "header-order"

    def _take(self, record: Record) -> None:
        if record.reason:
            self._tell(record.boxes, record.reason)
            return
        for cell, fault in self._cells(record):
            if len(cell.raw) <= LONGEST_RAW:
                self.cells.append(cell)
            if fault:
                self.unread += _unread([cell.raw], cell.position, fault)
        strange = [box for box in record.strange if not self._is_running_number(record, box)]
        self._tell(strange, "header-missing", each=True)
        homeless = [box for column, box in record.cells if box and not self._key(record, column)]
        self._tell([box for box in homeless if not box.is_blank], "header-missing", each=True)

    def _is_running_number(self, record: Record, box: Box) -> bool:
        """Whether the figures in a column of the grid only count its rows."""
        column = [
            other.text
            for beside in self.records
            if beside.head is record.head
            for other in beside.strange
            if other.slot.column == box.slot.column
        ]
        numbers = [int(text) if text.isdecimal() else -1 for text in column]
        return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    def _cells(self, record: Record) -> list[tuple[Cell, str]]:
        """The cells of a row, each with the reason why its text is no figure, "" if it is one."""
        return [
            self._cell(record, column, box, key)
            for column, box in record.cells
            if (key := self._key(record, column))
        ]

    def _cell(self, record: Record, column: Column, box: Box | None, key: CellKey) -> tuple[Cell, str]:
        raw, kind, unit = box.text if box else "", self.form.kind(key), self.form.unit(key)
        parsed, label = parse(raw, kind), record.label
        money = [noted for noted in column.units | label.units if noted in units.MONEY and kind == "money"]
        printed = parsed.unit or unit or (money[0] if len(money) == 1 else "")
        at = box.position if box else Position(line=record.sheet.line(record.row))
        is_other = bool(parsed.unit and unit and parsed.unit != unit)
        is_other = is_other or bool(column.units and not parsed.is_blank and contradict(column.units, unit))
        fault = parsed.reason or ("unit-unknown" if is_other else "")
        rule = label.rule if box else "row-without-figures"
        value = None if fault else parsed.value
        return Cell(key, value, raw, printed, at, label.confidence, rule), fault

    def _tell(self, boxes: Sequence[Box], reason: str, *, each: bool = False) -> None:
        """These cells as unread, together or each alone."""
        for group in [[box] for box in boxes] if each else [list(boxes)] if boxes else []:
            self.unread += _unread((box.text for box in group), group[0].position, reason)


def _unread(texts: Iterable[str], position: Position, reason: str) -> list[Unread]:
    return [replace(part, position=position) for part in unread_of(texts, position.line, reason)]
