"""CSV: what a spreadsheet makes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from reports.writers import csv
from reports.writers.exact import exact
from reports.writers.figures import FigureRow, TableFile


def table(*rows: FigureRow) -> TableFile:
    return TableFile(
        agency="示例局",
        year=2016,
        kind="own",
        revision=1,
        title="报告",
        published_at=datetime(2017, 1, 19, tzinfo=UTC),
        address="https://example.gov.cn/",
        form="made-up",
        table="t",
        table_title="表",
        explanation="",
        rows=rows,
        findings=(),
    )


def test_blank_is_empty_and_zero_is_zero() -> None:
    rows = (
        FigureRow("t/1/a", "1", "a", "甲", "数", "条", None, ""),
        FigureRow("t/2/a", "2", "a", "乙", "数", "条", "0", "0"),
    )
    text = csv.write(table(*rows)).decode("utf-8-sig")
    assert text.splitlines()[1:] == [
        "t/1/a,1,a,甲,数,条,,,made-up,示例局,2016,own",
        "t/2/a,2,a,乙,数,条,0,0,made-up,示例局,2016,own",
    ]


def test_commas_quotes_and_line_breaks_stay_inside_their_field() -> None:
    row = FigureRow("t/1/a", "1", "a", '甲,"乙"\n丙', "数", "条", "1", "1")
    text = csv.write(table(row)).decode("utf-8-sig")
    assert '"甲,""乙""\n丙"' in text


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", "\r=1", "＝1+1", "－2件", "--2", "+"]
)
def test_what_a_spreadsheet_would_run_is_held_back(text: str) -> None:
    assert csv.guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-2", "+3", "-1,234.50", "+12%", "0", "", "增3减1", "12.5万元", "主动公开"])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert csv.guarded(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("24112.000000", "24112"),
        ("71.50", "71.5"),
        ("0.000000", "0"),
        ("-0.0", "0"),
        ("-2", "-2"),
        ("1E+3", "1000"),
        ("0.000001", "0.000001"),
        ("72701.2578", "72701.2578"),
        ("99999999999999.999999", "99999999999999.999999"),
    ],
)
def test_numbers_are_written_exactly(value: str, text: str) -> None:
    assert exact(Decimal(value)) == text
