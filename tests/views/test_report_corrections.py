"""The record of corrections: what each revision changed, as a page and as files; nothing of the withdrawn."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from reports.domain.statform.definition import CellKey
from reports.models import Agency, Report
from tests.factories import SHANGHAI, make_report, seed_figures

PAGE = "/reports/police/2016/"
LATER = datetime(2017, 3, 1, 9, 0, tzinfo=SHANGHAI)
DOCUMENTS = CellKey("statistics", "1", "year")
FEE = CellKey("statistics", "7", "year")


def corrected(agency: Agency, **values) -> tuple[Report, Report]:
    """Two revisions; the second has other documents and a fee, and says something else in chapter two."""
    first = make_report(agency=agency, superseded_at=LATER)
    changed = {**seed_figures(), DOCUMENTS: Decimal(4050), FEE: None}
    fields = {"correction_note": "补计三件，收费改为空白。", "released_at": LATER, **values}
    second = make_report(agency=agency, revision=2, figures=changed, **fields)
    second.chapters.filter(position=2).update(text="第二章的文字有改动。<script>alert(1)</script>")
    return first, second


def read(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def record(page: str) -> str:
    return page[page.index('<section id="corrections">') :]


def table(client: Client, path: str = f"{PAGE}corrections.csv") -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_a_report_with_one_revision_has_no_record(client: Client, report: Report) -> None:
    page = read(client)
    assert "更正记录" not in page
    assert table(client) == []
    assert json.loads(client.get(f"{PAGE}corrections.json").content)["corrections"] == []


def test_it_lists_each_figure_with_old_new_day_and_note(client: Client, police: Agency) -> None:
    corrected(police)
    shown = record(read(client))
    assert "第 2 版，2017-03-01" in shown
    assert "补计三件，收费改为空白。" in shown
    assert "与第 1 版相比，更正数据 2 项" in shown
    assert (
        '<tr><th scope="row">主动公开文件数</th><td>2016年度（条）</td>'
        '<td class="figure"><del>4,047</del></td><td class="figure"><ins>4,050</ins></td></tr>'
    ) in shown
    assert '<del>0</del></td><td class="figure"><span class="dash">–</span>' in shown


def test_it_shows_the_words_that_changed_and_runs_none_of_them(client: Client, police: Agency) -> None:
    corrected(police)
    shown = record(read(client))
    assert "二、主动公开：文字有改动" in shown
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert "一、概述" not in shown


def test_replaced_revisions_and_english_readers_see_the_same_record(client: Client, police: Agency) -> None:
    corrected(police)
    assert "<ins>4,050</ins>" in record(read(client, f"{PAGE}v1/"))
    english = record(read(client, f"/en{PAGE}"))
    assert "Record of corrections" in english
    assert "2 figures changed from revision 1" in english
    assert "<del>4,047</del>" in english


def test_the_csv_has_a_line_for_each_change(client: Client, police: Agency) -> None:
    corrected(police)
    lines = table(client)
    assert [(one["what"], one["cell"], one["old"], one["new"]) for one in lines[:2]] == [
        ("figure", "statistics/1/year", "4047", "4050"),
        ("figure", "statistics/7/year", "0", ""),
    ]
    assert {(one["revision"], one["compared_with"], one["published"]) for one in lines} == {
        ("2", "1", "2017-03-01")
    }
    assert lines[0]["note"] == "补计三件，收费改为空白。"
    assert lines[0]["name"] == "主动公开文件数"
    assert [one["what"] for one in lines[2:]] == ["text"]
    assert lines[2]["old"] == "第二章的文字。"


def test_a_note_that_looks_like_a_formula_is_no_formula_in_the_csv(client: Client, police: Agency) -> None:
    corrected(police, correction_note="=cmd|' /C calc'!A0")
    assert table(client)[0]["note"] == "'=cmd|' /C calc'!A0"


def test_the_json_holds_exact_numbers_and_nulls(client: Client, police: Agency) -> None:
    corrected(police)
    told = json.loads(client.get(f"{PAGE}corrections.json").content)
    assert told["report"] == {
        "agency": "示例市公安局",
        "year": 2016,
        "kind": "own",
        "address": "http://testserver/reports/police/2016/",
    }
    (made,) = told["corrections"]
    assert (made["revision"], made["compared_with"]) == (2, 1)
    assert made["published_at"] == "2017-03-01T09:00:00+08:00"
    assert [(one["cell"], one["old"], one["new"]) for one in made["cells"]] == [
        ("statistics/1/year", "4047", "4050"),
        ("statistics/7/year", "0", None),
    ]
    assert made["texts"][0]["old"] == ["第二章的文字。"]
    assert told["withdrawn"] == []


def test_the_same_value_written_otherwise_is_no_correction(client: Client, police: Agency) -> None:
    make_report(agency=police, superseded_at=LATER)
    second = make_report(agency=police, revision=2, correction_note="改标点。", released_at=LATER)
    second.cells.filter(row="1", column="year").update(raw="4,047")
    shown = record(read(client))
    assert "数据和文字与第 1 版相同。" in shown
    assert table(client)[0]["what"] == "none"


def test_nothing_of_a_withdrawn_revision_is_shown(client: Client, police: Agency) -> None:
    """Revision 1 stands compared with 3; of 2, which was withdrawn, only that it was there."""
    make_report(agency=police, superseded_at=LATER)
    gone = make_report(
        agency=police,
        revision=2,
        state="withdrawn",
        figures={**seed_figures(), DOCUMENTS: Decimal(987654)},
        correction_note="不该再读到的更正说明",
        withdrawn_at=LATER,
        withdrawn_by=Report.objects.first().created_by,
        withdrawal_reason="误发",
    )
    gone.chapters.update(text="不该再读到的话")
    make_report(
        agency=police,
        revision=3,
        figures={**seed_figures(), DOCUMENTS: Decimal(4048)},
        correction_note="重新发布",
        released_at=LATER,
    )
    for path in (PAGE, f"{PAGE}v1/", f"{PAGE}corrections.csv", f"{PAGE}corrections.json"):
        text = client.get(path).content.decode()
        assert "987,654" not in text and "987654" not in text
        assert "不该再读到的话" not in text
    shown = record(read(client))
    assert "不该再读到的更正说明" not in shown
    assert "第 2 版已于 2017-03-01 撤回，其内容不再显示。" in shown
    assert "与第 1 版相比，更正数据 1 项" in shown
    told = json.loads(client.get(f"{PAGE}corrections.json").content)
    assert [one["revision"] for one in told["withdrawn"]] == [2]
    assert [(one["revision"], one["compared_with"]) for one in told["corrections"]] == [(3, 1)]


def test_after_a_withdrawn_first_revision_there_is_nothing_to_compare(client: Client, police: Agency) -> None:
    first = make_report(
        agency=police,
        state="withdrawn",
        figures={**seed_figures(), DOCUMENTS: Decimal(987654)},
        withdrawn_at=LATER,
        withdrawn_by=make_report(agency=police, year=2014).created_by,
        withdrawal_reason="误发",
    )
    make_report(agency=police, revision=2, correction_note="重新发布", released_at=LATER)
    shown = record(read(client))
    assert "前一版已撤回，其内容不再显示。" in shown
    assert "987" not in shown
    assert first.pk


def test_while_nothing_stands_the_files_are_closed_too(client: Client, police: Agency) -> None:
    report = make_report(agency=police)
    Report.objects.filter(pk=report.pk).update(
        state="withdrawn", withdrawn_at=LATER, withdrawn_by=report.created_by, withdrawal_reason="误发"
    )
    for suffix in ("csv", "json"):
        assert client.get(f"{PAGE}corrections.{suffix}").status_code == 410


@pytest.mark.parametrize("suffix", ["xlsx", "html", "csv.exe", "%00"])
def test_other_formats_are_not_found(client: Client, police: Agency, suffix: str) -> None:
    corrected(police)
    assert client.get(f"{PAGE}corrections.{suffix}").status_code == 404


def test_a_draft_of_a_correction_is_nowhere_in_the_record(client: Client, police: Agency) -> None:
    corrected(police)
    make_report(
        agency=police,
        revision=3,
        state="draft",
        figures={DOCUMENTS: Decimal(987654)},
        correction_note="还没有公布",
    )
    for path in (PAGE, f"{PAGE}corrections.csv", f"{PAGE}corrections.json"):
        text = client.get(path).content.decode()
        assert "987" not in text
        assert "还没有公布" not in text


def test_another_form_is_named_and_its_cells_are_not_compared(client: Client, police: Agency) -> None:
    make_report(agency=police, superseded_at=LATER)
    make_report(
        agency=police, revision=2, form_id="national-2014", correction_note="改用新表", released_at=LATER
    )
    shown = record(read(client))
    assert "不同表式的数据不作逐项对比" in shown
    assert "correction-cells" not in shown


def test_ten_revisions_cost_no_more_queries_than_two(
    client: Client, police: Agency, django_assert_num_queries: object
) -> None:
    corrected(police)
    with django_assert_num_queries(3) as few:
        client.get(f"{PAGE}corrections.json")
    Report.objects.filter(agency=police, revision=2).update(superseded_at=LATER)
    for revision in range(3, 11):
        make_report(
            agency=police,
            revision=revision,
            superseded_at=None if revision == 10 else LATER,
            figures={**seed_figures(), DOCUMENTS: Decimal(4000 + revision)},
            correction_note=f"第{revision}次更正",
        )
    with django_assert_num_queries(len(few)):
        client.get(f"{PAGE}corrections.json")
    assert len(table(client)) >= 10
