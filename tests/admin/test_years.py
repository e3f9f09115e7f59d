"""The year of a register in the admin: numbers that lead to their cases, the draft, the differences."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from reports.domain.casework.steps import Step, StepKind
from reports.models import Agency, Application, Difference, Dispute, Report, YearCount
from reports.services import reports, yearly
from tests.admin.pages import text
from tests.casefactories import WHO, make_application
from tests.factories import make_account, make_agency, make_publisher, make_reviewer, make_writer, released
from tests.services.test_yearly import cell, make_differing, make_year

pytestmark = pytest.mark.django_db


def browser(*roles: str, agency: Agency) -> Client:
    client = Client()
    client.force_login(make_account("wang", *roles, agency=agency))
    return client


def address(agency: Agency, year: int = 2024, page: str = "") -> str:
    return f"/admin/years/{agency.pk}/{year}/{page}"


@pytest.fixture
def agency(db: None) -> Agency:
    found = make_agency(slug="police")
    make_year(found)
    return found


@pytest.fixture
def desk(agency: Agency) -> Client:
    """王, who handles applications there."""
    return browser("caseworker", agency=agency)


def test_the_list_of_years_names_those_with_cases_and_the_last_ones(desk: Client, agency: Agency) -> None:
    page = text(desk.get("/admin/years/"))
    assert agency.name in page
    for year in (2023, 2024):
        assert f'href="{address(agency, year)}"' in page
    assert "示例市教育局" not in page  # another agency, which make_year made


def test_an_account_without_counts_to_see_gets_no_list(agency: Agency) -> None:
    assert browser("supervisor", agency=agency).get("/admin/years/").status_code == 403
    assert browser("supervisor", agency=agency).get(address(agency)).status_code == 403


@pytest.mark.parametrize("page", ["", "cases/?list=unconfirmed", "explain/?cell=a/b/c"])
def test_nobody_sees_the_years_of_another_agency(desk: Client, page: str) -> None:
    other = make_agency("示例市教育局")
    assert desk.get(address(other, page=page)).status_code == 404
    assert desk.get(f"/admin/years/999999999999999999999/2024/{page}").status_code == 404


def test_years_that_no_form_knows_are_not_there(desk: Client, agency: Agency) -> None:
    assert desk.get(address(agency, 2007)).status_code == 404
    assert desk.get(address(agency, 99999)).status_code == 404


def test_a_year_is_shown_once_counted_with_the_rules_beside_the_rows(desk: Client, agency: Agency) -> None:
    before = text(desk.get(address(agency)))
    assert "本年度尚未统计。" in before
    assert desk.post(address(agency), {"_count": ""}).status_code == 302
    assert YearCount.objects.get().cells["applications"]["1"]["total"] == 3
    page = text(desk.get(address(agency)))
    assert "区分处理的，只计“部分公开”，不计其他情形" in page
    assert 'href="#rule-1"' in page
    assert "已到达、尚未确认收到" in page
    assert f'{address(agency)}cases/?list=unconfirmed">2</a>' in page
    assert f'{address(agency)}cases/?list=complaint">1</a>' in page


def test_each_number_leads_to_the_cases_behind_it(desk: Client, agency: Agency) -> None:
    yearly.count(agency, 2024)
    page = text(desk.get(address(agency)))
    assert f'{address(agency)}cases/?cell=applications%2F4%2Ftotal">2</a>' in page
    found = text(desk.get(f"{address(agency)}cases/?cell=applications/3.3.4/business"))
    case = Application.objects.get(applicant_kind="business")
    assert case.number in found
    assert "2024-05-20" in found
    others = Application.objects.exclude(pk=case.pk).values_list("number", flat=True)
    assert [number for number in others if number in found] == []


def test_a_list_shows_cases_as_they_stood_and_nothing_about_who_applied(desk: Client, agency: Agency) -> None:
    page = text(desk.get(f"{address(agency)}cases/?cell=applications/4/total"))
    assert "2025-01-02" not in page  # answered then: at the end of 2024 it was open
    assert [value for value in WHO.values() if len(value) > 2 and value in page and value != "resident"] == []
    assert "示例路改造工程" not in page


def test_disputes_and_lists_apart_have_their_own_lists(desk: Client, agency: Agency) -> None:
    assert "2024-06-01" in text(desk.get(f"{address(agency)}cases/?cell=disputes/review/pending"))
    Dispute.objects.update(is_reviewer_only=True)
    assert "2024-06-01" in text(desk.get(f"{address(agency)}cases/?list=reviewer_only"))
    assert "共 2 件" in text(desk.get(f"{address(agency)}cases/?list=unconfirmed&page=7"))
    for nonsense in ("?cell=a/b/c", "?list=x", "", "?list=unconfirmed'--"):
        assert desk.get(f"{address(agency)}cases/{nonsense}").status_code == 404


def test_who_may_see_no_case_sees_numbers_without_links(agency: Agency) -> None:
    yearly.count(agency, 2024)
    editor = browser("editor", agency=agency)
    page = text(editor.get(address(agency)))
    assert "cases/?" not in page
    assert '<td class="figure">3</td>' in page
    assert editor.get(f"{address(agency)}cases/?cell=applications/1/total").status_code == 403


def test_the_page_costs_the_same_queries_for_any_number_of_cases(
    desk: Client, agency: Agency, django_assert_max_num_queries
) -> None:
    yearly.count(agency, 2024)
    for _ in range(20):
        make_application(agency=agency)
    yearly.count(agency, 2024)
    with django_assert_max_num_queries(14):
        desk.get(address(agency))
    with django_assert_max_num_queries(14):
        desk.get(f"{address(agency)}cases/?cell=applications/1/total")


def test_a_case_that_contradicts_itself_is_named_and_nothing_is_stored(desk: Client, agency: Agency) -> None:
    broken = make_application(
        agency=agency, then=[Step(StepKind.ANSWER, date(2024, 3, 11), outcome="disclosed")]
    )
    broken.steps.filter(kind="answer").update(on=date(2024, 1, 2))
    assert broken.number in text(desk.post(address(agency), {"_count": ""}, follow=True))
    assert broken.number in text(desk.get(address(agency, page="cases/?list=complaint"), follow=True))
    assert not YearCount.objects.exists()
    editor = Client()
    editor.force_login(make_account("zhou", "editor", agency=agency))
    page = text(editor.post(address(agency), {"_draft": ""}, follow=True))
    assert "前后矛盾" in page and broken.number not in page
    assert not Report.objects.exists()


def test_one_click_makes_the_draft_with_these_figures_marked_as_counted(agency: Agency) -> None:
    editor = browser("editor", agency=agency)
    answer = editor.post(address(agency), {"_draft": ""}, follow=True)
    report = Report.objects.get()
    assert answer.redirect_chain == [(f"/admin/reports/report/{report.pk}/table/", 302)]
    assert report.cells.filter(rule="counted").count() == 190
    grid = text(answer)
    assert grid.count("data-counted") == 190
    assert "175 个数字由登记簿统计" in grid
    reports.save_figures(report=report, raws={cell("1", "other"): "7"}, by=make_writer(agency))
    again = text(editor.get(f"/admin/reports/report/{report.pk}/table/"))
    assert again.count("data-counted") == 189


def test_the_caseworker_alone_makes_no_draft(desk: Client, agency: Agency) -> None:
    assert "_draft" not in text(desk.get(address(agency)))
    assert desk.post(address(agency), {"_draft": ""}).status_code == 403
    assert not Report.objects.exists()


def test_what_is_public_already_is_not_filled_in_again(agency: Agency) -> None:
    editor = browser("editor", agency=agency)
    released(with_people(yearly.make_draft(agency=agency, year=2024, by=make_writer(agency))))
    assert "_draft" not in text(editor.get(address(agency)))
    page = text(editor.post(address(agency), {"_draft": ""}, follow=True))
    assert "报告已经发布" in page


def with_people(report: Report) -> Report:
    for make in (make_writer, make_reviewer, make_publisher):
        make(report.agency)
    return report


def test_register_and_rule_are_the_caseworkers_to_say(desk: Client, agency: Agency) -> None:
    desk.post(address(agency), {"_complete": "", "register_from": "2024"})
    desk.post(address(agency), {"_rule": "", "rule": "dispute_filed_in_year"})
    agency.refresh_from_db()
    assert (agency.register_from, agency.dispute_rule) == (2024, "dispute_filed_in_year")
    for wrong in ({"_complete": "", "register_from": "1066"}, {"_rule": "", "rule": "<script>"}):
        desk.post(address(agency), wrong)
        agency.refresh_from_db()
        assert (agency.register_from, agency.dispute_rule) == (2024, "dispute_filed_in_year")
    editor = Client()
    editor.force_login(make_account("zhou", "editor", agency=agency))
    assert editor.post(address(agency), {"_complete": "", "register_from": ""}).status_code == 403


def test_a_difference_is_shown_and_explained_for_the_public(db: None) -> None:
    agency = make_agency(slug="police")
    make_differing(agency)
    desk = browser("caseworker", agency=agency)
    page = text(desk.get(address(agency)))
    assert "190 项中 189 项一致" in page
    way = f"{address(agency)}explain/?cell=applications%2F1%2Fresearch"
    assert f'href="{way}"' in page
    form = text(desk.get(way))
    assert "公布数：" in form and "统计：" in form
    sent = {"cell": "applications/1/research", "reason": "  "}
    assert "请用一句话说明数字为什么不一致" in text(desk.post(address(agency, page="explain/"), sent))
    sent["reason"] = "一件为纸质登记<script>"
    desk.post(address(agency, page="explain/"), sent)
    assert Difference.objects.get().reason == "一件为纸质登记<script>"
    page = text(desk.get(address(agency)))
    assert "一件为纸质登记&lt;script&gt;" in page and "<script>" not in page.split("content-main")[1]


def test_what_agrees_cannot_be_explained(db: None) -> None:
    agency = make_agency(slug="police")
    make_differing(agency)
    desk = browser("caseworker", agency=agency)
    for cell_ in ("applications/2/total", "x", ""):
        assert desk.get(address(agency, page=f"explain/?cell={cell_}")).status_code == 302
    assert not Difference.objects.exists()


def test_report_and_desk_lead_to_the_year(desk: Client, agency: Agency) -> None:
    report = yearly.make_draft(agency=agency, year=2024, by=make_writer(agency))
    assert f'href="{address(agency)}"' in text(desk.get(f"/admin/reports/report/{report.pk}/change/"))
    assert 'href="/admin/years/"' in text(desk.get("/admin/"))
