"""The page of one report: its words, its table, what the checks found, and whom it is shown to."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from reports.domain.statform.definition import CellKey
from reports.models import Agency, Attachment, Chapter, RelatedLink, Report
from tests.factories import SHANGHAI, make_account, make_agency, make_report, seed_figures

PAGE = "/reports/police/2016/"


def changed(**values: int | None) -> dict[CellKey, Decimal | None]:
    """The seed's figures with some replaced: r2__year=3 is row 2, column year."""
    figures: dict[CellKey, Decimal | None] = dict(seed_figures())
    for name, value in values.items():
        row, column = name.removeprefix("r").split("__")
        key = CellKey("statistics", row.replace("_", "."), column)
        figures[key] = None if value is None else Decimal(value)
    return figures


def read(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_it_shows_title_source_time_and_revision(client: Client, report: Report) -> None:
    page = read(client)
    assert '<h1 lang="zh-Hans">示例市公安局2016年政府信息公开工作报告</h1>' in page
    assert "来源：示例市公安局" in page
    assert '<time datetime="2017-01-19T15:03+08:00">2017-01-19 15:03</time>' in page
    assert "第 1 版" in page


def test_it_shows_the_chapters_and_an_outline_to_jump_by(client: Client, report: Report) -> None:
    page = read(client)
    assert '<a href="#chapter-1" lang="zh-Hans">一、概述</a>' in page
    assert '<section id="chapter-1">' in page
    assert "<p>第二章的文字。</p>" in page
    assert '<a href="#statistics">附：统计表</a>' in page


def test_the_table_is_a_real_table_with_thousands_and_soft_zeros(client: Client, report: Report) -> None:
    page = read(client)
    assert '<th scope="col" rowspan="1" class="label">指标名称</th>' in page
    assert '<th scope="col">2016年度</th>' in page
    assert '<td class="figure">4,047</td>' in page
    assert '<td class="figure">24,112</td>' in page
    assert page.count('<td class="figure zero">0</td>') == 19
    assert '<tr class="group">' in page


def test_a_blank_cell_is_a_dash_with_a_note_and_no_zero(client: Client, police: Agency) -> None:
    make_report(agency=police, figures=changed(r7__year=None, r7__cumulative=None))
    page = read(client)
    assert page.count('<td class="figure blank"><span class="dash">–</span></td>') == 2
    assert "短横（–）表示报告未填写的格，共 2 格。未填写不等于零。" in page


def test_a_text_that_is_no_number_is_shown_as_printed(client: Client, report: Report) -> None:
    report.cells.filter(row="7", column="year").update(value=None, raw="约3<b>")
    assert '<td class="figure text">约3&lt;b&gt;</td>' in read(client)


def test_checks_that_hold_say_so_and_open_to_their_arithmetic(client: Client, report: Report) -> None:
    page = read(client)
    assert "核验：25 项全部相符" in page
    assert (
        "受理政府信息公开申请总数（2016年度列）1 ＝ 当面申请数 0 ＋ 网上申请数 1 ＋ 信函、传真申请数 0"
        in page
    )
    assert "<details" in page
    assert 'class="mark mark-fails"' not in page


def test_a_sum_that_fails_is_marked_at_its_cell_and_leads_to_its_arithmetic(
    client: Client, police: Agency
) -> None:
    make_report(agency=police, figures=changed(r2__year=2), explanation="一件信函申请计入上年。")
    page = read(client)
    assert "核验：25 项中有 1 项不符" in page
    assert (
        '<td class="figure fails" id="cell-statistics-2-year"><a href="#check-statistics-2-year-down"' in page
    )
    assert '<td class="figure fails part" id="cell-statistics-2_3-year">' in page
    assert 'id="check-statistics-2-year-down" open>' in page
    assert "分项合计 1，总计填报 2" in page
    assert "一件信函申请计入上年。" in page


def test_an_explanation_is_escaped_and_stays_away_from_sound_tables(client: Client, police: Agency) -> None:
    make_report(agency=police, year=2015, explanation="<script>alert(1)</script>")
    assert "alert(1)" not in read(client, "/reports/police/2015/")
    make_report(agency=police, figures=changed(r2__year=2), explanation="<script>alert(1)</script>")
    page = read(client)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_year_before_is_checked_against_where_it_stands(client: Client, report: Report) -> None:
    assert "项全部相符" in read(client)
    before = changed(**{f"r{row.replace('.', '_')}__cumulative": 0 for row in ("2", "2.2", "3", "3.4")})
    make_report(agency=report.agency, year=2015, figures=before)
    page = read(client)
    assert "41 项中有" in page


def test_tables_of_the_national_form_stand_in_their_chapters(client: Client, police: Agency) -> None:
    figures = {CellKey("disclosure", "charges", "amount"): Decimal("72701.2578")}
    report = make_report(agency=police, year=2023, form_id="national-2021", figures=figures)
    report.chapters.all().delete()
    Chapter.objects.create(report=report, position=1, number="二", heading="主动公开政府信息情况")
    page = read(client, "/reports/police/2023/")
    assert page.index('id="chapter-1"') < page.index("72,701.2578") < page.index('id="statistics"')
    assert page.index('id="statistics"') < page.index("予以公开")


def test_the_wide_table_scrolls_in_a_frame_a_keyboard_can_reach(client: Client, police: Agency) -> None:
    make_report(agency=police, year=2023, form_id="national-2021")
    page = read(client, "/reports/police/2023/")
    assert 'tabindex="0" role="region" aria-label="收到和处理政府信息公开申请情况"' in page
    assert '<th scope="colgroup" colspan="5">法人或其他组织</th>' in page


def test_a_report_without_a_table_says_so(client: Client, police: Agency) -> None:
    make_report(agency=police, form_id="")
    page = read(client)
    assert "统计表格式</dt><dd>无</dd>" in page
    assert "stat-table" not in page.split("<main")[1]


def test_a_report_of_an_unknown_form_is_still_shown(client: Client, police: Agency) -> None:
    make_report(agency=police, form_id="gone-1999")
    assert "第一章的文字。" in read(client)


@pytest.mark.parametrize("state", ["draft", "in_review"])
@pytest.mark.parametrize(
    "path",
    ["", "v1/", "tables/statistics.csv", "tables/statistics.json", "v1/tables/statistics.csv", "qr.svg"],
)
def test_nobody_outside_sees_what_is_not_published(
    client: Client, police: Agency, state: str, path: str
) -> None:
    make_report(agency=police, state=state, title="秘密标题")
    assert "秘密标题" not in read(client, PAGE + path, 404)
    assert "秘密标题" not in read(client, f"/en{PAGE}{path}", 404)


def test_a_correction_in_hand_changes_nothing_outside(client: Client, report: Report) -> None:
    make_report(agency=report.agency, state="draft", revision=2, title="第二版草稿")
    page = read(client)
    assert "第二版草稿" not in page
    assert "第 2 版" not in page
    read(client, f"{PAGE}v2/", 404)


@pytest.fixture
def corrected(police: Agency) -> Report:
    """Revision 2 of the report, which replaced revision 1 on 1 March 2017."""
    make_report(
        agency=police,
        title="第一版标题",
        superseded_at=datetime(2017, 3, 1, tzinfo=SHANGHAI),
        figures=changed(r1__year=4000),
    )
    return make_report(
        agency=police, revision=2, title="第二版标题", correction_note="主动公开文件数更正为 4047。"
    )


def test_the_address_without_a_revision_shows_the_one_that_stands(client: Client, corrected: Report) -> None:
    page = read(client)
    assert "第二版标题</h1>" in page
    assert "第 2 版，更正说明" in page
    assert "主动公开文件数更正为 4047。" in page
    assert '<a href="/reports/police/2016/v1/">第 1 版</a>' in page


def test_a_replaced_revision_stays_at_its_address_and_points_onwards(
    client: Client, corrected: Report
) -> None:
    page = read(client, f"{PAGE}v1/")
    assert "第一版标题</h1>" in page
    assert "自 2017-03-01 起，以第 2 版为准。" in page
    assert '<a href="/reports/police/2016/">查看现行版本</a>' in page
    assert "4,000" in page
    assert 'href="/reports/police/2016/v1/tables/statistics.csv"' in page


def test_every_revision_has_an_address_that_never_changes_its_meaning(
    client: Client, corrected: Report
) -> None:
    assert "第二版标题</h1>" in read(client, f"{PAGE}v2/")
    read(client, f"{PAGE}v3/", 404)
    read(client, f"{PAGE}v0/", 404)


def test_a_withdrawn_report_keeps_a_page_that_says_when_and_why(client: Client, police: Agency) -> None:
    withdrawn_by = make_account()
    report = make_report(
        agency=police,
        state="withdrawn",
        withdrawn_at=datetime(2018, 5, 4, 23, 30, tzinfo=SHANGHAI),
        withdrawn_by=withdrawn_by,
        withdrawal_reason="附件含有个人信息。",
    )
    page = read(client, status=410)
    assert report.title in page
    assert "该报告已于 2018-05-04 撤回" in page
    assert "附件含有个人信息。" in page
    assert "第一章的文字" not in page
    assert "4,047" not in page
    for path in ("v1/", "tables/statistics.csv", "tables/statistics.json", "qr.svg"):
        assert "4047" not in read(client, PAGE + path, 410)


def test_withdrawing_the_last_revision_closes_those_it_replaced(client: Client, corrected: Report) -> None:
    Report.objects.filter(pk=corrected.pk).update(
        state="withdrawn",
        withdrawn_at=datetime(2018, 5, 4, tzinfo=SHANGHAI),
        withdrawn_by=make_account(),
        withdrawal_reason="核对中。",
    )
    assert "核对中。" in read(client, f"{PAGE}v1/", 410)
    make_report(agency=corrected.agency, revision=3, title="第三版标题")
    assert "第一版标题" in read(client, f"{PAGE}v1/")
    assert "核对中。" in read(client, f"{PAGE}v2/", 410)
    page = read(client)
    assert "第三版标题" in page
    assert '<a href="/reports/police/2016/v2/">第 2 版</a>' in page


def test_a_roll_up_has_its_own_address(client: Client, report: Report) -> None:
    make_report(agency=report.agency, kind="roll_up", title="示例市汇总报告")
    page = read(client, f"{PAGE}roll-up/")
    assert "示例市汇总报告</h1>" in page
    assert 'href="/reports/police/2016/roll-up/tables/statistics.csv"' in page
    assert "示例市汇总报告" not in read(client)
    assert "示例市汇总报告</h1>" in read(client, f"{PAGE}roll-up/v1/")


def test_it_lists_related_interpretations(client: Client, report: Report) -> None:
    assert "发布机构没有提供。" in read(client)
    RelatedLink.objects.create(report=report, title="一图读懂", url="https://example.gov.cn/a")
    assert '<a href="https://example.gov.cn/a" rel="noreferrer">一图读懂</a>' in read(client)


def test_an_agencys_former_address_leads_to_the_present_one_for_ever(client: Client, report: Report) -> None:
    report.agency.former_addresses.create(slug="old-police")
    for path in ("2016/", "2016/tables/statistics.csv", "2016/v1/", "2016/roll-up/?view=large"):
        answer = client.get(f"/reports/old-police/{path}")
        assert answer.status_code == 301
        assert answer["Location"] == f"/reports/police/{path}"
    assert client.get("/en/reports/old-police/2016/")["Location"] == "/en/reports/police/2016/"


@pytest.mark.parametrize(
    "path",
    [
        "/reports/police/99999999999/",
        "/reports/police/0000/",
        "/reports/police/2016/v99999999999/",
        "/reports/police/2016/v-1/",
        "/reports/police'%20OR%201=1--/2016/",
        "/reports/%00/2016/",
        "/reports/police/2016/tables/%2e%2e%2fetc.csv",
        "/reports/police/2016/tables/statistics.exe",
        "/reports/police/2016/tables/nothing.csv",
        "/reports/" + "a" * 3000 + "/2016/",
    ],
)
def test_hostile_addresses_find_nothing(client: Client, report: Report, path: str) -> None:
    read(client, path, 404)


def test_a_hostile_view_is_the_usual_view(client: Client, report: Report) -> None:
    page = read(client, f"{PAGE}?view=<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert 'class="large"' not in page


def test_other_methods_than_reading_are_refused(client: Client, report: Report) -> None:
    assert client.post(PAGE).status_code == 405
    assert client.head(PAGE).status_code == 200


def test_more_chapters_and_figures_cost_no_more_queries_and_any_corrections_two(
    client: Client, police: Agency, django_assert_num_queries: object
) -> None:
    make_report(agency=police)
    with django_assert_num_queries(9):
        read(client)
    big = make_report(agency=make_agency("示例市第二局", slug="second"), revision=6)
    for number in range(3, 33):
        Chapter.objects.create(report=big, position=number, heading=f"第{number}部分", text="文字")
        RelatedLink.objects.create(report=big, title=f"解读{number}", url=f"https://example.gov.cn/{number}")
    for revision in range(1, 6):
        make_report(agency=big.agency, revision=revision, superseded_at=datetime(2017, 3, 1, tzinfo=SHANGHAI))
    with django_assert_num_queries(11):  # the cells and the chapters of all revisions
        read(client, "/reports/second/2016/")


def test_the_second_reader_gets_the_tables_from_the_cache_until_something_changes(
    client: Client, report: Report
) -> None:
    first = read(client)
    assert read(client) == first
    report.cells.filter(row="7", column="cumulative").update(value=5)
    Report.objects.filter(pk=report.pk).update(version=1)
    assert '<td class="figure">5</td>' in read(client)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "JavaScript:1"]
)
def test_a_related_address_that_is_no_web_address_is_no_link(
    client: Client, report: Report, url: str
) -> None:
    RelatedLink.objects.create(report=report, title="假解读", url=url)
    RelatedLink.objects.create(report=report, title="真解读", url="https://www.example.gov.cn/jd")
    page = read(client)
    assert '<a href="https://www.example.gov.cn/jd" rel="noreferrer">真解读</a>' in page
    assert url not in page
    assert "假解读" not in page


