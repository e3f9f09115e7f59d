"""Tables whose file states rows and columns are read by their places: what counts, and what stays unread."""

from decimal import Decimal

import pytest

from reports.domain.document import Position
from reports.domain.statform.definition import CellKey
from reports.domain.statform.identities import check
from reports.domain.statform.table import figures
from reports.queries.statforms import form
from tests.domain.statform.gridlocating import (
    FORMS,
    MERGING,
    PROSE,
    TRUTH,
    between,
    drawn,
    figures_of,
    found_in,
    grid,
    national,
    short,
    unread,
    year_of,
)
from tests.gridding import Drawing, Spot, document

NATIONAL = form("national-2021")


def values(found):
    return {str(cell.key): cell.value for cell in found.cells}


@pytest.mark.parametrize("form_", FORMS, ids=lambda form_: form_.id)
@pytest.mark.parametrize("merging", MERGING)
@pytest.mark.parametrize("has_levels", [True, False], ids=["levels", "one label column"])
def test_every_form_is_read_from_its_grids(form_, merging, has_levels):
    truth = figures_of(form_, blanks=0.2)
    drawings = drawn(form_, truth, header=merging, labels=merging, has_levels=has_levels)
    found = found_in(between(drawings), year=year_of(form_))

    assert (found.form_id, found.unread) == (form_.id, ())
    assert figures(found.cells) == truth


def test_a_cell_tells_where_it_stands_and_how_it_was_found():
    found = found_in(between(national()), year=2024)

    cell = next(cell for cell in found.cells if cell.key == CellKey("applications", "3.3.2", "business"))
    assert (cell.value, cell.raw, cell.unit) == (Decimal(1), "1", "件")
    assert cell.position == Position(line=25, page=None, table=4, row=9, column=5)
    assert (cell.rule, cell.confidence) == ("grid", 1.0)
    last = found.cells[-1]
    assert (last.position.row, last.position.column, last.rule) == (4, 15, "grid-line")


def test_every_row_of_a_table_is_no_prose():
    parts = between(national())
    found = found_in(parts, year=2024)

    prose = {line.position.line for line in document(parts).lines if line.text == PROSE}
    assert found.lines == {line.position.line for line in document(parts).lines} - prose


def test_all_tables_in_one_grid_are_read():
    first, second, third = national(has_titles=True)
    found = found_in([PROSE, first.over(second).over(third)], year=2024)

    assert (figures(found.cells), found.unread) == (TRUTH, ())


def test_blank_cells_stay_blank_and_zeros_zero():
    found = short(("行政复议数", "件", "", "0"), ("行政诉讼数", "件", "—", "3"))

    assert values(found) == {
        "statistics/5/year": None,
        "statistics/5/cumulative": Decimal(0),
        "statistics/6/year": None,
        "statistics/6/cumulative": Decimal(3),
    }
    assert unread(found) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [("无", "not-a-number"), ("约5", "not-a-number"), ("1 2", "spaces"), ("1.5", "not-whole")],
)
def test_text_in_a_cell_is_kept_and_unread(text, reason):
    found = short(("行政复议数", "件", text, "3"))

    cell = next(cell for cell in found.cells if cell.key.column == "year")
    assert (cell.value, cell.raw) == (None, text)
    assert unread(found) == [(text, reason)]
    assert found.unread[0].position == cell.position


def test_a_long_text_in_a_cell_is_unread_and_no_cell():
    found = short(("行政复议数", "件", "见附件说明" * 20, "3"))

    assert values(found) == {"statistics/5/cumulative": Decimal(3)}
    assert unread(found) == [("见附件说明" * 20, "too-long")]


def test_an_unknown_row_is_unread_and_the_others_are_read():
    found = short(
        ("行政复议数", "件", "1", "2"), ("会议次数", "次", "7", "8"), ("行政诉讼数", "件", "3", "4")
    )

    assert [str(value) for value in values(found).values()] == ["1", "2", "3", "4"]
    assert unread(found) == [("会议次数 次 7 8", "row-label-unknown")]


def test_an_unknown_column_is_unread_and_the_others_are_read():
    found = found_in(
        [
            grid(
                ("指标名称", "计量单位", "2016年度", "同比", "历年累计"),
                ("行政复议数", "件", "1", "7%", "2"),
                ("行政诉讼数", "件", "3", "", "4"),
            )
        ],
        year=2016,
    )

    assert [str(value) for value in values(found).values()] == ["1", "2", "3", "4"]
    assert unread(found) == [("同比", "text"), ("7%", "header-missing")]


