"""The engine behind `engine.Engine`: Tantivy, over single characters and pairs of them.

No text of a query reaches Tantivy's query language: queries are built from objects (`asking`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from time import monotonic

import tantivy

from reports.domain.text.bigrams import Needle, canonical, needle, stream
from reports.domain.text.folding import GAP, Folding
from reports.domain.text.query import Query
from reports.search import asking, numbers
from reports.search.asking import Asking
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
from reports.search.looking import Counts, Look

HEAP, SMALL_HEAP = 128_000_000, 15_000_000
"""Bytes a writer may hold before it writes a segment; one that only follows while a new index is built."""
ASIDE = 1.0
"""Seconds of building after which what changed meanwhile is carried into the old index."""
LONGEST_BODY = 5_000_000
"""Characters of a body that are indexed."""
REMEMBERED = 500
"""Searches whose counts are remembered until the index changes."""
_ATTEMPTS = 5
"""A rebuild or a merge may take files away between looking and opening; looking again finds the new ones."""
STATE_KEY = "~state"
OLDEST, NEWEST = 8, 20
EPOCH, YEAR, SPAN = date(2008, 5, 1).toordinal(), 365.25, 4
"""Four years newer weigh as much as a tenth more relevance, from the day the first Regulations held."""


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

    def rebuild(
        self,
        entries: Iterable[Entry],
        sequence: int,
        meanwhile: Callable[[TantivyWriter], object] | None = None,
    ) -> None:
        with (
            self._folder.locked(),
            self._folder.replacing() as fresh,
            self._old() as old,
            self._writing(_created(fresh)) as writer,
        ):
            aside = (lambda: meanwhile(old)) if meanwhile and old else None
            writer.apply(map(Upsert, _with_pauses(entries, aside)), sequence)
            if meanwhile:
                meanwhile(writer)

    @contextmanager
    def _old(self) -> Iterator[TantivyWriter | None]:
        """The writer of what is read now; None where nothing can be."""
        with ExitStack() as stack:
            try:
                old = stack.enter_context(self._writing(_opened(self._folder.current()), SMALL_HEAP))
            except (IndexMissing, IndexDamaged, WriterBusy):
                old = None
            yield old

    @contextmanager
    def _writing(self, index: tantivy.Index, heap: int = HEAP) -> Iterator[TantivyWriter]:
        try:
            writer = index.writer(heap, self._threads)
        except ValueError as error:
            raise (WriterBusy if "LockBusy" in str(error) else IndexDamaged)(str(error)) from error
        try:
            with _sound():
                standing = _standing(index.searcher(), index.schema)
            yield TantivyWriter(writer, standing, self._folding)
        finally:
            writer.wait_merging_threads()


class TantivyWriter:
    """Changes one generation."""

    def __init__(self, writer: tantivy.IndexWriter, standing: tuple[int, str], folding: Folding) -> None:
        self._writer, self._folding = writer, folding
        self._sequence, self._todo = standing

    @property
    def sequence(self) -> int:
        return self._sequence

    @property
    def todo(self) -> str:
        return self._todo

    def apply(self, changes: Iterable[Change], sequence: int, todo: str | None = None) -> None:
        left = self._todo if todo is None else todo
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
            state.add_text("todo", left)
            self._writer.add_document(state)
            self._writer.commit()
        except BaseException:
            self._writer.rollback()
            raise
        self._sequence, self._todo = sequence, left


@dataclass(frozen=True, slots=True)
class Open:
    """A state of the index, and what was counted in it."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    known: dict[object, tuple[int, Counts]] = field(default_factory=dict)

    def counted(self, look: Look, wanted: tuple[str, ...]) -> tuple[int, Counts]:
        """As `Look.counted`; asked again, as for the next page, it is remembered."""
        asked = (look.query, frozenset(look.chosen.items()), wanted)
        found = self.known.get(asked)
        if found is None:
            found = look.counted(wanted)
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[asked] = found
        return found


