"""What a check found is said with its whole arithmetic, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from reports.domain.statform.definition import CellKey
from reports.domain.statform.identities import check
from reports.domain.statform.numbers import REASONS
from reports.queries import checks
from reports.queries.statforms import form
from tests.domain.statform.made_forms import LIKE_2014, make_form
from tests.domain.statform.real_tables import HUAIAN_2024, figures
from tests.factories import seed_figures

SHORT = form("fujian-2008")
NATIONAL = form("national-2021")


@pytest.fixture(autouse=True)
def in_chinese():
    with override("zh-hans"):
        yield


def seed(**changes: int | None) -> dict[CellKey, Decimal | None]:
    """The seed's figures with some cells of 2016 replaced: `row_2_2=3`."""
    values: dict[CellKey, Decimal | None] = dict(seed_figures())
    for name, value in changes.items():
        row, _, column = name.removeprefix("row_").rpartition("_")
        key = CellKey("statistics", row.replace("_", "."), column)
        values[key] = None if value is None else Decimal(value)
    return values


def national(**changes: str | None) -> dict[CellKey, Decimal | None]:
    """Figures of a published report with some cells replaced."""
    values = figures(HUAIAN_2024)
    for address, value in changes.items():
        values[CellKey.parse(address)] = None if value is None else Decimal(value)
    return values


def say(one, values, code, previous=None, year=2016):
    found = next(f for f in check(one, values, previous) if f.check == code)
    return checks.sentence(found, one, year)


def test_a_sum_that_holds_shows_its_arithmetic():
    assert say(SHORT, seed(), "statistics/2/year:down") == (
        "受理政府信息公开申请总数（2016年度列）1 ＝ 当面申请数 0 ＋ 网上申请数 1 ＋ 信函、传真申请数 0"
    )
    with override("en"):
        assert say(SHORT, seed(), "statistics/2/year:down") == (
            "1 (Disclosure requests accepted, column “Year 2016”) = "
            "0 (Made in person) + 1 (Made online) + 0 (Made by letter or fax)"
        )


def test_a_sum_that_fails_says_what_the_parts_make_and_what_is_given():
    values = seed(row_2_year=13, row_2_2_year=12)
    assert say(SHORT, values, "statistics/2/year:down") == (
        "受理政府信息公开申请总数（2016年度列）13 ≠ 当面申请数 0 ＋ 网上申请数 12 ＋ 信函、传真申请数 0。"
        "分项合计 12，总计填报 13。"
    )
    with override("en"):
        assert say(SHORT, values, "statistics/2/year:down").endswith(
            "The parts add up to 12, the total given is 13."
        )


def test_a_blank_is_named_and_not_counted_as_zero():
    assert say(SHORT, seed(row_2_1_year=None), "statistics/2/year:down") == (
        "无法判断 受理政府信息公开申请总数（2016年度列）1 ＝ 当面申请数 未填 ＋ 网上申请数 1 ＋ "
        "信函、传真申请数 0 是否成立：当面申请数未填。"
    )
    with override("en"):
        assert say(SHORT, seed(row_2_1_year=None), "statistics/2/year:down") == (
            "It cannot be told whether 1 (Disclosure requests accepted, column “Year 2016”) = "
            "blank (Made in person) + 1 (Made online) + 0 (Made by letter or fax): Made in person is blank."
        )


def test_many_blanks_are_counted():
    blank = {f"applications/3.3.{n}/total": None for n in range(1, 9)}
    text = say(NATIONAL, national(**blank), "applications/3.7/total:down")
    assert text.endswith("：属于国家秘密、其他法律行政法规禁止公开、危及“三安全一稳定”及另外 5 格未填。")
    with override("en"):
        text = say(NATIONAL, national(**blank), "applications/3.7/total:down")
        assert text.endswith(" and 5 more figures are blank.")


def test_nothing_but_blanks_is_said_shortly():
    text = say(NATIONAL, {}, "applications/3.7/other:down")
    assert text == "本年度办理结果·总计（其他列）未填，本项核验的其他各格也未填，无法判断。"


def test_columns_that_add_up_name_their_row():
    assert say(NATIONAL, national(), "disputes/review/total:across") == (
        "总计（“行政复议”行）351 ＝ 结果维持 72 ＋ 结果纠正 64 ＋ 其他结果 178 ＋ 尚未审结 37"
    )
    text = say(NATIONAL, national(), "applications/3.7/total:across")
    assert text.startswith("总计（“（七）总计”行）3,050 ＝ 自然人 2,932 ＋ 商业企业 53 ＋ ")


def test_the_balance_of_the_tables_head_names_both_sides():
    assert say(NATIONAL, national(), "applications/balance/total") == (
        "本年新收政府信息公开申请数量（总计列）3,119 ＋ 上年结转政府信息公开申请数量 34 ＝ "
        "本年度办理结果·总计 3,050 ＋ 结转下年度继续办理 103"
    )
    text = say(NATIONAL, national(**{"applications/4/total": "104"}), "applications/balance/total")
    assert text.endswith("左边合计 3,153，右边合计 3,154。")


