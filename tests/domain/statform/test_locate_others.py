"""Tables of another form or another year in the same text are told, and never mixed with the report's."""

import pytest

from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures, unread
from tests.factories import seed_figures
from tests.printing import LAYOUTS, printed

PROSE = "\n五、存在的问题\n公开内容还不够细致，今后改进。\n"
CLOSING = "六、其他事项\n没有其他需要报告的事项。\n"


def national(year=2024, layout="tabs"):
    return printed(NATIONAL, national_figures(), layout=layout, year=year)


def short(year=2024, layout="tabs"):
    return printed(FUJIAN, seed_figures(), layout=layout, year=year)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("is_first", [True, False], ids=["before", "behind"])
def test_a_table_of_another_form_is_unread_line_by_line(layout, is_first):
    other = short(layout=layout)
    text = other + PROSE + national() if is_first else national() + PROSE + other
    found = located(text, year=2024)

    assert (found.form_id, len(found.cells)) == ("national-2021", 200)
    told = [(text, reason) for _, text, reason in unread(found)]
    wanted = {line.strip() for line in other.split("\n")[1:] if line.strip()}
    assert wanted <= {text.strip() for text, _ in told}
    assert {reason for _, reason in told} == {"other-form"}
    lines = text.split("\n")
    assert {line.strip() for number, line in enumerate(lines, 1) if number in found.lines} >= wanted


def test_a_form_demanded_leaves_the_table_of_the_other_unread():
    found = located(national() + PROSE + short(), year=2024, form_id="fujian-2008")

    assert (found.form_id, len(found.cells)) == ("fujian-2008", 32)
    assert ("规章\t0\t37\t74", "other-form") in [item[1:] for item in unread(found)]


def test_headings_of_prose_that_are_labels_elsewhere_are_no_table():
    prose = PROSE + "行政复议数\n全年没有发生行政复议案件。\n行政诉讼数\n全年没有发生。\n当面申请数\n没有。\n"
    found = located(national() + prose + CLOSING, year=2024)

    assert (len(found.cells), found.unread) == (200, ())


@pytest.mark.parametrize("layout", ["tabs", "one_per_line"])
def test_headers_of_two_years_without_a_year_of_the_report_give_no_cell(layout):
    lines = short(2016, layout).split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("指标名称"))
    half = next(i for i, line in enumerate(lines) if line.startswith("对申请的答复总数"))
    size = 1 if layout == "tabs" else 4
    again = [line.replace("2016", "2015") for line in lines[start : start + size]]
    found = located("\n".join([*lines[:half], *again, *lines[half:]]))

    assert (found.form_id, found.cells) == ("fujian-2008", ())
    assert {reason for _, _, reason in unread(found)} == {"other-year"}
    assert {line for line, _, _ in unread(found)} == set(found.lines) - set(found.caption)


def test_a_header_of_one_year_is_read_where_the_report_names_none():
    assert len(located(short(2016)).cells) == 32


@pytest.mark.parametrize(
    "caption", ["2015年政府信息公开统计报表", "二〇一五年政府信息公开统计报表", "（2015年度）"]
)
@pytest.mark.parametrize(("header", "year"), [("本年度", 2016), ("2016年度", 2016), ("2016年度", None)])
def test_a_caption_of_another_year_is_believed_before_the_header(caption, header, year):
    text = short(2016).split("\n", 1)[1].replace("2016年度", header)
    found = located(f"附件:\n示例市公安局\n{caption}\n{text}", year=year)

    assert found.cells == ()
    assert {reason for _, _, reason in unread(found)} == {"other-year"}


def test_a_heading_of_another_year_over_a_second_header_is_believed():
    lines = short(2016).split("\n")
    half = next(i for i, line in enumerate(lines) if line.startswith("对申请的答复总数"))
    again = ["2015年情况", lines[1].replace("2016", "本")]
    found = located("\n".join([*lines[:half], *again, *lines[half:]]), year=2016)

    assert found.cells == ()
    assert {reason for _, _, reason in unread(found)} == {"other-year"}


def test_the_date_of_a_form_is_no_year_of_its_figures():
    text = short(2016).split("\n", 1)[1]
    assert len(located(f"没有其他事项。\n2017年1月10日\n附件：\n{text}", year=2016).cells) == 32


def test_a_caption_tells_the_year_of_a_report_that_names_none():
    text = short(2016).replace("2016年度", "本年度")
    assert len(located(text).cells) == 32


@pytest.mark.parametrize(
    "caption",
    ["2016年政府信息公开统计报表", "政府信息公开统计报表", "二〇一六年政府信息公开统计报表"],
)
def test_a_caption_of_the_year_of_the_report_changes_nothing(caption):
    text = short(2016).split("\n", 1)[1]
    assert len(located(f"填于2017年1月。\n{caption}\n{text}", year=2016).cells) == 32