@pytest.mark.parametrize(("numbers", "listed"), [(("14", "15"), []), (("14", "9"), ["14", "9"])])
@pytest.mark.parametrize("heading", ["序号", ""])
def test_running_numbers_before_the_labels_are_passed_over_and_others_told(heading, numbers, listed):
    found = found_in(
        [
            grid(
                (heading, "指标名称", "计量单位", "2016年度", "历年累计"),
                (numbers[0], "行政复议数", "件", "1", "2"),
                (numbers[1], "行政诉讼数", "件", "3", "4"),
            )
        ],
        year=2016,
    )

    assert [str(value) for value in values(found).values()] == ["1", "2", "3", "4"]
    assert unread(found) == [(text, "header-missing") for text in listed]


def test_figures_under_a_column_without_header_leave_their_row_unread():
    found = found_in(
        [grid(("指标名称", "计量单位", "2016年度", "历年累计", ""), ("行政复议数", "件", "1", "2", "9"))],
        year=2016,
    )

    assert (found.cells, unread(found)) == ((), [("行政复议数 件 1 2 9", "cell-count")])


def test_a_row_with_a_cell_too_few_may_be_shifted_and_is_unread():
    found = short(("行政复议数", "1", "2"), ("行政诉讼数", "件", "3", "4"))

    assert [str(value) for value in values(found).values()] == ["3", "4"]
    assert unread(found) == [("行政复议数 1 2", "column-order")]


def test_a_row_printed_twice_is_unread():
    found = short(
        ("行政复议数", "件", "1", "2"), ("行政诉讼数", "件", "3", "4"), ("行政复议数", "件", "1", "2")
    )

    assert [str(value) for value in values(found).values()] == ["3", "4"]
    assert unread(found) == [("行政复议数 件 1 2", "row-twice")] * 2


def test_a_row_without_label_leaves_it_and_its_blank_neighbours_unread():
    found = short(
        ("行政复议数", "件", "", ""), ("", "件", "1", "2"), ("接受行政申诉、举报数", "件", "3", "4")
    )

    assert [str(value) for value in values(found).values()] == ["3", "4"]
    assert unread(found) == [("行政复议数 件", "row-unsure"), ("件 1 2", "row-label-missing")]


def test_another_unit_than_the_forms_leaves_the_row_unread():
    found = short(("政府信息公开收费减免金额", "万元", "1", "2"), ("行政诉讼数", "件", "3", "4"))

    assert unread(found) == [("政府信息公开收费减免金额 万元 1 2", "unit-unknown")]


def test_a_misprinted_label_is_read_with_less_confidence():
    found = short(("受理政府信息公开申清总数", "条", "1", "2"))

    assert {(c.key.row, c.rule, c.confidence) for c in found.cells} == {("2", "grid-alike", 0.9167)}


def test_columns_in_another_order_are_read_where_the_sums_hold():
    turned = drawn(NATIONAL, TRUTH, columns=lambda codes: codes[::-1])
    found = found_in(between(turned), year=2024)

    assert (figures(found.cells), found.unread) == (TRUTH, ())


def test_columns_in_another_order_are_unread_where_the_sums_fail():
    truth = figures_of(NATIONAL)
    found = found_in(between(drawn(NATIONAL, truth, columns=lambda codes: codes[::-1])), year=2024)

    assert not [cell for cell in found.cells if cell.key.table == "applications"]
    assert "header-order" in {item.reason for item in found.unread}


def test_a_column_headed_with_another_year_gives_no_cell():
    found = found_in(
        [grid(("指标名称", "计量单位", "2015年度", "历年累计"), ("行政复议数", "件", "1", "2"))], year=2016
    )

    assert found.cells == ()
    assert found.unread != ()


@pytest.mark.parametrize("place", ["inside", "above"])
def test_a_title_of_another_year_gives_no_cell(place):
    title = "2015年政府信息公开统计报表"
    table = grid(("指标名称", "计量单位", "本年度", "历年累计"), ("行政复议数", "件", "1", "2"))
    inside = Drawing((Spot(1, 1, title, 1, 4),)).over(table)
    found = found_in([PROSE, inside] if place == "inside" else [PROSE, title, table], year=2016)

    assert found.cells == ()
    assert {item.reason for item in found.unread} == {"other-year"}


def test_a_turned_table_is_unread():
    parts = between([drawing.turned() for drawing in national()])
    found = found_in(parts, year=2024)

    assert found.cells == ()
    lines = {line.position.line for line in document(parts).lines if line.text != PROSE}
    assert {item.position.line for item in found.unread} >= lines


