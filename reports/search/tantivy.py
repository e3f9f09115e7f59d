"""The engine behind `engine.Engine`: Tantivy, over single characters and pairs of them.

No text of a query reaches Tantivy's query language: queries are built from objects (`asking`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import tantivy

from reports.domain.text.bigrams import canonical, stream
from reports.domain.text.folding import GAP, Folding
from reports.domain.text.query import Query
from reports.search import asking, numbers
from reports.search.engine import (
    DEEPEST,
    FACETS,
    LARGEST_PAGE,
    MOST_CHOSEN,
    Change,
    Delete,
    Entry,
    Hit,
    IndexDamaged,
    IndexMissing,
    Page,
    Sort,
    Upsert,
    WriterBusy,
)
from reports.search.folder import Folder

HEAP = 128_000_000
"""Bytes a writer may hold before it writes a segment."""
LONGEST_BODY = 5_000_000
"""Characters of a body that are indexed."""
FAR = 1_000
"""From this offset on it is asked first whether there are so many: what is skipped takes memory."""
_ATTEMPTS = 5
"""A rebuild or a merge may take files away between looking and opening; looking again finds the new ones."""
STATE_KEY = "~state"
MOST_VALUES = 60_000
"""Values of a facet; an aggregation counts them all."""


class Tantivy:
    """An index in a folder of this machine."""

    def __init__(self, path: Path, folding: Folding, *, threads: int = 1) -> None:
        """`threads`: of a writer. `folding` decides what is found: another one asks for a rebuild."""
        self._folder, self._folding, self._threads = Folder(path), folding, threads
        self._reader = TantivyReader(self._folder)

    def reader(self) -> TantivyReader:
        return self._reader

    def sequence(self) -> int:
        return self._reader.sequence()

    @contextmanager
    def writer(self) -> Iterator[TantivyWriter]:
        with self._folder.locked():
            try:
                generation = self._folder.current()
            except IndexMissing:
                with self._folder.replacing() as fresh, self._writing(_created(fresh)) as writer:
                    writer.apply((), 0)
                generation = self._folder.current()
            with self._writing(_opened(generation)) as writer:
                yield writer

    def rebuild(self, entries: Iterable[Entry], sequence: int) -> None:
        with (
            self._folder.locked(),
            self._folder.replacing() as fresh,
            self._writing(_created(fresh)) as writer,
        ):
            writer.apply(map(Upsert, entries), sequence)

    @contextmanager
    def _writing(self, index: tantivy.Index) -> Iterator[TantivyWriter]:
        try:
            writer = index.writer(HEAP, self._threads)
        except ValueError as error:
            raise (WriterBusy if "LockBusy" in str(error) else IndexDamaged)(str(error)) from error
        try:
            with _sound():
                sequence = _standing(index.searcher(), index.schema)
            yield TantivyWriter(writer, sequence, self._folding)
        finally:
            writer.wait_merging_threads()


class TantivyWriter:
    """Changes one generation."""

    def __init__(self, writer: tantivy.IndexWriter, sequence: int, folding: Folding) -> None:
        self._writer, self._sequence, self._folding = writer, sequence, folding

    def apply(self, changes: Iterable[Change], sequence: int) -> None:
        if sequence < self._sequence:
            raise ValueError(f"the index stands at {self._sequence}, after {sequence}")
        try:
            for change in changes:
                key = change.key if isinstance(change, Delete) else change.entry.key
                self._writer.delete_documents_by_term("key", key)
                if isinstance(change, Upsert):
                    self._writer.add_document(_document(change.entry, self._folding))
            self._writer.delete_documents_by_term("key", STATE_KEY)
            state = tantivy.Document(key=STATE_KEY)
            state.add_unsigned("sequence", sequence)
            self._writer.add_document(state)
            self._writer.commit()
        except BaseException:
            self._writer.rollback()
            raise
        self._sequence = sequence


class TantivyReader:
    """Looks at the folder before each search, so that it sees the last commit whoever made it."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._lock = Lock()
        self._seen: object = None
        self._index: tantivy.Index | None = None

    def search(
        self,
        query: Query,
        narrowed: Mapping[str, Iterable[str]] = {},
        *,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 20,
        facets: Iterable[str] = FACETS,
    ) -> Page:
        if not (0 <= offset <= DEEPEST and 1 <= limit <= LARGEST_PAGE):
            raise ValueError(f"no page from {offset} of {limit}")
        chosen = {name: frozenset(values) for name, values in narrowed.items()}
        wanted = tuple(facets)
        if unknown := {*wanted, *chosen}.difference(FACETS):
            raise ValueError(f"no facet {sorted(unknown)}")
        if any(len(values) > MOST_CHOSEN for values in chosen.values()):
            raise ValueError(f"more than {MOST_CHOSEN} values of a facet")
        index, searcher = self._current()
        asked = asking.compiled(index.schema, query, chosen, is_scored=sort == "relevance")
        with _sound():
            past_end = offset >= FAR and offset >= self.count(query, chosen)
            found = searcher.search(
                asked,
                limit=1 if past_end else limit,
                offset=0 if past_end else offset,
                order_by_field="published" if sort == "date" else None,
            )
            hits = []
            for score, address in () if past_end else found.hits:
                stored = searcher.doc(address)
                hits.append(Hit(stored["key"][0], stored["kind"][0], 0.0 if sort == "date" else score))
            counts = _counts(searcher, index.schema, query, chosen, wanted)
            return Page(tuple(hits), found.count or 0, counts, _standing(searcher, index.schema))

    def count(self, query: Query, narrowed: Mapping[str, Iterable[str]] = {}) -> int:
        # By date: nothing is scored then, and a phrase is looked for only until it is found once.
        return self.search(query, narrowed, sort="date", limit=1, facets=()).total

    def sequence(self) -> int:
        index, searcher = self._current()
        with _sound():
            return _standing(searcher, index.schema)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        _, searcher = self._current()
        with _sound():
            return {term: searcher.doc_freq(asking.TEXT, term) for term in set(terms)}

    def beginning(self, start: str, limit: int) -> list[tuple[str, int]]:
        _, searcher = self._current()
        with _sound():
            return searcher.terms_with_prefix(asking.TEXT, start, limit=limit)

    def _current(self) -> tuple[tantivy.Index, tantivy.Searcher]:
        """The index as it stands now; opened again when the folder points elsewhere or a commit was made."""
        with self._lock:
            for _ in range(_ATTEMPTS - 1):
                try:
                    return self._looked()
                except (IndexMissing, IndexDamaged):
                    self._index = None
            return self._looked()

    def _looked(self) -> tuple[tantivy.Index, tantivy.Searcher]:
        generation = self._folder.current()
        try:
            meta = os.stat(generation / "meta.json")
        except OSError as error:
            raise IndexDamaged(str(error)) from error
        seen = (os.getpid(), generation, meta.st_ino, meta.st_mtime_ns, meta.st_size)
        if self._index is None or seen != self._seen:
            self._index, self._seen = _opened(generation), seen
        return self._index, self._index.searcher()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (asking.TEXT, asking.HEAD):
        builder.add_text_field(name, tokenizer_name="units", index_option="position")
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        is_kind = name == "kind"
        builder.add_text_field(name, stored=is_kind, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("published", fast=True)
    builder.add_unsigned_field("entry", indexed=True)
    builder.add_unsigned_field("sequence", stored=True)
    return builder.build()


def _created(path: Path) -> tantivy.Index:
    return _prepared(tantivy.Index(_schema(), path=str(path), reuse=False))


def _opened(path: Path) -> tantivy.Index:
    with _sound():
        return _prepared(tantivy.Index.open(str(path)))


@contextmanager
def _sound() -> Iterator[None]:
    """Says of whatever the library stumbles over in its files that the index is damaged."""
    try:
        yield
    except ValueError as error:
        raise IndexDamaged(str(error)) from error
    except BaseException as error:
        # A panic of the library is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise IndexDamaged(str(error)) from error


def _prepared(index: tantivy.Index) -> tantivy.Index:
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer("units", words.filter(tantivy.Filter.custom_stopword([GAP])).build())
    index.config_reader("manual")
    index.reload()
    return index


def _document(entry: Entry, folding: Folding) -> tantivy.Document:
    titled = (entry.title, entry.doc_number, entry.index_number)
    head = stream(*(folding.fold(part).text for part in titled if part))
    document = tantivy.Document(key=entry.key, kind=entry.kind)
    document.add_unsigned("entry", asking.IS_ENTRY)
    document.add_unsigned("published", max(0, entry.published))
    document.add_text(asking.HEAD, head)
    document.add_text(asking.TEXT, f"{head} {stream(folding.fold(entry.body[:LONGEST_BODY]).text)}")
    for number in {canonical(folding.fold(number).text) for number in numbers.spellings(entry)}:
        document.add_text("number", number)
    for agency in entry.agencies:
        document.add_text("agency", str(agency))
    values = {"category": entry.category, "theme": entry.theme, "validity": entry.validity}
    values["year"] = "" if entry.year is None else str(entry.year)
    for name, value in values.items():
        if value:
            document.add_text(name, value)
    return document


def _counts(
    searcher: tantivy.Searcher,
    schema: tantivy.Schema,
    query: Query,
    chosen: Mapping[str, frozenset[str]],
    wanted: tuple[str, ...],
) -> dict[str, dict[str, int]]:
    """Each facet's counts: those not narrowed in one go, each narrowed one without its own choice."""
    rounds = [[name for name in wanted if name not in chosen], *([name] for name in wanted if name in chosen)]
    counts: dict[str, dict[str, int]] = {}
    for names in filter(None, rounds):
        others = {name: values for name, values in chosen.items() if name not in names}
        aggregations = {
            name: {"terms": {"field": name, "size": MOST_VALUES, "segment_size": MOST_VALUES}}
            for name in names
        }
        found = searcher.aggregate(asking.compiled(schema, query, others), aggregations)
        for name in names:
            counts[name] = {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]}
    return {name: counts[name] for name in wanted}


def _standing(searcher: tantivy.Searcher, schema: tantivy.Schema) -> int:
    """The sequence number written with the last commit; 0 in an index just made."""
    found = searcher.search(tantivy.Query.term_query(schema, "key", STATE_KEY, "basic"), limit=1, count=False)
    return searcher.doc(found.hits[0][1])["sequence"][0] if found.hits else 0
