"""The public calendar: the days of the law, how many are out, and nothing that staff have scheduled."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.models import Agency, Report
from reports.queries import calendar
from reports.services import reports, scheduling
from tests.factories import (
    SHANGHAI,
    make_agency,
    make_publisher,
    make_report,
    make_reviewer,
    make_writer,
)

pytestmark = pytest.mark.django_db
BEGUN = date(2010, 1, 1)


@pytest.fixture
def city() -> Agency:
    city = make_agency("示例市人民政府", slug="shi", kind="government", valid_from=BEGUN)
    for number in range(3):
        make_agency(f"示例局{number}", slug=f"ju-{number}", parent=city, valid_from=BEGUN)
    return city


def words(client: Client, path: str = "/calendar/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_days_of_the_law_are_told_by_kind_of_body_with_the_article(client: Client, city: Agency) -> None:
    page = words(client)
    assert re.search(r"2025-01-31 .*政府办公厅.*政府部门.*第四十九条第一款", page)
    assert re.search(r"2025-03-31 .*人民政府.*第四十九条第二款", page)
    assert "2026-01-31" in page and "2026-03-31" in page
    assert "2027" not in page


def test_how_many_of_how_many_are_out_is_counted_by_day(client: Client, city: Agency) -> None:
    first, second, _third = Agency.objects.filter(parent=city).order_by("name")
    make_report(
        agency=first, year=2024, form_id="", published_at=datetime(2025, 1, 31, 23, 59, tzinfo=SHANGHAI)
    )
    make_report(
        agency=second, year=2024, form_id="", published_at=datetime(2025, 2, 1, 0, 0, tzinfo=SHANGHAI)
    )
    page = words(client)
    assert "已公布 2／3" in page and "其中逾期 1 个" in page and "已公布 0／1" in page


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2025, 1, 1), (30, 89)),
        (date(2025, 1, 31), (0, 59)),
        (date(2025, 2, 1), (-1, 58)),
        (date(2025, 3, 31), (-59, 0)),
        (date(2025, 12, 31), (-334, -275)),
    ],
)
def test_the_round_is_that_of_the_calendar_year(city: Agency, today: date, left: tuple[int, int]) -> None:
    current, coming = calendar.rounds(on=today)
    assert (current.year, coming.year) == (2024, 2025)
    assert tuple(duty.days_left for duty in current.duties) == left
    assert calendar.rounds(on=date(2026, 1, 1))[0].year == 2025


def test_what_staff_have_scheduled_is_not_told(client: Client, city: Agency) -> None:
    body = Agency.objects.filter(parent=city).first()
    before = words(client)
    report = make_report(agency=body, year=2024, form_id="", state="draft", title="尚未公开的报告")
    reports.submit(report=report, by=make_writer(), explanation="沿用")
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    scheduling.schedule(report=report, at=timezone.now() + timedelta(days=3), by=make_publisher())
    assert Report.objects.get(pk=report.pk).scheduled_at is not None
    assert words(client) == before


def test_without_any_body_the_days_stand_all_the_same(client: Client) -> None:
    page = words(client)
    assert "2025-01-31" in page and "2025-03-31" in page


def test_it_costs_the_same_however_many_bodies(client: Client, city: Agency) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/calendar/")
        return len(captured)

    before = cost()
    for number in range(20):
        make_report(
            agency=make_agency(f"更多{number}", slug=f"m-{number}", parent=city), year=2024, form_id=""
        )
    assert cost() == before <= 2


def test_home_and_footer_lead_there(client: Client, city: Agency) -> None:
    page = client.get("/").content.decode()
    assert page.count('href="/calendar/"') == 2
