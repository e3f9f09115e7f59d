"""Our own downloads handed in again: cells by their codes, what counts of value and raw, what is unread."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rapidfuzz.fuzz import ratio

from reports.domain.statform.definition import CellKey
from reports.domain.statform.locate import locate
from reports.domain.statform.locating.ours import FIELDS, ours_in
from reports.domain.statform.table import Located
from reports.queries.statforms import all_forms
from reports.readers import csv, json, xlsx
from reports.writers import csv as csv_writer
from reports.writers import json as json_writer
from reports.writers import xlsx as xlsx_writer
from reports.writers.figures import COLUMNS, FigureRow, TableFile

HEAD = "cell,row,column,row_label,column_label,unit,value,raw,form,agency,year,kind"


def found(*lines: str, head: str = HEAD, form_id: str | None = None) -> Located:
    return locate(
        csv.read("\n".join([head, *lines]).encode()), all_forms().values(), similarity=ratio, form_id=form_id
    )


def line(value: str = "", raw: str = "", *, cell: str = "statistics/1/year", unit: str = "条") -> str:
    return f"{cell},,,,,{unit},{value},{raw},fujian-2008,示例局,2016,own"


def first(*lines: str) -> tuple[object, str, str, list[str]]:
    located = found(*lines)
    cell = located.cells[0]
    reasons = [item.reason for item in located.unread if item.reason != "cell-missing"]
    return cell.value, cell.raw, cell.unit, reasons


def test_the_columns_of_the_downloads_are_those_that_are_known_again() -> None:
    assert COLUMNS == FIELDS


@pytest.mark.parametrize(
    ("value", "raw", "expected"),
    [
        ("4047", "4047", (Decimal(4047), "4047", "条", [])),
        ("4047", '"4,047"', (Decimal(4047), "4,047", "条", [])),
        ("4047", "４０４７件", (Decimal(4047), "４０４７件", "件", [])),
        ("4048", '"4,047"', (Decimal(4048), "4048", "条", [])),
        ('"4,048"', "4047", (Decimal(4048), "4,048", "条", [])),
        ("0", "", (Decimal(0), "0", "条", [])),
        ("", "", (None, "", "条", [])),
        ("", "4047", (None, "", "条", [])),
        ("", "若干", (None, "若干", "条", ["not-a-number"])),
        ("若干", "4047", (None, "若干", "条", ["not-a-number"])),
        ("12.5", "", (None, "12.5", "条", ["not-whole"])),
        ("4.05E+03", "4047", (None, "4.05E+03", "条", ["not-a-number"])),
        ("'=1+1", "", (None, "=1+1", "条", ["not-a-number"])),
    ],
)
def test_value_counts_and_raw_stays_where_it_says_the_same(
    value: str, raw: str, expected: tuple[object, ...]
) -> None:
    assert first(line(value, raw)) == expected


@pytest.mark.parametrize(
    ("unit", "reasons"),
    [("条", []), ("items", []), ("", []), ("件", []), ("万元", ["wrong-unit"]), ("x", ["wrong-unit"])],
)
def test_a_unit_of_another_sort_is_not_read(unit: str, reasons: list[str]) -> None:
    assert first(line("1", "1", unit=unit))[3] == reasons


def test_a_cell_that_is_unknown_twice_or_missing_is_told() -> None:
    located = found(line("1"), line("2"), line("3", cell="statistics/99/year"), line("4", cell="x"))
    reasons = [(item.text, item.reason) for item in located.unread][:3]
    assert reasons == [
        ("1", "cell-twice"),
        ("2", "cell-twice"),
        ("statistics/99/year", "cell-unknown"),
    ]
    missing = [item.text for item in located.unread if item.reason == "cell-missing"]
    assert len(missing) == 31 and missing[0] == "statistics/1/cumulative"
    assert located.cells == ()


def test_a_cell_printed_twice_alike_is_read() -> None:
    located = found(line("1"), line("1"))
    assert [cell.value for cell in located.cells] == [Decimal(1)]
    assert {item.reason for item in located.unread} == {"cell-missing"}


@pytest.mark.parametrize(
    ("row", "column", "is_read"),
    [
        ("1", "year", True),
        ("", "", True),
        ("1.10", "year", True),
        ("2024/1/1", "year", True),
        ("1月1日", "year", True),
        ("2", "year", False),
        ("1", "cumulative", False),
    ],
)
def test_codes_that_name_another_cell_are_told_and_those_a_spreadsheet_spoilt_are_not(
    row: str, column: str, is_read: bool
) -> None:
    located = found(line("5").replace("year,,,", f"year,{row},{column},", 1))
    assert bool(located.cells) is is_read
    assert ("cell-contradicted" in [item.reason for item in located.unread]) is not is_read


def test_lines_of_another_report_are_told_and_not_read() -> None:
    other = line("9", cell="statistics/2/year")
    for changed in (("示例局", "他局"), ("2016", "2015"), (",own", ",roll_up")):
        located = found(line("1"), other.replace(*changed))
        assert [cell.value for cell in located.cells] == [Decimal(1)]
        assert ("statistics/2/year", "other-report") in [(item.text, item.reason) for item in located.unread]
    same = found(line("1"), other.replace("2016", "2016.0").replace("示例局", ""))
    assert [cell.value for cell in same.cells] == [Decimal(1), Decimal(9)]


def test_where_a_cell_stood_is_told() -> None:
    (cell,) = found(line(cell="statistics/7/year"), line("1")).cells[:1]
    assert (cell.key, cell.position.line, cell.position.row, cell.rule) == (
        *(CellKey("statistics", "1", "year"), 3, 3, "own-download"),
    )


def test_columns_may_stand_in_another_order_and_some_may_be_gone() -> None:
    head = "value,cell,row,column"
    located = found("12,statistics/1/year,1,year", head=head)
    assert (located.form_id, located.cells[0].value) == ("fujian-2008", Decimal(12))


def test_the_form_is_the_named_one_or_the_only_one_that_fits() -> None:
    assert found(line("1").replace("fujian-2008", "unheard-of")).form_id is None
    assert [item.reason for item in found(line("1").replace("fujian-2008", "unheard-of")).unread] == [
        "unknown-form"
    ]
    assert found(line("1").replace("fujian-2008", "")).form_id == "fujian-2008"
    assert (
        found(line("1").replace("fujian-2008", "national-2021"), form_id="fujian-2008").form_id
        == "fujian-2008"
    )


@pytest.mark.parametrize(
    "head",
    [
        "cell,row,column,raw",
        "cell,row,value",
        "cell,cell,row,column,value",
        "指标,年度",
        "a cell,row,column,value",
    ],
)
def test_other_tables_are_none_of_ours(head: str) -> None:
    assert ours_in(csv.read(f"{head}\n1,2,3,4,5\n".encode())) is None


def test_what_the_first_line_says_of_its_report_is_told() -> None:
    ours = ours_in(csv.read("\n".join([HEAD, line("1"), line("2", cell="statistics/2/year")]).encode()))
    assert ours is not None
    assert (ours.form, ours.agency, ours.year, ours.kind) == ("fujian-2008", "示例局", 2016, "own")
    mixed = ours_in(csv.read("\n".join([HEAD, line("1"), line("2").replace("示例局", "他局")]).encode()))
    assert mixed is not None and (mixed.agency, mixed.year) == ("示例局", 2016)


def test_every_download_reads_back_as_it_was() -> None:
    form = all_forms()["fujian-2008"]
    values = [None if n % 5 == 0 else str(n * 37) for n, _ in enumerate(form.keys())]
    rows = tuple(
        FigureRow(str(key), key.row, key.column, "甲,\n", '"', form.unit(key), value, value or "")
        for key, value in zip(form.keys(), values, strict=True)
    )
    file = TableFile("示例局", 2016, "own", 1, "报告", None, "", form.id, "statistics", "表", "", rows, ())
    for write, read in (
        (csv_writer.write, csv.read),
        (xlsx_writer.write, xlsx.read),
        (json_writer.write, json.read),
    ):
        located = locate(read(write(file)), all_forms().values(), similarity=ratio)
        assert [cell.value for cell in located.cells] == [v if v is None else Decimal(v) for v in values]
        assert (located.form_id, located.unread, located.year) == (form.id, (), 2016)
