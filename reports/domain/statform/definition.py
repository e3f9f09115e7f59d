"""A statistics table format as data: what `data/statforms/*.toml` says, checked. No figures here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

RowKind = Literal["number", "money", "heading"]
"""number: counts; money: amounts with a unit; heading: a group row that is printed without figures."""

CellKind = Literal["count", "money", "change"]
"""count: a non-negative integer; money: a non-negative amount; change: signed, as 本年增/减."""


class CellKey(NamedTuple):
    """The address of a cell in a form; printed `table/row/column`, as in every export, import and test."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return "/".join(self)

    @classmethod
    def parse(cls, text: str) -> CellKey:
        """The key of `table/row/column`. Raises ValueError for anything else."""
        table, row, column = text.split("/")
        return cls(table, row, column)


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """A heading over several columns (法人或其他组织). `parent` names the group it stands under, or is ""."""

    code: str
    label: str
    label_en: str
    parent: str = ""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures. `unit` and `kind`, where given, win over the row's.

    `group` names the ColumnGroup it stands under, or is "". `{year}` in a label stands for the report year.
    """

    code: str
    label: str
    label_en: str
    variants: tuple[str, ...] = ()
    group: str = ""
    unit: str = ""
    kind: CellKind | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `parent` is the code of the row it stands under, or ""; `depth` counts its parents, from 0.

    `number` is the numbering printed before the label ("一、", "（三）", "2."), "" where it is left out.
    """

    code: str
    label: str
    label_en: str
    variants: tuple[str, ...] = ()
    unit: str = ""
    parent: str = ""
    kind: RowKind = "number"
    depth: int = 0
    number: str = ""


def kind_of(row: Row, column: Column) -> CellKind:
    """What sort of number stands in a row and column."""
    return column.kind or ("money" if row.kind == "money" else "count")


def unit_of(row: Row, column: Column) -> str:
    """The unit of a row and column; a row's unit of counting never passes to a column of money."""
    fits = (kind_of(row, column) == "money") == (row.kind == "money")
    return column.unit or (row.unit if fits else "")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share one header. A table has one block, or several stacked ones with columns of their own.

    `variants` are other wordings of its title.
    """

    code: str
    title: str
    title_en: str
    corner: str
    corner_en: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[ColumnGroup, ...] = ()
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the form. `layout` "line": its rows × columns are printed as one line of cells, row by row.

    `variants` are other wordings of its title.
    """

    code: str
    title: str
    title_en: str
    blocks: tuple[Block, ...]
    layout: Literal["grid", "line"] = "grid"
    has_unit_column: bool = False
    note: str = ""
    note_en: str = ""
    variants: tuple[str, ...] = ()

    def keys(self) -> Iterator[CellKey]:
        """Every cell that can hold a figure, in printed order."""
        for block in self.blocks:
            for row in block.rows:
                if row.kind != "heading":
                    for column in block.columns:
                        yield CellKey(self.code, row.code, column.code)


@dataclass(frozen=True, slots=True)
class Term:
    """A signed cell of an identity; `years_back` 1 means the same cell in the report of the year before."""

    cell: CellKey
    sign: Literal[1, -1] = 1
    years_back: int = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """Σ left `relation` Σ right, for every term exact.

    `code` follows the glossary of codes: `table/row/column:across` and so on. `kind` is one of across, down
    (sums), balance (the 勾稽关系 in the table's head), within (其中: each part at most its whole), to-date
    (本年度 at most 历年累计), carry-over (across years). `is_hard` False: a failure is a warning.
    """

    code: str
    kind: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    relation: Literal["=", "<="] = "="
    is_hard: bool = True

    @property
    def cells(self) -> tuple[CellKey, ...]:
        """Every cell of this year that it covers, left to right."""
        return tuple(term.cell for term in self.left + self.right if not term.years_back)

    @property
    def crosses_years(self) -> bool:
        """Whether it needs the report of another year."""
        return any(term.years_back for term in self.left + self.right)


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form.

    `first_year` and `last_year` are report years (None: still in force); they only confirm the labels.
    """

    id: str
    title: str
    title_en: str
    short_title: str
    short_title_en: str
    legal_basis: str
    source: str
    first_year: int
    last_year: int | None
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]
    _rows: dict[tuple[str, str], tuple[Row, Block]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows = {
            (t.code, row.code): (row, block) for t in self.tables for block in t.blocks for row in block.rows
        }
        object.__setattr__(self, "_rows", rows)

    def __hash__(self) -> int:
        """By its id alone: what is kept for each form is looked up thousands of times a report."""
        return hash(self.id)

    def keys(self) -> Iterator[CellKey]:
        """Every cell that can hold a figure, table by table, in printed order."""
        for table in self.tables:
            yield from table.keys()

    def table(self, code: str) -> Table:
        """The table of that code. Raises KeyError."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)

    def row(self, key: CellKey) -> Row:
        """The row a cell stands in. Raises KeyError."""
        return self._rows[key.table, key.row][0]

    def column(self, key: CellKey) -> Column:
        """The column a cell stands in, of the block that holds its row. Raises KeyError."""
        for column in self._rows[key.table, key.row][1].columns:
            if column.code == key.column:
                return column
        raise KeyError(str(key))

    def block(self, key: CellKey) -> Block:
        """The block a cell stands in. Raises KeyError."""
        return self._rows[key.table, key.row][1]

    def unit(self, key: CellKey) -> str:
        """The unit a cell is counted in, "" where the form fixes none."""
        return unit_of(self.row(key), self.column(key))

    def kind(self, key: CellKey) -> CellKind:
        """What sort of number a cell holds."""
        return kind_of(self.row(key), self.column(key))
