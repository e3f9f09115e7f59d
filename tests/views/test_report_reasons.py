"""What the public reads of findings that were explained: beside the table, in the list, in the files."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.test import Client

from reports.domain.statform.definition import CellKey
from reports.models import Agency, Report
from reports.queries import everycheck
from reports.services import figures, overrides, reports
from tests.factories import make_report, make_writer, released, seed_figures

PAGE = "/reports/police/2016/"
CHECK = "statistics/2/year:down"
TOTAL = CellKey("statistics", "2", "year")
REASON = "另有两件经邮箱提出，<script>alert(1)</script>表内无此渠道。"


def wrong(agency: Agency, **values) -> Report:
    return make_report(agency=agency, state="draft", figures=seed_figures() | {TOTAL: Decimal(3)}, **values)


def explain_all(report: Report, reason: str = REASON) -> int:
    codes = [one.check for one in everycheck.of_report(report).all if one.status == "fails"]
    for code in codes:
        overrides.override(report=report, check_code=code, reason=reason, by=make_writer())
    return len(codes)


@pytest.fixture
def explained(police: Agency) -> Report:
    """A published report, every failing check of which was explained."""
    report = wrong(police)
    explain_all(report)
    return released(report)


def read(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_each_reason_stands_beside_its_arithmetic(client: Client, explained: Report) -> None:
    page = read(client)
    count = explained.checks_overridden
    assert count >= 1
    assert f"{count} 项核验不相符，理由如下：" in page
    at = page.index('<li id="check-statistics-2-year-down">')
    block = page[at : page.index("</li>", at)]
    assert "受理政府信息公开申请总数（2016年度列）3 ≠ " in block
    assert "发布机构说明的理由：" in block
    assert "另有两件经邮箱提出，&lt;script&gt;alert(1)&lt;/script&gt;表内无此渠道。" in block
    assert "<script>alert" not in page


def test_the_head_counts_them_and_leads_to_the_first(client: Client, explained: Report) -> None:
    page = read(client)
    count = explained.checks_overridden
    assert f'<a href="#check-statistics-2-year-down">查看 {count} 项理由</a>' in page
    assert f"另有 {count} 项不相符，已说明理由" in page


def test_the_cells_lead_to_the_reason(client: Client, explained: Report) -> None:
    page = read(client)
    assert (
        '<td class="figure explained" id="cell-statistics-2-year"><a href="#check-statistics-2-year-down"'
        in page
    )
    assert 'class="figure fails' not in page


def test_english_readers_get_the_same(client: Client, explained: Report) -> None:
    page = read(client, "/en" + PAGE)
    count = explained.checks_overridden
    words = "Read the reason" if count == 1 else f"Read the {count} reasons"
    assert f"{words}</a>" in page
    assert "Reason given by the agency:" in page
    assert "另有两件经邮箱提出" in page


def test_the_json_of_the_table_tells_status_and_reason(client: Client, explained: Report) -> None:
    told = json.loads(client.get(f"{PAGE}tables/statistics.json").content)
    found = {one["check"]: (one["status"], one["reason"]) for one in told["findings"]}
    assert found[CHECK] == ("overridden", REASON)
    assert found["statistics/3/year:down"] == ("holds", None)


def test_the_list_counts_what_was_explained(client: Client, explained: Report) -> None:
    count = explained.checks_overridden
    assert f'<span class="mark mark-open">其余相符，另 {count} 项已说明理由</span>' in read(
        client, "/reports/"
    )


def test_only_what_was_explained_is_so(client: Client, police: Agency) -> None:
    report = wrong(police)
    figures.recount(report)
    other = CellKey("statistics", "3", "year")
    figures.save_figures(report=report, raws={other: "5"}, by=make_writer())
    overrides.override(report=report, check_code=CHECK, reason=REASON, by=make_writer())
    reports.submit(report=report, by=make_writer(), explanation="其余另行说明。")
    released(report)
    page = read(client)
    assert "发布机构说明：" in page
    assert "1 项核验不相符，理由如下：" in page
    assert 'id="cell-statistics-3-year"' in page
    assert 'class="figure fails' in page


def test_a_lapsed_reason_is_nowhere_to_be_read(client: Client, police: Agency) -> None:
    report = wrong(police)
    explain_all(report)
    figures.save_figures(report=report, raws={TOTAL: "1"}, by=make_writer())
    released(report)
    for path in (PAGE, f"{PAGE}tables/statistics.json", f"{PAGE}record.json", "/reports/"):
        answer = client.get(path)
        assert "邮箱" not in answer.content.decode()


def test_a_question_is_answered_beside_it(client: Client, police: Agency) -> None:
    """4047 after 400 the year before is more than fivefold: the checks ask, the agency answers."""
    before = seed_figures() | {CellKey("statistics", "1", "year"): Decimal(400)}
    make_report(agency=police, year=2015, figures=before)
    report = make_report(agency=police, state="draft")
    asked = [
        one for one in everycheck.of_report(report).prose if one.rule == "jump" and one.status == "fails"
    ]
    assert [str(one.cells[0]) for one in asked] == ["statistics/1/year"]
    overrides.override(
        report=report, check_code=asked[0].check, reason="今年起计入网站信息。", by=make_writer()
    )
    explain_all(report, "沿用上年口径。")
    released(report)
    page = read(client)
    at = page.index("今年起计入网站信息。")
    before_it = page[max(0, at - 600) : at]
    assert "4,047，上年400" in before_it
    assert "发布机构回答：" in before_it


def test_last_years_correction_makes_the_question_another_one(client: Client, police: Agency) -> None:
    before = seed_figures() | {CellKey("statistics", "1", "year"): Decimal(400)}
    last = make_report(agency=police, year=2015, figures=before)
    report = make_report(agency=police, state="draft")
    explain_all(report, "今年起计入网站信息。")
    released(report)
    assert "今年起计入网站信息。" in read(client)
    last.cells.filter(row="1", column="year").update(value=Decimal(300))
    Report.objects.filter(pk=last.pk).update(version=99)
    page = read(client)
    asked = page.count("今年起计入网站信息。")
    figures.recount(report)
    report.refresh_from_db()
    assert asked == report.checks_overridden
    assert report.checks_warned >= 1
