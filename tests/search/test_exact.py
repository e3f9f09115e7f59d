"""Every count equals a plain scan of the folded texts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from reports.domain.text.query import QueryRefused, parse
from reports.search.engine import FACETS, Delete, Upsert
from reports.search.script import folding
from reports.search.tantivy import Tantivy, TantivyReader
from tests.search import material
from tests.search.material import Scan, facet, words

COUNT = 2_000


@pytest.fixture(scope="module")
def scan() -> Scan:
    return Scan(material.entries(COUNT, length=300))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, scan: Scan) -> Iterator[TantivyReader]:
    engine = Tantivy(tmp_path_factory.mktemp("search") / "index", folding())
    entries = [entry for entry, _ in scan.rows]
    engine.rebuild(entries[: COUNT // 2], 1)
    with engine.writer() as writer:
        writer.apply((Upsert(entry) for entry in entries[COUNT // 4 : COUNT]), 2)
        writer.apply([Delete(entries[0].key), Delete("document:none")], 3)
        writer.apply([Upsert(entries[0])], 4)
    yield engine.reader()


TYPED = (
    "app 2.5 关于开工",
    "open data word",
    '"open data open"',
    *words(
        "政 府 信息 政府 政府信息公开 信息公开工作 政务公开 發展 发展 app ＡＰＰ PM2.5 2.5",
        "12345 12,345 2016 2024 2019年 二○一九年 二〇一六 open data opendata 51 51号",
        "第12条 12条 ㎡ m2 土楼 龙舟 龍舟 工作通知 作通 号 示办发〔2016〕 示办发[2016] -政府 -通知",
        "教育卫生 教育、卫生 教育。卫生 教育\u200b卫生 的 （ 2016年",
    ),
    *("土楼 -茶叶", '"教育 卫生"', '"教育，卫生"', '"open data"', '"工作（教育"'),
    *('-"教育，卫生"', "土楼 龙舟"),
)


@pytest.mark.parametrize("typed", TYPED)
def test_a_query_counts_what_a_plain_scan_finds(reader: TantivyReader, scan: Scan, typed: str) -> None:
    try:
        query = parse(typed, folding())
    except QueryRefused as refused:
        assert refused.code == "nothing"
        return
    expected = scan.found(query)
    page = reader.search(query, limit=1_000, facets=())
    assert page.total == len(expected)
    if page.total <= 1_000:
        assert {hit.key for hit in page.hits} == {entry.key for entry in expected}


def test_pieces_of_the_texts_from_one_to_eight_characters_are_found_wherever_they_stand(
    reader: TantivyReader, scan: Scan
) -> None:
    chance = random.Random(7)
    for _ in range(300):
        entry, _texts = chance.choice(scan.rows)
        start, length = chance.randrange(250), chance.randrange(1, 9)
        typed = '"' + entry.body[start : start + length].replace("\n", " ") + '"'
        try:
            query = parse(typed, folding())
        except QueryRefused:
            continue
        expected = scan.found(query)
        assert reader.count(query) == len(expected), typed


def test_facets_count_exactly_and_a_narrowed_one_as_if_it_were_not(reader: TantivyReader, scan: Scan) -> None:
    query = parse("教育", folding())
    narrowed = {"year": {"2015", "2016"}, "agency": {"3"}}
    page = reader.search(query, narrowed)
    assert page.total == len(scan.found(query, narrowed)) > 0
    for name in FACETS:
        others = {other: values for other, values in narrowed.items() if other != name}
        expected = Counter(value for entry in scan.found(query, others) for value in facet(entry, name))
        assert page.facets[name] == dict(expected), name


def test_the_empty_query_counts_every_entry_once(reader: TantivyReader) -> None:
    page = reader.search(parse("", folding()))
    assert page.total == 2_000
    assert page.facets["kind"] == {"document": 1_200, "attachment": 400, "report": 400}
    assert page.facets["agency"]["1"] == 2_000


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_reach_the_end_and_hold_everything_once(reader: TantivyReader, scan: Scan, sort: str) -> None:
    query = parse("政府", folding())
    expected = scan.found(query)
    seen = []
    for offset in range(0, len(expected), 97):
        seen += reader.search(query, sort=sort, offset=offset, limit=97, facets=()).hits  # type: ignore[arg-type]
    keys = [hit.key for hit in seen]
    assert len(keys) == len(set(keys)) == len(expected)
    for offset in (len(expected), 1_000_000, 10_000_000):
        page = reader.search(query, sort=sort, offset=offset, facets=())  # type: ignore[arg-type]
        assert (page.hits, page.total) == ((), len(expected))
    if sort == "date":
        days = {entry.key: entry.published for entry in expected}
        assert [days[key] for key in keys] == sorted(days.values(), reverse=True)
