"""Explaining a finding: the list on a draft's page, the page of one finding, and who may write there."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from reports.domain.statform.definition import CellKey
from reports.models import Override, Report
from reports.services import figures, overrides, reports
from tests.admin.pages import CLERK, fields, signed_in, text
from tests.factories import make_account, make_agency, make_report, make_writer, seed_figures

pytestmark = pytest.mark.django_db
CHECK = "statistics/2/year:down"
TOTAL = CellKey("statistics", "2", "year")
WRONG = seed_figures() | {TOTAL: 3}
REASON = "另有两件经邮箱提出，表内无此渠道。"
ARITHMETIC = "受理政府信息公开申请总数（2016年度列）3 ≠ "


def make_wrong(**values) -> Report:
    report = make_report(state="draft", figures=WRONG, **values)
    figures.recount(report)
    return report


def address(report: Report, code: str = CHECK) -> str:
    return reverse("admin:reports_report_explain", args=[report.pk]) + f"?check={quote(code, safe='')}"


def change(report: Report) -> str:
    return reverse("admin:reports_report_change", args=[report.pk])


def sent(client: Client, report: Report, code: str = CHECK, **typed: str):
    form = {"version": str(report.version), "check": code, "words": REASON, **typed}
    return client.post(address(report, code), form)


def test_the_page_of_a_draft_lists_what_fails_with_the_way_to_explain_it():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    page = text(client.get(change(report)))
    assert ARITHMETIC in page
    assert address(report).replace("&", "&amp;") in page
    assert "说明理由" in page


def test_a_reason_is_stored_and_shown_on_the_page_of_the_draft():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    asked = client.get(address(report))
    assert ARITHMETIC in text(asked)
    form = fields(asked, "")
    assert form == {"version": str(report.version), "check": CHECK, "words": ""}
    answer = client.post(address(report), form | {"words": REASON}, follow=True)
    assert answer.redirect_chain == [(change(report), 302)]
    assert "说明已保存" in text(answer)
    assert REASON in text(answer)
    assert "1 项核验结果已向公众说明" in text(answer)
    assert report.overrides.get().reason == REASON


def test_a_stored_reason_is_changed_and_taken_back_on_the_same_page():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    sent(client, report)
    report.refresh_from_db()
    assert fields(client.get(address(report)), "")["words"] == REASON
    sent(client, report, words="改过的理由")
    assert report.overrides.get().reason == "改过的理由"
    report.refresh_from_db()
    answer = client.post(
        address(report),
        {"version": str(report.version), "check": CHECK, "words": "", "_lift": "1"},
        follow=True,
    )
    assert "说明已撤回" in text(answer)
    assert not Override.objects.exists()


@pytest.mark.parametrize("words", ["", "   ", "……", "长" * 2001, "长" * 100_000, "\x00"])
def test_a_reason_that_cannot_be_stored_is_said_so_and_nothing_is_stored(words):
    report, client = make_wrong(), signed_in("chen", *CLERK)
    answer = sent(client, report, words=words)
    assert answer.status_code == 200
    assert "errorlist" in text(answer)
    assert not Override.objects.exists()


def test_markup_in_a_reason_is_shown_as_it_was_typed():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    sent(client, report, words="<script>alert(1)</script>")
    page = text(client.get(change(report)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_lapsed_reason_is_listed_and_offered_again():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    overrides.override(report=report, check_code=CHECK, reason=REASON, by=make_writer())
    figures.save_figures(report=report, raws={TOTAL: "4"}, by=make_writer())
    page = text(client.get(change(report)))
    assert "已失效的说明" in page
    assert "（原有说明已失效）" in page
    asked = client.get(address(report))
    assert fields(asked, "")["words"] == REASON
    assert "当时说明的是：受理政府信息公开申请总数（2016年度列）3 ≠ " in text(asked)
    report.refresh_from_db()
    sent(client, report)
    assert "已失效的说明" not in text(client.get(change(report)))


def test_a_reason_typed_over_an_older_page_is_kept_and_told():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    make_writer()
    old = str(report.version)
    figures.save_figures(report=report, raws={CellKey("statistics", "1.1", "year"): "9"}, by=make_writer())
    answer = sent(client, report, version=old)
    assert answer.status_code == 200
    assert REASON in text(answer)
    assert not Override.objects.exists()
    again = client.post(address(report), fields(answer, ""))
    assert again.status_code == 302
    assert report.overrides.get().reason == REASON


@pytest.mark.parametrize(
    "code", ["", "nothing", "statistics/1/year:down<script>", "x" * 3000, "statistics/3/year:down"]
)
def test_a_check_without_anything_to_explain_leads_back(code):
    report, client = make_wrong(), signed_in("chen", *CLERK)
    for answer in (client.get(address(report, code)), sent(client, report, code)):
        assert (answer.status_code, answer.headers["Location"]) == (302, change(report))
    assert not Override.objects.exists()


def test_others_than_the_agencys_writers_find_no_way_to_explain():
    report = make_wrong()
    reviewer = Client()
    reviewer.force_login(make_account("li", "reviewer", agency=report.agency))
    assert reviewer.get(address(report)).status_code == 403
    assert sent(reviewer, report).status_code == 403
    page = text(reviewer.get(change(report)))
    assert ARITHMETIC in page
    assert "/explain/" not in page
    stranger = Client()
    stranger.force_login(make_account("wang", "editor", agency=make_agency("示例市教育局")))
    assert stranger.get(address(report)).status_code == 404
    assert sent(stranger, report).status_code == 404
    assert not Override.objects.exists()
    assert Client().get(address(report)).status_code == 302


def test_what_is_in_review_shows_its_reasons_and_takes_no_others():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    sent(client, report)
    report.refresh_from_db()
    reports.submit(report=report, by=make_writer(), explanation="其余数字另行说明")
    page = text(client.get(change(report)))
    assert REASON in page
    assert "/explain/" not in page
    assert client.get(address(report)).status_code == 302
    sent(client, report, words="晚了")
    assert report.overrides.get().reason == REASON
    reviewer = signed_in("li", "reviewer")
    assert REASON in text(reviewer.get(reverse("admin:reports_report_review", args=[report.pk])))


def test_the_grid_marks_the_cells_of_an_explained_finding():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    for one in ("statistics/2/year:down",):
        overrides.override(report=report, check_code=one, reason=REASON, by=make_writer())
    page = client.get(reverse("admin:reports_report_table", args=[report.pk]))
    assert 'class="explained' in text(page)
    told = page.context["grid"].data["identities"]
    assert next(one["explained"] for one in told if one["code"] == CHECK) == ["3", "0", "1", "0"]
    assert sum(one["explained"] is not None for one in told) == 1


def test_the_history_names_the_check_that_a_reason_was_given_for():
    report, client = make_wrong(), signed_in("chen", *CLERK)
    sent(client, report)
    assert "对核验项“受理政府信息公开申请总数，2016年度”的说明" in text(client.get(change(report))).replace(
        "&quot;", "“"
    )
