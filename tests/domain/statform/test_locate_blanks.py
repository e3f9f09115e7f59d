"""Blank cells, rows and tables that are not there, and texts that break off."""

import pytest

from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures, unread
from tests.factories import seed_figures
from tests.printing import printed


def table(**changes):
    """The seed's table, one cell a line."""
    return printed(FUJIAN, seed_figures(), **changes)


def test_blank_cells_are_listed_as_blank_and_never_zero():
    figures = seed_figures()
    for key in figures:
        if key.row in ("5", "6"):
            figures[key] = None
    found = located(printed(FUJIAN, figures, layout="one_per_line"), year=2016)

    blank = [cell for cell in found.cells if cell.key.row in ("5", "6")]
    assert [(cell.value, cell.raw, cell.unit) for cell in blank] == [(None, "", "件")] * 4
    assert (len(found.cells), found.unread) == (32, ())


@pytest.mark.parametrize("layout", ["tabs", "pipes", "framed"])
def test_a_blank_cell_between_separators_keeps_its_place(layout):
    figures = seed_figures()
    missing = next(key for key in figures if str(key) == "statistics/1/year")
    figures[missing] = None
    found = located(printed(FUJIAN, figures, layout=layout), year=2016)

    assert found.unread == ()
    assert {cell.key: cell.value for cell in found.cells} == figures


@pytest.mark.parametrize("layout", ["one_per_line", "spaced"])
def test_one_figure_for_two_columns_is_not_guessed(layout):
    figures = seed_figures()
    missing = next(key for key in figures if str(key) == "statistics/1/year")
    figures[missing] = None
    found = located(printed(FUJIAN, figures, layout=layout), year=2016)

    assert len(found.cells) == 30
    assert [item[1:] for item in unread(found)] == [("主动公开文件数 条 24112", "cell-count")]


def test_a_form_printed_blank_is_all_blank():
    found = located(printed(NATIONAL, {}, year=2024), year=2024)

    assert (found.form_id, len(found.cells), found.unread) == ("national-2021", 200, ())
    assert {cell.value for cell in found.cells} == {None}


def test_a_row_without_figures_beside_something_unread_is_not_called_blank():
    text = table().replace("行政复议数\n件\n0\n0", "行政复议数\n件\n某某\n0\n0")
    found = located(text, year=2016)

    assert not [cell for cell in found.cells if cell.key.row == "5"]


def test_rows_that_are_not_printed_are_named():
    lines = table().split("\n")
    start = lines.index("行政复议数")
    found = located("\n".join(lines[:start] + lines[start + 4 :]), year=2016)

    assert len(found.cells) == 30
    assert unread(found) == [(None, "行政复议数", "row-missing")]


def test_a_table_of_the_form_that_is_not_printed_is_named():
    text = printed(NATIONAL, national_figures(), year=2024)
    found = located(
        text[: text.index("政府信息公开行政复议、行政诉讼情况")] + "\n五、存在的问题\n没有。", year=2024
    )

    assert len(found.cells) == 185
    assert unread(found) == [(None, "政府信息公开行政复议、行政诉讼情况", "table-missing")]


def test_a_table_that_the_text_breaks_off_in_is_read_up_to_the_last_row_begun():
    whole = table().split("\n")
    cut = whole[: whole.index("对申请的答复总数") + 4]
    found = located("\n".join(cut), year=2016)

    assert {cell.key.row for cell in found.cells} == {"1", "1.1", "1.2", "2", "2.1", "2.2", "2.3"}
    assert unread(found) == [(34, "对申请的答复总数 条 1 2", "cut")]


def test_a_mark_of_a_cut_is_told_and_missing_rows_are_not_counted_up():
    whole = table().split("\n")
    cut = [*whole[: whole.index("对申请的答复总数")], "[存储文本到此为止 / stored text ends here]"]
    found = located("\n".join(cut), year=2016)

    assert [item[2] for item in unread(found)] == ["cut", "cut"]
    assert len(found.cells) == 12
