"""Units, needles, and the stream of an index: what the positions say is what a plain search says."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.domain.text.bigrams import Needle, canonical, needle, stream, units
from reports.domain.text.folding import GAP, Folding

FOLDING = Folding()


def fold(text: str) -> str:
    return FOLDING.fold(text).text


def wanted(text: str) -> Needle:
    found = needle(fold(text))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("政府信息", ["政", "府", "信", "息"]),
        ("2016年APP", ["2016", "年", "app"]),
        ("政 府\n信息", ["政", "府", "信", "息"]),
        ("政府，。、信息", ["政", "府", "|", "信", "息"]),
        ("一段\n\n二段", ["一", "段", "|", "二", "段"]),
        ("open data", ["open", "data"]),
        ("a_b", ["a", "|", "b"]),
        ("あい", ["あ", "い"]),
        ("한국", ["한국"]),
        ("《》", ["|"]),
        (" ", []),
    ],
)
def test_texts_are_cut_into_characters_words_and_gaps(text: str, cut: list[str]) -> None:
    assert units(fold(text)) == cut


def test_a_very_long_word_is_cut() -> None:
    assert units("a" * 130) == ["a" * 64, "a" * 64, "aa"]


def test_the_stream_holds_each_unit_each_pair_and_wider_gaps() -> None:
    assert stream("政府|a信") == "政 政府 府 | | | | a | 信 | | | | |"
    assert stream("政", "府") == "政 | | | | | 府 | | | | |"
    assert stream("") == "| | | |"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("政", [(0, "政")]),
        ("政府", [(1, "政府")]),
        ("政府信", [(1, "政府"), (3, "府信")]),
        ("政府信息", [(1, "政府"), (3, "府信"), (5, "信息")]),
        ("2016年度", [(0, "2016"), (3, "年度")]),
        ("政、府", [(0, "政"), (5, "府")]),
        ("《政府》", [(1, "政府")]),
    ],
)
def test_a_needle_asks_for_its_pairs_and_what_is_in_none(text: str, terms: list[tuple[int, str]]) -> None:
    assert wanted(text).terms() == terms


def test_signs_alone_ask_for_nothing() -> None:
    assert needle(fold("？！")) is None
    assert needle("") is None


@pytest.mark.parametrize(
    ("text", "typed", "is_found"),
    [
        ("信息公开", "息公", True),
        ("2016年", "016", False),
        ("2016年", "2016", True),
        ("政府，信息", "政府信息", False),
        ("政府，信息", "政府信", False),
        ("政府，信息", "政府、信息", True),
        ("政府的信息", "政府、信息", False),
        ("政府\n信息", "政府信息", True),
        ("国办发〔2016〕51号", "国办发[2016]51号", True),
        ("open data", "opendata", False),
        ("open data", "open data", True),
    ],
)
def test_the_plain_search(text: str, typed: str, is_found: bool) -> None:
    assert (wanted(typed).canonical() in canonical(fold(text))) is is_found


ALPHABET = "政府信a1 ，。\n○"


@given(st.text(ALPHABET, max_size=40), st.text(ALPHABET, min_size=1, max_size=6))
@example("政府的信", "政，信")
@example("政a府", "政，府")
@example("政，府，信", "政，信")
def test_terms_at_their_positions_are_the_plain_search(text: str, typed: str) -> None:
    asked = needle(fold(typed))
    if asked is None:
        return
    places = {(place, term) for place, term in enumerate(stream(fold(text)).split(" ")) if term != GAP}
    terms = asked.terms()
    hit = any(all((place + start, term) in places for place, term in terms) for start in range(-5, 200))
    assert hit is (asked.canonical() in canonical(fold(text)))


def test_hostile_texts_take_linear_time() -> None:
    for sign in (" ", "\n", " \n", "|", "a", "政", "，\n"):
        assert stream(fold(sign * 300_000))
