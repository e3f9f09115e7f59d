"""Reads the rows of one grid under the headers of a form: each as a record, and what else is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from reports.domain.prose.furniture import rule_of
from reports.domain.statform.definition import Form
from reports.domain.statform.locating.gridheads import Column, Head, head_at
from reports.domain.statform.locating.gridlabels import TableLabels
from reports.domain.statform.locating.gridrows import RowLabel, RowLabels
from reports.domain.statform.locating.gridsheet import Box, Sheet
from reports.domain.statform.locating.labels import Guesser
from reports.domain.statform.locating.strays import is_sentence
from reports.domain.statform.locating.units import said

ROWS_ASKED = 6
"""Rows below a header that decide between two tables with the same columns."""


@dataclass(eq=False)
class Record:
    """A row of a grid under a header: its label, its cells by column (None: not there), its fate.

    `boxes` are all filled cells that begin in it, `strange` those under a label the form does not know
    and figures before the labels.
    `is_supposed`: a blank row that is the row of a table printed as one line, if there is no other.
    `is_short`: some of its cells are not there, so that the others may be shifted.
    `reason` says why it is not read; "" when it is.
    """

    sheet: Sheet
    row: int
    head: Head
    label: RowLabel
    cells: list[tuple[Column, Box | None]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    strange: list[Box] = field(default_factory=list)
    is_supposed: bool = False
    is_short: bool = False
    reason: str = ""

    @property
    def is_line(self) -> bool:
        """Whether the header names the rows over its cells."""
        return any(column.row for column in self.head.columns)

    @property
    def has_figures(self) -> bool:
        """Whether anything but a dash is printed in a cell."""
        return any(box and not box.is_void for _, box in self.cells)


@dataclass(eq=False)
class Lost:
    """Filled cells that are no part of a record, and why they are unread."""

    boxes: list[Box]
    reason: str


@dataclass
class SheetReading:
    """One grid held against a form. `units` are those noted in rows of their own, by header."""

    sheet: Sheet
    records: list[Record] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    known: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)


class SheetReader:
    """Walks through a grid from top to bottom; `rows` are those of its table."""

    def __init__(
        self, form: Form, tables: Sequence[TableLabels], sheet: Sheet, rows: range, guesser: Guesser
    ) -> None:
        self.form = form
        self.tables = tables
        self.sheet = sheet
        self.rows = rows
        self.guesser = guesser
        self.reading = SheetReading(sheet)
        self.head: Head | None = None
        self.labels: RowLabels | None = None
        self.announced: set[str] = set()
        self._waiting = Counter[bool]()
        self._passed: set[int] = set()

    def read(self) -> SheetReading:
        """Reads every row; twice where a header repeated by a page may part the label of a group."""
        self._walk()
        if len(self.reading.heads) > 1 and any(r.reason == "row-unsure" for r in self.reading.records):
            self.sheet.passed = set(self._passed)
            self._walk()
        return self.reading

    def _walk(self) -> None:
        self.reading = SheetReading(self.sheet)
        self.head = self.labels = None
        self.announced = set()
        self._waiting.clear()
        row = self.rows.start
        while row < self.rows.stop:
            row = self._step(row)

    def _step(self, row: int) -> int:
        """Reads a row, or several at once; returns the next."""
        boxes = self.sheet.starting(row)
        if not boxes:
            self._note_blank_line(row)
            return row + 1
        if all(self._is_neutral(box) for box in boxes):
            self._pass_by(boxes)
            self._passed.add(row)
            return row + 1
        if self._is_data(row, boxes):
            return self._record(row, boxes)
        head = self._head(row)
        if head:
            self._begin(head)
            return head.last + 1
        if self.head and (len(boxes) > 1 or self._is_named(boxes[0])):
            return self._record(row, boxes)
        self._lose(boxes)
        return row + 1

    def _is_neutral(self, box: Box) -> bool:
        is_furniture = box.token.shape == "words" and rule_of(box.text)
        return bool(is_furniture) or any(table.is_neutral(box.token) for table in self.tables)

    def _is_named(self, box: Box) -> bool:
        return bool(self.head and self.head.labels.rows.of(box.token))

    def _pass_by(self, boxes: Sequence[Box]) -> None:
        """Titles and notes. Behind the title of a table or block its columns need a header of their own."""
        for box in boxes:
            for table in self.tables:
                blocks = table.codes(box.token, ("block",))
                if box.token.bare in table.titles or blocks:
                    self.head = self.labels = None
                    self.announced = blocks
                    self.reading.known[table.table.code] += 1
            if self.head:
                self.head.units |= said(box.token)

    def _is_data(self, row: int, boxes: Sequence[Box]) -> bool:
        """Whether a row is one of figures or blanks under the header in force, and no header itself."""
        head = self.head
        if head is None:
            return False
        places = {place for column in head.columns for place in column.places}
        if any(box.token.is_figure and not places.isdisjoint(box.places) for box in boxes):
            return True
        over = [box for box in boxes if head.label_places.isdisjoint(box.places)]
        if any(head.labels.is_header_word(box.token) for box in over):
            return False
        inside = [box for box in boxes if box not in over]
        return bool(inside) and any(self._is_named(box) for box in inside)

    def _head(self, row: int) -> Head | None:
        """The header that begins in a row; of two tables' that with more columns or known rows below."""
        may_spend = self.guesser.may_look_through
        found = [head for table in self.tables if (head := head_at(self.sheet, table, row, may_spend))]
        return max(found, key=self._likeliness, default=None)

    def _likeliness(self, head: Head) -> tuple[bool, int, int]:
        below = range(head.last + 1, min(head.last + 1 + ROWS_ASKED, self.rows.stop))
        rows = sum(bool(head.labels.rows.of(box.token)) for row in below for box in self.sheet.starting(row))
        return head.frame is not None, len(head.columns), rows

    def _begin(self, head: Head) -> None:
        """Puts a header in force. Labels of groups count on under a header repeated by a page."""
        before = self.labels if self.head and self.head.labels is head.labels else None
        carried, trail = (dict(before.carried), before.trail) if before else ({}, ())
        self.labels = RowLabels(self.sheet, head, self.guesser, carried, trail)
        head.blocks = head.blocks or self.announced
        self.head, self.announced = head, head.blocks
        self.reading.heads.append(head)
        self._passed.update(range(head.first, head.last + 1))
        code = head.labels.table.code
        self.reading.known[code] += self._waiting.pop(True, 0)
        self.reading.foreign[code] += self._waiting.pop(False, 0)
        for row in range(head.first, head.last + 1):
            for box in self.sheet.starting(row):
                self._count(head.labels, box)

    def _count(self, labels: TableLabels, box: Box) -> None:
        """Counts a word of a header as known, or loses it."""
        is_known = labels.kinds(box.token) or labels.columns(box.token)[0] or labels.is_neutral(box.token)
        if is_known:
            self.reading.known[labels.table.code] += 1
        else:
            self.reading.foreign[labels.table.code] += 1
            self.reading.lost.append(Lost([box], "text"))

    def _record(self, row: int, boxes: list[Box]) -> int:
        """Reads a row of figures; returns the next. A label that a page has cut takes two."""
        head, labels = self.head, self.labels
        if head is None or labels is None:
            self._lose(boxes)
            return row + 1
        below = next((n for n in range(row + 1, self.rows.stop) if self.sheet.starting(n)), 0)
        continued = labels.continuation(row, below) if below and not self._is_line else None
        if continued and self._has_figures(row) and self._has_figures(below):
            continued = None
        label = self._line_label(row) if self._is_line else labels.read(row, continued)
        record = Record(self.sheet, row, head, label, boxes=list(boxes))
        at = below if continued and self._has_figures(below) else row
        self._fill(record, at)
        if continued:
            record.boxes += self.sheet.starting(below)
        self._judge(record)
        self.reading.records.append(record)
        self._count_label(record)
        return below + 1 if continued else row + 1

    @property
    def _is_line(self) -> bool:
        return any(column.row for column in (self.head.columns if self.head else ()))

    def _has_figures(self, row: int) -> bool:
        places = {place for column in (self.head.columns if self.head else ()) for place in column.places}
        return bool([box for box in self.sheet.over(row, places) if box.slot.row == row])

    def _line_label(self, row: int) -> RowLabel:
        """The row of a table printed as one line has no label of its own."""
        boxes = [box for box in self.labels.boxes(row) if box.token.shape == "words"] if self.labels else []
        reason = "row-label-unknown" if any(not self._is_neutral(box) for box in boxes) else ""
        return RowLabel("", reason, tuple(boxes), rule="grid-line")

    def _note_blank_line(self, row: int) -> None:
        """The first blank row under the header of a table printed as one line is its row, if no other is."""
        if not self._is_line or self.head is None:
            return
        if any(record.head is self.head for record in self.reading.records):
            return
        record = Record(self.sheet, row, self.head, RowLabel(rule="grid-line"), is_supposed=True)
        self._fill(record, row)
        if all(box for _, box in record.cells):
            self.reading.records.append(record)

    def _fill(self, record: Record, row: int) -> None:
        """Puts the cells of a row to the columns of its header."""
        head, sheet = record.head, self.sheet
        taken = {place for column in head.columns for place in column.places}
        for column in head.columns:
            filled = [b for b in sheet.over(row, column.places) if head.label_places.isdisjoint(b.places)]
            box = filled[0] if filled else sheet.at(row, column.places[0])
            if box and not head.label_places.isdisjoint(box.places):
                box = None
            if len(filled) > 1 or any(taken & set(b.places) - set(column.places) for b in filled):
                record.reason = "cell-count"
            record.cells.append((column, box))
        record.is_short = sheet.reach(row) < head.reach or any(box is None for _, box in record.cells)
        if sheet.reach(row) > head.reach:
            record.reason = "cell-count"
        self._sort_others(record, row, taken)

    def _sort_others(self, record: Record, row: int, taken: Set[int]) -> None:
        """Figures among the labels or units, and units among the figures, say that a row is shifted."""
        head = record.head
        leaf = max((box.slot.column for box in record.label.boxes), default=self.sheet.width)
        for box in self.sheet.starting(row):
            places = set(box.places)
            is_number = box.token.is_figure and not box.is_void
            if places & head.label_places:
                if is_number and box.slot.column > leaf:
                    record.reason = "column-order"
                elif is_number:
                    record.strange.append(box)
            elif places & taken:
                record.reason = "column-order" if box.token.shape == "unit" else record.reason
            elif places & head.unit_places:
                record.reason = "column-order" if is_number else record.reason
            elif places & head.strange.keys():
                record.strange.append(box)
            else:
                record.reason = record.reason or "cell-count"

    def _judge(self, record: Record) -> None:
        """Refuses a row whose label, block or columns do not fit."""
        labels, code = record.head.labels, record.label.code
        if record.label.reason:
            record.reason = record.label.reason
        if not code:
            return
        if labels.row_of[code].kind == "heading":
            record.reason = "row-label-unknown" if record.has_figures else record.reason
            return
        frame = labels.frame_of[code]
        own = [column for column in record.head.columns if frame in column.codes]
        others = [box for column, box in record.cells if column not in own and box and not box.is_blank]
        if not own or others:
            record.reason = record.reason or "header-missing"
        if record.head.blocks and labels.block_of[code] not in record.head.blocks:
            record.reason = record.reason or "row-unsure"

    def _count_label(self, record: Record) -> None:
        labels = record.head.labels
        for box in record.label.boxes:
            if box in record.boxes:
                is_known = record.label.code or labels.kinds(box.token) or self._is_neutral(box)
                counts = self.reading.known if is_known else self.reading.foreign
                counts[labels.table.code] += 1

    def _lose(self, boxes: list[Box]) -> None:
        """What is no row under a header: a row without one, or a text between rows."""
        is_row = [any(table.rows.of(box.token) for table in self.tables) for box in boxes]
        has_figures = any(box.token.is_figure for box in boxes)
        reason = "header-missing" if self.head is None and (any(is_row) or has_figures) else "text"
        self.reading.lost.append(Lost(list(boxes), reason))
        if self.labels:
            self.labels.trail = ()
        for box, is_known in zip(boxes, is_row, strict=True):
            if box.token.shape == "words" and not is_sentence(box.token):
                if self.head:
                    self.reading.foreign[self.head.labels.table.code] += 1
                else:
                    self._waiting[is_known] += 1
