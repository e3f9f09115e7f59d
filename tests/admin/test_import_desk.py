"""The import desk: files are dropped, read by the worker, looked over the hardest first, stored."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import ImportItem, ImportJob, Report
from reports.queries.figures import figures_of
from reports.services import importdesk
from tests.admin.pages import CLERK, fields, signed_in, text
from tests.admin.test_report_import import source
from tests.factories import make_account, make_agency, seed_figures
from tests.readers.office import p, word

pytestmark = pytest.mark.django_db
DESK = "admin:reports_report_import_desk"
ITEM = "admin:reports_report_import_item"
MAPPING = "admin:reports_report_import_mapping"
SOUND = source().encode()
FAILING = source(**{"2": (3, 2)}).encode()
COUSIN = (
    "附件3\n某市政府信息公开情况统计报表\n"
    "指标名称 | 计量单位 | 代码 | 本期实际 | 本年累计\n"
    "主动公开信息数 | 条 | 01 | 5 | 40\n"
    "依申请公开信息目录数 | 条 | 09 | 3 | 约7\n"
    "行政复议数 | 件 | 32 | 0 |\n"
    "行政申诉数 | 件 | 34 | 1 | 2\n"
)


def drop(client: Client, **files: bytes) -> list[ImportItem]:
    """Those files put on the desk, and read as the worker would."""
    sent = [SimpleUploadedFile(name.replace("_", "."), data) for name, data in files.items()]
    answer = client.post(reverse(DESK), {"files": sent})
    assert answer.status_code == 302, text(answer)
    items = list(ImportItem.objects.order_by("pk"))[-len(files) :]
    for item in items:
        importdesk.read_item.func(item.pk)
        item.refresh_from_db()
    return items


def order(client: Client) -> list[str]:
    """The names on the desk as they stand there."""
    return re.findall(r'import-desk/\d+/">([^<]+)<', text(client.get(reverse(DESK))))


def kept() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def clerk_of(name: str, *agencies: str) -> Client:
    for agency in agencies:
        account = make_account(name, *CLERK, agency=make_agency(agency))
    client = Client()
    client.force_login(account)
    return client


def test_the_hardest_stands_first() -> None:
    make_agency()
    client = signed_in("chen", *CLERK)
    nobodys = SOUND.replace("示例市公安局".encode(), "示例县档案局".encode())
    unread = source(**{"5": ("若干", 0)}).encode()
    drop(client, a_txt=SOUND, b_txt=nobodys, c_txt=unread, d_txt=FAILING, e_pdf=b"%PDF-1.7 \x00")
    client.post(reverse(DESK), {"files": [SimpleUploadedFile("f.txt", SOUND)]})
    assert order(client) == ["e.pdf", "d.txt", "c.txt", "b.txt", "a.txt", "f.txt"]
    page = text(client.get(reverse(DESK)))
    assert "项核验不符" in page and "处未识别" in page and "须选择所属机构" in page and "无问题" in page
    assert "文本中为：示例县档案局" in page and "等待读取" in page


def test_nothing_is_read_in_the_request_that_hands_it_in() -> None:
    client = signed_in("chen", *CLERK)
    client.post(reverse(DESK), {"files": [SimpleUploadedFile("a.txt", SOUND)]})
    item = ImportItem.objects.get()
    assert (item.state, item.document) == ("waiting", "")
    assert "等待读取" in text(client.get(reverse(ITEM, args=[item.pk])))


def test_a_file_is_looked_over_accepted_and_gone_from_the_desk() -> None:
    make_agency()
    client = signed_in("chen", *CLERK)
    [item] = drop(client, a_txt=SOUND)
    page = client.get(reverse(ITEM, args=[item.pk]))
    assert "24,112" in text(page)
    answer = client.post(reverse(ITEM, args=[item.pk]), fields(page, "") | {"_store": ""})
    report = Report.objects.get()
    assert answer["Location"] == reverse("admin:reports_report_change", args=[report.pk])
    assert (report.state, figures_of(report)) == ("draft", seed_figures())
    item.refresh_from_db()
    assert (item.state, item.report, item.document, bool(item.file)) == ("stored", report, "", False)
    again = client.post(reverse(ITEM, args=[item.pk]), fields(page, "") | {"_store": ""})
    assert again["Location"] == answer["Location"] and Report.objects.count() == 1


def test_agency_and_year_are_chosen_where_they_are_unknown() -> None:
    agency = make_agency()
    client = signed_in("chen", *CLERK)
    [item] = drop(client, a_txt=SOUND.replace("示例市公安局".encode(), "示例县档案局".encode()))
    address = reverse(ITEM, args=[item.pk])
    form = fields(client.get(address), "")
    assert "请选择报告所属机构" in text(client.post(address, form | {"_store": ""}))
    client.post(address, form | {"_again": "", "agency": str(agency.pk), "year": "2015", "kind": "roll_up"})
    item.refresh_from_db()
    assert (item.agency, item.year, item.kind) == (agency, 2015, "roll_up")
    client.post(address, fields(client.get(address), "") | {"year": "2016", "_store": ""})
    report = Report.objects.get()
    assert (report.agency, report.year, report.kind) == (agency, 2016, "roll_up")


@pytest.mark.parametrize("year", ["1989", "2101", "二〇一六", "99999999999", "<script>"])
def test_a_wrong_year_is_refused_and_stores_nothing(year: str) -> None:
    make_agency()
    client = signed_in("chen", *CLERK)
    [item] = drop(client, a_txt=SOUND)
    address = reverse(ITEM, args=[item.pk])
    answer = client.post(address, fields(client.get(address), "") | {"year": year, "_store": ""})
    assert "errorlist" in text(answer) and "<script>alert" not in text(answer)
    assert not Report.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_files_go_once_they_are_stored_or_dropped() -> None:
    make_agency()
    client = signed_in("chen", *CLERK)
    first, second = drop(client, a_txt=SOUND, b_txt=FAILING)
    assert len(kept()) == 2
    client.post(reverse(ITEM, args=[second.pk]), {"_drop": ""})
    assert len(kept()) == 1
    address = reverse(ITEM, args=[first.pk])
    client.post(address, fields(client.get(address), "") | {"_store": ""})
    assert [path.suffix for path in kept()] == [".txt"]  # the source of the report


@pytest.mark.django_db(transaction=True)
def test_after_thirty_days_the_night_clears_the_desk() -> None:
    client = signed_in("chen", *CLERK)
    drop(client, a_txt=SOUND, b_txt=FAILING)
    now = timezone.now()
    assert importdesk.forget(now=now + timedelta(days=29, hours=23)) == 0
    assert importdesk.forget(now=now + timedelta(days=30, minutes=1)) == 2
    assert (kept(), ImportItem.objects.count(), ImportJob.objects.count()) == ([], 0, 0)


# Whose they are


def test_nobody_sees_the_files_of_others() -> None:
    chen, wang = clerk_of("chen", "示例市公安局"), clerk_of("wang", "乙局")
    [item] = drop(chen, a_txt=SOUND)
    assert order(wang) == [] and order(chen) == ["a.txt"]
    for address in (reverse(ITEM, args=[item.pk]), reverse(MAPPING, args=[item.pk])):
        for answer in (wang.get(address), wang.post(address, {"_drop": "", "_store": ""})):
            assert answer.status_code == 404
    assert wang.get(reverse(ITEM, args=[10**18])).status_code == 404
    form = {"content": str(item.pk), "_store": "", "year": "2016"}
    wang.post(reverse("admin:reports_report_import"), form)
    assert ImportItem.objects.count() == 1 and not Report.objects.exists()


def test_a_colleague_of_the_agency_sees_them() -> None:
    chen, wu = clerk_of("chen", "示例市公安局"), clerk_of("wu", "示例市公安局")
    drop(chen, a_txt=SOUND)
    assert order(wu) == ["a.txt"]


def test_another_agency_can_not_be_chosen() -> None:
    chen = clerk_of("chen", "示例市公安局")
    [item] = drop(chen, a_txt=SOUND)
    other = make_agency("乙局")
    address = reverse(ITEM, args=[item.pk])
    answer = chen.post(address, fields(chen.get(address), "") | {"agency": str(other.pk), "_store": ""})
    assert "errorlist" in text(answer) and not Report.objects.exists()


def test_who_writes_no_reports_has_no_desk() -> None:
    assert signed_in("wang", "auditor").get(reverse(DESK)).status_code == 403
    assert Client().get(reverse(DESK)).status_code == 302


# What is odd and meant to harm


def test_no_file_at_all_is_asked_about() -> None:
    assert "请选择一个或多个文件" in text(signed_in("chen", *CLERK).post(reverse(DESK), {}))


def test_two_hundred_files_are_the_most_of_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importdesk, "MOST", 2)
    client = signed_in("chen", *CLERK)
    drop(client, a_txt=SOUND, b_txt=FAILING)
    answer = client.post(reverse(DESK), {"files": [SimpleUploadedFile("c.txt", SOUND)]})
    assert "最多放 2 个文件" in text(answer) and ImportItem.objects.count() == 2


def test_names_meant_to_harm_are_shown_as_they_are() -> None:
    client = signed_in("chen", *CLERK)
    sent = [
        SimpleUploadedFile("<script>alert(1)</script>.txt", b"x"),
        SimpleUploadedFile("\u202efdp.txt", b""),
    ]
    client.post(reverse(DESK), {"files": sent})
    for item in ImportItem.objects.all():
        importdesk.read_item.func(item.pk)
        assert "<script>alert" not in text(client.get(reverse(ITEM, args=[item.pk])))
    page = text(client.get(reverse(DESK)))
    assert "<script>alert" not in page and "\u202e" not in page
    assert set(ImportItem.objects.values_list("state", flat=True)) == {"refused"}


def test_more_files_cost_no_more_queries() -> None:
    make_agency()
    client = signed_in("chen", *CLERK)
    drop(client, a_txt=SOUND, b_txt=FAILING)
    client.get(reverse(DESK))
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(DESK))
        counts.append(len(captured))
        drop(client, c_txt=SOUND, d_txt=FAILING, e_pdf=b"%PDF")
    assert counts[0] == counts[1]


# A table of no known form


def test_a_table_of_no_known_form_is_offered_and_never_forced() -> None:
    make_agency()
    client = signed_in("chen", *CLERK)
    [item] = drop(client, a_txt=COUSIN.encode())
    assert item.is_form_unknown and item.cells == 0
    assert "不属于已知表式" in text(client.get(reverse(DESK)))
    address = reverse(MAPPING, args=[item.pk])
    assert address in text(client.get(reverse(ITEM, args=[item.pk])))
    page = client.get(address, {"form": "fujian-2008"})
    sent = fields(page, "")
    # Only what is letter by letter a label of the form is proposed.
    assert {name: value for name, value in sent.items() if value and name != "form"} == {
        "r-1-4": "statistics/5",
    }
    sent |= {"r-1-2": "statistics/1", "r-1-3": "statistics/2", "c-1-4": "statistics/year"}
    sent |= {"c-1-5": "statistics/cumulative", "r-1-5": "nowhere/1", "c-9-9": "statistics/year"}
    client.post(address, sent)
    item.refresh_from_db()
    assert item.mapping["form"] == "fujian-2008" and set(item.mapping["sheets"]["1"]["rows"]) == {
        "2",
        "3",
        "4",
    }
    reading = importdesk.reading_of(item)
    assert [(str(c.key), c.raw, c.rule) for c in reading.cells] == [
        ("statistics/1/year", "5", "mapped"),
        ("statistics/1/cumulative", "40", "mapped"),
        ("statistics/2/year", "3", "mapped"),
        ("statistics/2/cumulative", "约7", "mapped"),
        ("statistics/5/year", "0", "mapped"),
    ]
    assert ("约7", "not-a-number") in [(part.text, part.reason) for part in reading.unread]
    assert any("行政申诉数" in part.text for part in reading.unread)


def test_what_was_assigned_is_kept_with_the_report() -> None:
    agency = make_agency()
    client = signed_in("chen", *CLERK)
    [item] = drop(client, a_txt=COUSIN.encode())
    sent = {"form": "fujian-2008", "r-1-2": "statistics/1", "c-1-4": "statistics/year"}
    client.post(reverse(MAPPING, args=[item.pk]), sent)
    address = reverse(ITEM, args=[item.pk])
    form = fields(client.get(address), "") | {"agency": str(agency.pk), "year": "2016", "_store": ""}
    client.post(address, form)
    report = Report.objects.get()
    cell = report.cells.get(row="1", column="year")
    assert (report.form_id, cell.value, cell.raw, cell.rule, cell.line) == (
        "fujian-2008",
        5,
        "5",
        "mapped",
        4,
    )
    assert report.import_record.mapping["sheets"]["1"]["rows"] == {"2": ["statistics", "1"]}


def test_an_assignment_can_be_taken_back() -> None:
    client = signed_in("chen", *CLERK)
    [item] = drop(client, a_txt=COUSIN.encode())
    sent = {"form": "fujian-2008", "r-1-2": "statistics/1", "c-1-4": "statistics/year"}
    client.post(reverse(MAPPING, args=[item.pk]), sent)
    client.post(reverse(MAPPING, args=[item.pk]), {"form": "fujian-2008", "_clear": ""})
    item.refresh_from_db()
    assert item.mapping is None and item.is_form_unknown


# ---------------------------------------------------------------- archives


def packed(**files: bytes) -> bytes:
    """A ZIP archive of those files; "__" in a name is a folder, "_" the point."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def test_each_file_of_an_archive_lies_on_the_desk_by_itself() -> None:
    make_agency()
    client = signed_in("chen", *CLERK)
    inner = packed(x_txt=SOUND)
    data = packed(a_txt=SOUND, 下级__b_txt=FAILING, c_zip=inner, d_txt=b"\x00" * (3 * 2**20))
    answer = client.post(reverse(DESK), {"files": [SimpleUploadedFile("年报.zip", data)]}, follow=True)
    assert "压缩包中有2个文件未能收下" in text(answer)
    for item in ImportItem.objects.filter(state="waiting"):
        importdesk.read_item.func(item.pk)
    found = {item.name: (item.state, item.reason) for item in ImportItem.objects.all()}
    assert found == {
        "a.txt": ("read", ""),
        "b.txt": ("read", ""),
        "c.zip": ("refused", "archive-inside"),
        "d.txt": ("refused", "swollen"),
    }
    page = text(client.get(reverse(DESK)))
    assert "c.zip" in page and "d.txt" in page
    item = ImportItem.objects.get(name="a.txt")
    client.post(
        reverse(ITEM, args=[item.pk]), fields(client.get(reverse(ITEM, args=[item.pk])), "") | {"_store": ""}
    )
    assert figures_of(Report.objects.get()) == seed_figures()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: b"PK\x03\x04 and no more", "damaged"),
        (packed, "empty"),
        (lambda: packed(**{f"n{number}_txt": b"x" for number in range(201)}), None),
        (lambda: packed(**{f"n{n}_txt": b"\x00" * (19 * 2**20) for n in range(11)}), "swollen"),
    ],
    ids=["damaged", "empty", "too many", "too large"],
)
def test_an_archive_that_cannot_be_taken_gets_one_sentence(
    data: Callable[[], bytes], reason: str | None
) -> None:
    client = signed_in("chen", *CLERK)
    answer = client.post(reverse(DESK), {"files": [SimpleUploadedFile("年报.zip", data())]}, follow=True)
    if reason is None:
        assert "200" in text(answer).split("errorlist", 1)[1][:300]
        assert not ImportItem.objects.exists()
    else:
        assert [(one.name, one.state, one.reason) for one in ImportItem.objects.all()] == [
            ("年报.zip", "refused", reason)
        ]
    assert kept() == []


def test_a_refused_file_of_an_archive_can_be_taken_off_the_desk() -> None:
    client = signed_in("chen", *CLERK)
    client.post(reverse(DESK), {"files": [SimpleUploadedFile("a.zip", packed(c_zip=packed(x_txt=SOUND)))]})
    client.post(reverse(ITEM, args=[ImportItem.objects.get().pk]), {"_drop": ""})
    assert not ImportItem.objects.exists()


def test_a_word_file_is_no_archive_of_files() -> None:
    client = signed_in("chen", *CLERK)
    data = word(p("示例市公安局2016年政府信息公开工作年度报告") + p("一、概述") + p("政府信息公开工作平稳。"))
    [item] = drop(client, a_docx=data)
    assert (item.name, item.state) == ("a.docx", "read")
