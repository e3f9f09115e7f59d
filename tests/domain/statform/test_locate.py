"""The table finder on made tables: every layout, every kind of doubt."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures, unread, values
from tests.factories import SEED_FIGURES, seed_figures
from tests.printing import LAYOUTS, printed

REPORT = (Path(__file__).parents[2] / "files" / "report_2016.txt").read_text("utf-8")
HEADER = "指标名称\n计量单位\n2016年度\n历年累计\n"


def table(**changes):
    """The seed's table, one cell a line."""
    return printed(FUJIAN, seed_figures(), **changes)


def test_a_whole_report_gives_its_32_cells_each_with_its_line():
    found = located(REPORT, year=2016)

    assert found.form_id == "fujian-2008"
    assert values(found) == {
        f"statistics/{row}/{column}": Decimal(value)
        for row, pair in SEED_FIGURES.items()
        for column, value in zip(("year", "cumulative"), pair, strict=True)
    }
    assert found.unread == ()
    first = found.cells[0]
    assert (str(first.key), first.raw, first.unit, first.confidence) == (
        "statistics/1/year",
        "4047",
        "条",
        1.0,
    )
    lines = REPORT.split("\n")
    assert all(lines[cell.position.line - 1].strip() == cell.raw for cell in found.cells)
    assert [lines[line - 1].strip() for line in found.caption] == [
        "附件:",
        "示例市公安局",
        "2016年政府信息公开统计报表",
    ]
    assert lines[found.last_line - 1].strip() == "0"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_short_form_is_read_in_every_layout(layout):
    found = located(table(layout=layout), year=2016)

    assert (len(found.cells), found.unread) == (32, ())
    assert {cell.key: cell.value for cell in found.cells} == seed_figures()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_national_form_is_read_in_every_layout(layout):
    figures = national_figures()
    found = located(printed(NATIONAL, figures, layout=layout, year=2024), year=2024)

    assert found.form_id == "national-2021"
    assert unread(found) == []
    assert {cell.key: cell.value for cell in found.cells} == figures
    assert values(found)["disclosure/charges/amount"] == Decimal("96171.6")


def test_columns_are_those_of_the_header_in_the_order_printed():
    turned = located(table(columns=lambda codes: ["cumulative", "unit", "year"]), year=2016)
    assert {cell.key: cell.value for cell in turned.cells} == seed_figures()

    pairs = printed(
        FUJIAN, seed_figures(), layout="tabs", columns=lambda codes: ["unit", "cumulative", "year"]
    )
    assert {cell.key: cell.value for cell in located(pairs).cells} == seed_figures()


def test_rows_may_stand_in_any_order():
    found = located(table(rows=lambda rows: rows[::-1]), year=2016)
    assert {cell.key: cell.value for cell in found.cells} == seed_figures()


def test_a_column_of_another_year_is_not_that_of_the_report():
    found = located(table(), year=2017)

    assert (found.form_id, found.cells) == (None, ())
    assert {item.reason for item in found.unread} == {"header-missing"}
    assert len(located(table(), year=None).cells) == 32


def test_without_its_header_nothing_is_a_cell():
    found = located(table().replace("历年累计", "备注"), year=2016)

    assert found.cells == ()
    assert len(found.unread) == 68
    assert {item.reason for item in found.unread} == {"header-missing"}


@pytest.mark.parametrize(
    "label",
    [
        "受理 政府信息公开　申请总数",
        "受理政府信息公开申请总数：",
        "受理“政府信息公开”申请总数",
        "其中：受理政府信息公开申请总数",
        "2、受理政府信息公开申请总数",
        "受理政府\n信息公开申\n请总数",
    ],
)
def test_a_label_may_be_spaced_quoted_numbered_or_broken(label):
    found = located(table().replace("受理政府信息公开申请总数", label), year=2016)
    assert (len(found.cells), found.unread) == (32, ())


def test_a_misprinted_label_counts_from_the_threshold_on_and_says_how_sure():
    found = located(table().replace("受理政府信息公开申请总数", "受理政府信息公开申清总数"), year=2016)

    cells = [cell for cell in found.cells if cell.key.row == "2"]
    assert [(cell.value, cell.rule, cell.confidence) for cell in cells] == [
        (Decimal(1), "label-alike", 0.9167),
        (Decimal(2), "label-alike", 0.9167),
    ]
    assert found.unread == ()