class TantivyReader:
    """Looks at the folder before each search, so that it sees the last commit whoever made it."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._lock = Lock()
        self._seen: object = None
        self._open: Open | None = None

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
        now = self._current()
        with _sound():
            look = Look(now.searcher, Asking(now.index.schema, now.searcher.doc_freq), query, chosen)
            total, counts = now.counted(look, wanted) if wanted else (None, {})
            total, found = look.finds(sort, offset, limit, total)
            hits = tuple(_hit(now.searcher, 0.0 if sort == "date" else score, at) for score, at in found)
            return Page(hits, total, counts, _standing(now.searcher, now.index.schema)[0])

    def count(self, query: Query, narrowed: Mapping[str, Iterable[str]] = {}) -> int:
        return self.search(query, narrowed, sort="date", limit=1, facets=()).total

    def sequence(self) -> int:
        now = self._current()
        with _sound():
            return _standing(now.searcher, now.index.schema)[0]

    def todo(self) -> str:
        now = self._current()
        with _sound():
            return _standing(now.searcher, now.index.schema)[1]

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        searcher = self._current().searcher
        with _sound():
            return {term: searcher.doc_freq(asking.TEXT, term) for term in set(terms)}

    def beginning(self, start: str, limit: int) -> list[tuple[str, int]]:
        searcher = self._current().searcher
        with _sound():
            return searcher.terms_with_prefix(asking.TEXT, start, limit=limit)

    def _current(self) -> Open:
        """The index as it stands now; opened again when the folder points elsewhere or a commit was made."""
        with self._lock:
            for _ in range(_ATTEMPTS - 1):
                try:
                    return self._looked()
                except (IndexMissing, IndexDamaged):
                    self._open = None
            return self._looked()

    def _looked(self) -> Open:
        generation = self._folder.current()
        try:
            meta = os.stat(generation / "meta.json")
        except OSError as error:
            raise IndexDamaged(str(error)) from error
        seen = (os.getpid(), generation, meta.st_ino, meta.st_mtime_ns, meta.st_size)
        if self._open is None or seen != self._seen:
            index = _opened(generation)
            self._open, self._seen = Open(index, index.searcher()), seen
        return self._open


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (asking.TEXT, asking.HEAD):
        builder.add_text_field(name, tokenizer_name="units", index_option="position")
    for name in ("number", "name"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        is_kind = name == "kind"
        builder.add_text_field(name, stored=is_kind, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("published", fast=True)
    builder.add_unsigned_field("freshness", fast=True)
    builder.add_unsigned_field("entry", indexed=True)
    builder.add_unsigned_field("sequence", stored=True)
    builder.add_text_field("todo", stored=True, tokenizer_name="raw", index_option="basic")
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
    other = (name for name in entry.names if name not in entry.title)
    titled = (entry.title, entry.doc_number, entry.index_number, *other)
    head = stream(*(folding.fold(part).text for part in titled if part))
    document = tantivy.Document(key=entry.key, kind=entry.kind)
    document.add_unsigned("entry", asking.IS_ENTRY)
    document.add_unsigned("published", max(0, entry.published))
    document.add_unsigned("freshness", _freshness(entry.published))
    document.add_text(asking.HEAD, head)
    document.add_text(asking.TEXT, f"{head} {stream(folding.fold(entry.body[:LONGEST_BODY]).text)}")
    for number in {canonical(folding.fold(number).text) for number in numbers.spellings(entry)}:
        document.add_text("number", number)
    for name in {
        asked.canonical() for name in (entry.title, *entry.names) if (asked := _asked(name, folding))
    }:
        document.add_text("name", name)
    for agency in entry.agencies:
        document.add_text("agency", str(agency))
    values = {"category": entry.category, "theme": entry.theme, "validity": entry.validity}
    values["year"] = "" if entry.year is None else str(entry.year)
    for name, value in values.items():
        if value:
            document.add_text(name, value)
    return document


def _asked(name: str, folding: Folding) -> Needle | None:
    return needle(folding.fold(name).text)


def _freshness(published: int) -> int:
    """What the engine weighs relevance with, by its logarithm: of two as near the newer stands first."""
    exponent = 10 + (published - EPOCH) / YEAR / SPAN if published else NEWEST
    return int(2 ** min(max(exponent, OLDEST), NEWEST))


def _with_pauses(entries: Iterable[Entry], aside: Callable[[], object] | None) -> Iterator[Entry]:
    """The entries; about each second something else is done between two of them."""
    last = monotonic()
    for entry in entries:
        yield entry
        if aside and monotonic() - last > ASIDE:
            aside()
            last = monotonic()


def _hit(searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress) -> Hit:
    stored = searcher.doc(address)
    return Hit(stored["key"][0], stored["kind"][0], score)


def _standing(searcher: tantivy.Searcher, schema: tantivy.Schema) -> tuple[int, str]:
    """The sequence number and the work left that were written with the last commit; an index just made has
    none.
    """
    found = searcher.search(tantivy.Query.term_query(schema, "key", STATE_KEY, "basic"), limit=1, count=False)
    if not found.hits:
        return 0, ""
    state = searcher.doc(found.hits[0][1])
    return state["sequence"][0], (state["todo"] or [""])[0]
