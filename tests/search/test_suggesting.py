"""What else to try, which find comes first, and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.domain.text.query import parse
from reports.search.engine import Entry
from reports.search.numbers import finder
from reports.search.script import folding
from reports.search.sounds import alike, sounds
from reports.search.suggesting import Suggestion, suggestions
from reports.search.tantivy import Tantivy, TantivyReader

ENTRIES = (
    Entry(
        "document:1",
        "document",
        "营商环境条例",
        body="优化营商环境，政府信息公开。第十二条 海绵城市。",
        year=2020,
    ),
    Entry(
        "document:2",
        "document",
        "教育工作通知",
        body="教育经费。政府信息公开指南。第7条",
        year=2021,
        published=9,
    ),
    Entry(
        "document:3",
        "document",
        "关于预算的说明",
        body="政府预算，提到教育一次。转发示办发〔2020〕7号。",
        year=2021,
    ),
    Entry(
        "document:4",
        "document",
        "示例办公室文件",
        body="正文。",
        doc_number="示办发〔2020〕7号",
        index_number="SL0101-0100-2020-00007",
        year=2020,
    ),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TantivyReader:
    engine = Tantivy(tmp_path_factory.mktemp("search") / "index", folding())
    engine.rebuild(ENTRIES, 1)
    return engine.reader()


def tried(
    reader: TantivyReader, typed: str, narrowed: dict[str, list[str]] | None = None
) -> list[Suggestion]:
    return suggestions(parse(typed, folding()), reader, folding(), narrowed or {})


@pytest.mark.parametrize(
    ("typed", "why", "meant", "count"),
    [
        ("营伤环境", "alike", "营商环境", 1),
        ("政府新西公开", "alike", "政府信息公开", 2),
        ("较育", "alike", "教育", 2),
        ("營傷環境", "alike", "营商环境", 1),
        ("政府公信息开", "parted", "政府 公 信息 开", 0),
        ("育教", "near", "教育", 2),
        ("营商的环境", "near", "营商环境", 1),
        ("营境商环", "", "", 0),
        ("第12条", "figures", "第十二条", 1),
        ("第七条", "figures", "第7条", 1),
        ("公开信息指南", "parted", "公开 信息 指南", 1),
        ('"教育 预算"', "unquoted", "教育 预算", 1),
        ("教育 -政府", "unexcluded", "教育", 2),
        ("教育 汽车", "known", "教育", 2),
        ("海绵城市 预算", "fewer", "预算", 1),
        ("示办发2020年7号", "number", "示办发〔2020〕7号", 2),
        ("示办发2020年8号", "number", "示办发〔2020〕8号", 0),
        ("zzzz", "", "", 0),
        ("鑫鑫鑫鑫", "", "", 0),
    ],
)
def test_mistypes_and_what_else_to_try(
    reader: TantivyReader, typed: str, why: str, meant: str, count: int
) -> None:
    assert reader.count(parse(typed, folding())) == 0
    found = [(one.why, str(one.query), one.count) for one in tried(reader, typed)]
    if count:
        assert (why, meant, count) in found
    assert all(number for _, _, number in found)


def test_every_suggestion_finds_what_it_says(reader: TantivyReader) -> None:
    for one in tried(reader, "营伤环境 较育 汽车"):
        assert reader.count(one.query) == one.count > 0


def test_the_same_words_without_the_facets_are_offered_first(reader: TantivyReader) -> None:
    first = tried(reader, "教育", {"year": ["1999"]})[0]
    assert (first.why, str(first.query), first.count, first.is_wider) == ("wider", "教育", 2, True)


def test_a_correction_outside_the_facets_says_so(reader: TantivyReader) -> None:
    assert [one.is_wider for one in tried(reader, "较育", {"year": ["2021"]})] == [False]
    assert [one.is_wider for one in tried(reader, "较育", {"year": ["2020"]})] == [True]


def test_little_is_tried_for_the_worst_query(reader: TantivyReader) -> None:
    asked = []

    class Counting:
        def __getattr__(self, name: str) -> object:
            asked.append(name)
            return getattr(reader, name)

    query = parse(" ".join("是时使事市室" + chr(0x4E00 + number) * 5 for number in range(20)), folding())
    assert suggestions(query, Counting(), folding(), {"year": ["1999"]}) == []  # type: ignore[arg-type]
    assert asked.count("count") <= 150


def keys(reader: TantivyReader, typed: str) -> list[str]:
    return [hit.key for hit in reader.search(parse(typed, folding(), finder())).hits]


def test_words_in_the_title_come_before_words_in_the_text(reader: TantivyReader) -> None:
    assert keys(reader, "教育") == ["document:2", "document:3"]
    assert keys(reader, "预算") == ["document:3"]


@pytest.mark.parametrize(
    "typed",
    [
        "示办发〔2020〕7号",
        "示办发[2020]7号",
        "示办发 (2020) 7 号",
        "示办发（２０２０）第００７号",
        "示办发〔2020 7号",
    ],
)
def test_the_document_with_a_number_comes_before_those_that_mention_it(
    reader: TantivyReader, typed: str
) -> None:
    assert keys(reader, typed)[0] == "document:4"


@pytest.mark.parametrize("typed", ["〔2020〕7号", "2020〕7号 正文"])
def test_a_number_without_its_issuer_is_found(reader: TantivyReader, typed: str) -> None:
    assert "document:4" in keys(reader, typed)


@pytest.mark.parametrize(
    "typed", ["000014349/2016-00123", "00001434-9/2016-00123", "０００014349/2016-00123"]
)
def test_an_index_number_is_found_however_it_was_written(tmp_path: Path, typed: str) -> None:
    engine = Tantivy(tmp_path / "index", folding())
    for printed in ("000014349/2016-00123", "00001434-9/2016-00123"):
        engine.rebuild([Entry("document:1", "document", "标题", index_number=printed)], 1)
        assert engine.reader().count(parse(f"{typed} 标题", folding(), finder())) == 1
        assert engine.reader().count(parse(f"-{typed} 标题", folding(), finder())) == 0


def test_a_number_without_its_finder_is_found_as_words(reader: TantivyReader) -> None:
    assert {hit.key for hit in reader.search(parse("示办发〔2020〕7号", folding())).hits} == {
        "document:3",
        "document:4",
    }
    assert reader.count(parse("SL0101-0100-2020-00007", folding())) == 1
    assert reader.count(parse("-示办发〔2020〕7号", folding(), finder())) == 2


def test_characters_that_sound_alike() -> None:
    assert sounds("商") & sounds("伤") & sounds("桑")
    assert "伤" in alike("商") and "商" not in alike("商")
    assert alike("a") == frozenset()


def test_the_simplified_characters_come_from_the_dictionary() -> None:
    fold = folding().fold
    assert fold("國務院辦公廳關於臺灣後續發展").text == "国务院办公厅关于台湾后续发展"
    assert fold("乾坤 著作").text == fold("乾坤 著作").text


def test_the_index_lies_where_it_is_told(tmp_path: Path) -> None:
    Tantivy(tmp_path / "a" / "b", folding()).rebuild(ENTRIES, 1)
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir())[0] == "CURRENT"
