"""Tables of web pages: merged cells, nesting, tables that only frame a text."""

import pytest

from reports.domain.document import Position
from reports.readers.html import read


def grids(html):
    """Per grid the slots as (row, column, rowspan, colspan, text)."""
    return [
        [(slot.row, slot.column, slot.rowspan, slot.colspan, slot.text) for slot in grid.slots]
        for grid in read(html.encode()).grids
    ]


def rows(html):
    """The texts of the only grid, row by row."""
    (slots,) = grids(html)
    return [[slot[4] for slot in slots if slot[0] == row] for row in range(1, max(s[0] for s in slots) + 1)]


def lines_of(html):
    return [line.text for line in read(html.encode()).lines]


def test_a_table_is_a_grid_and_each_of_its_rows_a_line_with_cells():
    document = read("<p>表一</p><table><tr><th>项目<th>数量<tr><td>规章<td>1</table><p>完</p>".encode())

    (grid,) = document.grids
    assert grid.position == Position(line=2, table=1)
    assert grid.lines == (2, 3)
    assert [slot.position for slot in grid.slots] == [
        Position(2, None, 1, 1, 1),
        Position(2, None, 1, 1, 2),
        Position(3, None, 1, 2, 1),
        Position(3, None, 1, 2, 2),
    ]
    assert [(line.position.line, line.text, line.cells) for line in document.lines] == [
        (1, "表一", ("表一",)),
        (2, "项目\t数量", ("项目", "数量")),
        (3, "规章\t1", ("规章", "1")),
        (4, "完", ("完",)),
    ]


def test_merged_cells_stand_once_with_their_reach():
    html = """<table>
        <tr><td rowspan=2>项目<td colspan=2>申请人<td rowspan="2">总计
        <tr><td>个人<td>企业
        <tr><td>新收<td>1<td>2<td>3</table>"""
    assert grids(html) == [
        [
            (1, 1, 2, 1, "项目"),
            (1, 2, 1, 2, "申请人"),
            (1, 4, 2, 1, "总计"),
            (2, 2, 1, 1, "个人"),
            (2, 3, 1, 1, "企业"),
            (3, 1, 1, 1, "新收"),
            (3, 2, 1, 1, "1"),
            (3, 3, 1, 1, "2"),
            (3, 4, 1, 1, "3"),
        ]
    ]


@pytest.mark.parametrize(
    ("spans", "reach"),
    [
        ("rowspan=99", (2, 1)),
        ("rowspan=0", (2, 1)),
        ("rowspan=-1", (1, 1)),
        ("rowspan=two", (1, 1)),
        ('rowspan=" 2 "', (2, 1)),
        ("rowspan=2.9", (2, 1)),
        ("rowspan=", (1, 1)),
        ("rowspan=99999999999999", (2, 1)),
        ("colspan=0", (1, 1)),
        ("colspan=2", (1, 2)),
    ],
)
def test_a_span_that_is_wrong_ends_with_the_table(spans, reach):
    (slots,) = grids(f"<table><tr><td {spans}>甲<td>乙<tr><td>丙<td>丁<td>戊</table>")
    assert slots[0][2:4] == reach


def test_a_cell_wider_than_the_table_ends_at_its_last_column():
    assert grids("<table><tr><td colspan=1000>说明<tr><td>甲<td>1</table>")[0][0] == (1, 1, 1, 2, "说明")


def test_cells_never_overlap():
    (slots,) = grids("<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=3>丙<td>丁</table>")
    assert slots == [(1, 1, 1, 1, "甲"), (1, 2, 2, 1, "乙"), (2, 1, 1, 1, "丙"), (2, 3, 1, 1, "丁")]


def test_blank_cells_stay_and_a_blank_row_takes_a_number():
    document = read(
        "<table><tr><td>规章<td></td><td>&nbsp;<tr><td><td><td><tr><td>甲<td>0<td>-</table>".encode()
    )

    assert [(line.position.line, line.cells) for line in document.lines] == [
        (1, ("规章", "", "")),
        (3, ("甲", "0", "-")),
    ]
    assert document.grids[0].lines == (1, 3)
    assert [slot.text for slot in document.grids[0].slots if slot.row == 2] == ["", "", ""]


def test_ragged_rows_leave_places_without_a_cell():
    assert grids("<table><tr><td>甲<tr><td>乙<td>1</table>") == [
        [(1, 1, 1, 1, "甲"), (2, 1, 1, 1, "乙"), (2, 2, 1, 1, "1")]
    ]


