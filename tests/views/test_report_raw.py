"""A figure that the source prints in other signs than the page does is told as it was published."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from tests.factories import make_agency, make_report

pytestmark = pytest.mark.django_db


def page(**raws: str) -> str:
    """The public page of a report whose first figures are printed so."""
    report = make_report(agency=make_agency(slug="police"))
    for row, raw in raws.items():
        cells = report.cells.filter(row=row.removeprefix("r"), column="year")
        cells.update(raw=raw, value=Decimal(4047))
    return Client().get("/reports/police/2016/").content.decode()


@pytest.mark.parametrize("raw", ["4047", "4,047", " 4047 ", "+4047", "4047.0"])
def test_digits_commas_and_points_are_the_same(raw: str) -> None:
    assert "原件中的写法不同" not in page(r1=raw)


def test_other_signs_are_told_as_published() -> None:
    shown = page(r1="４０４７", r2="4047<b>件")
    assert "2 个数据在原件中的写法不同" in shown
    assert "主动公开文件数" in shown and "原文：“４０４７”" in shown and "原文：“4047&lt;b&gt;件”" in shown


def test_a_text_that_is_no_number_stands_in_its_cell_alone() -> None:
    report = make_report(agency=make_agency(slug="police"))
    report.cells.filter(row="7", column="year").update(value=None, raw="约3")
    shown = Client().get("/reports/police/2016/").content.decode()
    assert "约3" in shown and "原件中的写法不同" not in shown
