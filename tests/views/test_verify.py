"""Anybody may verify: with a fingerprint, a file, or the manifest and a program of their own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from reports.models import Report, SourceFile, StatCell
from reports.queries import manifest as queries
from reports.services import files, manifest
from tests.factories import make_report

pytestmark = pytest.mark.django_db
PROGRAM = Path(__file__).resolve().parents[2] / "static" / "tools" / "verify_manifest.py"


def published(**values: object) -> Report:
    report = make_report(**values)
    manifest.record(report)
    return report


def brought(client: Client, data: bytes, name: str) -> str:
    response = client.post("/verify/file/", {"file": SimpleUploadedFile(name, data)})
    return response.content.decode()


def test_the_report_page_shows_its_fingerprint_and_leads_to_its_record(client):
    report = published()
    page = client.get(f"/reports/{report.agency.slug}/2016/").content.decode()
    entry = queries.of_report(report)
    assert entry.fingerprint in page and f"/verify/?fingerprint={entry.fingerprint}" in page
    record = client.get(f"/reports/{report.agency.slug}/2016/v1/record.json").content
    assert hashlib.sha256(record).hexdigest() == entry.fingerprint
    assert json.loads(record)["cells"]["statistics/1/year"] == {"raw": "4047", "unit": "", "value": "4047"}


def test_a_fingerprint_tells_when_and_whether_it_stands(client):
    report = published()
    entry = queries.of_report(report)
    grouped = " ".join(entry.fingerprint[i : i + 8] for i in range(0, 64, 8)).upper()
    page = client.get("/verify/", {"fingerprint": grouped}).content.decode()
    assert "确由本站公开，一字未改" in page and report.title in page and "现行" in page
    correction = make_report(agency=report.agency, revision=2, superseded_at=None, state="draft")
    Report.objects.filter(pk=report.pk).update(superseded_at=report.released_at)
    Report.objects.filter(pk=correction.pk).update(
        state="published", released_at=report.released_at, released_by=report.created_by
    )
    page = client.get("/verify/", {"fingerprint": entry.fingerprint}).content.decode()
    assert "由第 2 版更正" in page


@pytest.mark.parametrize(
    "wrong", ["", "xyz", "0" * 63, "0" * 65, "' OR 1=1 --", "<script>alert(1)</script>", "é" * 64]
)
def test_what_is_no_fingerprint_is_told_in_words(client, wrong):
    response = client.get("/verify/", {"fingerprint": wrong})
    assert response.status_code == 400
    assert "<script>alert" not in response.content.decode()


def test_an_unknown_fingerprint_is_not_published_here(client):
    published()
    response = client.get("/verify/", {"fingerprint": "0" * 64})
    assert response.status_code == 200 and "本站没有公开过这样的内容" in response.content.decode()


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_downloaded_table_is_compared_figure_by_figure(client, suffix):
    report = published()
    path = f"/reports/{report.agency.slug}/2016/tables/statistics.{suffix}"
    data = client.get(path).content
    assert "全部 32 个数据与公开的一致" in brought(client, data, f"table.{suffix}")
    forged = data.replace(b"4047", b"4048")
    assert forged != data
    page = brought(client, forged, f"table.{suffix}")
    assert "有 1 个数据与公开的不一致" in page and "公开为 4047，文件中为 4048" in page


def test_a_record_and_a_source_file_are_known_by_their_bytes(client):
    report = make_report()
    files.keep_source(report=report, data="某局 2016 年报告".encode(), name="报告.txt")
    manifest.record(report)
    record = client.get(f"/reports/{report.agency.slug}/2016/v1/record.json").content
    assert "确由本站公开，一字未改" in brought(client, record, "x.json")
    assert "与本站保存的文件完全一致：报告.txt" in brought(client, "某局 2016 年报告".encode(), "y.bin")


def test_a_file_of_a_draft_is_not_known_to_the_public(client):
    draft = make_report(state="draft")
    files.keep_source(report=draft, data=b"secret draft", name="draft.txt")
    assert SourceFile.objects.exists()
    assert "本站没有公开过这样的内容" in brought(client, b"secret draft", "draft.txt")


@pytest.mark.parametrize(
    "data", [b"\x00\xff" * 500, b"cell,row,column,value\r\n" * 3, b"{}", b"PK\x03\x04broken", b"["]
)
@pytest.mark.parametrize(
    "name", ["a.csv", "a.json", "a.xlsx", "a.pdf", "../../etc/passwd", "x" * 300 + ".csv"]
)
def test_hostile_files_are_unknown_and_nothing_is_kept(client, data, name):
    published()
    assert "本站没有公开过这样的内容" in brought(client, data, name)
    assert not SourceFile.objects.exists()


def test_a_table_downloaded_before_its_body_was_renamed_is_known(client):
    report = published()
    table = client.get(f"/reports/{report.agency.slug}/2016/tables/statistics.csv").content
    answer = brought(client, table, "a.csv")
    report.agency.name = "更名后的局"
    report.agency.save()
    assert "32" in answer and "本站没有公开过这样的内容" not in answer
    assert "本站没有公开过这样的内容" not in brought(client, table, "a.csv")
    assert "本站没有公开过这样的内容" in brought(client, table.replace("公安局".encode(), b"%"), "a.csv")


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800", "\\u0007"])
@pytest.mark.parametrize("place", ["agency", "kind"])
def test_signs_that_no_database_takes_are_answered_like_any_other_file(client, sign, place):
    report = published()
    table = client.get(f"/reports/{report.agency.slug}/2016/tables/statistics.json").json()
    table["report"][place] = "SIGN"
    assert "本站没有公开过这样的内容" in brought(
        client, json.dumps(table).replace("SIGN", sign).encode(), "a.json"
    )


def test_an_empty_file_and_none_are_asked_for_again(client):
    assert client.post("/verify/file/", {}).status_code == 400
    assert "是空的" in brought(client, b"", "a.csv")
    assert client.get("/verify/file/").status_code == 405


def test_the_manifest_goes_on_from_any_number(client):
    for year in (2016, 2017, 2018):
        published(year=year)
    whole = client.get("/verify/manifest.json").json()
    assert [entry["sequence"] for entry in whole["entries"]] == [1, 2, 3]
    assert whole["length"] == 3 and whole["next"] is None
    rest = client.get("/verify/manifest.json?since=2").json()
    assert [entry["sequence"] for entry in rest["entries"]] == [3]
    assert "content" not in whole["entries"][0]
    for wrong in ("x", "-1", "9" * 20, "１"):
        assert client.get("/verify/manifest.json", {"since": wrong}).status_code == 404


def verified(*arguments: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *map(str, arguments)], capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def test_the_program_verifies_a_downloaded_manifest_and_finds_what_was_altered(client, tmp_path):
    report = published()
    published(year=2017)
    whole = client.get("/verify/manifest.json").content
    kept, record = tmp_path / "manifest.json", tmp_path / "a.record.json"
    kept.write_bytes(whole)
    record.write_bytes(client.get(f"/reports/{report.agency.slug}/2016/v1/record.json").content)
    status, words = verified(kept, "--record", record)
    assert status == 0 and "All 2 entries hold." in words and "published" in words
    record.write_bytes(record.read_bytes() + b" ")
    assert verified(kept, "--record", record)[0] == 1
    altered = json.loads(whole)
    altered["entries"][0]["address"] = "/reports/other/2016/v1/"
    kept.write_text(json.dumps(altered))
    assert "Entry 1 has been altered." in verified(kept)[1]
    altered = json.loads(whole)
    del altered["entries"][0]
    kept.write_text(json.dumps(altered))
    assert "Entry 1 is missing before entry 2." in verified(kept)[1]
    kept.write_bytes(whole)
    assert "not trusted" in verified(kept, "--key", "ab" * 32)[1]
    kept.write_text("[]")
    assert verified(kept)[0] == 2


def test_the_program_tells_what_an_earlier_copy_held(client, tmp_path):
    published(), published(year=2017)
    whole = client.get("/verify/manifest.json").json()
    earlier, now = tmp_path / "earlier.json", tmp_path / "now.json"
    earlier.write_text(json.dumps(whole))
    now.write_text(json.dumps(whole))
    assert verified(now, "--earlier", earlier)[0] == 0
    now.write_text(json.dumps({**whole, "entries": whole["entries"][:1], "length": 1}))
    assert verified(now)[0] == 0
    status, words = verified(now, "--earlier", earlier)
    assert status == 1 and "Entry 2 was in the earlier copy and is not in the manifest." in words
    earlier.write_text(json.dumps({**whole, "entries": [{**whole["entries"][0], "address": "/x/"}]}))
    assert "Entry 1 is not what it was in the earlier copy." in verified(now, "--earlier", earlier)[1]


def test_the_command_names_agency_and_cell_of_what_was_altered(capsys):
    report = published()
    call_command("verify_publications")
    assert "All 1 entries hold" in capsys.readouterr().out
    StatCell.objects.filter(report=report, row="2.1", column="year").update(value=7)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_publications")
    assert ended.value.code == 1
    out = capsys.readouterr().out
    assert (
        f"entry 1: {report.agency.name} · {report.title}: cells/statistics/2.1/year/value: published 0, now 7"
        in out
    )


def test_more_entries_cost_no_more_queries(client, django_assert_num_queries):
    published()
    with django_assert_num_queries(3):
        client.get("/verify/")
    for year in range(2000, 2016):
        published(year=year)
    with django_assert_num_queries(3):
        client.get("/verify/")
