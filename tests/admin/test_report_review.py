"""The review page: what would change for the public, cell by cell and sentence by sentence."""

import pytest
from django.urls import reverse

from reports.domain.statform.definition import CellKey
from reports.models import Agency, ImportRecord, Report
from reports.queries import reviews
from reports.services import overrides, reports
from tests.admin.pages import REVIEWER, fields, signed_in, text
from tests.factories import (
    make_account,
    make_agency,
    make_publisher,
    make_report,
    make_reviewer,
    make_writer,
    released,
    seed_figures,
)

pytestmark = pytest.mark.django_db


def page_of(report, client=None):
    client = client or signed_in("li", *REVIEWER)
    return client.get(reverse("admin:reports_report_review", args=[report.pk]))


def correction(**changes):
    """A published report and its correction in review."""
    first = released(make_report(state="draft"))
    second = reports.new_revision(report=first, by=make_writer(), correction_note="更正受理数。")
    reports.revise(report=second, by=make_writer(), fields=changes.pop("fields", {}), **changes)
    return second


def handed_in(report):
    reports.submit(report=report, by=make_writer(), explanation="说明")
    return report


def test_a_first_report_is_new_as_a_whole():
    report = handed_in(make_report(state="draft"))
    page = text(page_of(report))
    assert "以下内容均为新增" in page and "第一章的文字。" in page and "24,112" in page
    assert "<ins>" not in page


def test_a_correction_names_each_figure_that_changes_with_what_its_checks_find():
    report = correction()
    key = CellKey("statistics", "2", "year")
    reports.save_figures(report=report, by=make_writer(), raws={key: "3"})
    page = text(page_of(handed_in(report)))
    assert "1项数据有变化" in page
    assert "受理政府信息公开申请总数" in page and "<del>1</del>" in page and "<ins>3</ins>" in page
    assert "分项合计 1" in page
    assert "主动公开文件数" not in page


def test_a_figure_that_becomes_blank_is_not_zero():
    report = correction()
    reports.save_figures(report=report, by=make_writer(), raws={CellKey("statistics", "4", "year"): ""})
    page = text(page_of(handed_in(report)))
    assert "<del>0</del>" in page and "未填" in page


def test_a_correction_shows_its_words_sentence_by_sentence():
    report = correction(
        chapters=[
            reports.ChapterText("一", "概述", "第一章的文字。新加的一句话。"),
            reports.ChapterText("二", "主动公开", "第二章改过的文字。"),
        ]
    )
    page = text(page_of(handed_in(report)))
    assert '<span class="same">第一章的文字。</span>' in page
    assert "<ins>新加的一句话。</ins>" in page
    assert "第二章<ins>改过</ins>的文字。" in page or "<ins>改过</ins>" in page
    assert "更正受理数。" in page


def test_links_and_short_fields_that_change_are_listed():
    report = correction(links=[("解读", "https://example.gov.cn/1")])
    page = text(page_of(handed_in(report)))
    assert "<ins>解读 https://example.gov.cn/1</ins>" in page


def test_a_correction_that_changes_nothing_but_its_note_shows_that_note_alone():
    page = text(page_of(handed_in(correction())))
    assert "更正受理数。" in page and "项数据有变化" not in page


def test_hints_at_personal_data_are_shown_masked_and_must_be_acknowledged():
    report = make_report(state="draft")
    reports.revise(report=report, by=make_writer(), fields={"closing": "联系人王小明，电话13800138000。"})
    handed_in(report)
    li = signed_in("li", *REVIEWER)
    page = page_of(report, li)
    shown = text(page)
    hints = shown[shown.index('class="hints"') : shown.index("</table>", shown.index('class="hints"'))]
    assert "138****8000" in hints and "王**" in hints
    assert "13800138000" not in hints and "王小明" not in hints
    form = fields(page, "") | {"is_secrecy_reviewed": "on", "_approve": ""}
    address = reverse("admin:reports_report_review", args=[report.pk])
    assert "请先确认此项" in text(li.post(address, form))
    report.refresh_from_db()
    assert report.reviewed_at is None
    li.post(address, form | {"is_privacy_looked_over": "on"})
    report.refresh_from_db()
    assert report.reviewed_by.username == "li"


def test_without_the_secrecy_review_nothing_is_approved():
    report, li = handed_in(make_report(state="draft")), signed_in("li", *REVIEWER)
    address = reverse("admin:reports_report_review", args=[report.pk])
    answer = li.post(address, fields(page_of(report, li), "") | {"_publish": ""})
    assert "请先确认此项" in text(answer)
    report.refresh_from_db()
    assert (report.state, report.reviewed_at) == ("in_review", None)


def test_what_an_import_did_not_understand_is_shown():
    report = make_report(state="draft")
    ImportRecord.objects.create(
        report=report,
        read_by=make_writer(),
        unread=[{"line": 3, "text": "看不懂的一行", "reason": "unknown-row"}],
        furniture=[],
    )
    assert "看不懂的一行" in text(page_of(handed_in(report)))


def test_hostile_words_are_shown_as_words():
    report = correction(fields={"closing": "<script>alert(1)</script>。"})
    page = text(page_of(handed_in(report)))
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_who_belongs_elsewhere_finds_nothing():
    report = handed_in(make_report(state="draft"))
    make_account("wang", "reviewer", agency=make_agency("示例市教育局"))
    assert page_of(report, signed_in("wang")).status_code == 404


def test_of_a_published_report_there_is_nothing_to_review():
    report = make_report()
    answer = page_of(report)
    assert answer.status_code == 302


def test_one_person_publishes_a_draft_from_its_review():
    report = make_report(state="draft")
    sun = signed_in("sun", "editor", "publisher")
    assert 'name="_alone"' not in text(page_of(report, sun))
    Agency.objects.update(is_one_person=True)
    page = page_of(report, sun)
    assert 'name="_alone"' in text(page) and "将注明未经他人审核" in text(page)
    address = reverse("admin:reports_report_review", args=[report.pk])
    sun.post(address, fields(page, "") | {"is_secrecy_reviewed": "on", "_alone": ""})
    assert Report.objects.get().is_single_handed


def test_a_long_report_costs_no_more_queries(django_assert_max_num_queries):
    report = correction()
    chapters = [reports.ChapterText(str(n), f"第{n}部分", "文字。" * 20) for n in range(40)]
    reports.save_chapters(report=report, by=make_writer(), chapters=chapters)
    li = signed_in("li", *REVIEWER)
    handed_in(report)
    with django_assert_max_num_queries(40):
        page_of(report, li)


def test_a_reason_that_is_given_anew_is_compared_with_the_one_that_is_public():
    wrong = seed_figures() | {CellKey("statistics", "2", "year"): 3}
    first, chen = make_report(state="draft", figures=wrong), make_writer()
    code = next(one.check for one in reports.recount(first) if one.status == "fails")
    overrides.override(report=first, check_code=code, reason="两个系统的口径不同。", by=chen)
    reports.submit(report=first, by=chen, explanation="说明")
    reports.approve(report=first, by=make_reviewer(), is_secrecy_reviewed=True)
    reports.publish(report=first, by=make_publisher())
    second = reports.new_revision(report=first, by=chen, correction_note="更正理由。")
    reports.revise(report=second, by=chen, fields={"correction_note": ""})
    unchanged = reviews.of(second, chen)
    assert unchanged.is_unchanged
    overrides.override(report=second, check_code=code, reason="两个部门的口径不同。", by=chen)
    (change,) = reviews.of(second, chen).texts
    assert (change.kind, change.pieces[0].kind) == ("changed", "changed")
    assert "受理政府信息公开申请总数" in change.name
