"""Prints figures as the tables of a form, the ways copied texts have them. For tests of the importer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from reports.domain.statform.definition import Block, CellKey, Form, Row, Table

Cells = list[list[str]]
"""Rows of a printed table, each its cells from left to right."""


def one_per_line(rows: Cells) -> list[str]:
    return [cell for row in rows for cell in row if cell]


def spaced(rows: Cells) -> list[str]:
    """One cell a line, indented, a blank line between."""
    return [line for cell in one_per_line(rows) for line in (f"  {cell}", "")]


def tabs(rows: Cells) -> list[str]:
    return ["\t".join(row) for row in rows]


def pipes(rows: Cells) -> list[str]:
    return [" | ".join(row) + " |" for row in rows]


def framed(rows: Cells) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in rows]


def gaps(rows: Cells) -> list[str]:
    return ["    ".join(row) for row in rows]


def single_spaces(rows: Cells) -> list[str]:
    return [" ".join(row) for row in rows]


LAYOUTS: dict[str, Callable[[Cells], list[str]]] = {
    f.__name__: f for f in (one_per_line, spaced, tabs, pipes, framed, gaps, single_spaces)
}


def printed(
    form: Form,
    figures: Mapping[CellKey, Decimal | None],
    *,
    year: int = 2016,
    layout: str = "one_per_line",
    rows: Callable[[list[Row]], Sequence[Row]] = lambda rows: rows,
    columns: Callable[[list[str]], Sequence[str]] = lambda columns: columns,
) -> str:
    """The tables of a form. `rows` and `columns` may put rows and column codes ("unit" too) in order."""
    lines: list[str] = []
    for table in form.tables:
        if table.title:
            lines.append(table.title)
        for block in table.blocks:
            if block.title:
                lines.append(block.title)
            cells = (_line if table.layout == "line" else _grid)(table, block, figures, rows, columns)
            lines += LAYOUTS[layout]([[cell.replace("{year}", str(year)) for cell in row] for row in cells])
    return "\n".join(lines)


def _grid(
    table: Table,
    block: Block,
    figures: Mapping[CellKey, Decimal | None],
    rows: Callable[[list[Row]], Sequence[Row]],
    columns: Callable[[list[str]], Sequence[str]],
) -> Cells:
    codes = [column.code for column in block.columns]
    order = columns((["unit"] if table.has_unit_column else []) + codes)
    labels = {column.code: column.label for column in block.columns} | {"unit": "计量单位"}
    if block.groups:
        cells = [
            ["申请人情况"],
            ["自然人", "法人或其他组织", "总计"],
            [labels[c] for c in order if c not in ENDS],
        ]
    else:
        cells = [[block.corner, *(labels[code] for code in order)]]
    for row in rows(list(block.rows)):
        values = {"unit": row.unit} | {
            code: _text(figures.get(CellKey(table.code, row.code, code))) for code in codes
        }
        cells.append([row.number + row.label, *([values[c] for c in order] if row.kind != "heading" else [])])
    return cells


ENDS = ("natural_person", "total")


def _line(
    table: Table,
    block: Block,
    figures: Mapping[CellKey, Decimal | None],
    rows: Callable[[list[Row]], Sequence[Row]],
    columns: Callable[[list[str]], Sequence[str]],
) -> Cells:
    counted = [row for row in block.rows if row.kind != "heading"]
    top = [row.label for row in block.rows if not row.parent]
    below = [row.label for row in block.rows if row.parent]
    labels = [column.label for _ in counted for column in block.columns]
    values = [
        _text(figures.get(CellKey(table.code, row.code, column.code)))
        for row in counted
        for column in block.columns
    ]
    return [top, below, labels, values]


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