def test_bounds_say_which_is_more():
    assert say(SHORT, seed(), "statistics/1.1/cumulative:within") == (
        "政府网站公开数（历年累计列）21,506 ≤ 主动公开文件数 24,112"
    )
    assert say(SHORT, seed(row_1_1_year=5000), "statistics/1.1/year:within") == (
        "政府网站公开数（2016年度列）5,000 ＞ 主动公开文件数 4,047。其中项不应大于所属总项。"
    )
    assert say(SHORT, seed(row_7_year=5), "statistics/7/year:to-date") == (
        "2016年度（“接受行政申诉、举报数”行）5 ＞ 历年累计 0。历年累计数不应小于本年数。"
    )
    assert say(SHORT, seed(row_3_cumulative=3), "statistics/3/cumulative:within") == (
        "对申请的答复总数（历年累计列）3 ＞ 受理政府信息公开申请总数 2。前者通常不大于后者，可能另有原因。"
    )


def test_what_crosses_years_names_last_years_report():
    before = seed(row_1_cumulative=20000)
    assert say(SHORT, seed(), "carry-over/statistics/1/cumulative", before) == (
        "历年累计（“主动公开文件数”行）24,112 ≠ 上年报告的历年累计 20,000 ＋ 2016年度 4,047。"
        "按上年报告应为 24,047，本年填报 24,112。"
    )
    text = say(NATIONAL, national(), "carry-over/disclosure/rules/in_force", national(), year=2025)
    assert text.startswith(
        "现行有效件数（“规章”行）11 ≠ 上年报告的现行有效件数 11 ＋ 本年制发件数 1 － 本年废止件数 0。"
    )
    blank = dict.fromkeys(NATIONAL.keys())
    text = say(NATIONAL, national(), "carry-over/applications/2/total", blank, year=2025)
    assert text == (
        "无法判断 上年结转政府信息公开申请数量（总计列）34 ＝ 上年报告的结转下年度继续办理 未填 是否成立："
        "上年报告的结转下年度继续办理未填。"
    )


def test_what_last_years_form_did_not_count_is_said_to_be_so():
    text = say(NATIONAL, national(), "carry-over/disclosure/rules/in_force", {}, year=2021)
    assert text == (
        "无法判断 现行有效件数（“规章”行）11 ＝ 上年报告的现行有效件数 未统计 ＋ "
        "本年制发件数 1 － 本年废止件数 0 "
        "是否成立：上年报告使用另一种表式，没有口径一致的数据。"
    )


def test_without_a_year_the_column_is_that_of_this_year():
    assert "（本年度列）" in say(SHORT, seed(), "statistics/2/year:down", year=None)


def test_the_only_column_of_a_table_goes_without_saying():
    one = make_form(LIKE_2014)
    values = {key: Decimal(0) for key in one.keys()}  # noqa: SIM118
    assert say(one, values, "statistics/3.3/count:down") == "申请答复数 0 ＝ 同意公开 0 ＋ 不同意公开 0"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_check_of_every_form_has_its_sentence(language):
    with override(language):
        for one in (SHORT, NATIONAL):
            keys = list(one.keys())
            blank_one = {key: Decimal(n) for n, key in enumerate(keys)} | {keys[0]: None}
            for values in ({}, dict.fromkeys(keys, Decimal(0)), blank_one):
                for previous in (None, {}, values):
                    for finding in check(one, values, previous):
                        text = checks.sentence(finding, one, 2016)
                        assert text and "%" not in text and "{" not in text


def test_decimals_keep_their_precision():
    one = make_form(LIKE_2014)
    values = {key: Decimal("0.100000") for key in one.keys()}  # noqa: SIM118
    assert say(one, values, "statistics/3.3/count:down").endswith("分项合计 0.2，总计填报 0.1。")


def test_a_summary_keeps_failures_warnings_and_open_checks_apart():
    assert checks.summary(check(SHORT, seed())) == checks.Summary(held=25, failed=0, warned=0, open=0)
    values = seed(row_2_2_year=2, row_3_cumulative=3, row_7_year=None)
    assert checks.summary(check(SHORT, values)) == checks.Summary(held=21, failed=2, warned=1, open=1)
    assert checks.summary([]) == checks.Summary(0, 0, 0, 0)


def test_findings_stand_under_short_headings():
    groups = checks.groups(check(SHORT, seed(), seed()))
    assert [(group.kind, group.heading, len(group.findings)) for group in groups] == [
        ("down", "各行之和等于总计", 4),
        ("within", "其中项不大于所属总项", 5),
        ("to-date", "本年数不大于历年累计数", 16),
        ("carry-over", "与上年报告衔接一致", 16),
    ]
    assert [group.kind for group in checks.groups(check(NATIONAL, national()))] == [
        "down",
        "across",
        "balance",
    ]


LOCATE_REASONS = (
    "unknown-form",
    "other-form",
    "other-year",
    "table-missing",
    "row-missing",
    "row-unsure",
    "row-twice",
    "row-label-missing",
    "column-order",
    "header-order",
    "unit-unknown",
    "row-label-unknown",
    "row-label-ambiguous",
    "cell-count",
    "text",
    "glued",
    "gap",
    "header-missing",
    "cut",
)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_reason_has_a_sentence_of_its_own(language):
    with override(language):
        general = checks.unread_sentence("no such reason")
        said = [checks.unread_sentence(reason) for reason in (*LOCATE_REASONS, *REASONS)]
    assert general
    assert general not in said
    assert len(set(said)) == len(said)


def test_an_unknown_reason_gets_the_general_sentence():
    assert checks.unread_sentence("") == "未能识别，请对照原文手工填写。"
    with override("en"):
        assert checks.unread_sentence("x").startswith("This was not understood.")
