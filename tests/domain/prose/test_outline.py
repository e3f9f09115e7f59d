"""A report's outline from its lines: title, whose, when, chapters, closing words, furniture."""

from datetime import datetime
from zoneinfo import ZoneInfo

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
