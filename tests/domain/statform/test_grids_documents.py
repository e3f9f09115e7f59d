"""Which grids of a document are tables of a form, and what becomes of the others and of lines beside them."""

from rapidfuzz.fuzz import ratio

from reports.domain.document import Document, Grid, Line, Position, Slot
from reports.domain.statform.loading import load
from reports.domain.statform.locate import locate
from reports.domain.statform.table import figures
from reports.queries import statforms
from reports.queries.statforms import form
from tests.domain.statform.gridlocating import (
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
)
from tests.gridding import document
from tests.printing import printed

NATIONAL, SHORT = form("national-2021"), form("fujian-2008")


def test_text_between_the_rows_is_unread_and_page_numbers_are_not():
    found = short(("行政复议数", "件", "1", "2"), ("- 3 -", "", "", ""), ("以上为初步统计", "", "", ""))
    more = short(
        ("行政复议数", "件", "1", "2"), ("以上为初步统计", "", "", ""), ("行政诉讼数", "件", "3", "4")
    )

    assert unread(found) == []
    assert unread(more) == [("以上为初步统计", "text")]


def test_notes_below_a_table_are_left_to_the_prose():
    found = short(("行政复议数", "件", "1", "2"), ("注：数据截至年底。", "", "", ""))

    assert found.lines == {2, 3}


def test_a_grid_that_frames_the_page_is_left_to_the_prose():
    menu = grid(("首页", "政务公开", "互动交流"), ("机构职能", "通知公告", "联系我们"))
    found = found_in([menu, PROSE, *between(national())], year=2024)

    assert (figures(found.cells), found.unread) == (TRUTH, ())
    assert not found.lines & {1, 2}


def test_a_menu_of_words_that_are_labels_is_no_table():
    menu = grid(("规章", "行政规范性文件", "行政许可"), ("行政处罚", "行政强制", "行政事业性收费"))
    found = found_in([menu, PROSE])

    assert found.form_id is None
    assert found.cells == ()


def test_a_cousin_of_a_form_is_kept_as_an_unknown_table():
    cousin = grid(
        ("指标名称", "计量单位", "代码", "本期实际", "本年累计"),
        ("主动公开信息数", "条", "01", "1", "2"),
        ("申请总数", "条", "10", "3", "4"),
        ("当面申请数", "条", "11", "5", "6"),
        ("信函申请数", "条", "15", "7", "8"),
        ("行政复议数", "件", "32", "9", "9"),
    )
    found = found_in([PROSE, cousin])

    assert (found.form_id, found.cells) == (None, ())
    assert {reason for _, reason in unread(found)} == {"unknown-form"}
    assert {item.position.line for item in found.unread} == {2, 3, 4, 5, 6, 7}


def test_a_table_of_another_form_in_the_same_document_is_unread_line_by_line():
    other = drawn(SHORT, figures_of(SHORT))
    found = found_in([*between(national()), *between(other)], year=2024)

    assert (found.form_id, figures(found.cells)) == ("national-2021", TRUTH)
    assert {reason for _, reason in unread(found)} == {"other-form"}
    assert len(found.unread) == 17


def test_lines_and_grids_of_one_document_are_read_together():
    first, _, third = national()
    text = printed(NATIONAL, TRUTH, layout="tabs", year=2024)
    start = text.index(NATIONAL.tables[1].title)
    stop = text.index(NATIONAL.tables[2].title)
    found = found_in([PROSE, first, *text[start:stop].split("\n"), PROSE, third], year=2024)

    assert (found.form_id, figures(found.cells), found.unread) == ("national-2021", TRUTH, ())


def test_lines_that_repeat_a_row_of_a_grid_leave_both_unread():
    table = grid(("指标名称", "计量单位", "2016年度", "历年累计"), ("行政复议数", "件", "1", "2"))
    found = found_in(
        [table, PROSE, "指标名称\t计量单位\t2016年度\t历年累计", "行政复议数\t件\t1\t3", PROSE], year=2016
    )

    assert found.cells == ()
    assert {reason for _, reason in unread(found)} == {"row-twice"}


def test_a_grid_beyond_the_limits_is_unread_as_a_whole():
    line = Line("指标名称", Position(line=1), ("指标名称",))
    wide = Grid((Slot(1, 1, "指标名称", Position(line=1), 1, 201),), Position(line=1), (1, 1))
    found = found_in(Document((line,), "", "", (wide,), "html"))

    assert (found.form_id, found.cells) == (None, ())
    assert [(item.text, item.reason) for item in found.unread] == [("指标名称", "unknown-form")]


def test_the_same_grids_of_text_or_of_places_say_the_same():
    text = found_in(printed(NATIONAL, TRUTH, layout="tabs", year=2024).split("\n"), year=2024)
    places = found_in(between(national()), year=2024)

    assert [(c.key, c.value, c.raw, c.unit) for c in text.cells] == [
        (c.key, c.value, c.raw, c.unit) for c in places.cells
    ]


def test_a_form_loaded_twice_reads_twice():
    folder = statforms.FOLDER
    again = load(
        (folder / "fujian-2008.toml").read_text("utf-8"),
        (folder / "fujian-2008.variants.toml").read_text("utf-8"),
    )
    figures_ = figures_of(SHORT)
    source = document(between(drawn(SHORT, figures_)))
    lines = document(printed(SHORT, figures_, year=2009).split("\n"))

    for loaded in (SHORT, again):
        for document_ in (source, lines):
            assert len(locate(document_, [loaded], similarity=ratio, year=2009).cells) == 32
