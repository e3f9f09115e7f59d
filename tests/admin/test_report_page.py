"""A report's page in the admin: written by a clerk, never half-saved, nothing typed lost."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.models import Attachment, Event, Report
from reports.services import files, reports
from tests.admin.pages import CLERK, fields, signed_in, text
from tests.factories import make_account, make_agency, make_report
from tests.readers import hostile

pytestmark = pytest.mark.django_db
PDF = hostile.pdf()


def page(report):
    return reverse("admin:reports_report_change", args=[report.pk])


def make_draft(**more):
    return make_report(state="draft", **more)


def test_a_new_report_is_made_with_its_chapters_in_one_act():
    client, agency = signed_in("chen", *CLERK), make_agency()
    address = reverse("admin:reports_report_add")
    form = fields(client.get(address))
    form |= {"agency": agency.pk, "year": 2016, "kind": "own", "source_line": "示例市公安局"}
    form |= {"chapters-0-number": "一", "chapters-0-heading": "概述", "chapters-0-text": "文字"}
    client.post(address, form)
    report = Report.objects.get()
    assert report.title == "示例市公安局2016年政府信息公开工作年度报告"
    assert (report.state, report.revision, report.created_by.username) == ("draft", 1, "chen")
    assert [str(chapter) for chapter in report.chapters.all()] == ["一、概述"]
    assert [event.act for event in report.events.all()] == ["created"]


def test_a_second_report_of_the_same_place_is_not_made_but_led_to_the_first():
    client, first = signed_in("chen", *CLERK), make_report()
    address = reverse("admin:reports_report_add")
    form = fields(client.get(address)) | {
        "agency": first.agency_id,
        "year": 2016,
        "kind": "own",
        "title": "我的标题",
    }
    answer = client.post(address, form)
    assert answer.status_code == 200
    assert "已有2016年度的同类报告" in text(answer)
    assert page(first) in text(answer)
    assert fields(answer)["title"] == "我的标题"
    assert Report.objects.count() == 1


def test_an_edit_of_everything_is_one_act():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(page(report)))
    form |= {"title": "新标题", "chapters-1-text": "改过的第二章。", "links-0-title": "解读"}
    form |= {"links-0-url": "https://example.gov.cn/jd", "attachments-0-title": "附表"}
    form["attachments-0-file"] = SimpleUploadedFile("a.pdf", PDF)
    form |= {"chapters-2-heading": "新章", "chapters-2-text": "第三章。"}
    answer = client.post(page(report), form)
    assert answer.status_code == 302, text(answer)
    report.refresh_from_db()
    assert report.title == "新标题"
    assert [c.text for c in report.chapters.all()] == ["第一章的文字。", "改过的第二章。", "第三章。"]
    assert report.links.get().url == "https://example.gov.cn/jd"
    attachment = report.attachments.get()
    assert (attachment.title, attachment.name, attachment.size) == ("附表", "a.pdf", len(PDF))
    changed = set(report.events.get().changes)
    assert changed == {"title", "chapter 2", "chapter 3", "links", f"attachment {attachment.pk}"}


def test_chapters_are_moved_by_their_number_and_removed_by_their_box():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(page(report)))
    form |= {"chapters-0-position": "9", "chapters-2-heading": "新", "chapters-2-position": "1"}
    client.post(page(report), form)
    assert [c.heading for c in report.chapters.all()] == ["新", "主动公开", "概述"]
    form = fields(client.get(page(report))) | {"chapters-1-DELETE": "on"}
    client.post(page(report), form)
    assert [c.heading for c in report.chapters.all()] == ["新", "概述"]


def test_an_error_keeps_everything_that_was_typed():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(page(report)))
    form |= {"title": "", "source_line": "来源", "chapters-0-text": "<script>alert(1)</script>'; DROP TABLE"}
    form |= {"links-0-title": "解读", "links-0-url": "javascript:alert(1)"}
    answer = client.post(page(report), form)
    kept = fields(answer)
    assert answer.status_code == 200
    assert kept["source_line"] == "来源"
    assert kept["chapters-0-text"] == "<script>alert(1)</script>'; DROP TABLE"
    assert kept["links-0-url"] == "javascript:alert(1)"
    assert "<script>alert(1)" not in text(answer)
    assert kept["_version"] == "0"
    report.refresh_from_db()
    assert report.source_line == "示例市公安局" and report.version == 0


def test_the_second_of_two_editors_is_told_who_saved_and_sees_both_texts():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(page(report))) | {"title": "陈的标题", "chapters-1-text": "陈的第二章。"}
    li = make_account("li", *CLERK)
    reports.revise(
        report=report,
        by=li,
        fields={"title": "李的标题"},
        chapters=[reports.ChapterText("一", "概述", "李的。")],
    )
    answer = client.post(page(report), form)
    assert "li" in text(answer) and "李的标题" in text(answer) and "李的。" in text(answer)
    kept = fields(answer)
    assert (kept["title"], kept["chapters-1-text"]) == ("陈的标题", "陈的第二章。")
    report.refresh_from_db()
    assert report.title == "李的标题"
    client.post(page(report), kept)
    report.refresh_from_db()
    assert report.title == "陈的标题"
    assert [c.text for c in report.chapters.all()] == ["第一章的文字。", "陈的第二章。"]


@pytest.mark.parametrize(
    ("day", "is_saved"),
    [
        ("0001-01-01", False),
        ("1989-12-31", False),
        ("1990-01-01", True),
        ("2101-12-31", True),
        ("2102-01-01", False),
    ],
)
def test_a_time_of_publication_outside_our_days_is_sent_back(day, is_saved):
    client, report = signed_in("chen", *CLERK), make_draft(title="原标题")
    form = fields(client.get(page(report)))
    answer = client.post(
        page(report), form | {"published_at_0": day, "published_at_1": "00:00", "title": "新"}
    )
    report.refresh_from_db()
    assert (report.title == "新") is is_saved
    assert is_saved or "1990至2101" in text(answer)


def test_the_second_editor_also_sees_the_time_and_the_links_that_were_saved():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(page(report)))
    reports.revise(
        report=report,
        by=make_account("li", *CLERK),
        fields={"published_at": datetime(2017, 2, 1, 1, 30, tzinfo=UTC)},
        links=[("李加的解读", "https://example.org/jiedu")],
    )
    shown = text(client.post(page(report), form))
    assert "2017-02-01 09:30" in shown
    assert "李加的解读 https://example.org/jiedu" in shown


def test_text_typed_into_a_report_that_was_submitted_meanwhile_is_shown_and_not_saved():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(page(report))) | {"title": "晚了一步"}
    reports.submit(report=report, by=make_account("li", *CLERK))
    answer = client.post(page(report), form)
    assert answer.status_code == 200
    assert "晚了一步" in text(answer) and "li" in text(answer)
    answer = client.post(page(report), fields(answer))
    assert "审核中" in text(answer) and fields(answer)["title"] == "晚了一步"
    report.refresh_from_db()
    assert report.title != "晚了一步"


@pytest.mark.parametrize("state", ["in_review", "published"])
def test_what_is_in_review_or_public_is_read_only(state):
    client, report = signed_in("chen", *CLERK), make_report(state=state)
    source = text(client.get(page(report)))
    assert 'name="title"' not in source and "只读" in source
    assert "第一章的文字。" in source


def test_agency_and_year_are_fixed_once_there_are_two_revisions():
    client, first = signed_in("chen", *CLERK), make_report()
    second = reports.new_revision(report=first, by=first.created_by)
    assert 'name="year"' not in text(client.get(page(second)))
    alone = make_draft(year=2015)
    assert 'name="year"' in text(client.get(page(alone)))
    form = fields(client.get(page(alone))) | {"year": "2016"}
    answer = client.post(page(alone), form)
    assert "已有2016年度的同类报告" in text(answer)


def test_a_refused_file_is_named_and_nothing_is_saved():
    client, report = signed_in("chen", *CLERK), make_draft()
    form = fields(client.get(page(report))) | {"title": "新标题"}
    form["attachments-0-file"] = SimpleUploadedFile("a.pdf", b"PK\x03\x04 not a pdf")
    answer = client.post(page(report), form)
    assert "a.pdf" in text(answer) and fields(answer)["title"] == "新标题"
    assert not Attachment.objects.exists()
    report.refresh_from_db()
    assert report.title != "新标题"


def test_an_attachment_keeps_its_bytes_when_its_title_changes():
    client, report = signed_in("chen", *CLERK), make_draft()
    attachment = files.attach(report=report, data=PDF, name="a.pdf", title="旧")
    form = fields(client.get(page(report))) | {"attachments-0-title": "新"}
    client.post(page(report), form)
    attachment.refresh_from_db()
    assert (attachment.title, attachment.size) == ("新", len(PDF))
    assert attachment.sha256 in text(client.get(page(report)))
    form = fields(client.get(page(report))) | {"attachments-0-DELETE": "on"}
    client.post(page(report), form)
    assert not report.attachments.exists()


def test_the_record_shows_what_was_not_read_the_source_and_the_history():
    client, report = signed_in("chen", *CLERK), make_draft()
    source = files.keep_source(report=report, data="原文".encode(), name="报告.txt", encoding="utf-8")
    report_record(report)
    reports.revise(report=report, by=make_account("li", *CLERK), fields={"title": "新标题"})
    reports.save_figures(report=report, by=make_account("li", *CLERK), raws={})
    shown = text(client.get(page(report)))
    for part in ("见附件说明", "101", "扫一扫", source.sha256, "新标题", "li", "导入结果"):
        assert part in shown
    address = reverse("admin:reports_report_source", args=[report.pk, source.pk])
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == "原文".encode()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def report_record(report):
    from_import = {
        "unread": [{"line": 101, "text": "见附件说明", "reason": "not-a-number"}],
        "furniture": [{"line": 140, "text": "扫一扫在手机上查看当前页面"}],
    }
    return report.__class__.import_record.related.related_model.objects.create(
        report=report, read_by=report.created_by, **from_import
    )


def test_a_draft_is_deleted_its_history_stays_and_nothing_else_is_deleted():
    client, report = signed_in("chen", *CLERK), make_draft()
    reports.revise(report=report, by=report.created_by, fields={"title": "新"})
    address = reverse("admin:reports_report_delete", args=[report.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"post": "yes"})
    assert not Report.objects.exists()
    acts = Event.objects.of("report", report.pk).values_list("act", flat=True)
    assert list(acts) == ["edited", "discarded"]
    public = make_report()
    assert client.get(reverse("admin:reports_report_delete", args=[public.pk])).status_code == 403


def test_the_page_costs_the_same_with_more_chapters_and_events(django_assert_max_num_queries):
    client, report = signed_in("chen", *CLERK), make_draft()
    for number in range(12):
        reports.revise(report=report, by=report.created_by, fields={"title": f"标题{number}"})
    with django_assert_max_num_queries(30):
        client.get(page(report))


def test_without_a_script_the_agency_of_a_new_report_is_chosen_from_a_list():
    one, other = make_agency("甲局"), make_agency("乙局")
    page = text(signed_in("chen", *CLERK).get(reverse("admin:reports_report_add")))
    assert f'<option value="{one.pk}">甲局</option>' in page
    make_account("zhou", "editor", agency=other)
    page = text(signed_in("zhou").get(reverse("admin:reports_report_add")))
    assert f'<option value="{other.pk}" selected>乙局</option>' in page and "甲局" not in page
