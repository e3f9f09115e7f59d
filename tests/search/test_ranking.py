"""What stands first: the number, the very name, the title, then the text; of equals the newer."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.text.bodynames import spoken
from reports.domain.text.query import parse
from reports.search import phrases
from reports.search.engine import Entry
from reports.search.numbers import finder
from reports.search.script import folding
from reports.search.tantivy import Tantivy, TantivyReader


def day(year: int) -> int:
    return date(year, 3, 1).toordinal()


ENTRIES = (
    Entry("agency:1", "agency", "示例市教育局", names=("教育局", "市教育局")),
    Entry("report:1", "report", "示例市教育局年度报告", "教育局" * 50, published=day(2016)),
    Entry("report:2", "report", "示例市教育局年度报告", "教育局", published=day(2024)),
    Entry("document:1", "document", "关于开学的通知", "教育局" * 90, published=day(2025)),
    Entry("document:2", "document", "关于废止示政办〔2020〕5号的通知", published=day(2025)),
    Entry(
        "document:3",
        "document",
        "示例市收费办法",
        "正文" * 500,
        doc_number="示政办〔2020〕5号",
        published=day(2009),
    ),
    Entry("document:4", "document", "收费办法", "短", published=day(2009)),
    Entry("document:5", "document", "《收费办法》解读", "收费办法" * 9, published=day(2025)),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TantivyReader:
    engine = Tantivy(tmp_path_factory.mktemp("ranking") / "index", folding())
    engine.rebuild(ENTRIES, 1)
    return engine.reader()


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("教育局", ["agency:1", "report:2", "report:1", "document:1"]),
        ("市教育局", ["agency:1", "report:2", "report:1"]),
        ("示政办[2020]5号", ["document:3", "document:2"]),
        ("收费办法", ["document:4", "document:5", "document:3"]),
        ("教育局 通知", ["document:1"]),
    ],
)
def test_what_is_nearest_stands_first(reader: TantivyReader, typed: str, keys: list[str]) -> None:
    query = parse(typed, folding(), finder())
    assert [hit.key for hit in reader.search(query).hits] == keys
    one_by_one = [reader.search(query, offset=place, limit=1) for place in range(len(keys) + 1)]
    assert [hit.key for page in one_by_one for hit in page.hits] == keys
    assert {page.total for page in one_by_one} == {len(keys)}
    assert {reader.search(query, offset=place, limit=1, facets=()).total for place in (0, 2)} == {len(keys)}


@pytest.mark.parametrize(
    ("terms", "counts", "chosen"),
    [
        ([(1, "政府"), (3, "府信"), (5, "信息")], {"府信": 1}, [1, 3, 5]),
        ([(1, "政府"), (3, "府信"), (5, "信息")], {"政府": 1}, [1, 5]),
        ([(1, "政府"), (3, "府信"), (5, "信息"), (7, "息公")], {"府信": 5}, [1, 3, 7]),
        ([(0, "ab"), (2, "cd"), (4, "ef")], {}, [0, 2, 4]),
        ([(0, "20"), (3, "年度"), (5, "度报"), (7, "报告")], {}, [0, 3, 7]),
    ],
)
def test_of_a_phrase_no_character_is_left_out(
    terms: list[tuple[int, str]], counts: dict[str, int], chosen: list[int]
) -> None:
    found = phrases.fewest(terms, lambda term: counts.get(term, 9))
    assert [place for place, _ in found] == chosen


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("示例市卫生健康局", "示例市卫健局"),
        ("示例市卫生健康委员会", "示例市卫健委"),
        ("示例区市场监督管理局", "示例区市监局"),
        ("示例市教育局", ""),
        ("示例市卫生健康局办公室", ""),
    ],
)
def test_agencies_are_known_by_what_people_call_them(name: str, first: str) -> None:
    assert next(iter(spoken(name)), "") == first
