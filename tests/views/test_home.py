"""The home page: latest reports, a way to an agency, how far the year's reports have come."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from reports.models import Agency
from tests.factories import SHANGHAI, make_agency, make_report


def read(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_site_still_has_a_home(client: Client, db: None) -> None:
    page = read(client)
    assert "目前还没有公布的报告。" in page
    assert "没有应公布该年度报告的机构。" in page


@pytest.fixture
def district(db: None) -> None:
    """On 2024: one on time, one late, one missing; a draft nobody may see."""
    on_time, late, missing = (make_agency(f"示例{name}局") for name in "甲乙丙")
    for agency in (on_time, late, missing):
        make_report(agency=agency, year=2023)
    make_report(agency=on_time, year=2024, published_at=datetime(2025, 1, 31, tzinfo=SHANGHAI))
    make_report(agency=late, year=2024, published_at=datetime(2025, 2, 1, tzinfo=SHANGHAI))
    make_report(agency=missing, year=2024, state="draft", title="草稿标题")


def test_it_says_how_far_the_latest_year_has_come(client: Client, district: None) -> None:
    page = read(client)
    state = page.split('class="year-state"')[1]
    assert "2024 年度报告公布情况" in state
    assert "应公布的机构 3 个，已公布 2 个。" in state
    assert "示例丙局" in state.split("未在本站公布")[1]
    assert "逾期 1 天" in state


def test_it_lists_the_latest_reports_and_no_draft(client: Client, district: None) -> None:
    page = read(client)
    assert "示例甲局2024年政府信息公开工作报告" in page
    assert "草稿标题" not in page


def test_it_shows_eight_latest(client: Client, police: Agency) -> None:
    for year in range(2010, 2020):
        make_report(agency=police, year=year)
    latest = read(client).split('class="index"')[1].split("</ul>")[0]
    assert latest.count("<li>") == 8
    assert "2019年" in latest
    assert "2011年" not in latest


def test_it_offers_to_find_an_agency(client: Client, db: None) -> None:
    assert '<form class="filters find-agency" method="get" action="/agencies/"' in read(client)


def test_more_reports_and_agencies_cost_no_more_queries(
    client: Client, django_assert_num_queries: object, db: None
) -> None:
    for number in range(3):
        make_report(agency=make_agency(f"少{number}"), year=2024)
    with django_assert_num_queries(4):
        read(client)
    for number in range(30):
        make_report(agency=make_agency(f"多{number}"), year=2024)
    with django_assert_num_queries(4):
        read(client)
