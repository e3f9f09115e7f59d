"""Word files to lines and grids: what is printed, in the order it is printed."""

from __future__ import annotations

import pytest

from reports.readers.docx import read
from tests.readers.office import p, packed, t, tbl, tc, tr, types, word


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in read(word(body, **parts)).lines]


def slots(body: str) -> list[tuple[int, int, int, int, str]]:
    (grid,) = read(word(body)).grids
    return [(s.row, s.column, s.rowspan, s.colspan, s.text) for s in grid.slots]


def level(number: int, format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


CHAPTERS = (
    level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
)
LISTS = (
    f'<w:abstractNum w:abstractNumId="7">{CHAPTERS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def test_paragraphs_and_tables_keep_their_order_and_every_line_has_a_number() -> None:
    document = read(word(p("标题") + p("") + tbl(tr("甲", "乙"), tr("1", "2")) + p("后")))
    assert [(line.position.line, line.text, line.cells) for line in document.lines] == [
        (1, "标题", ("标题",)),
        (3, "甲\t乙", ("甲", "乙")),
        (4, "1\t2", ("1", "2")),
        (5, "后", ("后",)),
    ]
    (grid,) = document.grids
    assert (grid.lines, grid.position.table, document.format) == ((3, 4), 1, "docx")
    last = grid.slots[-1].position
    assert (last.line, last.table, last.row, last.column) == (4, 1, 2, 2)


def test_merged_cells_are_told_once_with_how_far_they_reach() -> None:
    table = tbl(
        tr(tc("角", span=2, merge="restart"), tc("组", span=2)),
        tr(tc("", span=2, merge="continue"), "甲", "乙"),
        tr(tc("大", merge="restart"), "小", "1", ""),
        tr(tc("", merge="continue"), "小二", "", "0"),
    )
    assert slots(table) == [
        (1, 1, 2, 2, "角"),
        (1, 3, 1, 2, "组"),
        (2, 3, 1, 1, "甲"),
        (2, 4, 1, 1, "乙"),
        (3, 1, 2, 1, "大"),
        (3, 2, 1, 1, "小"),
        (3, 3, 1, 1, "1"),
        (3, 4, 1, 1, ""),
        (4, 2, 1, 1, "小二"),
        (4, 3, 1, 1, ""),
        (4, 4, 1, 1, "0"),
    ]


def test_a_cell_that_goes_on_with_nothing_stands_for_itself() -> None:
    assert slots(tbl(tr(tc("甲", merge="continue"), "1"), tr(tc("", span=2, merge="continue")))) == [
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "1"),
        (2, 1, 1, 2, ""),
    ]


def test_columns_left_out_before_a_row_move_its_cells() -> None:
    assert slots(tbl(tr("甲", "乙"), tr("丙", properties='<w:gridBefore w:val="1"/>')))[-1][:2] == (2, 2)


def test_lines_paragraphs_and_tabs_in_a_cell_are_spaces() -> None:
    broken = "<w:r><w:t>其他</w:t><w:br/><w:t>处理</w:t><w:tab/><w:t>数</w:t></w:r>"
    assert slots(tbl(tr(tc(p(broken) + p("二")), "1")))[0][4] == "其他 处理 数 二"


def test_a_line_break_in_the_prose_begins_a_line_and_a_tab_cuts_it() -> None:
    document = read(word(p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>1</w:t></w:r>")))
    assert [(line.position.line, line.cells) for line in document.lines] == [(1, ("甲",)), (2, ("乙", "1"))]


def test_two_halves_of_a_table_with_equal_columns_are_one() -> None:
    halves = tbl(tr("甲", "1"), widths=(400, 600)) + p("") + tbl(tr("乙", "2"), widths=(4010, 5990))
    document = read(word(halves))
    assert [(s.row, s.text, s.position.table, s.position.row) for s in document.grids[0].slots] == [
        (1, "甲", 1, 1),
        (1, "1", 1, 1),
        (2, "乙", 2, 1),
        (2, "2", 2, 1),
    ]
    assert len(document.grids) == 1


def test_a_merged_cell_goes_on_in_the_second_half() -> None:
    first = tbl(tr(tc("大", merge="restart"), "1"), widths=(1, 1))
    second = tbl(tr(tc("", merge="continue"), "2"), widths=(1, 1))
    assert slots(first + second)[0] == (1, 1, 2, 1, "大")


@pytest.mark.parametrize(
    "second",
    [
        p("中间") + tbl(tr("乙", "2"), widths=(400, 600)),
        p("") + tbl(tr("乙", "2"), widths=(500, 500)),
        p("") + tbl(tr("乙", "2", "3"), widths=(400, 300, 300)),
        p("") + tbl(tr("乙", "2")),
    ],
)
def test_words_between_or_other_columns_make_two_tables(second: str) -> None:
    assert len(read(word(tbl(tr("甲", "1"), widths=(400, 600)) + second)).grids) == 2


def test_automatic_numbers_stand_before_their_paragraphs() -> None:
    body = p("概述", number=(1, 0)) + p("公开", number=(1, 1)) + p("细目", number=(1, 2))
    body += p("又", number=(1, 1)) + p("申请", number=(1, 0)) + p("再", number=(1, 1))
    assert texts(body, numbering=LISTS) == [
        "一、概述",
        "（一）公开",
        "1.细目",
        "（二）又",
        "二、申请",
        "（一）再",
    ]


def test_numbers_count_to_the_tens_and_a_new_list_begins_anew() -> None:
    body = (
        "".join(p("章", number=(1, 0)) for _ in range(21)) + p("新", number=(2, 0)) + p("章", number=(2, 0))
    )
    found = texts(body, numbering=LISTS)
    assert [found[n] for n in (9, 10, 19, 20, 21, 22)] == [
        "十、章",
        "十一、章",
        "二十、章",
        "二十一、章",
        "一、新",
        "二、章",
    ]


def test_a_style_may_number_its_paragraphs_and_a_paragraph_may_refuse() -> None:
    styles = (
        '<w:style w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="h2"><w:basedOn w:val="h"/></w:style>'
    )
    body = p("概述", style="h") + p("无号", style="h", number=(0, 0)) + p("申请", style="h2")
    assert texts(body, numbering=LISTS, styles=styles) == ["一、概述", "无号", "二、申请"]


@pytest.mark.parametrize(
    ("format", "text", "said"),
    [
        ("decimal", "%1", "3 题"),
        ("decimal", "第%1条", "第3条题"),
        ("decimalZero", "%1.", "03.题"),
        ("chineseCountingThousand", "第%1章", "第三章题"),
        ("ideographTraditional", "%1、", "丙、题"),
        ("chineseLegalSimplified", "%1、", "叁、题"),
        ("decimalEnclosedCircle", "%1", "③ 题"),
        ("upperRoman", "%1.", "III.题"),
        ("lowerLetter", "%1)", "c)题"),
        ("bullet", "\uf0b7", "题"),
        ("none", "", "题"),
        ("unheardOf", "%1.", "3.题"),
    ],
)
def test_every_common_format_of_numbers_is_written_out(format: str, text: str, said: str) -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="7">{level(0, format, text)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    assert texts(p("题", number=(1, 0)) * 3, numbering=lists)[2] == said


def test_a_number_of_several_levels_names_them_all() -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="7">{level(0, "chineseCounting", "%1、")}'
        f"{level(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = p("甲", number=(1, 0)) + p("乙", number=(1, 0)) + p("丙", number=(1, 1))
    assert texts(body, numbering=lists)[2] == "2.1 丙"


def test_deletions_are_left_out_and_insertions_kept() -> None:
    body = p("共", f"<w:del>{t('旧').replace('w:t', 'w:delText')}</w:del>", f"<w:ins>{t('12')}</w:ins>", "件")
    body += p(f"<w:moveFrom>{t('移')}</w:moveFrom>", "留", f"<w:moveTo>{t('来')}</w:moveTo>")
    assert texts(body) == ["共12件", "留来"]


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next() -> None:
    assert texts(p("前半", mark="<w:del/>") + p("后半")) == ["前半后半"]
    assert texts(p("完", mark="<w:del/>")) == ["完"]


def test_a_deleted_mark_at_the_end_of_a_cell_moves_nothing_into_the_next() -> None:
    assert [slot[4] for slot in slots(tbl(tr(tc(p("1", mark="<w:del/>")), "2")))] == ["1", "2"]


def test_rows_and_cells_that_were_deleted_are_not_there() -> None:
    gone = "<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p/></w:tc>"
    table = tbl(tr("甲", gone, "1"), tr("乙", "2", properties="<w:del/>"), tr("丙", "3"))
    assert [(row, column, text) for row, column, _, _, text in slots(table)] == [
        (1, 1, "甲"),
        (1, 2, "1"),
        (2, 1, "丙"),
        (2, 2, "3"),
    ]


def test_hidden_text_is_left_out_also_where_a_style_hides_it() -> None:
    styles = '<w:style w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("见", t("不", "<w:vanish/>"), t("得", '<w:rStyle w:val="x"/>'), t("到", '<w:vanish w:val="0"/>'))
    assert texts(body + p("全隐", style="x"), styles=styles) == ["见到"]


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        ((t("12"), t("1", '<w:vertAlign w:val="superscript"/>')), "12^1"),
        ((t("12"), t("1", '<w:vertAlign w:val="subscript"/>')), "12_1"),
        ((t("12"), t("1", '<w:position w:val="8"/>')), "12^1"),
        ((t("9", "<w:strike/>"), t("12")), "~~9~~12"),
        ((t("9", '<w:dstrike w:val="1"/>'), t("12")), "~~9~~12"),
        ((t("12"), t("1", '<w:rStyle w:val="note"/>')), "12^1"),
        ((t("12"), t("1", '<w:rStyle w:val="note"/><w:vertAlign w:val="baseline"/>')), "121"),
        ((t("9", '<w:strike w:val="0"/>'), t("12")), "912"),
    ],
)
def test_what_is_raised_or_struck_out_is_no_part_of_the_figure_beside_it(
    runs: tuple[str, ...], seen: str
) -> None:
    styles = '<w:style w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    assert texts(p(*runs), styles=styles) == [seen]


def test_a_field_shows_its_result_and_not_its_code() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = mark("begin") + mark("separate") + t("码") + mark("end")
    code = "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>" + nested
    field = mark("begin") + code + mark("separate") + t("4047") + mark("end")
    simple = f'<w:fldSimple w:instr="DATE">{t("2024年")}</w:fldSimple>'
    assert texts(p("共", field, "件", simple)) == ["共4047件2024年"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert texts(p("前", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "中") + p("后")) == ["前中", "后"]


def test_signs_are_as_seen() -> None:
    run = (
        "<w:r><w:t>规</w:t><w:softHyphen/><w:t>章A</w:t><w:noBreakHyphen/><w:t>1\u00ad</w:t>"
        '<w:sym w:char="F0FE"/></w:r>'
    )
    assert texts(p(run)) == ["规章A-1"]


def test_content_controls_links_and_rubies_are_read_through_but_prompts_are_not() -> None:
    def control(inside: str, more: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{more}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    prompt = "<w:showingPlcHdr/>"
    ruby = f"<w:r><w:ruby><w:rt>{t('gui')}</w:rt><w:rubyBase>{t('规')}</w:rubyBase></w:ruby></w:r>"
    body = control(p("块")) + control(p("点此输入"), prompt)
    body += p(
        control(t("行内")), control(t("点此输入"), prompt), f"<w:hyperlink>{t('链')}</w:hyperlink>", ruby
    )
    row = control(tc("值")) + tc("1") + control(tc("点此"), prompt)
    table = f"<w:tbl>{control(f'<w:tr>{row}</w:tr>')}</w:tbl>"
    document = read(word(body + table))
    assert [line.text for line in document.lines] == ["块", "行内链规", "值\t1"]
    assert [slot.text for slot in document.grids[0].slots] == ["值", "1", ""]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框')}{tbl(tr('甲', '1'))}</w:txbxContent>"
    choice = f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    body = p("前", f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>") + p("后")
    assert texts(body) == ["前", "框", "甲\t1", "后"]
    old = p("前", f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>")
    assert texts(old) == ["前", "框", "甲\t1"]


def test_a_table_of_one_column_frames_a_text_and_its_table() -> None:
    inner = tbl(tr("甲", "1"))
    document = read(word(tbl(tr(tc(p("标题") + p("正文") + inner)))))
    assert [line.text for line in document.lines] == ["标题", "正文", "甲\t1"]
    assert len(document.grids) == 1


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    document = read(word(tbl(tr("外", tc(p("格") + tbl(tr("甲", "1"), tr("乙", "2")))))))
    assert [[slot.text for slot in grid.slots] for grid in document.grids] == [
        ["外", "格"],
        ["甲", "1", "乙", "2"],
    ]
    assert [grid.position.table for grid in document.grids] == [1, 2]


def test_the_strict_variant_of_the_format_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = f'<w:document xmlns:w="{strict}"><w:body>{p("甲")}</w:body></w:document>'
    data = packed({"[Content_Types].xml": types("word/d2.xml", kind), "word/d2.xml": body})
    assert read(data).lines[0].text == "甲"
