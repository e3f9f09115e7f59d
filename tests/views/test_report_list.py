"""The list of reports: what it shows, how it is narrowed, sorted and paged, what nonsense does to it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from reports.models import Agency
from tests.factories import make_agency, make_report


def titles(page: str) -> list[str]:
    return re.findall(r'<td role="cell" class="title"><a [^>]*>([^<]*)</a>', page)


def read(client: Client, query: str = "") -> str:
    answer = client.get(f"/reports/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def three(police: Agency) -> None:
    """Reports on 2015 and 2016 of the police, on 2023 of another body, and a draft nobody may see."""
    make_report(agency=police, year=2015, title="甲")
    make_report(agency=police, year=2016, title="乙", checks_held=14, checks_failed=2)
    other = make_agency("示例区卫生局", slug="health", short_name="区卫生", name_en="Health Bureau")
    make_report(agency=other, year=2023, title="丙", form_id="national-2021", checks_held=40)
    make_report(agency=other, year=2024, title="草稿", state="draft")


def test_an_empty_list_says_what_to_do_next(client: Client, db: None) -> None:
    page = read(client)
    assert "没有符合条件的报告" in page
    assert "目前还没有公布的报告。" in page
    assert '<a href="/agencies/">浏览全部机构</a>' in page
    assert "<table" not in page


def test_it_lists_what_stands_newest_year_first_with_a_count(client: Client, three: None) -> None:
    page = read(client)
    assert titles(page) == ["丙", "乙", "甲"]
    assert "共 3 份报告，当前显示第 1 至 3 份" in page
    assert '<span class="mark mark-fails">2 项不符</span>' in page
    assert '<span class="mark mark-holds">全部相符</span>' in page
    assert '<span class="mark mark-none">无核验项</span>' in page
    assert '<td role="cell" class="published_at">2017-01-19</td>' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?agency=公安", ["乙", "甲"]),
        ("?agency=区卫生", ["丙"]),
        ("?agency=health", ["丙"]),
        ("?agency=HEALTH bureau", ["丙"]),
        ("?year=2015", ["甲"]),
        ("?form=national-2021", ["丙"]),
        ("?agency=公安&year=2016", ["乙"]),
        ("?agency=&year=&form=", ["丙", "乙", "甲"]),
    ],
)
def test_it_is_narrowed_by_agency_year_and_form(
    client: Client, three: None, query: str, expected: list[str]
) -> None:
    assert titles(read(client, query)) == expected


def test_the_chosen_values_stay_visible_and_can_be_dropped(client: Client, three: None) -> None:
    page = read(client, "?agency=公安&year=2016")
    assert 'value="公安"' in page
    assert '<option value="2016" selected>2016</option>' in page
    assert '<a href="/reports/">显示全部报告</a>' in page


def test_when_nothing_fits_it_says_so_and_keeps_the_words(client: Client, three: None) -> None:
    page = read(client, "?agency=没有这个机构")
    assert "请试用机构名称中较短的一部分，或不限年度和格式。" in page
    assert 'value="没有这个机构"' in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("year", ["甲", "乙", "丙"]),
        ("-year", ["丙", "乙", "甲"]),
        ("agency", ["丙", "乙", "甲"]),
        ("title", ["丙", "乙", "甲"]),
        ("-published_at", ["丙", "乙", "甲"]),
        ("checks", ["乙", "丙", "甲"]),
    ],
)
def test_it_sorts_by_each_column(client: Client, three: None, sort: str, expected: list[str]) -> None:
    page = read(client, f"?sort={sort}")
    assert titles(page) == expected
    assert page.count("aria-sort=") == 1


@pytest.mark.parametrize(
    "query",
    [
        "?page=-1",
        "?page=0",
        "?page=99999999999999999999",
        "?page=abc",
        "?page=²",
        "?page=" + "9" * 5000,
        "?per_page=100000",
        "?per_page=0",
        "?sort=released_by__password",
        "?sort=year;DROP TABLE reports_report",
        "?sort=-",
        "?sort=--year",
        "?sort=,,,",
        "?sort=year&sort=-year&sort=title",
        "?year=99999999999",
        "?year=abc",
        "?year=2016%00",
        "?form=../../etc/passwd",
        "?agency=%00",
        "?agency=" + "长" * 500,
        "?agency=' OR 1=1 --",
        "?agency=<script>alert(1)</script>",
        "?agency=%ff%fe",
    ],
)
def test_nonsense_gets_a_clean_page(client: Client, three: None, query: str) -> None:
    page = read(client, query)
    assert "<script>alert" not in page
    assert len(titles(page)) <= 20


def test_a_year_that_is_none_is_named_beside_its_field(client: Client, three: None) -> None:
    page = read(client, "?year=abc")
    assert 'id="filter-year_error"' in page
    assert titles(page) == ["丙", "乙", "甲"]


@pytest.fixture
def many(db: None) -> None:
    """41 reports of 41 agencies."""
    for number in range(41):
        make_report(agency=make_agency(f"第{number:02}局", slug=f"b{number}"), title=f"第{number:02}份")


def test_it_shows_twenty_a_page_and_keeps_what_was_asked(client: Client, many: None) -> None:
    assert titles(read(client, "?sort=title")) == [f"第{number:02}份" for number in range(20)]
    page = read(client, "?sort=title&page=2&view=large&agency=局")
    assert titles(page) == [f"第{number:02}份" for number in range(20, 40)]
    assert "共 41 份报告，当前显示第 21 至 40 份" in page
    assert 'href="?sort=title&amp;page=3&amp;view=large&amp;agency=%E5%B1%80"' in page
    assert 'aria-current="page">2</a>' in page
    assert titles(read(client, "?sort=title&page=3")) == ["第40份"]
    assert titles(read(client, "?sort=title&page=4")) == ["第40份"]


def test_no_report_stands_on_two_pages_when_all_are_alike(client: Client, many: None) -> None:
    seen = [title for page in (1, 2, 3) for title in titles(read(client, f"?sort=year&page={page}"))]
    assert len(seen) == len(set(seen)) == 41


def test_more_reports_cost_no_more_queries(
    client: Client, django_assert_num_queries: object, db: None
) -> None:
    for number in range(3):
        make_report(agency=make_agency(f"少{number}", slug=f"few{number}"))
    with django_assert_num_queries(3):
        assert len(titles(read(client))) == 3
    for number in range(27):
        make_report(agency=make_agency(f"多{number}", slug=f"more{number}"))
    with django_assert_num_queries(3):
        assert len(titles(read(client))) == 20


def test_a_report_with_checks_that_cannot_tell_is_not_said_to_hold_throughout(
    client: Client, police: Agency
) -> None:
    make_report(agency=police, year=2015, checks_held=39, checks_open=3)
    make_report(agency=police, year=2014, checks_open=3)
    page = read(client)
    assert '<span class="mark mark-holds">39 项相符，3 项无法判断</span>' in page
    assert '<span class="mark mark-open">3 项无法判断</span>' in page
    assert "全部相符" not in page
    assert "无核验项" not in page


def test_a_filter_that_fits_nothing_says_so_in_plain_words(client: Client, three: None) -> None:
    page = read(client, "?year=abc&form=nothing")
    assert "没有这一年度，请从列表中选择。" in page
    assert "没有这种统计表格式，请从列表中选择。" in page
