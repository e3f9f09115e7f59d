"""Texts folded for searching, and the way back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.text.folding import Folding

FOLDING = Folding({ord("發"): "发", ord("國"): "国"})


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("國務發文", "国務发文"),
        ("ＡＢＣ abc Ａ４", "abc abc a4"),
        ("２０２４年", "2024年"),
        ("50㎡，20㎏", "50m2|20kg"),
        ("12,345人，1,234,567元", "12345人|1234567元"),
        ("第1,2,3条", "第1|2|3条"),
        ("政\u200b府\ufeff", "政府"),
        ("cafe\u0301 café", "café café"),
        ("〔2016〕51号", "|2016|51号"),
        ("①公开 ㈠公开 ⒈公开", "|公开 |公开 |公开"),
        ("a\u3000b\u00a0c\td\r\ne", "a b c d \ne"),
        ("二〇一六年", "2016年"),
        ("二○一六年 二零一六 一九九八", "2016年 2016 1998"),
        ("二Ｏ一六年 二0一六", "2016年 2016"),
        ("二〇一", "二〇一"),
        ("十二〇一六", "十二〇一六"),
        ("一九九八千", "一九九八千"),
        ("𠀀😀\x00\ud800", "𠀀|||"),
        ("", ""),
    ],
)
def test_one_spelling_for_what_means_the_same(text: str, folded: str) -> None:
    assert FOLDING.fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "piece", "original"),
    [
        ("共50㎡。", "m2", "㎡"),
        ("共50㎡。", "m", "㎡"),
        ("共12,345人", "12345", "12,345"),
        ("政\u200b府", "政府", "政\u200b府"),
        ("cafe\u0301。", "café", "cafe\u0301"),
        ("在二○一六年，", "2016年", "二○一六年"),
        ("國家", "国", "國"),
    ],
)
def test_a_piece_is_found_again_in_the_original(text: str, piece: str, original: str) -> None:
    folded = FOLDING.fold(text)
    start = folded.text.index(piece)
    first, last = folded.original(start, start + len(piece))
    assert text[first:last] == original


@given(st.text(alphabet="政府國二〇○一六年 aÅé\u0301㎡,1234，。\n\u200b①½ß", max_size=30))
def test_every_sign_came_from_somewhere_in_order(text: str) -> None:
    folded = FOLDING.fold(text)
    spans = [folded.original(place, place + 1) for place in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = FOLDING.fold(text).text
    assert FOLDING.fold(once).text == once


def test_a_million_marks_take_no_time_to_speak_of() -> None:
    for text in ("e" + "\u0301\u0316" * 500_000, "1," * 500_000, "\u200b" * 1_000_000, "㎡" * 300_000):
        FOLDING.fold(text)