def test_figures_of_one_row_of_other_handling_stay_unread_and_their_sum_cannot_tell():
    parts = national()
    table = parts[1]
    first = next(spot for spot in table.spots if spot.text.startswith("（六）"))
    for row in range(first.row + 2, first.row, -1):
        table = table.without_row(row)
    label = next(spot for spot in table.spots if spot.text.startswith("1.申请人无正当理由"))
    table = Drawing(tuple(s for s in table.spots if s != label)).whole()
    found = found_in([PROSE, parts[0], PROSE, table, PROSE, parts[2]], year=2024)

    assert len(found.cells) == 200 - 3 * 7
    assert ("（六）其他处理 67 3 0 0 1 0 71", "row-label-unknown") in unread(found)
    statuses = {f.check: f.status for f in check(NATIONAL, figures(found.cells))}
    assert statuses["applications/3.7/total:down"] == "cannot-tell"
    assert statuses["applications/balance/total"] == "holds"


def compacted(drawing):
    """A line of 15 whose headings have lost their columns: each stands as far left as it can."""
    tops = [("行政复议", "行政诉讼"), ("未经复议直接起诉", "复议后起诉")]
    labels = [column.label for column in NATIONAL.tables[2].blocks[0].columns] * 3
    figures_ = [spot.text for spot in drawing.placed(drawing.height)]
    return grid(*((*top, *[""] * 13) for top in tops), labels, figures_)


def test_a_line_of_15_is_read_by_its_order_where_its_headings_do_not_tell_and_its_sums_hold():
    first, second, third = national()
    found = found_in(between([first, second, compacted(third)]), year=2024)

    assert (figures(found.cells), found.unread) == (TRUTH, ())


def test_it_is_unread_where_its_sums_fail():
    first, second, third = drawn(NATIONAL, figures_of(NATIONAL))
    found = found_in(between([first, second, compacted(third)]), year=2024)

    assert not [cell for cell in found.cells if cell.key.table == "disputes"]
    assert "header-order" in {item.reason for item in found.unread}


def test_a_table_cut_by_a_page_goes_on_without_its_header():
    first, second, third = national()
    row = next(spot.row for spot in second.spots if spot.text.startswith("3.补正后"))
    pieces = second.cut(row, header=False, labels="blank")
    found = found_in([PROSE, first, PROSE, pieces[0], "- 4 -", pieces[1], PROSE, third], year=2024)

    assert (figures(found.cells), found.unread) == (TRUTH, ())


def test_a_piece_behind_prose_has_no_header():
    first, second, third = national()
    row = next(spot.row for spot in second.spots if spot.text.startswith("3.补正后"))
    upper, lower = second.cut(row, header=False, labels="repeat")
    found = found_in([PROSE, first, PROSE, upper, PROSE, lower, PROSE, third], year=2024)

    assert len([c for c in found.cells if c.key.table == "applications"]) == 14 * 7
    assert {reason for _, reason in unread(found)} == {"header-missing"}


def test_a_label_that_a_page_has_cut_is_put_together():
    first, second, third = national(has_levels=False)
    label = next(spot for spot in second.spots if spot.text.startswith("1.申请人无正当理由"))
    half = len(label.text) // 2
    cut = second.with_row(label.row + 1).with_text(label, label.text[:half])
    blank = cut.at(label.row + 1, 1)
    found = found_in([PROSE, first, PROSE, cut.with_text(blank, label.text[half:]), PROSE, third], year=2024)

    assert (figures(found.cells), found.unread) == (TRUTH, ())


def test_a_header_that_lost_its_spans_over_columns_gives_no_figure_to_a_wrong_column():
    """What stood below a group moves beside the total that reaches down; only the total is filled."""
    heads = (
        Spot(1, 1, "项目", 3),
        Spot(1, 2, "申请人情况"),
        Spot(2, 2, "自然人", 2),
        Spot(2, 3, "法人或其他组织"),
        Spot(2, 4, "总计", 2),
        Spot(3, 3, "商业企业"),
    )
    moved = ("科研机构", "社会公益组织", "法律服务机构", "其他")
    heads += tuple(Spot(3, place, text) for place, text in enumerate(moved, 5))
    cells = [Spot(4, 1, "一、本年新收政府信息公开申请数量"), Spot(4, 8, "5")]
    blank = [Spot(4, place, "") for place in range(2, 8)]
    first, _, third = national()
    broken = Drawing((*heads, *cells, *blank))
    found = found_in([PROSE, first, PROSE, broken, PROSE, third], year=2024)

    assert [c for c in found.cells if c.key.table == "applications" and c.value is not None] == []
    assert "5" in " ".join(text for text, _ in unread(found))
