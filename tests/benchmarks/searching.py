"""What the search index costs: to build, to keep, to ask; and whether every count is that of a plain scan.

`python -m tests.benchmarks.searching` alone; BENCH_DOCUMENTS=100000 for the size of a province.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from reports.domain.text.query import Query, QueryRefused, parse
from reports.search.engine import Entry, Upsert
from reports.search.script import folding
from reports.search.tantivy import Tantivy, TantivyReader
from tests.search import material
from tests.search.material import Scan, facet

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "20000"))
LENGTH = 1_500
EACH = 15
"""Words of each length from one to eight characters, taken from the texts."""
NARROWED = {"agency": {"3"}, "validity": {"in-force", "amended"}}
ROUNDS = 3
GIVEN = (
    "政府",
    "教育",
    "土楼",
    "海绵城市",
    "信息公开工作",
    "政府 -通知",
    "工作通知",
    "公",
    "2016年",
    "示办发〔2016〕5号",
)


@dataclass
class Timed:
    """Entries, with the seconds it took to make them up, which are not the index's."""

    seconds: float = 0.0
    cpu: float = 0.0

    def entries(self) -> Iterator[Entry]:
        source = material.entries(DOCUMENTS, length=LENGTH)
        while True:
            started, cpu = perf_counter(), process_time()
            entry = next(source, None)
            self.seconds += perf_counter() - started
            self.cpu += process_time() - cpu
            if entry is None:
                return
            yield entry


@dataclass
class Expected:
    """What the plain scan says about one query: all finds, those narrowed, and the kinds among these."""

    query: Query
    total: int = 0
    narrowed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


def show() -> None:
    """Builds, asks, compares, prints. Raises RuntimeError if a count is not that of the scan."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-search-") as scratch:
        folder = Path(scratch, "index")
        engine = Tantivy(folder, folding())
        timed = Timed()
        started, cpu = perf_counter(), process_time()
        engine.rebuild(timed.entries(), 1)
        seconds = perf_counter() - started - timed.seconds
        cpu = process_time() - cpu - timed.cpu
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"Search index of {DOCUMENTS:,} made-up documents of {LENGTH:,} characters")
        print(f"  built in {seconds:.0f} s ({cpu:.0f} s CPU): {DOCUMENTS / seconds:,.0f} documents a second")
        print(f"  {size / 1e6:,.0f} MB, {size / DOCUMENTS / 1000:.1f} KB a document")
        expected = scanned(queries())
        show_times(engine.reader(), expected)
        show_change(engine)


def show_times(reader: TantivyReader, expected: list[Expected]) -> None:
    """CPU milliseconds of each kind of question, and that all counts are exact."""
    cases = {
        "count": [],
        "ten, no facets": [],
        "ten by date, no facets": [],
        "ten, all facets": [],
        "ten, two narrowed, all facets": [],
    }
    ask = {
        "count": lambda query: reader.count(query),
        "ten, no facets": lambda query: reader.search(query, limit=10, facets=()),
        "ten by date, no facets": lambda query: reader.search(query, sort="date", limit=10, facets=()),
        "ten, all facets": lambda query: reader.search(query, limit=10),
        "ten, two narrowed, all facets": lambda query: reader.search(query, NARROWED, limit=10),
    }
    for one in expected:
        for name, asked in ask.items():
            times = []
            for _ in range(ROUNDS):
                started = process_time()
                asked(one.query)
                times.append((process_time() - started) * 1000)
            cases[name].append(median(times))
        check(reader, one)
    print(f"  {len(expected)} queries, every count and facet that of a plain scan")
    print(f"  {'CPU milliseconds':<34}{'median':>8}{'p95':>8}{'most':>8}")
    for name, times in cases.items():
        ordered = sorted(times)
        print(
            f"  {name:<34}{median(ordered):>8.2f}{ordered[int(len(ordered) * 0.95)]:>8.2f}{ordered[-1]:>8.2f}"
        )


def check(reader: TantivyReader, one: Expected) -> None:
    """Compares what the index says with what the scan found."""
    page = reader.search(one.query, NARROWED, limit=1)
    said = (reader.count(one.query), page.total, dict(page.facets["kind"]))
    if said != (one.total, one.narrowed, dict(one.kinds)):
        raise RuntimeError(f"{one.query}: the index says {said}, the scan {one}")


def show_change(engine: Tantivy) -> None:
    """How soon a reader sees one changed document."""
    entry = Entry(key="document:0", kind="document", title="新近公布的示例", body="瞭望塔" * 500)
    times = []
    with engine.writer() as writer:
        for sequence in range(2, 7):
            started = perf_counter()
            writer.apply([Upsert(entry)], sequence)
            engine.reader().search(parse("新近公布", folding()))
            times.append((perf_counter() - started) * 1000)
    print(f"  one document changed, committed and found: {median(times):.0f} ms (at most {max(times):.0f})\n")


def scanned(queries: list[Query]) -> list[Expected]:
    """The plain scan, a thousand documents in memory at a time."""
    expected = [Expected(query) for query in queries]
    source = material.entries(DOCUMENTS, length=LENGTH)
    while some := [entry for _, entry in zip(range(1_000), source, strict=False)]:
        scan = Scan(some)
        for one in expected:
            found = scan.found(one.query)
            narrowed = [
                entry
                for entry in found
                if all(values & facet(entry, name) for name, values in NARROWED.items())
            ]
            one.total += len(found)
            one.narrowed += len(narrowed)
            one.kinds.update(entry.kind for entry in narrowed)
    return expected


def queries() -> list[Query]:
    """Words given, and pieces of the texts, one to eight characters long."""
    chance = random.Random(3)
    texts = [entry.body for entry in material.entries(200, length=LENGTH)]
    queries = [parse(typed, folding()) for typed in GIVEN]
    for length in range(1, 9):
        made = 0
        while made < EACH:
            start = chance.randrange(LENGTH - length)
            try:
                queries.append(parse(chance.choice(texts)[start : start + length], folding()))
            except QueryRefused:
                continue
            made += 1
    return queries


if __name__ == "__main__":
    show()
