"""What the public reads of a register: the line on the report, the anonymous counts, their files."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.domain.casework.steps import Step, StepKind
from reports.models import Agency, Report, YearCount
from reports.services import yearly
from tests.casefactories import WHO, make_application
from tests.factories import make_agency, make_writer
from tests.services.test_yearly import caseworker, cell, make_differing, make_year, published

PAGE = "/register/police/2024/"
REPORT = "/reports/police/2024/"
SITE_MAP = "/sitemap-registers.xml"

pytestmark = pytest.mark.django_db


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def make_register(agency: Agency) -> Report:
    """2024: 20 persons in March and April online, 12 of them disclosed to within 5 working days, 8 refused;
    two businesses in May by post, carried out; the report published from the count."""
    for number in range(20):
        month, outcome = (3, "disclosed") if number < 12 else (4, "trade_secret")
        make_application(
            agency=agency,
            arrived_on=date(2024, month, 11),
            received_on=date(2024, month, 11),
            then=[Step(StepKind.ANSWER, date(2024, month, 18), outcome=outcome)],
        )
    for day in (6, 7):
        on = date(2024, 5, day)
        make_application(
            agency=agency, applicant_kind="business", channel="ordinary_post", arrived_on=on, received_on=on
        )
    yearly.declare_complete(agency=agency, year=2024, by=caseworker(agency))
    return published(yearly.make_draft(agency=agency, year=2024, by=make_writer(agency)))


@pytest.fixture
def police(db: None) -> Agency:
    return make_agency("示例市公安局", slug="police")


def test_a_report_says_how_its_tables_agree_with_the_register(client: Client, police: Agency) -> None:
    make_register(police)
    page = read(client, REPORT)
    assert "“收到和处理政府信息公开申请情况”表与登记簿核对：175 项中 175 项一致" in page
    assert "15 项中 15 项一致" in page
    assert f'href="{PAGE}"' in page
    assert f"<loc>http://testserver{PAGE}</loc>" in read(client, SITE_MAP)
    assert "175 of 175 figures agree" in read(client, f"/en{REPORT}")


def test_it_says_nothing_while_no_register_is_declared_complete(client: Client, police: Agency) -> None:
    make_year(police)
    published(yearly.make_draft(agency=police, year=2024, by=make_writer(police)))
    assert "登记簿核对" not in read(client, REPORT)
    read(client, PAGE, 404)
    yearly.declare_complete(agency=police, year=2025, by=caseworker(police))
    assert "登记簿核对" not in read(client, REPORT)
    read(client, PAGE, 404)
    assert PAGE not in read(client, SITE_MAP)


def test_open_differences_are_named_and_explained_ones_come_with_the_sentence(
    client: Client, police: Agency
) -> None:
    make_differing(police)
    page = read(client, REPORT)
    assert "175 项中 174 项一致" in page
    assert "1 项差异尚未说明" in page
    assert "公布 1，统计 0" in page
    key = cell("1", "research")
    yearly.explain(agency=police, year=2024, key=key, reason="一件为纸质登记<script>", by=caseworker(police))
    page = read(client, REPORT)
    assert "1 项差异，机关说明如下" in page
    assert "一件为纸质登记&lt;script&gt;" in page
    assert "尚未说明" not in page


def test_the_line_costs_three_queries_whatever_the_number_of_cells(
    client: Client, police: Agency, django_assert_num_queries
) -> None:
    report = make_register(police)
    client.get(REPORT)
    with django_assert_num_queries(queries_of(client, police, report)):
        client.get(REPORT)


def queries_of(client: Client, police: Agency, report: Report) -> int:
    """What the page costs without the line, and three: the count, the figures, the reasons."""
    Agency.objects.filter(pk=police.pk).update(register_from=None)
    client.get(REPORT)
    with CaptureQueriesContext(connection) as without:
        client.get(REPORT)
    Agency.objects.filter(pk=police.pk).update(register_from=2024)
    return len(without) + 3


def test_counted_figures_are_said_to_be_counted(client: Client, police: Agency) -> None:
    make_register(police)
    assert "本表 175 个数字由依申请公开登记簿统计。" in read(client, REPORT)


def test_the_counts_are_anonymous_and_small_numbers_stay_hidden(client: Client, police: Agency) -> None:
    make_register(police)
    page = read(client, PAGE)
    assert "1至4" in page
    assert '<th scope="row" class="label">三月</th><td class="figure">12</td>' in page
    # two in May: the 8 of April are hidden with them, else 22 − 12 − 8 would tell
    assert '<th scope="row" class="label">四月</th><td class="figure blank">未列</td>' in page
    assert '<th scope="row" class="label">五月</th><td class="figure blank">1至4</td>' in page
    assert "<dd>22</dd>" in page and "<dd>20</dd>" in page and "<dd>5</dd>" in page  # median
    assert "<dd>100%</dd>" in page
    number = police.applications.values_list("number", flat=True)[0]
    assert number not in page
    assert [value for value in WHO.values() if len(value) > 2 and value in page] == []


def test_the_page_counts_no_case(client: Client, police: Agency, django_assert_num_queries) -> None:
    make_register(police)
    with django_assert_num_queries(3):
        read(client, PAGE)
    for _ in range(20):
        make_application(agency=police)
    with django_assert_num_queries(3):
        read(client, PAGE)


def test_two_printings_never_differ_by_a_few_cases_alone(client: Client, police: Agency) -> None:
    make_register(police)
    yearly.count(police, 2024)
    first = read(client, f"{PAGE}figures.json")
    for days, is_new in ((4, False), (1, True)):
        for _ in range(days):
            on = date(2024, 6, 3)
            late = Step(StepKind.ANSWER, date(2024, 6, 11), outcome="disclosed")
            make_application(agency=police, arrived_on=on, received_on=on, then=[late])
            yearly.count(police, 2024)
        assert (read(client, f"{PAGE}figures.json") != first) is is_new
    # Staff, and the reconciliation of the published table, have the count of today all along.
    assert YearCount.objects.get(year=2024).cells["applications"]["1"]["total"] == 27


def test_a_year_without_a_standing_report_has_no_counts(client: Client, police: Agency) -> None:
    make_year(police)
    yearly.declare_complete(agency=police, year=2024, by=caseworker(police))
    yearly.count(police, 2024)
    read(client, PAGE, 404)
    read(client, "/register/police/2023/", 404)
    read(client, "/register/nobody/2024/", 404)
    read(client, f"{PAGE}figures.csv", 404)


def test_the_files_hold_the_same_protected_figures(client: Client, police: Agency) -> None:
    make_register(police)
    csv = client.get(f"{PAGE}figures.csv").content.decode("utf-8-sig")
    assert "示例市公安局,2024,months,3,,“" not in csv
    lines = csv.splitlines()
    assert "示例市公安局,2024,months,5,,按月收到,五月,,few" in lines
    assert "示例市公安局,2024,months,4,,按月收到,四月,,hidden" in lines
    assert "示例市公安局,2024,speed,median,,答复所用工作日,中位数,,5" in lines
    told = json.loads(client.get(f"{PAGE}figures.json").content)
    assert told["tables"]["months"]["figures"]["5"] == "few"
    assert told["outcomes"]["natural_person"]["3.1"] == 12
    assert told["median_working_days"] == 5
    read(client, f"{PAGE}figures.pdf", 404)


def test_a_register_of_few_cases_tells_totals_alone(client: Client, police: Agency) -> None:
    make_year(police)
    yearly.declare_complete(agency=police, year=2024, by=caseworker(police))
    published(yearly.make_draft(agency=police, year=2024, by=make_writer(police)))
    page = read(client, PAGE)
    assert "共 3 件，数量太少，不再分列。" in page
    assert page.count("数量太少，不便公布") == 2
    assert YearCount.objects.get().told["months"] == {"total": 3, "cells": None}
    assert json.loads(client.get(f"{PAGE}figures.json").content)["outcomes"] is None


def test_it_is_read_in_english_too(client: Client, police: Agency) -> None:
    make_register(police)
    page = read(client, f"/en{PAGE}")
    assert "Applications in 2024" in page and "1 to 4" in page and "not listed" in page
