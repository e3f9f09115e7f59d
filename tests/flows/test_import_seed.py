"""From a text file to the public: read, stored, published; the page and its files say what the text says."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from reports.models import Report
from tests.factories import SEED_FIGURES, make_account

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "tests" / "files" / "report_2016.txt"
REAL = ROOT.parent / "shared" / "reports" / "01_a_sanming_police_2016.txt"
HEADINGS = {
    MADE: [
        "概述",
        "主动公开的情况",
        "依申请公开的情况",
        "收费和减免",
        "复议、诉讼和申诉",
        "存在的问题",
        "下一步打算",
        "附表和说明",
    ],
    REAL: [
        *("概述", "主动公开政府信息的情况", "政府信息依申请公开办理情况", "政府信息公开的收费及减免情况"),
        *("复议、诉讼和申述情况", "工作中存在的问题", "下一步工作措施", "附表和说明"),
    ],
}
pytestmark = pytest.mark.django_db


@pytest.fixture(params=[MADE, REAL], ids=["made", "published"])
def file(request):
    if not request.param.exists():
        pytest.skip("the published report is not at hand")
    return request.param


def read(file, *options):
    out = io.StringIO()
    call_command("import_report", str(file), "--format", "json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_a_dry_run_gives_exactly_what_is_printed(file):
    found = read(file, "--dry-run")
    bureau = "示例市公安局" if file == MADE else "三明市公安局"
    lines = file.read_text("utf-8").split("\n")

    assert (found["title"], found["agency"]) == (f"{bureau}2016年度政府信息公开工作报告", bureau)
    assert (found["year"], found["published_at"]) == (2016, "2017-01-19T15:03:00+08:00")
    assert (found["source"], found["form"]) == (bureau, "fujian-2008")
    assert [(c["number"], c["heading"]) for c in found["chapters"]] == list(
        zip("一二三四五六七八", HEADINGS[file], strict=True)
    )
    assert {cell["cell"]: cell["value"] for cell in found["cells"]} == {
        f"statistics/{row}/{column}": str(value)
        for row, pair in SEED_FIGURES.items()
        for column, value in zip(("year", "cumulative"), pair, strict=True)
    }
    assert all(lines[cell["source"]["line"] - 1].strip() == cell["raw"] for cell in found["cells"])
    assert {cell["confidence"] for cell in found["cells"]} == {1.0}
    assert {finding["status"] for finding in found["findings"]} == {"holds"}
    assert found["unread"] == []
    assert [item["text"] for item in found["furniture"]] == [
        "附件下载",
        "扫一扫在手机上查看当前页面",
        "相关解读",
    ]
    assert [lines[item["line"] - 1].strip() for item in found["furniture"]] == [
        item["text"] for item in found["furniture"]
    ]


def test_no_word_of_the_file_is_lost(file):
    """Every line is in the title, the source line, a chapter, the table, its caption or the furniture."""
    found = read(file, "--dry-run")
    kept = "\n".join(
        [
            found["title"],
            found["preamble"],
            *(f"{c['number']}、{c['heading']}\n{c['text']}" for c in found["chapters"]),
            found["closing"],
            *found["caption"],
            *(item["text"] for item in found["furniture"]),
        ]
    )
    lines = [line.strip() for line in file.read_text("utf-8").split("\n")]
    first = lines.index("指标名称")
    last = max(cell["source"]["line"] for cell in found["cells"])
    lost = [line for line in lines[:1] + lines[2:first] + lines[last:] if line not in kept]
    assert lost == []


def test_published_its_page_and_files_say_what_the_text_says(file):
    make_account("chen", has_every_role=True)
    found = read(file, "--publish", "--by", "chen")
    report = Report.objects.get()
    address = f"/reports/{report.agency.slug}/2016/"
    client = Client()

    page = client.get(address)
    assert page.status_code == 200
    text = page.content.decode()
    assert "4,047" in text and "24,112" in text
    assert found["title"] in text

    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{address}tables/statistics.csv").content.decode("utf-8-sig")))
    )
    cells = client.get(f"{address}tables/statistics.json").json()["cells"]
    assert [row["value"] for row in rows] == [cell["value"] for cell in cells]
    assert [cell["value"] for cell in cells] == [cell["value"] for cell in found["cells"]]
