"""Passages of the original text, and where they are marked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.domain.text.bigrams import canonical, needle
from reports.domain.text.folding import Folding
from reports.domain.text.highlight import marks, passages
from reports.domain.text.query import parse

FOLDING = Folding({ord("發"): "发", ord("國"): "国", ord("開"): "开"})


def marked(text: str, typed: str) -> list[str]:
    """What is marked in a short text."""
    return [text[start:end] for start, end in marks(text, parse(typed, FOLDING).needles, FOLDING)]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("政务公开与信息公開", "公开", ["公开", "公開"]),
        ("ＡＰＰ与app，apple", "app", ["ＡＰＰ", "app"]),
        ("共12,345人", "12345", ["12,345"]),
        ("面积50㎡", "50m2", ["50㎡"]),
        ("面积㎡", "m2", ["㎡"]),
        ("二○一六年与2016年", "2016年", ["二○一六年", "2016年"]),
        ("信息\n公开", "信息公开", ["信息\n公开"]),
        ("信息\n\n公开", "信息公开", []),
        ("信息，公开", "信息公开", []),
        ("國办发〔2016〕51号", "国办发[2016]51号", ["國办发〔2016〕51号"]),
        ("教育和卫生", "教育 卫生 -和", ["教育", "卫生"]),
        ("信息公开", "信息公 息公开", ["信息公开"]),
        ("open  data", '"open data"', ["open  data"]),
        ("2016年", "016", []),
        ("<script>alert(1)</script>", "script", ["script", "script"]),
        ("", "教育", []),
    ],
)
def test_the_original_signs_are_marked(text: str, typed: str, found: list[str]) -> None:
    assert marked(text, typed) == found


ALPHABET = "政府信a1 ，。\n○"


@given(st.text(ALPHABET, max_size=40), st.text(ALPHABET, min_size=1, max_size=6))
@example("政 \n ，府", "政，府")
@example("政\n \n府", "政。府")
@example("a\n1", "a 1")
def test_what_is_found_is_marked_and_nothing_else(text: str, typed: str) -> None:
    asked = needle(FOLDING.fold(typed).text)
    if asked is not None:
        is_found = asked.canonical() in canonical(FOLDING.fold(text).text)
        assert bool(marks(text, [asked], FOLDING)) is is_found


def test_a_passage_begins_with_its_sentence_and_says_where_it_was_cut() -> None:
    text = "第一句很长。" * 20 + "第二句说教育。" + "第三句很长。" * 40
    (one,) = passages(text, parse("教育", FOLDING).needles, FOLDING, width=40)
    assert one.text.startswith("第二句说教育。第三句")
    assert len(one.text) == 40
    assert [one.text[start:end] for start, end in one.marks] == ["教育"]
    assert text[one.start :].startswith(one.text)
    assert (one.is_cut_before, one.is_cut_after) == (True, True)


def test_passages_with_most_of_the_words_are_chosen_and_stand_in_order() -> None:
    filler = "此处无关。" * 60
    text = f"教育。{filler}教育与卫生。{filler}卫生。{filler}卫生教育都有。"
    found = passages(text, parse("教育 卫生", FOLDING).needles, FOLDING, width=40, most=2)
    assert ["教育与卫生" in found[0].text, "卫生教育都有" in found[1].text] == [True, True]


def test_passages_do_not_overlap_and_are_bounded() -> None:
    text = "教育卫生，" * 100_000
    found = passages(text, parse("教育 卫生", FOLDING).needles, FOLDING)
    assert len(found) == 3
    assert all(len(one.text) <= 120 and len(one.marks) <= 60 for one in found)
    assert all(one.start + len(one.text) <= other.start for one, other in pairwise(found))


def test_a_text_without_finds_gives_its_beginning() -> None:
    (one,) = passages("  开头" + "很长" * 200, (), FOLDING, width=20)
    assert (one.text[:2], one.marks, one.is_cut_after) == ("  ", (), True)
    assert passages("  \n", (), FOLDING) == []


def test_hostile_texts_take_linear_time() -> None:
    asked = parse('"政，府" 政府 aa', FOLDING).needles
    for sign in ("政 ", "政 \n", "政", " ", "\n", "，", "政，", "a"):
        passages(sign * 200_000, asked, FOLDING)
        passages("政" + sign * 200_000, asked, FOLDING)
