"""Files beside annual reports are found by their words, as those of documents are."""

from __future__ import annotations

import pytest
from django.test import Client

from reports.models import Attachment, Report
from reports.queries import hints, searchengine, searchfinds
from reports.services import corrections, files, indexing, reports, reportwords
from tests.factories import make_report, make_writer, released

pytestmark = pytest.mark.django_db

TEXT = ("填报说明\n" + "本表按季度统计。" * 30 + "关于瞭望塔修缮的说明见附页。").encode()


def attached(report: Report, data: bytes = TEXT, name: str = "说明.txt") -> Attachment:
    return files.attach(report=report, data=data, name=name, title="附件一")


def found(text: str) -> list[str]:
    query = searchengine.read(text)
    hits = searchengine.engine().reader().search(query).hits
    return [
        f"{part.file}:{''.join(piece.text for piece in part.pieces if piece.is_marked)}"
        for find in searchfinds.finds(hits, query)
        for part in find.parts
    ]


def test_words_of_a_file_are_found_with_their_passage_once_the_report_is_public():
    indexing.rebuild()
    report = make_report(state="draft")
    attached(report)
    reportwords.read_all(report)
    released(report)
    indexing.follow()
    assert found("瞭望塔修缮") == ["附件一:瞭望塔修缮"]
    assert found("第二章 瞭望塔") == [":第二章", "附件一:瞭望塔"]


def test_a_file_kept_before_is_read_at_night_and_found_after_the_next_build(client: Client):
    report = make_report(state="draft")
    attached(report)
    released(report)
    Attachment.objects.update(text="")  # as every file of earlier installations
    indexing.rebuild()
    assert found("瞭望塔") == []
    assert (reportwords.catch_up(), reportwords.catch_up()) == (1, 0)
    indexing.rebuild()
    assert found("瞭望塔") == ["附件一:瞭望塔"]
    assert "附件一" in client.get("/search/", {"q": "瞭望塔"}).content.decode()


def test_submitting_reads_what_no_task_has_read_so_that_it_is_found_from_the_first_moment():
    report = make_report(state="draft")
    kept = attached(report)
    assert reportwords.read_due.func(kept.pk) == "read"
    assert reportwords.read_due.func(kept.pk) == "gone"
    other = attached(report, b"\xe6\xa6\x95\xe6\xa0\x91", "b.txt")
    reports.submit(report=report, by=make_writer())
    other.refresh_from_db()
    assert (other.text, other.unread) == ("榕树", "")


def test_staff_are_told_why_the_search_finds_nothing_in_a_file(monkeypatch: pytest.MonkeyPatch):
    kept = attached(make_report(state="draft"))
    kept.file.storage.delete(kept.file.name)
    reportwords.read(kept)
    kept.refresh_from_db()
    assert kept.text_fault == "gone"
    assert kept.unread == "检索找不到这个文件里的内容：存放处已没有这个文件。"


def test_a_correction_keeps_the_words_and_a_reviewer_is_told_of_an_identity_number_in_a_file():
    report = make_report(state="draft")
    attached(report)
    copy = corrections.new_revision(report=released(report), by=make_writer(), correction_note="改正。")
    assert "瞭望塔" in copy.attachments.get().text
    other = attached(copy, "身份证号 11010519491231002X。".encode(), "名单.txt")
    reportwords.read(other)
    (hint,) = hints.of_report(copy)
    assert "名单.txt" in hint.place
    assert "19491231" not in hint.masked
