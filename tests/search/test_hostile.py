"""Hostile queries, texts and facets: an answer or a clean refusal, never an engine's own error."""

from __future__ import annotations

from time import process_time

import pytest

from reports.domain.text.query import QueryRefused, parse
from reports.search.engine import Entry, Upsert
from reports.search.numbers import finder
from reports.search.script import folding
from reports.search.suggesting import suggestions
from reports.search.tantivy import Tantivy, TantivyReader
from tests.search import material

CHARACTERS = "政府信息公开工作通知关于人民依法行管理服务部门"
HOSTILE = (
    "title:* OR body:*",
    "* AND NOT *",
    "(((((((((((((((((((((",
    "[* TO *]",
    "/(a+)+$/",
    "(.*)*" * 50,
    "~" * 300,
    "政~1000000",
    "政^1e308",
    '"' * 300,
    '"政' * 100,
    "-" * 299 + "政",
    "-政府",
    "政" * 300,
    "政府" * 150,
    "政、" * 150,
    '"' + "政。" * 149 + '"',
    "〔2016〕" * 40,
    "令第" * 150,
    "a" * 300,
    "\u0301" * 300,
    "e\u0301" * 150,
    "\u200b" * 300,
    "㍿" * 75,
    "1," * 150,
    "\x00政\x00",
    "\ud800政",
    "'; DROP TABLE reports_document; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "~state",
    "|",
    "| |",
    " ".join(CHARACTERS[:20]),
    " ".join("-" + character for character in CHARACTERS[:20]),
    " ".join(f'"{character}、{character}"' for character in CHARACTERS[:20]),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TantivyReader:
    engine = Tantivy(tmp_path_factory.mktemp("search") / "index", folding())
    engine.rebuild(material.entries(500, length=300), 1)
    return engine.reader()


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_query_is_answered_or_refused_soon(reader: TantivyReader, typed: str) -> None:
    started = process_time()
    try:
        query = parse(typed, folding(), finder())
    except QueryRefused as refused:
        assert refused.code in ("nothing", "too_long", "too_many")
    else:
        page = reader.search(query, {"agency": [typed]})
        assert page.hits == ()
        assert 0 <= reader.count(query) <= 500
        suggestions(query, reader, folding(), {"year": [typed]})
    assert process_time() - started < 2


@pytest.mark.parametrize("value", ["", "\x00", "a" * 70_000, "' OR 1=1", "*", "\ud800"])
def test_a_facet_value_that_nothing_has_finds_nothing(reader: TantivyReader, value: str) -> None:
    assert reader.search(parse("", folding()), {"category": [value]}).total == 0


def test_ten_thousand_characters_are_refused() -> None:
    with pytest.raises(QueryRefused, match="too_long"):
        parse("政府 " * 3_334, folding(), finder())


@pytest.mark.parametrize(
    "text",
    ["", " ", "|" * 1_000, "\x00\ud800\ufffe", "a" * 200_000, "政" * 100_000, "\n" * 100_000, "|政 || 府|"],
)
def test_a_hostile_text_is_taken_in_and_stays_findable(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    engine = Tantivy(tmp_path_factory.mktemp("hostile") / "index", folding())
    entry = Entry("document:1", "document", "标题" + text[:100], text, doc_number=text, index_number=text)
    with engine.writer() as writer:
        writer.apply([Upsert(entry)], 1)
        writer.apply([Upsert(Entry("document:2", "document", "别的"))], 2)
    assert engine.reader().count(parse("标题", folding())) == 1
    assert engine.reader().count(parse("", folding())) == 2