@pytest.mark.parametrize(("ratio", "count"), [(90.0, 32), (89.99, 30)])
def test_the_threshold_is_ninety(ratio, count):
    text = table().replace("受理政府信息公开申请总数", "受理政府信息公开申清总数")

    def similarity(left, right):
        return ratio if right.startswith("受理政府信息公开申请总数") else 0.0

    assert len(located(text, year=2016, similarity=similarity).cells) == count


def test_between_two_rows_nothing_is_chosen():
    found = located(table().replace("同意部分公开答复数", "同意部公开答复数"), year=2016)

    assert not [cell for cell in found.cells if cell.key.row == "3.2"]
    assert ("同意部公开答复数 条 0 0", "row-label-ambiguous") in [(i.text, i.reason) for i in found.unread]
    assert len(found.cells) == 30


def test_a_row_that_the_form_does_not_have_is_unread_with_its_figures():
    found = located(f"{table()}\n收费总额\n元\n5\n6", year=2016)

    assert len(found.cells) == 32
    assert [(text, reason) for _, text, reason in unread(found)] == [("收费总额 元 5 6", "row-label-unknown")]


def test_a_group_printed_as_one_row_stays_unread_and_its_rows_are_named():
    lines = printed(NATIONAL, national_figures(), year=2024).split("\n")
    start = lines.index("（六）其他处理")
    figures = lines[start + 2 : start + 9]
    found = located("\n".join([*lines[: start + 1], *figures, *lines[start + 25 :]]), year=2024)

    assert lines[start + 25] == "（七）总计"
    assert len(found.cells) == 200 - 21
    assert [item[1:] for item in unread(found)] == [
        (f"（六）其他处理 {' '.join(figures)}", "row-label-unknown"),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "row-missing"),
        ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "row-missing"),
        ("3.其他", "row-missing"),
    ]


def test_a_row_printed_twice_is_read_neither_time():
    found = located(f"{table()}\n行政复议数\n件\n5\n6", year=2016)

    assert not [cell for cell in found.cells if cell.key.row == "5"]
    assert [(text, reason) for _, text, reason in unread(found)] == [
        ("行政复议数 件 0 0", "row-twice"),
        ("行政复议数 件 5 6", "row-twice"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("条\n4047\n24112", "条\n4047", "主动公开文件数 条 4047"),
        ("条\n4047\n24112", "条\n4047\n2\n4112", "主动公开文件数 条 4047 2 4112"),
        ("条\n4047\n24112", "4047\n条\n24112", "主动公开文件数 4047 条 24112"),
    ],
)
def test_a_row_with_cells_too_few_too_many_or_out_of_place_is_unread(before, after, text):
    found = located(table().replace(before, after), year=2016)

    assert len(found.cells) == 30
    assert [item[1] for item in unread(found)] == [text]


def test_figures_glued_to_their_label_are_not_taken_apart():
    figures = national_figures()
    text = printed(NATIONAL, figures, year=2024).replace("行政许可\n", "行政许可")
    found = located(text, year=2024)

    assert len(found.cells) == 199
    assert [reason for _, _, reason in unread(found)] == ["glued", "row-missing"]


def test_words_that_part_a_label_from_its_figures_make_the_row_doubtful():
    found = located(table().replace("行政复议数\n件", "行政复议数\n其余另计\n件"), year=2016)

    assert [item[1:] for item in unread(found)] == [("行政复议数 其余另计 件 0 0", "row-label-unknown")]
    assert len(found.cells) == 30


@pytest.mark.parametrize("unit", ["万元", "件"])
def test_a_unit_other_than_the_forms_leaves_its_row_unread(unit):
    found = located(table().replace("收费减免金额\n元", f"收费减免金额\n{unit}"), year=2016)

    assert not [cell for cell in found.cells if cell.key.row == "4"]
    assert [item[1:] for item in unread(found)] == [(f"政府信息公开收费减免金额 {unit} 0 0", "unit-unknown")]


def test_a_unit_behind_the_figure_is_held_against_the_form_too():
    text = printed(NATIONAL, national_figures(), year=2024)
    agreeing = located(text.replace("96171.6", "96171.6万元"), year=2024)
    other = located(text.replace("96171.6", "961716000元"), year=2024)

    assert values(agreeing)["disclosure/charges/amount"] == Decimal("96171.6")
    assert values(other)["disclosure/charges/amount"] is None
    assert [(text, reason) for _, text, reason in unread(other)] == [("961716000元", "unit-unknown")]


