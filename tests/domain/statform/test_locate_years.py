"""The year that only a table names is handed on; a caption of a year over a header is no column of it."""

from __future__ import annotations

import pytest

from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures
from tests.factories import seed_figures
from tests.printing import LAYOUTS, printed

CAPTIONS = ("（2016年度）", "(2016年度)", "2016年度", "（2016年）")


def short(layout="one_per_line", year=2016):
    """Title and table of the seed."""
    return printed(FUJIAN, seed_figures(), layout=layout, year=year).split("\n", 1)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("year", [None, 2016])
@pytest.mark.parametrize("heading", ["2016年度", "本年度"])
@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_bare_caption_above_a_header_leaves_nothing_unread(layout, year, heading, caption):
    title, table = short(layout)
    found = located(
        "\n".join(["没有其他事项。", title, caption, table.replace("2016年度", heading)]), year=year
    )

    assert (len(found.cells), found.unread, found.year) == (32, (), 2016)
    assert found.caption == (2, 3)


def test_the_year_of_a_header_is_handed_on():
    assert located("\n".join(short())).year == 2016


def test_the_year_of_a_title_is_handed_on():
    title, table = short()
    assert located("\n".join([f"2016年{title}", table.replace("2016", "本")])).year == 2016


def test_a_table_that_names_no_year_hands_none_on():
    title, table = short()
    assert located("\n".join([title, table.replace("2016", "本")])).year is None
    assert located(printed(NATIONAL, national_figures(), year=2024)).year is None


def test_two_years_are_none():
    title, table = short()
    found = located("\n".join([f"2015年{title}", table]))
    assert (found.year, found.cells) == (None, ())


def test_a_caption_of_another_year_is_still_believed():
    title, table = short()
    found = located("\n".join([title, "（2015年度）", table]), year=2016)
    assert found.cells == ()
    assert {item.reason for item in found.unread} == {"other-year"}


def test_a_column_printed_twice_side_by_side_is_no_caption():
    title, table = short("tabs")
    found = located("\n".join([title, table.replace("指标名称\t", "2016年度\t指标名称\t")]), year=2016)
    assert found.cells == ()
