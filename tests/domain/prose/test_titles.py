"""What titles say, in the forms titles have."""

import pytest

from reports.domain.prose.titles import period_year, title_of, title_over, year_in


@pytest.mark.parametrize(
    ("printed", "agency", "year"),
    [
        ("示例市公安局2016年度政府信息公开工作报告", "示例市公安局", 2016),
        ("2018年示新镇政府信息公开工作年度报告", "示新镇", 2018),
        ("示村镇2010年政府信息公开工作年度报告", "示村镇", 2010),
        ("示里区人民政府 2018 年政府信息公开工作年度报告", "示里区人民政府", 2018),
        ("示例市2023年政府信息公开工作年度报告", "示例市", 2023),
        ("示华乡2010年政府信息公开报告", "示华乡", 2010),
        ("示例市公安局政府信息公开2016年度报告", "示例市公安局", 2016),
        ("示例市公安局关于２０１６年度政府信息公开工作的报告", "示例市公安局", 2016),
        ("示例市公安局二〇一六年度政府信息公开工作报告", "示例市公安局", 2016),
        ("2016年度政府信息公开工作报告", "", 2016),
        ("示例市公安局政府信息公开工作年度报告", "示例市公安局", None),
        ("示例市公安局2016年度政务公开年报（全文）", "示例市公安局", 2016),
        ("示例市公安局：2016年度政府信息公开工作报告", "示例市公安局", 2016),
        ("示例市公安局2016年度政府信息公开工作报告。", "示例市公安局", 2016),
        ("2017年1月示例市公安局2016年度政府信息公开工作报告", "", 2016),
        ("贯彻2008年条例2016年政府信息公开工作报告", "", 2016),
        ("2015年-2016年度政府信息公开工作报告", "", None),
        ("2015至2016年度政府信息公开工作报告", "", None),
        ("2015年度和2016年度政府信息公开工作报告", "", None),
        ("示例市公安局政府信息公开工作报告（2017年1月）", "示例市公安局", None),
        ("示例市公安局政府信息公开年度报告（2016年度）", "示例市公安局", 2016),
        ("关于示例市公安局2016年度政府信息公开工作的报告", "", 2016),
        ("我局2016年度政府信息公开工作报告", "", 2016),
    ],
)
def test_a_title_tells_agency_and_year(printed, agency, year):
    title = title_of(printed)

    assert (title.agency_name, title.year) == (agency, year)


@pytest.mark.parametrize(
    "line",
    [
        "现公布2016年政府信息公开工作年度报告。请予监督",
        "首页 > 政府信息公开 > 政府信息公开年报",
        "示村镇2010年政府信息公开工作年度报告.pdf",
        "公文名称:示村镇2010年政府信息公开工作年度报告",
        "一、概述",
        "附件:示例市公安局2016年政府信息公开统计报表",
        "按照要求，示例市公安局编制了2016年政府信息公开年度报告",
        "现公布示例市公安局2016年度政府信息公开工作报告。",
        "请查阅：2016年度政府信息公开工作报告",
        "政府信息公开工作" * 12 + "报告",
    ],
)
def test_sentences_paths_and_file_names_are_no_titles(line):
    assert title_of(line) is None


def test_a_title_may_stand_below_the_name_of_its_organ():
    title = title_over(["示例市人民政府", "2024 年政府信息公开工作年度报告"])

    assert (title.text, title.agency_name) == (
        "示例市人民政府2024年政府信息公开工作年度报告",
        "示例市人民政府",
    )


def test_a_title_may_be_broken_behind_its_year():
    title = title_over(["示例市公安局2016年度", "政府信息公开工作报告"])

    assert (title.agency_name, title.year) == ("示例市公安局", 2016)


def test_a_site_name_above_a_whole_title_is_not_joined_to_it():
    assert title_over(["示例市公安局", "示例市公安局2016年度政府信息公开工作报告"]) is None


@pytest.mark.parametrize(
    ("printed", "text", "around"),
    [
        ("《示例市公安局2016年度政府信息公开报告》", "示例市公安局2016年度政府信息公开报告", ()),
        ("标题：示例市公安局2016年度政府信息公开报告", "示例市公安局2016年度政府信息公开报告", ("标题：",)),
        (
            "示例市公安局2016年度政府信息公开报告 - 示例市人民政府网",
            "示例市公安局2016年度政府信息公开报告",
            ("- 示例市人民政府网",),
        ),
        (
            "示例市公安局2016年度政府信息公开报告_公示公告_示例市政府门户网站",
            "示例市公安局2016年度政府信息公开报告",
            ("_公示公告_示例市政府门户网站",),
        ),
        ("示例市公安局2016年度政府信息公开报告", "示例市公安局2016年度政府信息公开报告", ()),
    ],
)
def test_what_a_page_puts_around_a_title_is_told_apart(printed, text, around):
    title = title_of(printed)

    assert (title.text, title.around) == (text, around)
    assert (title.agency_name, title.year) == ("示例市公安局", 2016)


def test_a_year_in_brackets_may_stand_below_the_title():
    title = title_over(["示例市公安局", "政府信息公开年度报告", "（2016年度）"])
    assert (title.agency_name, title.year) == ("示例市公安局", 2016)
    assert title_over(["示例市公安局政府信息公开年度报告", "（2016年度）"]).year == 2016


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1989年", None),
        ("1990年", 1990),
        ("2100年", 2100),
        ("2101年", None),
        ("12016年", None),
        ("一九年", None),
    ],
)
def test_a_year_must_be_plausible(text, year):
    assert year_in(text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限为:2018年1月1日至2018年12月31日。", 2018),
        ("自2018年1月1日起至同年12月31日止", 2018),
        ("2018年1月1日至12月31日", 2018),
        ("2017年1月1日至2018年12月31日", None),
        ("2018年2月1日至12月31日", None),
    ],
)
def test_a_period_of_one_whole_year_names_it(text, year):
    assert period_year(text) == year