def test_whatever_breaks_a_line_in_a_cell_is_a_space():
    html = "<table><tr><td>科研机<br>构<td><p>甲</p><p>乙</p><td> 1\n<td>总\n 计<td>12<sup>1</sup></table>"
    assert rows(html) == [["科研机 构", "甲 乙", "1", "总计", "12^1"]]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ('12<span style="font-size:8pt; VERTICAL-ALIGN: super">1</span>', "12^1"),
        ('12<span style="position:relative;top:-5pt;mso-text-raise:5.0pt">1</span>', "12^1"),
        ('<span style="text-decoration: underline line-through">9</span>12', "~~9~~12"),
        ('<font style="text-decoration-line:line-through">9<b>8</b></font>12', "~~9~~~~8~~12"),
        ('<span style="display:block">12</span><span style="display:block">1</span>', "12 1"),
        ('<span style="float:left">12</span><span style="float:right">1</span>', "12 1"),
        ('12<span style="position:absolute;left:90px">1</span>', "12 1"),
        ("<ruby>12<rp>(</rp><rt>1</rt><rp>)</rp></ruby>", "12(1)"),
        ('<span style="display:inline-block;text-decoration:none">1</span>2', "12"),
    ],
)
def test_what_a_style_raises_strikes_out_or_moves_is_no_part_of_the_figure_beside_it(inside, seen):
    assert rows(f"<table><tr><td>甲<td>{inside}</table>") == [["甲", seen]]


def test_a_struck_row_or_cell_is_no_figure():
    html = """<table><tr style="text-decoration:line-through"><td>甲<td>1
        <tr><td>乙<td style="text-decoration:line-through">2<tr><td>丙<td>3</table>"""
    assert rows(html) == [["~~甲~~", "~~1 ~~"], ["乙", "~~2~~"], ["丙", "3"]]


def test_head_and_foot_stand_where_a_browser_shows_them():
    html = """<table><caption>表一</caption><colgroup><col></colgroup>
        <tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>1</tbody><thead><tr><th>项<th>数</thead>
        <tbody><tr><td>乙<td>2</tbody></table>"""
    assert rows(html) == [["项", "数"], ["甲", "1"], ["乙", "2"], ["合计", "3"]]
    assert lines_of(html)[0] == "表一"


def test_a_span_ends_with_its_group_of_rows():
    html = "<table><thead><tr><th rowspan=9>项<th>数</thead><tbody><tr><td>甲<td>1</tbody></table>"
    assert rows(html) == [["项", "数"], ["甲", "1"]]


def test_hidden_rows_and_cells_are_as_if_they_were_not_there():
    html = """<table><tr><td rowspan=2>甲<td>1<tr style="display:none"><td>9<tr><td>2
        <tr><td>乙<td hidden>8<td>3</table>"""
    assert rows(html) == [["甲", "1"], ["2"], ["乙", "3"]]


def test_broken_tables_are_read_as_browsers_mend_them():
    assert rows("<table><td>甲<td>1<tr><td>乙<td>2") == [["甲", "1"], ["乙", "2"]]
    assert rows("<table><form><tr><td>甲<td>1</tr></form><tr><td>乙<td>2</table>") == [
        ["甲", "1"],
        ["乙", "2"],
    ]
    assert lines_of("<table>说明<tr><td>甲<td>1</table>") == ["说明", "甲\t1"]


def test_figures_in_fields_of_a_form_are_read():
    html = '<table><tr><td>规章<td><input value="11" readonly><td><textarea>12</textarea></table>'
    assert rows(html) == [["规章", "11", "12"]]


def test_each_of_several_tables_is_a_grid_of_its_own():
    html = "<table><tr><td>甲<td>1</table><p>其间</p><table><tr><td>乙<td>2</table>"
    document = read(html.encode())

    assert [grid.position.table for grid in document.grids] == [1, 2]
    assert [grid.lines for grid in document.grids] == [(1, 1), (3, 3)]


def test_a_table_that_frames_tables_is_lines_around_them():
    html = """<table><tr><td>栏目<td><p>一、概述</p>
        <table><tr><td>甲<td>1<tr><td>乙<td>2</table><p>二、问题</p></table>"""
    assert grids(html) == [[(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "1"), (2, 1, 1, 1, "乙"), (2, 2, 1, 1, "2")]]
    assert lines_of(html) == ["栏目", "一、概述", "甲\t1", "乙\t2", "二、问题"]


def test_a_cell_that_holds_a_table_of_one_cell_is_a_cell():
    html = "<table><tr><td>甲<td><table><tr><td><b>7</b></table><tr><td>乙<td>8</table>"
    assert rows(html) == [["甲", "7"], ["乙", "8"]]


def test_a_column_of_text_is_lines():
    assert grids("<table><tr><td>一、概述<tr><td>全年公开信息。</table>") == []
    assert lines_of("<table><tr><td>一、概述<tr><td>全年<p>公开</table>") == ["一、概述", "全年", "公开"]


def test_a_table_with_a_long_text_in_a_cell_only_frames_it():
    html = f"<table><tr><td>左<td><p>一、概述</p><p>{'公' * 300}</p></table>"
    assert lines_of(html) == ["左", "一、概述", "公" * 300]
    assert len(grids(f"<table><tr><td>左<td>{'公' * 300}</table>")) == 1


def test_a_table_that_says_it_only_frames_is_lines():
    assert lines_of("<table role=presentation><tr><td>甲<td>乙</table>") == ["甲", "乙"]
