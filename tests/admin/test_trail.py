"""Source and figures side by side: each figure leads to its place and back, and is accepted or corrected."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.domain.statform.definition import CellKey
from reports.models import Event, Report, StatCell
from reports.queries.figures import cells_of
from reports.services import files, importing
from reports.services.reading import read
from tests.admin.pages import CLERK, fields, signed_in, text
from tests.admin.test_report_import import source, word_file
from tests.factories import make_account, make_agency, make_report, make_writer

pytestmark = pytest.mark.django_db
FIRST = CellKey("statistics", "1", "year")


def imported(data: bytes = b"", name: str = "报告.txt") -> Report:
    """A draft that 陈 imported."""
    make_agency()
    data = data or source().encode()
    return importing.store(read(data, name=name), data=data, name=name, by=make_writer()).report


def address(report: Report, **query: str) -> str:
    return reverse("admin:reports_report_trail", args=[report.pk])


def trail(client: Client, report: Report, **query: str) -> HttpResponse:
    return client.get(address(report), query)


def cell(report: Report, key: CellKey = FIRST) -> StatCell:
    return cells_of(report)[key]


def test_each_figure_leads_to_its_line_and_back() -> None:
    report = imported()
    page = text(trail(signed_in("chen", *CLERK), report))
    line = cell(report).line
    assert f"cell=statistics/1/year#src-line-{line}" in page
    assert re.search(rf'id="src-line-{line}".*?cell=statistics/1/year#chosen"[^>]*>4047</a>', page, re.S)
    assert report.sources.get().sha256 in page


def test_each_figure_of_a_table_leads_to_its_cell_and_back() -> None:
    report = imported(word_file(), "报告.docx")
    page = text(trail(signed_in("chen", *CLERK), report))
    found = cell(report)
    anchor = f"src-0-{found.at_table}-{found.at_row}-{found.at_column}"
    assert f"cell=statistics/1/year#{anchor}" in page
    assert re.search(
        rf'<td id="{anchor}"[^>]*><a href="[^"]*cell=statistics/1/year#chosen"[^>]*>4047</a>', page
    )


def test_the_chosen_cell_tells_all_that_is_known_of_it() -> None:
    report = imported()
    page = text(trail(signed_in("chen", *CLERK), report, cell="statistics/1/year"))
    assert (
        "主动公开文件数，2016年度" in page or "主动公开文件数、2016年度" in page or "主动公开文件数" in page
    )
    assert "按行标签，完整一致" in page and "把握 100" in page and "尚未核对" in page
    assert f"第 {cell(report).line} 行" in page


@pytest.mark.parametrize("odd", ["", "nowhere/1/1", "<script>alert(1)</script>", "a/b", "x" * 5000])
def test_a_cell_that_is_none_chooses_none(odd: str) -> None:
    report = imported()
    answer = trail(signed_in("chen", *CLERK), report, cell=odd, source=odd)
    assert answer.status_code == 200 and 'id="chosen"' not in text(answer)
    assert "<script>alert" not in text(answer)


def test_a_figure_is_accepted_by_whoever_looked_at_it() -> None:
    report = imported()
    client = signed_in("wu", *CLERK)
    form = fields(trail(client, report, cell="statistics/1/year"), "")
    answer = client.post(address(report), {"cell": "statistics/1/year", "_accept": "", **version(form)})
    assert answer.status_code == 302
    found = cell(report)
    assert (found.accepted_by.username, found.accepted_at is not None) == ("wu", True)
    event = report.events.last()
    assert (event.act, event.by.username, event.changes) == (
        "edited",
        "wu",
        {"accepted": ["", "statistics/1/year"]},
    )
    page = text(trail(client, report, cell="statistics/1/year"))
    assert "与原件核对" in page and "已有人核对 1 个数据" in page


def version(form: dict[str, str]) -> dict[str, str]:
    return {"_version": form["_version"]}


def test_a_figure_is_corrected_and_keeps_its_place() -> None:
    report = imported()
    line = cell(report).line
    client = signed_in("wu", *CLERK)
    form = fields(trail(client, report, cell="statistics/1/year"), "")
    client.post(
        address(report), {"cell": "statistics/1/year", "raw": "4048", "_correct": "", **version(form)}
    )
    found = cell(report)
    assert (found.value, found.raw, found.rule, found.line) == (4048, "4048", "typed", line)
    assert found.accepted_by.username == "wu"
    page = text(trail(client, report, cell="statistics/1/year"))
    assert "<del>4047</del>" in page and "<ins>4048</ins>" in page


def test_what_is_no_figure_is_refused_and_nothing_changes() -> None:
    report = imported()
    client = signed_in("wu", *CLERK)
    form = fields(trail(client, report, cell="statistics/1/year"), "")
    sent = {"cell": "statistics/1/year", "raw": "<script>", "_correct": "", **version(form)}
    answer = client.post(address(report), sent, follow=True)
    assert "应为整数" in text(answer) or "errorlist" in text(answer) or "messagelist" in text(answer)
    assert cell(report).raw == "4047"


def test_who_was_overtaken_is_told() -> None:
    report = imported()
    client = signed_in("wu", *CLERK)
    form = fields(trail(client, report, cell="statistics/1/year"), "")
    Report.objects.filter(pk=report.pk).update(version=report.version + 5)
    client.post(address(report), {"cell": "statistics/1/year", "raw": "1", "_correct": "", **version(form)})
    assert cell(report).raw == "4047"


def test_what_is_unsure_or_unread_stands_first() -> None:
    report = imported(word_file(**{"5": ("若干", 0)}), "报告.docx")
    key = CellKey("statistics", "3", "year")
    report.cells.filter(row="3", column="year").update(confidence=0.92, rule="label-alike")
    client = signed_in("chen", *CLERK)
    page = text(trail(client, report))
    first = page[page.index("trail-look") : page.index('class="trail"')]
    assert first.index("statistics/5/year") < first.index("statistics/3/year")
    assert "92%" in first and "若干" in first and "与表式相近" in first
    answer = client.post(address(report), {"_all": "", "_version": str(report.version)})
    assert answer.status_code == 302
    report.refresh_from_db()
    waiting = [str(one.key) for one in report.cells.all() if one.accepted_at is None]
    assert set(waiting) == {str(key), "statistics/5/year"}


def test_more_cells_and_acts_cost_no_more_queries() -> None:
    client = signed_in("chen", *CLERK)
    counts = []
    for report in (imported(), make_report(year=2012, state="draft", figures={})):
        if not report.sources.exists():
            files.keep_source(report=report, data=b"nothing", name="a.txt")
        trail(client, report)
        with CaptureQueriesContext(connection) as captured:
            trail(client, report, cell="statistics/1/year")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_source_that_is_gone_or_damaged_is_said_and_the_figures_stay() -> None:
    report = imported()
    kept = report.sources.get()
    kept.file.storage.delete(kept.file.name)
    page = text(trail(signed_in("chen", *CLERK), report))
    assert "无法打开" in page and "4,047" in page


def test_typed_reports_and_reports_without_a_table_say_so() -> None:
    client = signed_in("chen", *CLERK)
    assert "没有原件" in text(trail(client, make_report(state="draft")))
    assert "没有统计表" in text(trail(client, make_report(year=2011, form_id="", state="draft")))


def test_what_is_public_is_shown_and_not_changed() -> None:
    report = make_report()
    client = signed_in("chen", *CLERK)
    assert "_correct" not in text(trail(client, report, cell="statistics/1/year"))
    client.post(address(report), {"cell": "statistics/1/year", "raw": "1", "_correct": "", "_version": "0"})
    assert cell(report).raw == "4047"


def test_who_only_reads_may_look_and_not_accept() -> None:
    report = imported()
    client = Client()
    client.force_login(make_account("wang", "auditor"))
    assert trail(client, report).status_code == 200
    before = Event.objects.exclude(act="denied").count()
    assert client.post(address(report), {"_all": "", "_version": str(report.version)}).status_code == 403
    assert Event.objects.exclude(act="denied").count() == before
    assert not report.cells.exclude(accepted_at=None).exists()
