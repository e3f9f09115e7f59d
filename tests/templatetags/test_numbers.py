"""How figures, moments and sizes are printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.domain.statform.definition import CellKey
from reports.queries.stattables import FigureCell
from reports.templatetags import numbers


def cell(value: str | None, raw: str) -> FigureCell:
    number = None if value is None else Decimal(value)
    return FigureCell(CellKey("t", "1", "a"), "行", "列", "条", number, raw, (), ())


@pytest.mark.parametrize(
    ("value", "raw", "shown"),
    [
        ("4047.000000", "4047", "4,047"),
        ("4047.000000", "4,047", "4,047"),
        ("71.500000", "71.50", "71.50"),
        ("71.500000", "", "71.5"),
        ("96171.600000", "96171.6", "96,171.6"),
        ("3.000000", "+3", "+3"),
        ("-2.000000", "-2", "-2"),
        ("-2.000000", "减2", "-2"),
        ("125000.000000", "12.5万元", "125,000"),
        ("5.000000", "7", "5"),
        ("0.000000", "0", "0"),
        (None, "", ""),
        (None, "约3", "约3"),
    ],
)
def test_a_figure_keeps_its_printed_decimals_and_its_sign(value: str | None, raw: str, shown: str) -> None:
    assert numbers.figure(cell(value, raw)) == shown


def test_a_moment_is_chinas_and_midnight_means_the_day_alone() -> None:
    assert numbers.moment(datetime(2017, 1, 19, 7, 3, tzinfo=UTC)) == "2017-01-19 15:03"
    assert numbers.moment(datetime(2017, 1, 18, 16, 0, tzinfo=UTC)) == "2017-01-19"
    assert numbers.moment(None) == ""


def test_a_day_is_chinas() -> None:
    assert numbers.day(datetime(2017, 1, 18, 16, 0, tzinfo=UTC)) == "2017-01-19"
    assert numbers.day(datetime(2017, 1, 18, 15, 59, tzinfo=UTC)) == "2017-01-18"
    assert numbers.day(date(2019, 3, 1)) == "2019-03-01"
    assert numbers.day(None) == ""


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 KB"),
        (12_345, "12 KB"),
        (3_400_000, "3.4 MB"),
        (5 * 10**10, "50 GB"),
    ],
)
def test_sizes_are_rounded_as_people_say_them(count: int, shown: str) -> None:
    assert numbers.size(count) == shown


@pytest.mark.parametrize(
    ("value", "raw", "unit", "shown"),
    [
        ("8040", "8040", "", "8,040（未注明单位）"),
        ("251000", "251000元", "元", "251,000元"),
        ("12.5", "12.5万元", "万元", "12.5万元"),
        (None, "", "", ""),
        (None, "约八千", "", "约八千"),
    ],
)
def test_where_the_form_fixes_no_unit_the_printed_one_is_said(value, raw, unit, shown):
    number = None if value is None else Decimal(value)
    one = FigureCell(CellKey("t", "1", "a"), "行", "列", unit, number, raw, (), (), is_unit_loose=True)
    assert numbers.figure(one) == shown
