"""A report's road to the public, through its services."""

from datetime import datetime

import pytest
from django.utils import timezone

from reports.domain.statform.definition import CellKey
from reports.models import Event, Report
from reports.models.event import Act
from reports.queries.figures import figures_of
from reports.services import reports
from tests.factories import (
    SHANGHAI,
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

WRONG = seed_figures() | {CellKey("statistics", "2", "year"): 3}


def make_draft(**fields):
    return make_report(state="draft", **fields)


def acts(report):
    return [event.act for event in report.events]


def test_a_new_report_is_a_draft_of_revision_one_with_its_event():
    chen = make_writer()
    report = reports.create(by=chen, agency=make_agency(), year=2016, title="年度报告", source_line="示例")
    assert (report.state, report.revision, report.source_line) == ("draft", 1, "示例")
    assert [(event.act, event.by) for event in report.events] == [("created", chen)]


def test_a_second_report_of_the_same_agency_year_and_kind_is_the_next_revision():
    first = make_report()
    second = reports.create(by=make_writer(), agency=first.agency, year=2016, title="年度报告")
    other_kind = reports.create(
        by=make_writer(), agency=first.agency, year=2016, kind="roll_up", title="汇总"
    )
    assert (second.revision, other_kind.revision) == (2, 1)


def test_an_unknown_text_is_the_programmers_error():
    with pytest.raises(TypeError):
        reports.create(by=make_writer(), agency=make_agency(), year=2016, title="报告", sate="published")


def test_a_draft_goes_through_review_to_the_public():
    report, chen, li, zhao = make_draft(), make_writer(), make_reviewer(), make_publisher()
    reports.submit(report=report, by=chen)
    assert (report.state, report.submitted_by) == ("in_review", chen)
    reports.approve(report=report, by=li, is_secrecy_reviewed=True)
    assert (report.state, report.reviewed_by) == ("in_review", li)
    reports.publish(report=report, by=zhao)
    assert (report.state, report.released_by, report.superseded_at) == ("published", zhao, None)
    assert not report.is_single_handed
    assert acts(report) == ["submitted", "approved", "published"]


def test_a_report_sent_back_is_a_draft_again_and_says_why():
    report = make_draft()
    reports.submit(report=report, by=make_writer())
    reports.send_back(report=report, reason="第二章缺数字", by=make_reviewer())
    assert (report.state, report.submitted_at, report.submitted_by) == ("draft", None, None)
    assert report.events.last().reason == "第二章缺数字"


@pytest.mark.parametrize("reason", ["", "  \n", "\u3000\u200b", "……"])
def test_sending_back_and_withdrawing_ask_for_a_reason(reason):
    in_review, public = make_report(state="in_review"), make_report(year=2015)
    with pytest.raises(reports.Refused, match="退回"):
        reports.send_back(report=in_review, reason=reason, by=make_reviewer())
    with pytest.raises(reports.Refused, match="撤回"):
        reports.withdraw(report=public, reason=reason, by=make_publisher())
    assert set(Report.objects.values_list("state", flat=True)) == {"in_review", "published"}


def test_submitting_figures_that_do_not_add_up_asks_for_an_explanation():
    report = make_draft(figures=WRONG)
    with pytest.raises(reports.Refused, match="2"):
        reports.submit(report=report, by=make_writer())
    report.refresh_from_db()
    assert (report.state, acts(report)) == ("draft", [])
    reports.submit(report=report, by=make_writer(), explanation="沿用系统导出口径，下年更正。")
    assert report.events.last().changes == {"explanation": ["", "沿用系统导出口径，下年更正。"]}
    released(report)
    assert (report.state, report.explanation) == ("published", "沿用系统导出口径，下年更正。")
    assert report.checks_failed == 2
    assert report.events.last().reason == "沿用系统导出口径，下年更正。"


@pytest.mark.parametrize("explanation", [" \n", "\u3000", "\u200b\u200b", "——"])
def test_an_explanation_that_nobody_can_read_is_none(explanation):
    report = make_draft(figures=WRONG, explanation=explanation)
    with pytest.raises(reports.Refused, match="2"):
        reports.submit(report=report, by=make_writer(), explanation=explanation)
    report.refresh_from_db()
    assert report.state == "draft"


def test_an_explanation_written_into_the_draft_is_enough():
    assert released(make_draft(figures=WRONG, explanation="沿用系统导出口径。")).state == "published"


def test_an_empty_report_is_not_submitted():
    report = reports.create(by=make_writer(), agency=make_agency(), year=2016, title="年度报告")
    with pytest.raises(reports.Refused, match="报告"):
        reports.submit(report=report, by=make_writer())


def test_a_report_without_a_printed_time_bears_the_time_of_its_publication():
    printed, unprinted = make_draft(), make_draft(year=2015, published_at=None)
    at = datetime(2018, 1, 2, 9, 0, tzinfo=SHANGHAI)
    for report in (printed, unprinted):
        reports.submit(report=report, by=make_writer())
        reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
        reports.publish(report=report, by=make_publisher(), at=at)
    assert printed.published_at == datetime(2017, 1, 19, 15, 3, tzinfo=SHANGHAI)
    assert unprinted.published_at == unprinted.released_at == at


def test_a_correction_copies_everything_and_replaces_what_stood():
    first, chen = make_report(), make_writer()
    first.links.create(title="解读", url="https://example.gov.cn/1")
    second = reports.new_revision(report=first, by=chen, correction_note="更正受理数。")
    assert (second.revision, second.state, second.correction_note) == (2, "draft", "更正受理数。")
    assert (second.title, second.published_at) == (first.title, first.published_at)
    assert figures_of(second) == figures_of(first)
    assert [(c.number, c.heading, c.text) for c in second.chapters.all()] == [
        (c.number, c.heading, c.text) for c in first.chapters.all()
    ]
    assert second.links.get().url == "https://example.gov.cn/1"
    assert first.chapters.count() == 2 and first.cells.count() == 32
    released(second)
    first.refresh_from_db()
    assert first.state == "published" and first.superseded_at == second.released_at
    assert Report.objects.current().get() == second


def test_only_one_correction_is_written_at_a_time():
    first = make_report()
    reports.new_revision(report=first, by=make_writer())
    with pytest.raises(reports.Refused, match="2"):
        reports.new_revision(report=first, by=make_writer())


def test_a_draft_older_than_what_was_published_since_is_refused():
    first = make_report()
    old = reports.create(by=make_writer(), agency=first.agency, year=2016, title="旧稿")
    new = reports.create(by=make_writer(), agency=first.agency, year=2016, title="新稿")
    for draft in (old, new):
        reports.save_chapters(report=draft, chapters=[("一", "概述", "文字")], by=make_writer())
        reports.revise(report=draft, fields={"correction_note": "重写概述。"}, by=make_writer())
    released(new)
    with pytest.raises(reports.Refused, match="3"):
        released(old)
    assert Report.objects.current().get() == new


def test_a_withdrawn_report_says_why_and_may_be_corrected():
    first = make_report()
    reports.withdraw(report=first, reason="含个人信息。", by=make_publisher())
    assert (first.state, first.withdrawal_reason) == ("withdrawn", "含个人信息。")
    second = reports.new_revision(report=first, by=make_writer(), correction_note="删去个人信息。")
    released(second)
    first.refresh_from_db()
    assert first.superseded_at is None
    assert Report.objects.current().get() == second


def test_what_was_read_before_a_save_is_stale_and_names_who_saved():
    report = make_draft()
    seen = report.version
    wu = make_account("wu", "editor")
    reports.save_chapters(report=report, chapters=[("一", "概述", "吴改的。")], by=wu)
    for act in (
        lambda: reports.submit(report=report, by=make_writer(), expected_version=seen),
        lambda: reports.discard(report=report, by=make_writer(), expected_version=seen),
        lambda: reports.revise(
            report=report, by=make_writer(), fields={"title": "新"}, expected_version=seen
        ),
        lambda: reports.save_figures(report=report, by=make_writer(), raws={}, expected_version=seen),
        lambda: reports.save_chapters(report=report, by=make_writer(), chapters=[], expected_version=seen),
    ):
        with pytest.raises(reports.Stale, match="wu"):
            act()
    assert report.chapters.get().text == "吴改的。"


def test_a_published_report_cannot_be_edited():
    report = make_report()
    key = CellKey("statistics", "1", "year")
    for act in (
        lambda: reports.revise(report=report, by=make_writer(), fields={"title": "新"}),
        lambda: reports.save_figures(report=report, by=make_writer(), raws={key: "1"}),
        lambda: reports.save_chapters(report=report, by=make_writer(), chapters=[]),
        lambda: reports.choose_form(report=report, by=make_writer(), form_id=""),
        lambda: reports.discard(report=report, by=make_writer()),
    ):
        with pytest.raises(reports.Refused):
            act()
    report.refresh_from_db()
    assert report.version == 0


def test_an_edit_is_one_event_naming_before_and_after():
    report = make_draft()
    reports.revise(
        report=report,
        by=make_writer(),
        fields={"title": "新题", "source_line": report.source_line},
        chapters=[reports.ChapterText("一", "概述", "新的文字。")],
        links=[("解读", "https://example.gov.cn/")],
    )
    event = report.events.get()
    assert event.act == Act.EDITED
    assert event.changes["title"] == ["示例市公安局2016年政府信息公开工作报告", "新题"]
    assert event.changes["chapter 1"] == ["一 概述\n第一章的文字。", "一 概述\n新的文字。"]
    assert event.changes["chapter 2"] == ["二 主动公开\n第二章的文字。", ""]
    assert event.changes["links"] == ["", "解读 https://example.gov.cn/"]
    assert "source_line" not in event.changes


def test_an_edit_that_changes_nothing_leaves_no_trace():
    report = make_draft()
    reports.revise(report=report, by=make_writer(), fields={"title": report.title})
    assert (report.version, acts(report)) == (0, [])


def test_a_draft_may_move_to_another_year_only_where_none_is_and_while_alone():
    report, taken = make_draft(), make_report(year=2015)
    reports.revise(report=report, by=make_writer(), fields={"year": 2014})
    assert report.year == 2014
    with pytest.raises(reports.Refused, match="2015"):
        reports.revise(report=report, by=make_writer(), fields={"year": 2015})
    second = reports.new_revision(report=taken, by=make_writer())
    with pytest.raises(reports.Refused):
        reports.revise(report=second, by=make_writer(), fields={"year": 2013})
    assert Report.objects.get(pk=second.pk).year == 2015


def test_a_draft_is_deleted_and_its_history_stays():
    report = make_draft()
    reports.save_chapters(report=report, chapters=[], by=make_writer())
    reports.discard(report=report, by=make_writer())
    assert not Report.objects.exists()
    assert [event.act for event in Event.objects.all()] == ["edited", "discarded"]
    with pytest.raises(reports.Refused):
        reports.discard(report=report, by=make_writer())


def test_a_report_in_review_is_not_deleted():
    report = make_report(state="in_review")
    with pytest.raises(reports.Refused):
        reports.discard(report=report, by=make_writer())


def test_publication_queues_the_recount_of_the_year_after():
    before = make_report(year=2015)
    after = make_report(year=2016)
    assert reports.recount(after)
    failing = after.checks_failed
    reports.withdraw(report=before, reason="有误", by=make_publisher())
    reports.recount(after)
    assert failing > 0 and after.checks_failed == 0
    assert timezone.now() > before.withdrawn_at
