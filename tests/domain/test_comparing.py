"""Two texts compared by sentence."""

from __future__ import annotations

from time import process_time

import pytest

from reports.domain.comparing import Mark, Piece, compared, has_changed, marks, paired, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("　\n ", []),
        ("一句。二句！三句？", ["一句。", "二句！", "三句？"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("（一）受理；（二）答复；没有句号", ["（一）受理；", "（二）答复；", "没有句号"]),
        ("第一段\n\n第二段", ["第一段", "第二段"]),
        ("全年3.5万元。", ["全年3.5万元。"]),
        ("。。", ["。。"]),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_the_same_text_has_not_changed() -> None:
    assert compared("一。二。", "一。\n二。") == (Piece("same", "一。"), Piece("same", "二。"))
    assert not has_changed(compared("一。二。", "一。\n二。"))


def test_a_new_and_a_removed_sentence_are_told_apart() -> None:
    assert compared("甲甲甲。丙丙丙。", "甲甲甲。乙乙乙。") == (
        Piece("same", "甲甲甲。"),
        Piece("inserted", "乙乙乙。"),
        Piece("removed", "丙丙丙。"),
    )


def test_a_changed_sentence_shows_its_number_whole() -> None:
    (piece,) = compared("全年受理申请12件，均已答复。", "全年受理申请13件，均已答复。")
    assert piece.kind == "changed"
    assert piece.marks == (
        Mark("same", "全年受理申请"),
        Mark("removed", "12"),
        Mark("inserted", "13"),
        Mark("same", "件，均已答复。"),
    )


def test_a_sentence_that_stands_elsewhere_was_moved() -> None:
    kinds = [(piece.kind, piece.text) for piece in compared("甲。乙。丙。", "丙。甲。乙。")]
    assert kinds == [("moved_here", "丙。"), ("same", "甲。"), ("same", "乙。"), ("moved_away", "丙。")]


def test_a_sentence_moved_twice_is_moved_as_often_as_it_was() -> None:
    kinds = [piece.kind for piece in compared("丙。甲。", "甲。丙。丙。")]
    assert sorted(kinds) == ["inserted", "moved_away", "moved_here", "same"]


def test_everything_of_a_first_text_is_new_and_of_an_emptied_one_removed() -> None:
    assert [piece.kind for piece in compared("", "一。二。")] == ["inserted", "inserted"]
    assert [piece.kind for piece in compared("一。二。", "")] == ["removed", "removed"]


def test_nothing_of_either_text_is_lost() -> None:
    old, new = "甲乙丙。丁戊己。庚辛。", "甲乙丁。庚辛。壬癸。丁戊己。"
    pieces = compared(old, new)
    assert "".join(p.text for p in pieces if p.kind not in ("removed", "moved_away")) == new
    before = [p for p in pieces if p.kind in ("same", "removed", "moved_away")]
    assert [p.kind for p in pieces if p.kind.startswith("moved")] == ["moved_here", "moved_away"]
    of_changed = ["".join(m.text for m in p.marks if m.kind != "inserted") for p in pieces if p.marks]
    assert sorted([p.text for p in before] + of_changed) == sorted(sentences(old))


def test_sentences_that_repeat_themselves_too_often_are_compared_at_their_ends_only() -> None:
    old, new = "始" + "政府" * 400 + "旧" + "末", "始" + "府政甲" * 270 + "末"
    assert marks(old, new) == (
        Mark("same", "始"),
        Mark("removed", old[1:-1]),
        Mark("inserted", new[1:-1]),
        Mark("same", "末"),
    )


def test_one_changed_sign_in_a_sentence_without_end_is_shown_alone() -> None:
    (piece,) = compared("长" * 100_000 + "甲" + "短" * 100_000, "长" * 100_000 + "乙" + "短" * 100_000)
    assert [(mark.kind, len(mark.text)) for mark in piece.marks] == [
        ("same", 100_000),
        ("removed", 1),
        ("inserted", 1),
        ("same", 100_000),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",." * 100_000, "甲" + ",." * 99_999 + "乙"),
        ("甲乙。" * 66_000, "丙。" + "甲乙。" * 65_000 + "丁。"),
        ("政府" * 1000 + "。", "府政甲" * 660 + "。"),
        (
            "".join("政府" * (100 + n) + f"第{n}。" for n in range(300)),
            "".join("府政甲" * (70 + n) + f"第{n}。" for n in range(300)),
        ),
    ],
    ids=["only commas", "one sentence for ever", "a sentence in a circle", "many sentences in circles"],
)
def test_texts_that_repeat_themselves_are_compared_within_seconds(old: str, new: str) -> None:
    began = process_time()
    pieces = compared(old, new)
    assert has_changed(pieces)
    assert process_time() - began < 20


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("", "ab", [(None, 0), (None, 1)]),
        ("abc", "axcd", [(0, 0), (1, 1), (2, 2), (None, 3)]),
        ("abc", "ac", [(0, 0), (1, None), (2, 1)]),
    ],
)
def test_lists_are_paired_by_their_keys(before: str, after: str, pairs: list[object]) -> None:
    assert paired(list(before), list(after)) == pairs
