"""The report year of a text that names it in its table only."""

from __future__ import annotations

import pytest

from reports.queries.statforms import form
from reports.services.reading import read
from tests.factories import seed_figures
from tests.printing import printed

PROSE = "一、概述\n政府信息公开工作正常。\n"


def text(table: str) -> bytes:
    return (PROSE + table).encode()


def test_the_year_of_the_header_is_that_of_the_report():
    reading = read(text(printed(form("fujian-2008"), seed_figures(), year=2016)), name="x.txt")
    assert (reading.year, len(reading.cells)) == (2016, 32)


def test_the_year_of_a_bare_caption_is_that_of_the_report():
    title, table = printed(form("fujian-2008"), seed_figures(), year=2016).split("\n", 1)
    reading = read(
        text(f"{title}\n（2016年度）\n{table}".replace("2016年度\n历", "本年度\n历")), name="x.txt"
    )
    assert (reading.year, len(reading.cells), reading.unread) == (2016, 32, ())
    assert reading.caption == (title, "（2016年度）")


def test_a_year_given_wins_and_makes_the_table_another_years():
    reading = read(text(printed(form("fujian-2008"), seed_figures(), year=2016)), name="x.txt", year=2015)
    assert (reading.year, reading.cells) == (2015, ())


@pytest.mark.parametrize("form_id", ["national-2019", "national-2021"])
def test_a_table_that_names_none_leaves_it_open(form_id):
    reading = read(text(printed(form(form_id), {}, year=2020)), name="x.txt")
    assert (reading.year, reading.form_id) == (None, form_id)
