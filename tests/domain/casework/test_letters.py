"""Templates of letters: every one of them sound, blanks filled in one pass, nothing left in braces."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.domain.casework import letters
from reports.domain.casework.letters import BadLetters, Letters, fill, mark, marks_in, plain, readable

DATA = Path(__file__).resolve().parents[3] / "reports" / "data"
LABELS = {"reason": "理由"}


@pytest.fixture(scope="module")
def file() -> Letters:
    return letters.load((DATA / "letters.toml").read_text("utf-8"))


def test_every_letter_begins_with_whom_it_addresses(file: Letters) -> None:
    for template in file.templates.values():
        first = template.body.splitlines()[0]
        assert first in ("{applicant}：", "{addressee}："), template.code


def test_every_letter_says_how_to_reach_the_agency(file: Letters) -> None:
    assert all(each.body.endswith("联系方式：{contact}") for each in file.templates.values())


def test_no_letter_to_others_names_the_applicant_or_repeats_the_application(file: Letters) -> None:
    others = [each for each in file.templates.values() if each.to != "applicant"]
    assert {each.code for each in others} == {"consult_third_party", "tell_third_party", "consult_organ"}
    for each in others:
        assert not {"applicant", "description", "number", "you"} & set(each.blanks)


def test_every_answer_that_refuses_gives_ground_reason_and_remedy(file: Letters) -> None:
    for code in ("answer_refused", "answer_in_part", "answer_cannot", "answer_not_handled"):
        assert file.templates[code].required >= {"law", "basis", "reason", "remedy", "complaint"}


def test_a_value_is_put_in_once_and_never_read_again() -> None:
    filled = fill("理由：{reason}；{way}", {"reason": "见{way}", "way": "网站"}, LABELS)
    assert filled.text == "理由：见{way}；网站"
    assert filled.missing == ()


def test_a_missing_blank_is_marked_by_name_and_never_printed_in_braces() -> None:
    filled = fill("理由：{reason}。", {}, LABELS)
    assert filled.text == "理由：【待填：理由】。"
    assert filled.missing == ("reason",)


def test_a_paragraph_whose_optional_blank_is_empty_is_left_out() -> None:
    assert fill("甲\n乙{extra?}\n丙", {}, {}).text == "甲\n丙"
    assert fill("甲\n乙{extra?}\n丙", {"extra": "丁"}, {}).text == "甲\n乙丁\n丙"


def test_a_full_stop_is_not_doubled() -> None:
    assert fill("理由：{reason}。", {"reason": "涉及国家秘密。"}, {}).text == "理由：涉及国家秘密。"


def test_a_value_of_several_lines_makes_several_paragraphs() -> None:
    filled = fill("内容：{reason}完", {"reason": "一\n二"}, {})
    assert [[piece.text for piece in each] for each in filled.paragraphs] == [["内容：", "一"], ["二", "完"]]


def test_marks_and_braces_left_in_a_text_are_found(file: Letters) -> None:
    blanks = file.blanks.values()
    assert marks_in(f"理由：{mark('理由')}", blanks) == ("reason",)
    assert marks_in("理由：{reason}", blanks) == ("reason",)
    assert marks_in("理由：{reason?}", blanks) == ("reason",)
    assert marks_in("理由：{别的}", blanks) == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("要{reason}和{{x}}", "要｛reason｝和｛｛x｝｝"),
        ("甲\u202e乙\u200b丙\x00丁", "甲乙丙丁"),
        ("一\r\n\r\n二\x85三\u2028四", "一 二 三 四"),
        ("【待填：理由】", "〔待填：理由】"),
        ("某路改造预算。", "某路改造预算"),
    ],
)
def test_what_applicants_typed_is_made_harmless(typed: str, said: str) -> None:
    assert plain(typed) == said


def test_a_long_description_is_cut_and_says_so() -> None:
    assert plain("字" * 301, longest=300) == "字" * 300 + "……"
    assert plain("字" * 300, longest=300) == "字" * 300


def test_lines_stay_lines_where_paragraphs_are_wanted() -> None:
    assert readable(" 一 \r\n\r\n二\u202e ") == "一\n二"


@pytest.mark.parametrize(
    "text",
    [
        "[[letter]]\ncode='a'\ntitle='t'\ntitle_en='t'\nbody='{nobody}'",
        "[[letter]]\ncode='a'\ntitle='t'\ntitle_en='t'\nbody='{'",
        "[[letter]]\ncode='a'\ntitle='t'\ntitle_en='t'",
        "[[letter]]\ncode='a'\ntitle='t'\ntitle_en='t'\nbody='x'\nstep='dance'",
        "[[letter]]\ncode='a'\ntitle='t'\ntitle_en='t'\nbody='x'\ncolour='red'",
        "[[blank]]\nname='a'\nlabel='a'\nlabel_en='a'\nkind='song'",
        "[[[",
    ],
)
def test_a_wrong_file_is_refused(text: str) -> None:
    with pytest.raises(BadLetters):
        letters.load(text)


def test_a_text_of_an_agency_may_not_drop_ground_reason_or_remedy(file: Letters) -> None:
    assert file.missing_in("answer_refused", "{applicant}：不予公开。") == ("basis", "reason", "remedy")
    assert file.missing_in("answer_refused", "{basis}{reason?}{remedy}") == ()
