"""The checks of the words for a page: the sentences, the marks in the narrative, the counts stored."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from reports.domain.prose.checking.every import every
from reports.domain.prose.checking.findings import Matter
from reports.domain.prose.passages import prose_of
from reports.domain.statform.definition import CellKey
from reports.models import Chapter
from reports.queries import checks, everycheck, previews, prosechecks, statforms
from reports.services import reports
from reports.services.figures import recount
from reports.services.reading import read
from reports.services.revisions import Refused
from tests.factories import SHANGHAI, make_report, make_writer

NEW = CellKey("applications", "1", "total")


def found(text: str, rule: str, **matter):
    prose = prose_of(chapters=[("一", "总体情况", text)])
    (one,) = [f for f in every(Matter(prose=prose, **matter)) if f.rule == rule]
    return one


def said(text: str, rule: str, form: str = "", **matter) -> str:
    definition = statforms.all_forms().get(form)
    with translation.override("zh-hans"):
        one = found(text, rule, form=definition, **matter)
        return checks.sentence(one, definition, matter.get("year"))


# ---------------------------------------------------------------- sentences


def test_a_sum_that_fails_tells_total_parts_and_what_they_come_to():
    text = "办理投诉416件，其中噪音类152件、治安类186件、交通类98件。"
    assert said(text, "sum") == ("正文写“416件”，但各分项 噪音类 152 ＋ 治安类 186 ＋ 交通类 98 合计为436。")


def test_shares_that_fail_are_told_with_their_signs():
    text = "自然人占96.8%，法人或其他组织占4.2%。"
    assert said(text, "shares-total") == (
        "各项占比 自然人 96.8% ＋ 法人或其他组织 4.2% 合计为101%；同一总数的各部分合计应为100%。"
    )


def test_a_cell_that_differs_is_named_with_its_row_and_column():
    said_it = said(
        "本年度新收政府信息公开申请3191件。",
        "cell",
        "national-2021",
        year=2023,
        figures={NEW: Decimal(3119)},
    )
    assert said_it == "正文写“3191件”，统计表填3,119（本年新收政府信息公开申请数量，总计）。"


def test_a_jump_is_a_question():
    said_it = said("平稳。", "jump", "national-2021", figures={NEW: Decimal(0)}, previous={NEW: Decimal(31)})
    assert said_it == "本年新收政府信息公开申请数量，总计：本年0，上年31。是否属实，原因是什么？"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_rule_has_its_sentences_in_both_languages(language):
    texts = {
        "sum": "办理投诉416件，其中噪音类152件、治安类186件、交通类98件。",
        "shares-total": "自然人占96.8%，法人或其他组织占4.2%。",
        "share": "公开信息65条，其中网站公开20条，占30%。",
        "growth": "本年度登记公开申请22起，比2022年（31起）增长29%。",
        "period": "数据统计期限为2023年1月1日至2023年12月30日。",
        "year": "203年，我局共办理建议提案15件。",
    }
    with translation.override(language):
        for rule, text in texts.items():
            one = found(text, rule, year=2023)
            sentence = checks.sentence(one, None, 2023)
            assert one.status == "fails"
            assert "%(" not in sentence
            assert len(sentence) > 10


# ---------------------------------------------------------------- marks


def pieces(text: str, year: int = 2023):
    prose = prose_of(chapters=[("一", "总体情况", text)])
    marks = prosechecks.marks(every(Matter(prose=prose, year=year)))
    return prosechecks.paragraphs(text, marks.get("1", ()))


def test_the_words_of_a_finding_are_marked_and_every_character_stays():
    text = "　　平稳。\n\n办理投诉４１６件，其中噪音类152件、治安类186件、交通类98件。"
    first, second = pieces(text)
    assert [piece.text for piece in first] == ["平稳。"]
    assert [(piece.text, piece.tone) for piece in second if piece.anchor] == [("４１６件", "fails")]
    assert "".join(piece.text for piece in second) == text.split("\n")[2]


def test_a_mark_over_a_line_break_is_cut_and_keeps_one_place_to_jump_to():
    text = "数据统计期限为2023年1月1\n日至2023年12月30日。"
    marked = [piece for line in pieces(text) for piece in line if piece.anchor]
    assert [piece.text for piece in marked] == ["2023年1月1", "日至2023年12月30日"]
    assert [bool(piece.id) for piece in marked] == [True, False]


def test_what_holds_leaves_no_mark():
    assert pieces("处理8件，其中网上5件、信函3件。") == (
        (prosechecks.Piece("处理8件，其中网上5件、信函3件。"),),
    )


def test_a_narrative_that_carries_markup_stays_text():
    (line,) = pieces("<script>alert(1)</script>办理416件，其中噪音类152件、治安类186件、交通类98件。")
    assert line[0].text == "<script>alert(1)</script>办理"


# ---------------------------------------------------------------- a stored report

BAD = "办理投诉416件，其中噪音类152件、治安类186件、交通类98件。"


@pytest.fixture
def bad(db):
    report = make_report(year=2016)
    Chapter.objects.create(report=report, position=3, number="三", heading="申请", text=BAD)
    return report


def test_a_failing_sum_in_the_words_counts_like_one_in_the_table(bad):
    recount(bad)
    assert (bad.checks_failed, bad.checks_warned) == (1, 0)


def test_the_page_marks_the_words_and_leads_from_the_mark_to_the_check_and_back(bad, client):
    page = client.get(f"/reports/{bad.agency.slug}/2016/").content.decode()
    (finding,) = [f for f in everycheck.of_report(bad).prose if f.status == "fails"]
    anchor = finding.check.replace("/", "-")
    assert f'<a href="#check-{anchor}">416件</a></mark>' in page
    assert f'id="check-{anchor}"' in page
    assert f'<a href="#in-check-{anchor}">查看原文位置</a>' in page


def test_a_correction_is_judged_by_the_day_of_the_first_revision(db):
    first = make_report(year=2023, form_id="", superseded_at=datetime(2024, 5, 1, tzinfo=SHANGHAI))
    second = make_report(
        agency=first.agency,
        year=2023,
        form_id="",
        revision=2,
        published_at=datetime(2024, 5, 1, tzinfo=SHANGHAI),
    )
    assert [f for f in everycheck.of_report(second).prose if f.rule == "late"] == []


def test_last_years_words_told_again_are_remarked_upon(db):
    text = (
        "我局修订了公开审查流程，把拟稿、核稿、签发三道关口纳入办公系统。"
        "针对用水报装问题，编写了图文并茂的办事手册并上门讲解。"
        "公开专栏按照栏目清单逐项核对，更新滞后的页面当天补齐。"
        "依托社区议事厅开展面对面解读，邀请居民对排水改造提出意见。"
        "档案室与公开专员建立共用台账，材料从登记到归档均可查询。"
    )
    before = make_report(year=2015)
    now = make_report(agency=before.agency, year=2016)
    for report in (before, now):
        Chapter.objects.create(report=report, position=3, number="三", heading="工作", text=text)
    (copied,) = [f for f in everycheck.of_report(now).prose if f.rule == "copied"]
    assert (copied.status, copied.found, copied.is_hard) == ("fails", "100", False)


def test_a_reading_that_is_looked_over_shows_what_its_words_get_wrong():
    text = f"示例市水务局2023年政府信息公开工作年度报告\n一、总体情况\n{BAD}\n二、其他\n平稳。\n"
    reading = read(text.encode(), name="报告.txt")
    assert not reading.is_sound
    preview = previews.preview(
        reading.form_id, reading.year, reading.cells, reading.findings, reading.unread, reading.prose
    )
    assert preview.prose is not None
    assert [(view.status, view.is_hard) for view in preview.prose.problems] == [("fails", True)]


def test_words_that_do_not_add_up_are_submitted_only_with_an_explanation(db):
    draft = make_report(year=2016, state="draft")
    writer = make_writer(draft.agency)
    Chapter.objects.create(report=draft, position=3, number="三", heading="申请", text=BAD)
    with pytest.raises(Refused):
        reports.submit(report=draft, by=writer)
    reports.submit(report=draft, by=writer, explanation="沿用公布的原文。")
    draft.refresh_from_db()
    assert (draft.state, draft.checks_failed) == ("in_review", 1)
