"""The steps of a report's road in the admin: asked on a page, done by POST, told in the history."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.domain.statform.definition import CellKey
from reports.models import Report
from reports.services import reports
from tests.admin.pages import CLERK, REVIEWER, fields, signed_in, text
from tests.factories import make_account, make_report, make_reviewer, make_writer, seed_figures

pytestmark = pytest.mark.django_db
WRONG = seed_figures() | {CellKey("statistics", "2", "year"): 3}


def step(report, name):
    return reverse(f"admin:reports_report_{name}", args=[report.pk])


def take(client, report, name, **words):
    form = fields(client.get(step(report, name)), "")
    return client.post(step(report, name), form | words, follow=True)


def in_review(**values):
    report = make_report(state="draft", **values)
    reports.submit(report=report, by=make_writer())
    return report


def approved(**values):
    report = in_review(**values)
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    return report


def test_a_report_goes_from_its_clerk_to_its_reviewer_to_the_public():
    report = make_report(state="draft")
    chen, li, zhao = signed_in("chen", *CLERK), signed_in("li", "reviewer"), signed_in("zhao", "publisher")
    assert "已提交审核" in text(take(chen, report, "submit"))
    take(li, report, "send_back", words="第二章缺数字")
    report.refresh_from_db()
    assert report.state == "draft" and report.events.last().reason == "第二章缺数字"
    assert "第二章缺数字" in text(chen.get(reverse("admin:reports_report_change", args=[report.pk])))
    take(chen, report, "submit")
    assert "审核通过" in text(take(li, report, "review", _approve="", is_secrecy_reviewed="on"))
    answer = take(zhao, report, "publish")
    report.refresh_from_db()
    assert report.state == "published"
    assert (report.reviewed_by.username, report.released_by.username) == ("li", "zhao")
    assert "报告已发布" in text(answer)


def test_one_person_with_both_roles_approves_and_publishes_in_one_step():
    report, li = in_review(), signed_in("li", *REVIEWER)
    answer = take(li, report, "review", _publish="", is_secrecy_reviewed="on")
    report.refresh_from_db()
    assert (report.state, report.released_by.username) == ("published", "li")
    assert "报告已通过审核并发布" in text(answer)


@pytest.mark.parametrize("name", ["publish", "review"])
def test_opening_a_step_does_nothing(name):
    report = approved()
    signed_in("li", *REVIEWER).get(step(report, name))
    report.refresh_from_db()
    assert report.state == "in_review"


def test_submitting_what_does_not_add_up_shows_it_and_demands_words():
    report = make_report(state="draft", figures=WRONG)
    chen = signed_in("chen", *CLERK)
    page = text(chen.get(step(report, "submit")))
    assert "受理政府信息公开申请总数（2016年度列）3 ≠" in page and 'name="words"' in page
    answer = take(chen, report, "submit", words="  ")
    assert "请填写此项" in text(answer)
    report.refresh_from_db()
    assert report.state == "draft"
    take(chen, report, "submit", words="沿用系统导出口径。")
    report.refresh_from_db()
    assert (report.state, report.explanation) == ("in_review", "沿用系统导出口径。")


def test_submitting_what_adds_up_asks_for_no_words():
    page = signed_in("chen", *CLERK).get(step(make_report(state="draft"), "submit"))
    assert 'name="words"' not in text(page)


def test_a_report_is_scheduled_moved_and_taken_off():
    report, zhao = approved(), signed_in("zhao", "publisher")
    assert "请填写此项" in text(take(zhao, report, "schedule", at=""))
    assert "将来" in text(take(zhao, report, "schedule", at="2001-01-01T09:00"))
    day = timezone.localtime() + timedelta(days=2)
    answer = take(zhao, report, "schedule", at=f"{day:%Y-%m-%dT%H:%M}")
    report.refresh_from_db()
    assert timezone.localtime(report.scheduled_at) == day.replace(second=0, microsecond=0)
    assert f"{day:%Y-%m-%d %H:%M}" in text(answer)
    page = text(take(zhao, report, "unschedule", words="等会议"))
    report.refresh_from_db()
    assert report.scheduled_at is None and "已取消定时发布" in page and "等会议" in page


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
    assert "无法执行此操作" in text(answer)
    form = {"version": report.version}
    assert li.post(step(report, "publish"), form).status_code == 200
    assert Report.objects.get().version == 0


@pytest.mark.parametrize("name", ["submit", "correct"])
def test_a_step_of_another_role_is_forbidden_to_read_and_to_do(name):
    report = make_report(state="draft" if name == "submit" else "published")
    li = signed_in("li", *REVIEWER)
    assert li.get(step(report, name)).status_code == 403
    assert li.post(step(report, name), {"version": 0}).status_code == 403


def test_a_writer_reads_the_review_and_cannot_approve():
    report = in_review()
    wu = signed_in("chen", "editor", "reviewer", "publisher")
    page = text(wu.get(step(report, "review")))
    assert "须由其他人员审核" in page and 'name="_approve"' not in page
    answer = wu.post(
        step(report, "review"), {"version": report.version, "is_secrecy_reviewed": "on", "_approve": ""}
    )
    assert "须由其他人员进行保密审查" in text(answer)
    report.refresh_from_db()
    assert report.reviewed_at is None


def test_a_report_seen_before_it_was_sent_back_is_not_approved_unseen():
    report, li = in_review(), signed_in("li", *REVIEWER)
    form = fields(li.get(step(report, "review")), "")
    wu = make_account("wu", "reviewer", "editor")
    reports.send_back(report=report, reason="漏填", by=wu)
    reports.revise(report=report, by=wu, fields={"title": "改过的标题"})
    reports.submit(report=report, by=make_writer())
    answer = text(li.post(step(report, "review"), form | {"is_secrecy_reviewed": "on", "_approve": ""}))
    assert "wu" in answer and "改过的标题" in answer and "漏填" in answer
    report.refresh_from_db()
    assert report.reviewed_at is None


@pytest.mark.parametrize(
    ("make", "shown", "hidden"),
    [
        (
            lambda: make_report(state="draft", created_by=make_account("wu")),
            ("submit/",),
            ("publish/", "send-back/", "withdraw/", "correct/", "schedule/"),
        ),
        (in_review, ("send-back/",), ("submit/", "publish/", "withdraw/", "correct/", "schedule/")),
        (approved, ("send-back/", "publish/", "schedule/"), ("submit/", "withdraw/", "unschedule/")),
        (make_report, ("withdraw/", "correct/"), ("submit/", "send-back/", "publish/")),
    ],
)
def test_the_page_offers_the_steps_that_are_open(make, shown, hidden):
    report = make()
    client = signed_in("sun", *CLERK, *REVIEWER)
    page = text(client.get(reverse("admin:reports_report_change", args=[report.pk])))
    assert all(f"../{name}" in page for name in shown)
    assert not any(f"../{name}" in page for name in hidden)