@pytest.mark.parametrize(
    ("raw", "reason"), [("4O47", "text"), ("40.5", "not-whole"), ("-3", "negative"), ("无", "not-a-number")]
)
def test_what_is_no_figure_keeps_its_text_and_is_unread(raw, reason):
    found = located(table().replace("\n4047\n", f"\n{raw}\n"), year=2016)

    assert values(found).get("statistics/1/year") is None
    assert raw in " ".join(item.text for item in found.unread)
    assert reason in {item.reason for item in found.unread} | {"text"}


def test_thousands_and_full_width_digits_are_figures():
    found = located(table().replace("\n4047\n", "\n４，０４７\n").replace("24112", "24,112"), year=2016)

    assert values(found)["statistics/1/year"] == Decimal(4047)
    assert values(found)["statistics/1/cumulative"] == Decimal(24112)
    assert found.cells[0].raw == "４，０４７"


def test_lines_behind_the_table_are_prose_unless_they_look_like_the_table():
    prose = located(f"{table()}\n填表人：某某", year=2016)
    assert prose.unread == ()
    assert 70 not in prose.lines

    figures = located(f"{table()}\n填表人：某某\n12\n13", year=2016)
    assert [item[1:] for item in unread(figures)] == [("填表人：某某 12 13", "row-label-unknown")]


def test_page_furniture_and_page_numbers_inside_a_table_are_passed_over():
    text = table().replace("\n行政复议数", "\n- 4 -\n打印\n行政复议数")
    found = located(text, year=2016)
    assert (len(found.cells), found.unread) == (32, ())


def test_a_header_printed_again_on_a_new_page_goes_on_with_the_table():
    text = table().replace("\n对申请的答复总数", f"\n{HEADER}对申请的答复总数")
    found = located(text, year=2016)
    assert (len(found.cells), found.unread) == (32, ())


def test_another_column_in_the_header_keeps_the_others_in_place():
    rows = table(layout="tabs").split("\n")
    added = [
        f"{row.split(chr(9))[0]}\t{'备注' if n == 0 else '7'}\t" + "\t".join(row.split("\t")[1:])
        if "\t" in row
        else row
        for n, row in enumerate(rows[1:])
    ]
    found = located("\n".join(added), year=2016)

    assert {cell.key: cell.value for cell in found.cells} == seed_figures()
    assert ("备注", "text") in [item[1:] for item in unread(found)]


def test_figures_before_their_labels_are_all_unread():
    rows = [
        "\n".join(("条", str(a), str(b), label)) for label, (a, b) in zip("甲乙丙", [(1, 2)] * 3, strict=True)
    ]
    labels = ["行政复议数", "行政诉讼数", "接受行政申诉、举报数"]
    text = HEADER + "\n".join(f"1\n2\n{label}" for label in labels)
    found = located(text, year=2016, form_id="fujian-2008")

    assert rows and found.cells == ()


def test_the_form_is_chosen_by_its_labels_whatever_the_year():
    assert located(table(year=2024), year=2024).form_id == "fujian-2008"
    assert located(printed(NATIONAL, national_figures(), year=2010), year=2010).form_id == "national-2021"


def test_a_form_can_be_demanded_and_an_unknown_one_is_an_error():
    assert located(table(), year=2016, form_id="national-2021").cells == ()
    with pytest.raises(KeyError):
        located(table(), form_id="fujian-1999")


def test_a_cousin_that_shares_labels_is_no_known_form():
    cousin = "指标名称|计量单位|代码|本期实际|本年累计\n" + "\n".join(
        f"{label}|条|{n:02d}|1|2"
        for n, label in enumerate(
            ["主动公开信息数", "网上咨询数", "当面申请数", "网上申请数", "行政复议数", "行政诉讼数"]
        )
    )
    found = located(cousin, year=2010)

    assert (found.form_id, found.cells) == (None, ())
    assert [item.reason for item in found.unread] == ["unknown-form"] * 7
    assert found.lines == frozenset(range(1, 8))


def test_prose_without_a_table_gives_nothing():
    found = located("一、概述\n全年收到申请1件。\n行政许可\n没有。\n二、行政复议\n没有。", year=2016)

    assert (found.form_id, found.cells, found.unread, found.first_line) == (None, (), (), None)


def test_gaps_marked_in_the_copy_are_told():
    assert [item[2] for item in unread(located("一、概述\n[…]公开信息三条。", year=2016))] == ["gap"]
