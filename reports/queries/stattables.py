"""A statistics table laid out for a reader or an editor: header rows with their spans, rows, cells, findings.

Built from the form definition alone, so that every form that is a file has a page and a grid. Reads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from reports.domain.statform.definition import Block, CellKey, Form, Row, Table
from reports.domain.statform.identities import Finding
from reports.models import StatCell

COUNTED = "counted"
"""How a figure came in that was counted from the register of applications (services/figures)."""
LISTED = 20
"""Figures beside counted ones that are named."""
_PLAIN = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of a header row. `code` is a column's or group's; `scope` is "col" or "colgroup"."""

    code: str
    text: str
    colspan: int
    rowspan: int
    scope: str


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure. `value` None is blank, `raw` what was printed or typed, `fails` the checks it breaks.

    `explained`: those it breaks that staff let stand with a reason. `is_unit_loose`: the form fixes no unit
    (采购总金额); `unit` is then the one printed, "" where none is. `is_counted`: from the register.
    """

    key: CellKey
    row_label: str
    column_label: str
    unit: str
    value: Decimal | None
    raw: str
    fails: tuple[str, ...]
    warns: tuple[str, ...]
    is_unit_loose: bool = False
    explained: tuple[str, ...] = ()
    is_counted: bool = False

    @property
    def is_printed_otherwise(self) -> bool:
        """Whether the source prints the number in other signs than digits, commas, a point: "12件"."""
        return self.value is not None and bool(self.raw) and _PLAIN.fullmatch(self.raw.strip()) is None

    @property
    def anchor(self) -> str:
        """Its id in a page."""
        return "cell-" + "-".join(self.key).replace(".", "_")


@dataclass(frozen=True, slots=True)
class RowView:
    """One row; a heading row has no cells. `depth` counts the rows it stands under."""

    code: str
    label: str
    unit: str
    depth: int
    is_group: bool
    is_heading: bool
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """Rows under one header. `corner` heads the label column; `width` counts figure columns."""

    code: str
    title: str
    corner: str
    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[RowView, ...]
    width: int


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of a report."""

    code: str
    title: str
    note: str
    has_unit_column: bool
    blocks: tuple[BlockView, ...]
    blanks: int
    cells: int

    @property
    def printed_otherwise(self) -> list[FigureCell]:
        """The cells that the source prints in other signs than they are shown in."""
        return [cell for cell in self._cells() if cell.is_printed_otherwise]

    @property
    def counted(self) -> int:
        """How many cells were counted from the register of applications."""
        return sum(cell.is_counted for cell in self._cells())

    @property
    def typed_beside(self) -> list[FigureCell]:
        """The figures that were not counted though others of the table were; [] where these are many."""
        others = [c for c in self._cells() if not c.is_counted and (c.value is not None or c.raw)]
        return others if self.counted and len(others) <= LISTED else []

    @property
    def width(self) -> int:
        """Figure columns of its widest block."""
        return max(block.width for block in self.blocks)

    def _cells(self) -> list[FigureCell]:
        return [cell for block in self.blocks for row in block.rows for cell in row.cells]


def tables_of(
    form: Form, year: int, cells: Mapping[CellKey, StatCell], findings: Iterable[Finding] = ()
) -> tuple[TableView, ...]:
    """Every table of the form with those cells, marked by those findings, in the active language."""
    fails: dict[CellKey, list[str]] = {}
    warns: dict[CellKey, list[str]] = {}
    explained: dict[CellKey, list[str]] = {}
    for finding in findings:
        if finding.status in ("fails", "overridden"):
            marks = explained if finding.status == "overridden" else fails if finding.is_hard else warns
            for key in finding.cells:
                marks.setdefault(key, []).append(finding.check)
    page = _Page(form, year, cells, fails, warns, explained)
    return tuple(page.table(table) for table in form.tables)


def local(zh: str, en: str, *, year: int | None = None) -> str:
    """The label in the active language, `{year}` in it filled with the report year."""
    text = en if (get_language() or "").startswith("en") else zh
    return text if year is None else text.replace("{year}", str(year))


def numbered(row: Row, year: int | None = None) -> str:
    """The row's label with its printed number: "（一）予以公开"; in English its code stands for it."""
    label = local(row.label, row.label_en, year=year)
    return local(f"{row.number}{label}", f"{row.code} {label}") if row.number else label


@dataclass(frozen=True, slots=True)
class _Page:
    form: Form
    year: int
    stored: Mapping[CellKey, StatCell]
    fails: Mapping[CellKey, list[str]]
    warns: Mapping[CellKey, list[str]]
    explained: Mapping[CellKey, list[str]]

    def table(self, table: Table) -> TableView:
        blocks = tuple(self._block(table, block) for block in table.blocks)
        figures = [cell for block in blocks for row in block.rows for cell in row.cells]
        return TableView(
            table.code,
            local(table.title, table.title_en),
            local(table.note, table.note_en),
            table.has_unit_column,
            blocks,
            sum(cell.value is None for cell in figures),
            len(figures),
        )

    def _block(self, table: Table, block: Block) -> BlockView:
        parents = {row.parent for row in block.rows}
        return BlockView(
            block.code,
            local(block.title, block.title_en),
            local(block.corner, block.corner_en),
            _header(block, self.year),
            tuple(self._row(table, block, row, row.code in parents) for row in block.rows),
            len(block.columns),
        )

    def _row(self, table: Table, block: Block, row: Row, is_group: bool) -> RowView:
        label = numbered(row, self.year)
        is_heading = row.kind == "heading"
        cells = (
            () if is_heading else tuple(self._cell(table, row, label, c) for c in _columns(block, self.year))
        )
        return RowView(row.code, label, row.unit, row.depth, is_group, is_heading, cells)

    def _cell(self, table: Table, row: Row, label: str, column: tuple[str, str, str]) -> FigureCell:
        code, column_label, _unit = column
        key = CellKey(table.code, row.code, code)
        stored = self.stored.get(key)
        unit = self.form.unit(key)
        return FigureCell(
            key,
            label,
            column_label,
            unit or (stored.unit if stored else ""),
            stored.value if stored else None,
            stored.raw if stored else "",
            tuple(self.fails.get(key, ())),
            tuple(self.warns.get(key, ())),
            not unit,
            tuple(self.explained.get(key, ())),
            stored is not None and stored.rule == COUNTED,
        )


def _columns(block: Block, year: int) -> list[tuple[str, str, str]]:
    return [(c.code, local(c.label, c.label_en, year=year), c.unit) for c in block.columns]


def _paths(block: Block) -> list[list[str]]:
    """The groups over each column, outermost first."""
    parents = {group.code: group.parent for group in block.groups}
    paths = []
    for column in block.columns:
        path: list[str] = []
        group = column.group
        while group:
            path.insert(0, group)
            group = parents[group]
        paths.append(path)
    return paths


def _header(block: Block, year: int) -> tuple[tuple[HeaderCell, ...], ...]:
    paths = _paths(block)
    labels = {group.code: local(group.label, group.label_en, year=year) for group in block.groups}
    height = max(len(path) for path in paths) + 1
    rows: list[list[HeaderCell]] = [[] for _ in range(height)]
    opened: set[str] = set()
    for path, (code, label, _unit) in zip(paths, _columns(block, year), strict=True):
        for level, group in enumerate(path):
            if group not in opened:
                opened.add(group)
                span = sum(group in other for other in paths)
                rows[level].append(HeaderCell(group, labels[group], span, 1, "colgroup"))
        rows[len(path)].append(HeaderCell(code, label, 1, height - len(path), "col"))
    return tuple(tuple(row) for row in rows)
