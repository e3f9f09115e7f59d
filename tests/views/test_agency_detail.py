"""An agency's page: who it is, and every year it owes or has a report on."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client

from reports.models import Agency
from tests.factories import SHANGHAI, make_account, make_agency, make_report


def read(client: Client, path: str = "/agencies/police/", status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def row(page: str, year: int) -> str:
    """The row of that year."""
    return next(part for part in page.split("<tr role") if f'class="year">{year}<' in part)


@pytest.fixture
def years(police: Agency) -> Agency:
    """2020 on time, 2021 18 days late, 2022 withdrawn, 2023 corrected, 2024 owed and missing."""
    make_report(agency=police, year=2020, published_at=datetime(2021, 1, 31, 23, 59, tzinfo=SHANGHAI))
    make_report(agency=police, year=2021, published_at=datetime(2022, 2, 18, tzinfo=SHANGHAI))
    make_report(
        agency=police,
        year=2022,
        state="withdrawn",
        withdrawn_at=datetime(2023, 5, 1, tzinfo=SHANGHAI),
        withdrawn_by=make_account(),
        withdrawal_reason="核对中。",
    )
    make_report(agency=police, year=2023, superseded_at=datetime(2024, 3, 1, tzinfo=SHANGHAI))
    make_report(agency=police, year=2023, revision=2)
    make_report(agency=police, year=2024, state="draft", title="尚未公布的草稿")
    return police


def test_every_year_from_the_first_says_how_it_stands(client: Client, years: Agency) -> None:
    page = read(client)
    assert "按时公布" in row(page, 2020)
    assert "逾期公布" in row(page, 2021)
    assert "逾期 18 天" in row(page, 2021)
    assert "2022-01-31" in row(page, 2021)
    assert "已更正（第 2 版）" in row(page, 2023)
    assert "未在本站公布" in row(page, 2024)
    assert "本站未见公布。" in row(page, 2024)
    assert "尚未公布的草稿" not in page
    assert 'class="year">2019<' not in page


def test_a_withdrawn_year_leads_to_the_page_that_says_why(client: Client, years: Agency) -> None:
    shown = row(read(client), 2022)
    assert 'href="/reports/police/2022/"' in shown
    assert "已于 2023-05-01 撤回" in shown


def test_it_names_the_law_behind_the_due_dates_once(client: Client, years: Agency) -> None:
    page = read(client)
    assert page.count("第四十九条") == 1


def test_it_shows_what_is_known_of_the_agency_and_leaves_out_the_rest(client: Client, police: Agency) -> None:
    page = read(client)
    assert "市级" in page
    assert "政府部门" in page
    assert "统一社会信用代码" not in page
    Agency.objects.filter(pk=police.pk).update(credit_code="11350400004001234X", telephone="0598-1234567")
    page = read(client)
    assert "11350400004001234X" in page
    assert "0598-1234567" in page


def test_a_reorganised_body_keeps_its_history(client: Client, police: Agency) -> None:
    old = make_agency("示例市公安处", slug="office", valid_until=date(2012, 12, 31))
    police.predecessors.add(old)
    page = read(client)
    assert '<a href="/agencies/office/">示例市公安处</a>' in page
    assert "至 2012-12-31" in page
    page = read(client, "/agencies/office/")
    assert "该机构存续至 2012-12-31" in page
    assert '<a href="/agencies/police/">示例市公安局</a>' in page


def test_a_former_address_leads_to_the_present_one_for_ever(client: Client, police: Agency) -> None:
    police.former_addresses.create(slug="old-police")
    answer = client.get("/agencies/old-police/?view=large")
    assert answer.status_code == 301
    assert answer["Location"] == "/agencies/police/?view=large"


def test_the_way_here_names_the_bodies_above_and_below(client: Client, police: Agency) -> None:
    police.parent = make_agency("示例市人民政府", slug="city")
    police.save()
    make_agency("城关派出所", slug="station", parent=police)
    page = read(client)
    crumbs = page.split('class="crumbs"')[1].split("</nav>")[0]
    assert '<a href="/agencies/city/">示例市人民政府</a>' in crumbs
    assert '<a href="/agencies/station/">城关派出所</a>' in page


def test_unknown_and_hostile_addresses_find_nothing(client: Client, police: Agency) -> None:
    for slug in ("nobody", "police'--", "%00", "%3Cscript%3E", "a" * 3000):
        page = read(client, f"/agencies/{slug}/", 404)
        assert "您访问的页面不存在" in page
        assert "<script>" not in page


def test_more_years_and_bodies_cost_no_more_queries(
    client: Client, police: Agency, django_assert_num_queries: object
) -> None:
    make_report(agency=police, year=2015)
    with django_assert_num_queries(6):
        read(client)
    for year in range(2008, 2015):
        make_report(agency=police, year=year)
        make_report(agency=police, year=year, kind="roll_up")
    for number in range(30):
        make_agency(f"第{number}所", parent=police)
    with django_assert_num_queries(6):
        read(client)
