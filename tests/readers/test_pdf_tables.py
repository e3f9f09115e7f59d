"""Tables of PDFs: how they may be ruled, merged cells, tables cut by a page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import lightgrey
from reportlab.platypus import PageBreak

from reports.domain.document import Position
from reports.readers.pdf import read
from tests.readers.printed import RULED, gap, printed, ruled, table, wrapped, written

HELVETICA = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
SMALL = [["项目", "上年", "本年"], ["规章", "1", "2"], ["规范性文件", "", "40"]]


def rows(data):
    """The texts of the only grid, row by row."""
    (grid,) = read(data).grids
    height = max(slot.row + slot.rowspan - 1 for slot in grid.slots)
    return [[slot.text for slot in grid.slots if slot.row == row] for row in range(1, height + 1)]


def reach(data, text):
    """Row, column, rowspan and colspan of the only slot with that text."""
    (found,) = [slot for grid in read(data).grids for slot in grid.slots if slot.text == text]
    return found.row, found.column, found.rowspan, found.colspan


def test_a_ruled_table_is_a_grid_and_each_of_its_rows_a_line():
    document = read(printed("表一", table(SMALL), "完"))

    (grid,) = document.grids
    assert grid.position == Position(line=2, page=1, table=1)
    assert grid.lines == (2, 4)
    assert [(slot.text, slot.position) for slot in grid.slots][3:6] == [
        ("规章", Position(3, 1, 1, 2, 1)),
        ("1", Position(3, 1, 1, 2, 2)),
        ("2", Position(3, 1, 1, 2, 3)),
    ]
    assert [line.text for line in document.lines] == [
        "表一",
        "项目\t上年\t本年",
        "规章\t1\t2",
        "规范性文件\t\t40",
        "完",
        "- 1 -",
    ]


def test_merged_cells_stand_once_with_their_reach():
    data = printed(
        table(
            [["项目", "申请人", "", "总计"], ["", "个人", "企业", ""], ["新收", "1", "2", "3"]],
            *ruled(((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (3, 1))),
        )
    )
    assert rows(data) == [["项目", "申请人", "总计"], ["个人", "企业"], ["新收", "1", "2", "3"]]
    assert reach(data, "项目") == (1, 1, 2, 1)
    assert reach(data, "申请人") == (1, 2, 1, 2)
    assert reach(data, "总计") == (1, 4, 2, 1)


def test_labels_broken_over_lines_are_one_text():
    data = printed(table([[wrapped("社会公益组织"), "1"], [wrapped("法律服务机构"), "2"]], widths=[50, 40]))
    assert rows(data) == [["社会公 益组织", "1"], ["法律服 务机构", "2"]]


def test_a_figure_that_runs_over_the_side_of_its_cell_is_never_cut_into_two():
    data = printed(table([["甲", "1234567", "8"], ["乙", "1", "2"]], widths=[40, 30, 60]))
    (first, second) = rows(data)[0][1:]
    assert "\ufffd" in first
    assert "\ufffd" in second
    assert rows(data)[1] == ["乙", "1", "2"]


THIN_BOXES = [("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"), ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black")]


@pytest.mark.parametrize(
    "style",
    [
        [RULED],
        [("GRID", (0, 0), (-1, -1), 0.1, "black")],
        [("GRID", (0, 0), (-1, -1), 2, "red")],
        [RULED, ("BACKGROUND", (0, 0), (-1, 0), lightgrey)],
        [("INNERGRID", (0, 0), (-1, -1), 0.5, "black"), ("BOX", (0, 0), (-1, -1), 2, "black")],
        [("INNERGRID", (0, 0), (-1, -1), 0.5, "black"), *THIN_BOXES],
    ],
    ids=["ruled", "hairlines", "thick", "shaded", "framed", "open-sides"],
)
def test_a_table_may_be_ruled_in_many_ways(style):
    assert rows(printed(table(SMALL, *style))) == SMALL


def test_rules_drawn_as_thin_boxes_make_a_table():
    across = b" ".join(b"72 %d 200 0.7 re f" % y for y in (700, 680, 660))
    down = b" ".join(b"%d 660 0.7 40 re f" % x for x in (72, 172, 271))
    words = b"BT /F1 10 Tf 76 686 Td (A) Tj 100 0 Td (1) Tj -100 -20 Td (B) Tj 100 0 Td (2) Tj ET "
    assert rows(written(words + across + b" " + down, resources=HELVETICA)) == [["A", "1"], ["B", "2"]]


def boxes(*across, **down):
    """The sides of cells as browsers draw them: each level with its ends, each upright with its levels."""
    level = [b"%d %d %d 0.7 re f" % (start, y, end - start) for y, start, end in across]
    upright = [
        b"%s %d 0.7 %d re f" % (name[1:].encode(), low, high - low)
        for name, all_ in down.items()
        for high, low in all_
    ]
    return b" ".join([*level, *upright, b""])


def said(*texts):
    return b"".join(b"BT /F1 10 Tf %d %d Td (%s) Tj ET " % (x, y, text.encode()) for x, y, text in texts)


UPPER, LOWER, LAST = (700, 680), (680, 660), (660, 640)


def test_a_cell_whose_sides_are_drawn_row_by_row_is_not_cut_where_the_rows_beside_it_are():
    across = [(700, 72, 272), (680, 172, 272), (660, 72, 272), (640, 72, 272)]
    down = {x: [UPPER, LOWER, LAST] for x in ("x72", "x172", "x272")} | {"x222": [LOWER, LAST]}
    words = said(
        (76, 676, "A"), (176, 686, "G"), (176, 666, "B"), (226, 666, "C"), (76, 646, "D"), (176, 646, "1")
    )
    data = written(boxes(*across, **down) + words, resources=HELVETICA)

    assert reach(data, "A") == (1, 1, 2, 1)
    assert reach(data, "G") == (1, 2, 1, 2)
    assert rows(data)[2] == ["D", "1", ""]


def test_a_label_left_open_at_the_foot_of_a_page_ends_with_the_rows_beside_it():
    across = [(700, 72, 272), (680, 72, 272), (660, 172, 272), (640, 172, 272)]
    down = {x: [UPPER, LOWER, LAST] for x in ("x72", "x172", "x222", "x272")}
    words = said((76, 686, "A"), (176, 686, "B"), (76, 660, "L"), (176, 666, "1"), (176, 646, "2"))
    data = written(boxes(*across, **down) + words, resources=HELVETICA)

    assert reach(data, "L") == (2, 1, 2, 1)
    assert rows(data) == [["A", "B", ""], ["L", "1", ""], ["2", ""]]


def test_a_table_goes_on_over_the_head_and_foot_that_a_browser_prints():
    body = [[f"第{n}项", str(n)] for n in range(1, 61)]
    document = read(printed(table([["项目", "数量"], *body]), foot="a.html {}/2"))

    assert [len({slot.row for slot in grid.slots}) for grid in document.grids] == [61]


def test_rules_below_each_cell_alone_make_a_table_too():
    feet = b" ".join(
        b"%d %d %d 0.7 re f" % (x, y, width) for y in (700, 680, 660) for x, width in ((72, 100), (172, 100))
    )
    words = b"BT /F1 10 Tf 76 686 Td (A) Tj 100 0 Td (1) Tj -100 -20 Td (B) Tj 100 0 Td (2) Tj ET "
    assert rows(written(words + feet, resources=HELVETICA)) == [["A", "1"], ["B", "2"]]


@pytest.mark.parametrize(
    "drawing",
    [
        b"0.9 g 60 650 400 100 re f 60 600 400 40 re f 0 g",
        b"72 696 90 0.5 re f 162 696 90 0.5 re f",
        b"60 720 400 1 re f 60 640 400 1 re f",
        b"60 640 400 90 re S",
        b"1 g 60 640 200 90 re f 260 640 200 90 re f 0 g",
    ],
    ids=["shades", "underlines", "rules", "frame", "white-boxes"],
)
def test_prose_with_shades_underlines_and_frames_is_no_table(drawing):
    words = b" BT /F1 10 Tf 76 700 Td (Some words that run on) Tj 0 -20 Td (and some more of them) Tj ET"
    document = read(written(drawing + words, resources=HELVETICA))
    assert document.grids == ()
    assert [line.text for line in document.lines] == ["Some words that run on", "and some more of them"]


def test_a_frame_around_a_text_is_no_table_and_its_text_not_lost():
    data = printed(
        table([[wrapped("全年公开信息。" * 60)], [wrapped("甲")]]), table([["甲", wrapped("公开" * 160)]])
    )
    document = read(data)
    assert document.grids == ()
    assert sum(line.text.count("公开信息") for line in document.lines) == 60


def test_a_table_cut_by_pages_is_one_grid_without_the_headers_that_are_repeated():
    body = [[f"第{n}项", str(n), ""] for n in range(1, 101)]
    header = [["项目", "数量", ""], ["", "上年", "本年"]]
    data = printed(table([*header, *body], *ruled(((1, 0), (2, 0)), ((0, 0), (0, 1))), header=2), "完")

    document = read(data)

    (grid,) = document.grids
    assert rows(data) == [["项目", "数量"], ["上年", "本年"], *body]
    assert grid.lines == (1, 102)
    assert [slot.position.page for slot in grid.slots if slot.text in ("第1项", "第50项", "第100项")] == [
        1,
        2,
        3,
    ]
    assert [line.text for line in document.lines][102:] == ["- 1 -", "- 2 -", "完", "- 3 -"]


def test_two_tables_with_words_between_them_stay_two():
    assert len(read(printed(table(SMALL), "其间", table(SMALL))).grids) == 2
    assert len(read(printed(gap(620), table(SMALL), "三、问题", table(SMALL))).grids) == 2


def test_tables_on_two_pages_that_end_and_begin_amid_them_stay_two():
    assert len(read(printed(table(SMALL), PageBreak(), gap(400), table(SMALL))).grids) == 2


def cut(first, second, widths=(50, 150, 60, 60), style=()):
    """A table of which `first` stands at the foot of one page and `second` on the next."""
    below = table(second, *(style or (RULED,)), widths=widths)
    return printed(gap(600), table(first, RULED, widths=widths), PageBreak(), below)


def test_the_label_of_a_group_that_a_page_cut_is_mended():
    first = [["办理", "（一）予以公开", "1", "2"], ["（四）无", "1.没有信息", "3", "4"]]
    second = [["法提供", "2.另行制作", "5", "6"], ["", "3.仍不明确", "7", "8"]]

    data = cut(first, second, style=ruled(((0, 0), (0, 1))))

    assert reach(data, "（四）无 法提供") == (2, 1, 3, 1)
    assert rows(data)[2:] == [["2.另行制作", "5", "6"], ["3.仍不明确", "7", "8"]]


def test_a_group_that_begins_a_page_with_a_number_of_its_own_is_not_joined_to_the_one_above():
    first = [["办理", "甲", "1", "2"], ["（三）予", "乙", "3", "4"]]
    second = [["（四）无", "丙", "5", "6"], ["", "丁", "7", "8"]]

    data = cut(first, second, style=ruled(((0, 0), (0, 1))))

    assert reach(data, "（三）予") == (2, 1, 1, 1)
    assert reach(data, "（四）无") == (3, 1, 2, 1)


def test_a_blank_group_label_on_the_next_page_belongs_to_the_group_above():
    data = cut(
        [["组", "甲", "1", "2"], ["另一组", "乙", "3", "4"]], [["", "丙", "5", "6"], ["组", "丁", "7", "8"]]
    )
    assert reach(data, "另一组") == (2, 1, 2, 1)


def test_a_row_that_a_page_cut_is_one_row():
    widths = (150, 60, 60)
    data = cut(
        [["甲", "1", "2"], ["行政机关不再处理其申请的情", "", ""]],
        [["形合计", "3", "4"], ["乙", "5", "6"]],
        widths,
    )
    assert rows(data) == [["甲", "1", "2"], ["行政机关不再处理其申请的情 形合计", "3", "4"], ["乙", "5", "6"]]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["行政处罚", "3", "4"], ["行政强制", "5", "6"]),
        (["行政处罚", "3", "4"], ["行政强制", "", ""]),
        (["行政处罚", "", ""], ["行政强制", "5", "6"]),
        (["不再处理其申请的各种情形合", "", ""], ["四、结转", "5", "6"]),
        (["行政处罚", "3", ""], ["", "", ""]),
        (["行政处罚", "3", ""], ["", "5", "6"]),
    ],
)
def test_whole_rows_on_both_sides_of_a_cut_are_never_made_one(above, below):
    data = cut([["甲", "1", "2"], above], [below, ["乙", "7", "8"]], (150, 60, 60))
    assert rows(data) == [["甲", "1", "2"], above, below, ["乙", "7", "8"]]


def test_a_table_without_rules_is_lines_cut_at_wide_gaps():
    document = read(printed(table(SMALL, ("ALIGN", (0, 0), (-1, -1), "LEFT"), widths=[120, 60, 60])))
    assert document.grids == ()
    assert [line.cells for line in document.lines][:3] == [
        ("项目", "上年", "本年"),
        ("规章", "1", "2"),
        ("规范性文件", "40"),
    ]


@given(
    st.integers(0, 640),
    st.lists(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), min_size=2, max_size=8),
    st.sampled_from([40, 55, 70]),
    st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_wherever_the_pages_cut_a_table_every_figure_stays_in_its_row(height, groups, width, has_header):
    """Groups with a merged label over rows of a long label and two figures, as in the form of 2021."""
    body: list[list[str]] = []
    spans: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for number, figures in enumerate(groups):
        spans.append(((0, len(body) + 1), (0, len(body) + len(figures))))
        body += [
            [
                wrapped(f"（{'一二三四五六七八'[number]}）不予公开"),
                wrapped(f"{n}.行政机关认定的情形"),
                str(f),
                "0",
            ]
            for n, f in enumerate(figures, start=1)
        ]
    header = ["项目", "情形", "上年", "本年"]
    made = table([header, *body], *ruled(*spans), widths=[width, width * 2, 60, 60], header=int(has_header))

    (grid,) = read(printed(gap(height), made)).grids

    expected = [(n, str(f)) for figures in groups for n, f in enumerate(figures, start=1)]
    found = {}
    for slot in grid.slots:
        found.setdefault(slot.row, {})[slot.column] = slot.text.replace(" ", "")
    lines = [row for row in found.values() if "情形" in row.get(2, "") and row.get(3) != "上年"]
    assert [(row[2], row[3], row[4]) for row in lines] == [
        (f"{n}.行政机关认定的情形", figure, "0") for n, figure in expected
    ]
