"""What people type into the box."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.text.folding import Folding
from reports.domain.text.query import LONGEST, MOST, Query, QueryRefused, looser, parse

FOLDING = Folding()


def numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Stands for the finder of 文号."""
    for match in re.finditer(r"([一-龥]+) ?[〔\[(（]?(\d{4})[〕\])）]? ?(\d+)号", text):
        yield match.start(), match.end(), f"{match[1]}〔{match[2]}〕{match[3]}号"


def read(text: str) -> list[tuple[str, str, bool]]:
    return [(one.typed, one.kind, one.is_excluded) for one in parse(text, FOLDING, numbers).wanted]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("教育", [("教育", "word", False)]),
        ("教育 卫生", [("教育", "word", False), ("卫生", "word", False)]),
        ("教育、卫生，交通", [("教育", "word", False), ("卫生", "word", False), ("交通", "word", False)]),
        ('"教育 卫生"', [("教育 卫生", "phrase", False)]),
        ("“教育、卫生”", [("教育、卫生", "phrase", False)]),
        ("「教育」交通", [("教育", "phrase", False), ("交通", "word", False)]),
        ('教育"卫生', [("教育", "word", False), ("卫生", "word", False)]),
        ("教育 -卫生", [("教育", "word", False), ("卫生", "word", True)]),
        ("教育 －“公共 卫生”", [("教育", "word", False), ("公共 卫生", "phrase", True)]),
        ("A-4", [("A-4", "word", False)]),
        ("教育 - 卫生", [("教育", "word", False), ("卫生", "word", False)]),
        ("教育 教育", [("教育", "word", False)]),
        ("12,345 人", [("12,345", "word", False), ("人", "word", False)]),
        ("教育,卫生", [("教育", "word", False), ("卫生", "word", False)]),
        ("《教育法》", [("《教育法》", "word", False)]),
        ("国办发〔2016〕51号", [("国办发〔2016〕51号", "number", False)]),
        ("国办发 (2016) 51号 教育", [("国办发 (2016) 51号", "number", False), ("教育", "word", False)]),
        ("教育 -国办发201651号", [("教育", "word", False), ("国办发201651号", "number", True)]),
        ('"国办发[2016]51号"', [("国办发[2016]51号", "number", False)]),
        ("", []),
        ("  \n", []),
    ],
)
def test_words_phrases_exclusions_and_numbers(typed: str, wanted: list[tuple[str, str, bool]]) -> None:
    assert read(typed) == wanted


def test_a_number_is_spelt_as_in_the_index_whatever_its_brackets() -> None:
    spelt = {
        parse(f"国办发{year}51号", FOLDING, numbers).wanted[0].number
        for year in ("〔2016〕", "[2016]", "(2016)")
    }
    assert spelt == {"国办发| 2016 | 51 号"}


def refused(typed: str) -> tuple[str, int]:
    with pytest.raises(QueryRefused) as caught:
        parse(typed, FOLDING)
    return caught.value.code, caught.value.limit


def test_long_queries_are_refused() -> None:
    assert parse("长" * LONGEST, FOLDING).wanted
    assert refused("长" * (LONGEST + 1)) == ("too_long", 300)
    assert refused("长" * 10_000) == ("too_long", 300)


def test_many_words_are_refused() -> None:
    words = [chr(0x4E00 + number) for number in range(MOST + 1)]
    assert len(parse(" ".join(words[:MOST]), FOLDING).wanted) == 20
    assert refused(" ".join(words)) == ("too_many", 20)


@pytest.mark.parametrize("typed", ["?", "*", "。。。", '""', "-", "~^", "😀", "\x00", "\ud800"])
def test_signs_alone_are_refused(typed: str) -> None:
    assert refused(typed) == ("nothing", 0)


@pytest.mark.parametrize(
    "typed",
    [
        "title:教育",
        "教育 OR 卫生",
        "(教育",
        "教育~2",
        "教育^5",
        "[a TO z]",
        "/a+/",
        "*:*",
        "教*",
        "+教育",
        "\\",
        "a{999999}",
    ],
)
def test_no_syntax_of_any_engine_means_anything(typed: str) -> None:
    for one in parse(typed + " 教育", FOLDING).wanted:
        assert not one.is_excluded
        assert all(unit.isalnum() or unit == "|" for unit in one.needle.units)


@given(st.text('教育 "“”-－，a1〔〕\n「」', max_size=30))
def test_a_query_written_out_and_read_again_is_the_same(typed: str) -> None:
    try:
        query = parse(typed, FOLDING)
    except QueryRefused:
        return
    again = parse(str(query), FOLDING)
    assert [(one.needle, one.is_excluded) for one in again.wanted] == [
        (one.needle, one.is_excluded) for one in query.wanted
    ]


def tried(typed: str) -> list[tuple[str, str]]:
    return [(why, str(query)) for why, query in looser(parse(typed, FOLDING), FOLDING)]


def test_what_else_to_try() -> None:
    assert tried('"教育 卫生"') == [("unquoted", "教育 卫生"), ("fewer", "卫生"), ("fewer", "教育")]
    assert tried("教育 -卫生") == [("unexcluded", "教育"), ("fewer", "-卫生"), ("fewer", "教育")]
    assert tried("第十二条") == [("figures", "第12条"), ("parted", "第十 二条")]
    assert tried("第32条") == [("figures", "第三十二条")]
    assert tried("第10条") == [("figures", "第十条")]
    assert tried("2016年") == [("figures", "2016年")]
    assert tried("政府公开信息制") == [
        ("parted", "政府公 开信息制"),
        ("parted", "政府公开 信息制"),
        ("parted", "政府 公开信息制"),
        ("parted", "政府公开信 息制"),
        ("parted", "政府 公开 信息制"),
    ]
    assert tried("教育") == []


def test_little_is_tried_even_for_the_longest_query() -> None:
    typed = " ".join("教育卫生交通财" + chr(0x4E00 + number) * 3 for number in range(MOST))
    assert len(tried(typed)) <= 40


def test_the_query_for_everything_is_blank() -> None:
    assert str(Query()) == ""
    assert parse("", FOLDING) == Query()
