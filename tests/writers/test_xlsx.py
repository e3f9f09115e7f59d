"""The Excel download: the cells of its CSV, numbers as numbers, nothing that runs."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from reports.writers import xlsx
from reports.writers.figures import FigureRow
from tests.writers.test_csv import table


def rows_of(*rows: FigureRow) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(xlsx.write(table(*rows))))
    return list(book.active.iter_rows(values_only=True))


def test_every_cell_is_a_row_with_the_report_behind_it() -> None:
    rows = rows_of(
        FigureRow("t/1/a", "1", "a", "甲", "数", "条", "4047", "4,047"),
        FigureRow("t/2.10/a", "2.10", "a", "乙", "数", "条", "0", "0"),
        FigureRow("t/3/a", "3", "a", "丙", "数", "万元", "0.5", "0.50"),
        FigureRow("t/4/a", "4", "a", "丁", "数", "条", None, ""),
    )
    assert rows[0][:3] == ("cell", "row", "column") and rows[0][8:] == ("form", "agency", "year", "kind")
    assert rows[1] == (
        *("t/1/a", "1", "a", "甲", "数", "条", 4047, "4,047"),
        "made-up",
        "示例局",
        "2016",
        "own",
    )
    assert [row[1] for row in rows[1:]] == ["1", "2.10", "3", "4"]
    assert [row[6] for row in rows[1:]] == [4047, 0, 0.5, None]
    assert rows[4][7] is None


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", '=HYPERLINK("http://x")'])
def test_nothing_is_a_formula(text: str) -> None:
    book = load_workbook(
        io.BytesIO(xlsx.write(table(FigureRow("t/1/a", "1", "a", text, "数", "条", None, text))))
    )
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if cell.quotePrefix] == [text, text]


def test_signs_that_no_workbook_may_hold_are_left_out() -> None:
    row = FigureRow("t/1/a", "1", "a", "甲\x00\x0b乙\ud800\uffff", "数", "条", None, "")
    assert rows_of(row)[1][3] == "甲乙"
