"""A report's outline from its lines: title, whose, when, chapters, closing words, furniture."""

import re
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.domain.document import Document, Line, Position
from reports.domain.prose.outline import outline, report_year

HEAD = "示例市公安局2016年度政府信息公开工作报告\n来源:示例市公安局 时间:2017-01-19 15:03\n"


def document(text):
    lines = enumerate(text.split("\n"), start=1)
    return Document(
        tuple(Line(t.strip(), Position(line=n), (t.strip(),)) for n, t in lines if t.strip()), "UTF-8", ""
    )


def read(text, without=()):
    return outline(document(text), without=without)


def chapters(text):
    return [(chapter.number, chapter.heading, chapter.text) for chapter in read(text).chapters]


def test_head_and_chapters_are_read():
    found = read(f"{HEAD}\n各单位:\n开头的话。\n一、概述\n甲。\n乙。\n二、主动公开\n丙。")

    assert (found.title, found.agency_name) == ("示例市公安局2016年度政府信息公开工作报告", "示例市公安局")
    assert (found.year, found.source) == (2016, "示例市公安局")
    assert found.published_at == datetime(2017, 1, 19, 15, 3, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert found.published_at.isoformat() == "2017-01-19T15:03:00+08:00"
    assert found.preamble == "各单位:\n开头的话。"
    assert [(c.number, c.heading, c.text) for c in found.chapters] == [
        ("一", "概述", "甲。\n乙。"),
        ("二", "主动公开", "丙。"),
    ]
    assert (found.closing, found.furniture) == ("", ())


def test_lower_numbers_stay_in_the_text_with_their_line_breaks():
    assert chapters(f"{HEAD}一、概述\n(一)数量。甲。\n1.乙。\n二、形式\n丙。") == [
        ("一", "概述", "(一)数量。甲。\n1.乙。"),
        ("二", "形式", "丙。"),
    ]


def test_the_highest_numbering_found_makes_the_chapters():
    assert chapters(f"{HEAD}（一）概述\n1.甲。\n（二）形式\n乙。") == [
        ("（一）", "概述", "1.甲。"),
        ("（二）", "形式", "乙。"),
    ]
    assert chapters(f"{HEAD}1.概述\n甲。\n2、形式\n乙。") == [("1", "概述", "甲。"), ("2", "形式", "乙。")]


def test_a_numbered_sentence_is_no_heading():
    long = "一、" + "很长的一句话" * 7
    assert chapters(f"{HEAD}一、概述\n二、做好下列工作。甲乙丙丁。\n{long}\n二、形式\n甲。") == [
        ("一", "概述", f"二、做好下列工作。甲乙丙丁。\n{long}"),
        ("二", "形式", "甲。"),
    ]


def test_a_heading_may_have_forty_characters():
    assert [c[1] for c in chapters(f"{HEAD}一、{'甲' * 40}\n乙。")] == ["甲" * 40]
    assert chapters(f"{HEAD}一、{'甲' * 41}\n乙。") == []


def test_a_list_numbered_again_from_one_stays_in_its_chapter():
    assert [c[0] for c in chapters(f"{HEAD}一、概述\n二、形式\n一、网站\n三、问题")] == ["一", "二", "三"]


def test_numbers_above_ten_are_chapters_too():
    headings = "\n".join(f"{n}、章{n}\n文。" for n in ("九", "十", "十一", "十二", "二十", "二十一"))
    assert [c[0] for c in chapters(HEAD + headings)] == ["九", "十", "十一", "十二", "二十", "二十一"]


def test_attachments_signature_and_date_close_the_report():
    found = read(f"{HEAD}一、概述\n甲。\n附件:统计报表\n示例市公安局\n2017年1月13日")

    assert found.chapters[0].text == "甲。"
    assert found.closing == "附件:统计报表\n示例市公安局\n2017年1月13日"


def test_a_date_in_chinese_numerals_closes_it_too():
    assert read(f"{HEAD}一、概述\n甲。\n示例市公安局\n二〇一七年一月十三日").closing.endswith(
        "二〇一七年一月十三日"
    )


def test_a_sentence_behind_a_signature_keeps_all_in_the_chapter():
    found = read(f"{HEAD}一、概述\n甲。\n示例市公安局\n就这样开展了工作。")
    assert (found.closing, found.chapters[0].text) == ("", "甲。\n示例市公安局\n就这样开展了工作。")


def test_lines_of_tables_are_left_to_others():
    text = f"{HEAD}一、附表\n见附件。\n示例市公安局\n2017年1月13日\n指标名称\n4047\n说明:口径未变。\n附件下载"
    found = read(text, without=range(7, 9))

    assert found.chapters[0].text == "见附件。"
    assert found.closing == "示例市公安局\n2017年1月13日\n说明:口径未变。"
    assert [(f.line, f.text, f.rule) for f in found.furniture] == [(10, "附件下载", "attachment-list")]


def test_a_table_inside_a_chapter_leaves_the_later_chapters_alone():
    found = read(f"{HEAD}一、情况\n1\n二、问题\n甲。\n乙。", without=[4])
    assert [(c.heading, c.text) for c in found.chapters] == [("情况", ""), ("问题", "甲。\n乙。")]


def test_what_stands_above_the_title_is_furniture():
    found = read(f"登录 注册\n某某网站\n索引号:XM-1\n发布机构:示里区人民政府\n{HEAD}一、概述\n甲。")

    assert [(f.line, f.rule) for f in found.furniture] == [
        (1, "navigation"),
        (2, "before-title"),
        (3, "before-title"),
        (4, "before-title"),
    ]
    assert found.source == "示例市公安局"


def test_source_and_time_above_the_title_serve_when_none_stand_below():
    title = "示里区人民政府2018年政府信息公开工作年度报告"
    found = read(f"发布机构:示里区人民政府办公室\n公文生成日期:2019-01-04\n{title}\n一、概述\n甲。")

    assert found.source == "示里区人民政府办公室"
    assert found.published_at.isoformat() == "2019-01-04T00:00:00+08:00"


def test_a_title_over_two_lines_is_one():
    found = read("- 1 -\n示例市人民政府\n2024 年政府信息公开工作年度报告\n一、总体情况\n甲。")

    assert found.title == "示例市人民政府2024年政府信息公开工作年度报告"
    assert [f.rule for f in found.furniture] == ["page-number"]


def test_a_text_without_title_keeps_all_it_has():
    found = read("统计期限为2023年1月1日至2023年12月31日。\n一、总体情况\n甲。")

    assert (found.title, found.agency_name, found.published_at) == ("", "", None)
    assert found.year == 2023
    assert found.chapters[0].heading == "总体情况"


def test_the_year_can_be_told_before_the_tables_are_known():
    assert report_year(document(f"{HEAD}一、概述")) == 2016
    assert report_year(document("没有年份")) is None


def test_the_mark_of_a_cut_is_no_part_of_the_text():
    found = read(f"{HEAD}一、概述\n甲\n[存储文本到此为止 / stored text ends here]")
    assert found.chapters[0].text == "甲"


@pytest.mark.parametrize(
    "head",
    [
        "示例市公安局2016年度\n政府信息公开工作年度报告",
        "示例市公安局\n政府信息公开年度报告\n（2016年度）",
        "示例市公安局\n2016年度\n政府信息公开年报",
        "《示例市公安局2016年度政府信息公开工作报告》",
        "标题：示例市公安局2016年度政府信息公开工作报告",
        "示例市公安局2016年度政府信息公开工作报告 - 示例市人民政府网",
        "示例市公安局：2016年度政府信息公开工作报告",
        "示例市公安局2016年度政府信息公开工作报告。",
        "政府信息公开年报\n示例市公安局2016年度政府信息公开工作报告",
        "示例市公安局\n政府信息公开年报\n示例市公安局2016年度政府信息公开工作报告",
    ],
)
def test_a_title_is_found_however_it_is_set(head):
    found = read(f"{head}\n一、概述\n甲。")

    assert (found.agency_name, found.year) == ("示例市公安局", 2016)
    assert (found.preamble, found.chapters[0].text) == ("", "甲。")


def test_what_a_page_puts_around_the_title_is_furniture():
    found = read("标题：示例市公安局2016年度政府信息公开报告 - 示例市人民政府网\n一、概述")

    assert found.title == "示例市公安局2016年度政府信息公开报告"
    assert [(f.line, f.text, f.rule) for f in found.furniture] == [
        (1, "标题：", "title-frame"),
        (1, "- 示例市人民政府网", "title-frame"),
    ]


INSIDE = [
    "全市政府网站全部完成ICP备案。",
    "闽ICP备05000000号-1",
    "审核:某某",
    "主办单位:示例市公安局",
    "2016年统计表.xls",
    "您当前所在位置:首页>信息公开",
    "扫描二维码查看办事指南",
    "政府信息公开年报",
]


@pytest.mark.parametrize("line", INSIDE)
def test_a_line_inside_a_chapter_that_looks_like_a_page_foot_stays(line):
    found = read(f"{HEAD}一、概述\n甲。\n{line}\n乙。\n二、形式\n丙。")
    assert (found.chapters[0].text, found.furniture) == (f"甲。\n{line}\n乙。", ())


@pytest.mark.parametrize("line", INSIDE[1:])
def test_the_same_line_below_the_last_chapter_is_furniture(line):
    found = read(f"{HEAD}一、概述\n甲。\n示例市公安局\n2017年1月13日\n{line}\n地址:示例路236幢")
    assert [(f.line, f.text) for f in found.furniture] == [(7, line)]
    assert found.closing.endswith("地址:示例路236幢")


def test_a_page_foot_the_table_finder_passed_over_is_furniture():
    found = read(f"{HEAD}一、附表\n指标\n闽ICP备05000000号-1\n4047\n二、其他\n甲。", without=[4, 5, 6])
    assert [(f.line, f.rule) for f in found.furniture] == [(5, "site-foot")]


def test_prose_above_the_title_is_kept():
    found = read(f"某某网站\n为保障公众的知情权，现将有关情况公布如下。\n{HEAD}一、概述\n甲。")

    assert [(f.line, f.rule) for f in found.furniture] == [(1, "before-title")]
    assert found.preamble == "为保障公众的知情权，现将有关情况公布如下。"


def test_fields_the_portal_takes_nothing_from_are_furniture():
    found = read(
        f"{HEAD}发布机构:示例市人民政府\n成文日期:2017年1月13日\n作者:某某 来源:示例市公安局\n一、概述"
    )

    assert found.source == "示例市公安局"
    assert found.published_at.isoformat() == "2017-01-19T15:03:00+08:00"
    assert [(f.line, f.rule) for f in found.furniture] == [(3, "imprint"), (4, "imprint"), (5, "imprint")]


def test_a_source_with_a_time_that_is_not_understood_is_furniture_too():
    found = read(
        "示例市公安局2016年度政府信息公开工作报告\n来源:示例市公安局 时间:2017-01-19 15点半\n一、概述"
    )

    assert (found.source, found.published_at) == ("示例市公安局", None)
    assert [f.rule for f in found.furniture] == ["imprint"]


def test_a_heading_with_its_text_behind_it_makes_a_chapter():
    assert chapters(f"{HEAD}一、概述。全年公开信息。\n甲。\n二、形式。网站。\n三、问题\n乙。") == [
        ("一", "概述", "全年公开信息。\n甲。"),
        ("二", "形式", "网站。"),
        ("三", "问题", "乙。"),
    ]
    assert chapters(f"{HEAD}一、概述。全年公开信息。\n二、形式。网站。") == [
        ("一", "概述", "全年公开信息。"),
        ("二", "形式", "网站。"),
    ]


def test_a_list_of_sentences_inside_a_chapter_makes_none():
    assert [
        c[0] for c in chapters(f"{HEAD}一、概述\n一、加强领导。甲。\n二、落实责任。乙。\n二、形式\n丙。")
    ] == [
        "一",
        "二",
    ]
    assert [c[0] for c in chapters(f"{HEAD}（一）概述\n甲。\n三、加强领导。乙。\n（二）形式\n丙。")] == [
        "（一）",
        "（二）",
    ]


def test_a_table_of_contents_makes_no_chapters():
    contents = "目录\n一、概述……1\n二、主动公开情况……2\n三、问题……3\n"
    found = read(f"{HEAD}{contents}一、概述\n甲。\n二、主动公开情况\n乙。\n三、问题\n丙。")

    assert [c.text for c in found.chapters] == ["甲。", "乙。", "丙。"]
    assert found.preamble == contents.strip()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一章 ", "第二章 "),
        ("第一部分　", "第二部分："),
        ("一 ", "二　"),
        ("⑴", "⑵"),
        ("㈠", "㈡"),
        ("(1)", "(2)"),
    ],
)
def test_rarer_numberings_make_chapters_too(first, second):
    found = chapters(f"{HEAD}{first}概述\n甲。\n{second}形式\n乙。")
    assert [(heading, text) for _number, heading, text in found] == [("概述", "甲。"), ("形式", "乙。")]