def test_a_file_name_cannot_turn_the_words_around_it(client: Client, report: Report) -> None:
    Attachment.objects.create(
        report=report, title="附件", name="a\u202efdp.exe", sha256="0" * 64, size=3, file="a.bin"
    )
    assert "<bdi>a\u202efdp.exe</bdi> · 3 B" in read(client)


def test_whom_a_report_greets_stands_at_the_margin(client: Client, police: Agency) -> None:
    make_report(agency=police, preamble="市政务公开办：\n现将情况报告如下：\n一年来。")
    page = read(client)
    assert '<p class="greeting">市政务公开办：</p><p>现将情况报告如下：</p><p>一年来。</p>' in page


def test_the_tables_lead_to_the_present_address_at_once(client: Client, report: Report) -> None:
    assert "/reports/police/2016/tables/statistics.csv" in read(client)
    Agency.objects.filter(slug="police").update(slug="city-police")
    page = read(client, "/reports/city-police/2016/")
    assert "/reports/police/" not in page


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_method_that_would_write_is_refused_as_such_even_without_a_token(
    report: Report, method: str
) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(PAGE)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(("number", "printed"), [("三", "三、收费"), ("（三）", "（三）收费"), ("", "收费")])
def test_a_chapter_keeps_the_number_it_was_printed_with(db, client, number, printed):
    report = make_report()
    Chapter.objects.filter(report=report, position=2).update(number=number, heading="收费")
    page = client.get(f"/reports/{report.agency.slug}/2016/").content.decode()
    assert f">{printed}<" in page


def test_the_head_of_the_page_leads_to_the_first_check_that_fails(db, client):
    key = CellKey("statistics", "2.2", "cumulative")
    report = make_report(figures={**seed_figures(), key: Decimal(3)})
    page = client.get(f"/reports/{report.agency.slug}/2016/").content.decode()
    assert 'href="#check-statistics-2-cumulative-down" class="mark mark-fails"' in page
    assert page.count('id="check-statistics-2-cumulative-down"') == 1
