"""The steps of a report's road in the admin: asked on a page, done by POST, told in the history."""

import pytest
from django.urls import reverse

from reports.domain.statform.definition import CellKey
from reports.models import Report
from reports.services import reports
from tests.admin.pages import CLERK, REVIEWER, fields, signed_in, text
from tests.factories import make_account, make_report, seed_figures

pytestmark = pytest.mark.django_db
WRONG = seed_figures() | {CellKey("statistics", "2", "year"): 3}


def step(report, name):
    return reverse(f"admin:reports_report_{name}", args=[report.pk])


def take(client, report, name, **words):
    form = fields(client.get(step(report, name)), "")
    return client.post(step(report, name), form | words, follow=True)


def test_a_report_goes_from_its_clerk_to_its_reviewer_to_the_public():
    report = make_report(state="draft")
    chen, li = signed_in("chen", *CLERK), signed_in("li", *REVIEWER)
    assert "已提交审核" in text(take(chen, report, "submit"))
    take(li, report, "send_back", words="第二章缺数字")
    report.refresh_from_db()
    assert report.state == "draft" and report.events.last().reason == "第二章缺数字"
    take(chen, report, "submit")
    answer = take(li, report, "publish")
    report.refresh_from_db()
    assert report.state == "published" and report.released_by.username == "li"
    assert "报告已发布" in text(answer)


def test_opening_a_step_does_nothing():
    report = make_report(state="draft")
    signed_in("li", *REVIEWER).get(step(report, "publish"))
    report.refresh_from_db()
    assert report.state == "draft"


def test_publishing_what_does_not_add_up_shows_it_and_demands_words():
    report = make_report(state="draft", figures=WRONG)
    li = signed_in("li", *REVIEWER)
    page = text(li.get(step(report, "publish")))
    assert "受理政府信息公开申请总数（2016年度列）3 ≠" in page and 'name="words"' in page
    answer = take(li, report, "publish", words="  ")
    assert "请填写此项" in text(answer)
    report.refresh_from_db()
    assert report.state == "draft"
    take(li, report, "publish", words="沿用系统导出口径。")
    report.refresh_from_db()
    assert (report.state, report.explanation) == ("published", "沿用系统导出口径。")


def test_publishing_what_adds_up_asks_for_no_words():
    page = signed_in("li", *REVIEWER).get(step(make_report(state="draft"), "publish"))
    assert 'name="words"' not in text(page)


def test_withdrawing_asks_why_and_keeps_the_words_on_an_error():
    report, li = make_report(), signed_in("li", *REVIEWER)
    form = fields(li.get(step(report, "withdraw")), "")
    reports.recount(report)
    Report.objects.filter(pk=report.pk).update(version=7)
    answer = li.post(step(report, "withdraw"), form | {"words": "含个人信息。"})
    assert fields(answer, "")["words"] == "含个人信息。"
    li.post(step(report, "withdraw"), fields(answer, ""))
    report.refresh_from_db()
    assert (report.state, report.withdrawal_reason) == ("withdrawn", "含个人信息。")


def test_a_correction_leads_to_its_draft_and_is_begun_once():
    report, chen = make_report(), signed_in("chen", *CLERK)
    answer = take(chen, report, "correct", words="更正受理数")
    draft = Report.objects.get(revision=2)
    assert answer.redirect_chain[-1][0] == reverse("admin:reports_report_change", args=[draft.pk])
    assert (draft.state, draft.correction_note) == ("draft", "更正受理数")
    answer = take(chen, report, "correct", words="再次")
    assert "第2版正在编写中" in text(answer)
    assert Report.objects.count() == 2


def test_a_step_that_is_not_open_leads_back():
    report, li = make_report(), signed_in("li", *REVIEWER)
    answer = li.get(step(report, "publish"), follow=True)
    assert "当前无法执行此操作" in text(answer)
    form = {"version": report.version}
    assert li.post(step(report, "publish"), form).status_code == 200
    assert Report.objects.get().version == 0


def test_a_draft_seen_before_an_edit_is_not_published_unseen():
    report, li = make_report(state="draft"), signed_in("li", *REVIEWER)
    form = fields(li.get(step(report, "publish")), "")
    reports.revise(report=report, by=make_account(), fields={"title": "改过"})
    answer = li.post(step(report, "publish"), form)
    assert "chen" in text(answer)
    report.refresh_from_db()
    assert report.state == "draft"


@pytest.mark.parametrize(
    ("state", "shown", "hidden"),
    [
        ("draft", ("submit/", "publish/"), ("send-back/", "withdraw/", "correct/")),
        ("in_review", ("send-back/", "publish/"), ("submit/", "withdraw/", "correct/")),
        ("published", ("withdraw/", "correct/"), ("submit/", "send-back/", "publish/")),
    ],
)
def test_the_page_offers_the_steps_that_are_open(state, shown, hidden):
    client = signed_in("chen", *CLERK, *REVIEWER)
    page = text(client.get(reverse("admin:reports_report_change", args=[make_report(state=state).pk])))
    assert all(f"../{name}" in page for name in shown)
    assert not any(f"../{name}" in page for name in hidden)