def test_one_line_of_a_rarer_numbering_alone_makes_none():
    assert chapters(f"{HEAD}开头。\n第一部分 概述\n甲。") == []


POOL = [
    *(
        "登录 注册",
        "某某网站",
        "政府信息公开年报",
        "闽ICP备05000000号-1",
        "责任编辑：某某",
        "- 3 -",
        "附件下载",
    ),
    *(
        "示例市公安局",
        "2016年度政府信息公开工作报告",
        "示例市公安局2016年度政府信息公开工作报告",
        "（2016年度）",
    ),
    *(
        "标题：《示例市公安局2016年度政府信息公开报告》 - 示例市政府网",
        "目录",
        "各单位:",
        "全年公开信息12条。",
    ),
    *(
        "来源:示例市公安局 时间:2017-01-19 15:03",
        "发布机构:某某 成文日期:2017年1月13日",
        "作者:某某 点击数:3",
    ),
    *(
        "时间:2017-01-19 15点半 来源:某某",
        "2017-01-19",
        "20170119",
        "索引号:X-1",
        "一、概述",
        "二、主动公开……3",
    ),
    *(
        "一、概述。全年如下。",
        "三、加强领导。甲乙。",
        "（一）数量",
        "1.网站公开",
        "第一部分 概述",
        "第二部分 形式",
    ),
    *("⑴甲", "⑵乙", "一 概述", "二 形式", "附件:统计报表", "附件:统计表.xls", "2017年1月13日", "主办：某某"),
    *("甲，乙，丙", "您当前所在位置: 首页 > 公开", "扫一扫在手机上查看当前页面", "相关解读", "[…]全年[…]"),
]
WORDS = re.compile(r"\w+")


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=14))
def test_every_word_of_every_line_is_found_again_just_once(lines):
    """Each line bears a mark of its own; the marks found in all parts together are the marks put in."""
    marked = [f"{line}{chr(0x13000 + n)}" for n, line in enumerate(lines)]
    for text in ("\n".join(lines), "\n".join(marked)):
        found = read(text)
        pieces = [
            *(found.title, found.preamble, found.closing),
            *(f"{c.number}{c.heading}{c.text}" for c in found.chapters),
            *(item.text for item in found.furniture),
        ]
        told = Counter("".join(WORDS.findall("".join(pieces))))
        rest = Counter("".join(WORDS.findall(text))) - told
        imprint = f"来源时间{found.source}{found.published_at or ''}"
        assert told <= Counter("".join(WORDS.findall(text)))
        assert set(rest) <= set(imprint) | set("年月日发布机构成文期")
