"""A report's tables as files, and the files beside it: who gets them, under which name, with what in them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.http.response import HttpResponseBase
from django.test import Client

from reports.domain.statform.definition import CellKey
from reports.domain.statform.locating.ours import ABOUT
from reports.models import Agency, Attachment, Report, SourceFile
from tests.factories import SEED_FIGURES, SHANGHAI, make_account, make_report, seed_figures

CSV = "/reports/police/2016/tables/statistics.csv"
JSON = "/reports/police/2016/tables/statistics.json"


def lines(answer: HttpResponseBase) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_csv_opens_in_excel_with_codes_first_and_labels_second(client: Client, report: Report) -> None:
    answer = client.get(CSV)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeffcell,row,column,row_label,column_label,unit,value,raw,form,")
    assert text.splitlines()[1] == (
        "statistics/1/year,1,year,主动公开文件数,2016年度,条,4047,4047,fujian-2008,示例市公安局,2016,own"
    )
    assert text.count("\r\n") == text.count("\n") == 33


def test_it_holds_the_32_cells_of_the_report_in_printed_order(client: Client, report: Report) -> None:
    found = [(line["cell"], line["value"]) for line in lines(client.get(CSV))]
    expected = [
        (f"statistics/{row}/{column}", str(value))
        for row, pair in SEED_FIGURES.items()
        for column, value in zip(("year", "cumulative"), pair, strict=True)
    ]
    assert found == expected


def test_the_json_holds_the_same_cells_in_the_same_order(client: Client, police: Agency) -> None:
    figures: dict[CellKey, Decimal | None] = dict(seed_figures())
    figures[CellKey("statistics", "7", "year")] = None
    figures[CellKey("statistics", "4", "year")] = Decimal("71.50")
    make_report(agency=police, figures=figures)
    told = json.loads(client.get(JSON).content)
    from_csv = [{k: v for k, v in line.items() if k not in ABOUT} for line in lines(client.get(CSV))]
    assert [{**cell, "value": cell["value"] or ""} for cell in told["cells"]] == from_csv
    by_cell = {cell["cell"]: cell for cell in told["cells"]}
    assert by_cell["statistics/7/year"]["value"] is None
    assert by_cell["statistics/7/cumulative"]["value"] == "0"
    assert by_cell["statistics/4/year"]["value"] == "71.5"
    assert by_cell["statistics/4/year"]["raw"] == "71.50"


def test_the_json_says_whose_report_it_is_and_what_the_checks_found(client: Client, police: Agency) -> None:
    figures = {**seed_figures(), CellKey("statistics", "2", "year"): Decimal(2)}
    make_report(agency=police, figures=figures, explanation="一件待补登。")
    told = json.loads(client.get(JSON).content)
    assert told["report"] == {
        "title": "示例市公安局2016年政府信息公开工作报告",
        "agency": "示例市公安局",
        "year": 2016,
        "kind": "own",
        "revision": 1,
        "published_at": "2017-01-19T15:03:00+08:00",
        "address": "http://testserver/reports/police/2016/",
        "explanation": "一件待补登。",
    }
    assert (told["form"], told["table"], told["title"]) == (
        "fujian-2008",
        "statistics",
        "政府信息公开统计报表",
    )
    failing = [finding for finding in told["findings"] if finding["status"] == "fails"]
    assert len(told["findings"]) == 25
    assert [finding["check"] for finding in failing] == ["statistics/2/year:down"]
    assert failing[0]["expected"] == "1"
    assert failing[0]["found"] == "2"
    assert failing[0]["cells"] == [f"statistics/{row}/year" for row in ("2", "2.1", "2.2", "2.3")]
    assert "分项合计 1，总计填报 2" in failing[0]["message"]


def test_files_have_a_name_that_says_what_they_are(client: Client, report: Report) -> None:
    disposition = client.get(CSV)["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition).endswith("示例市公安局2016年度政府信息公开统计报表.csv")
    english = client.get("/en" + JSON)["Content-Disposition"]
    assert unquote(english).endswith(
        "示例市公安局, 2016, Statistical return on government information disclosure.json"
    )


def test_english_changes_labels_and_units_but_no_code_and_no_value(client: Client, report: Report) -> None:
    english, chinese = lines(client.get("/en" + CSV)), lines(client.get(CSV))
    assert english[0]["row_label"] == "Documents disclosed proactively"
    assert english[0]["unit"] == "items"
    for name in ("cell", "row", "column", "value", "raw"):
        assert [line[name] for line in english] == [line[name] for line in chinese]


def test_a_raw_text_that_looks_like_a_formula_is_no_formula_in_csv(client: Client, report: Report) -> None:
    report.cells.filter(row="7", column="year").update(value=None, raw='=HYPERLINK("http://x")')
    report.cells.filter(row="7", column="cumulative").update(value=-2, raw="-2")
    found = {line["cell"]: line for line in lines(client.get(CSV))}
    assert found["statistics/7/year"]["raw"] == '\'=HYPERLINK("http://x")'
    assert found["statistics/7/cumulative"]["raw"] == "-2"
    assert found["statistics/7/cumulative"]["value"] == "-2"


def test_every_table_of_the_national_form_is_a_file(client: Client, police: Agency) -> None:
    make_report(agency=police, year=2024, form_id="national-2021")
    for table, count in (("disclosure", 10), ("applications", 175), ("disputes", 15)):
        assert len(lines(client.get(f"/reports/police/2024/tables/{table}.csv"))) == count
    assert client.get("/reports/police/2024/tables/statistics.csv").status_code == 404


def taken(answer: HttpResponseBase) -> bytes:
    """What was sent, to its end: that closes the file behind it."""
    return b"".join(answer.streaming_content)


def keep(kind: type[Attachment] | type[SourceFile], report: Report, name: str, data: bytes) -> str:
    """Stores a file of the report; gives its public address."""
    fields = {"title": "附件一"} if kind is Attachment else {}
    sha256 = hashlib.sha256(data).hexdigest()
    file = kind(report=report, name=name, sha256=sha256, size=len(data), **fields)
    file.file.save(name, ContentFile(data))
    return f"/files/{'attachments' if kind is Attachment else 'sources'}/{file.pk}/"


@pytest.mark.parametrize("kind", [Attachment, SourceFile])
def test_files_of_a_published_report_come_as_downloads_byte_for_byte(
    client: Client, report: Report, kind: type
) -> None:
    path = keep(kind, report, "示例报告.html", b"<script>alert(1)</script>\x00")
    answer = client.get(path)
    assert taken(answer) == b"<script>alert(1)</script>\x00"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert unquote(answer["Content-Disposition"]) == "attachment; filename*=utf-8''示例报告.html"
    page = client.get("/reports/police/2016/").content.decode()
    assert f'href="{path}"' in page
    assert hashlib.sha256(b"<script>alert(1)</script>\x00").hexdigest() in page


@pytest.mark.parametrize("kind", [Attachment, SourceFile])
@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_files_of_other_reports_are_not_there(client: Client, police: Agency, kind: type, state: str) -> None:
    gone = {
        "withdrawn_at": datetime(2018, 5, 4, tzinfo=SHANGHAI),
        "withdrawn_by": make_account(),
        "withdrawal_reason": "核对中。",
    }
    hidden = make_report(agency=police, state=state, **(gone if state == "withdrawn" else {}))
    path = keep(kind, hidden, "a.pdf", b"secret")
    assert client.get(path).status_code == 404
    assert client.get("/en" + path).status_code == 404


def test_files_of_a_replaced_revision_close_when_nothing_stands_any_more(
    client: Client, police: Agency
) -> None:
    replaced = make_report(agency=police, superseded_at=datetime(2017, 3, 1, tzinfo=SHANGHAI))
    path = keep(Attachment, replaced, "a.pdf", b"old")
    assert client.get(path).status_code == 404
    make_report(agency=police, revision=2)
    assert taken(client.get(path)) == b"old"


def test_a_file_lost_from_the_store_is_said_to_be_lost(client: Client, report: Report) -> None:
    path = keep(Attachment, report, "a.pdf", b"x")
    Path(Attachment.objects.get().file.path).unlink()
    answer = client.get(path)
    assert answer.status_code == 404
    assert "该文件暂时无法取得" in answer.content.decode()


def test_a_file_that_has_not_changed_is_not_sent_again(client: Client, report: Report) -> None:
    path = keep(Attachment, report, "a.pdf", b"x")
    answer = client.get(path)
    assert taken(answer) == b"x"
    etag = answer["ETag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("number", ["0", "7", "99999999999999999999999999", "-1", "1%00"])
def test_hostile_file_addresses_find_nothing(client: Client, report: Report, number: str) -> None:
    assert client.get(f"/files/attachments/{number}/").status_code == 404
    assert client.get(f"/files/sources/{number}/").status_code == 404


def test_the_qr_code_is_a_picture_at_its_own_address(client: Client, report: Report) -> None:
    answer = client.get("/reports/police/2016/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<title>http://testserver/reports/police/2016/</title>" in answer.content
    assert (
        b"http://testserver/en/reports/police/2016/" in client.get("/en/reports/police/2016/qr.svg").content
    )
    assert b"2016/v1/" in client.get("/reports/police/2016/v1/qr.svg").content
    assert 'src="/reports/police/2016/qr.svg"' in client.get("/reports/police/2016/").content.decode()
