"""What the whole page of the search costs among many documents: view, database, facets, marks, template.

`BENCH_DOCUMENTS=100000 python -m tests.benchmarks.searchpage`; BENCH_SEARCH_FOLDER keeps database and index
for the next time. Words of one to eight characters, without facets and with two.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path

import django

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "20000"))
LENGTH = 1_500
SCRATCH = tempfile.TemporaryDirectory(prefix="portal-bench-")
FOLDER = Path(os.environ.get("BENCH_SEARCH_FOLDER", SCRATCH.name))
if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("CACHE_URL", None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="portal.settings", DATA_DIR=str(FOLDER), DEBUG="0", LOG_LEVEL="ERROR"
    )
    django.setup()

# The models can only be imported once Django is set up.
from time import perf_counter, process_time  # noqa: E402
from urllib.parse import urlencode  # noqa: E402

from django.core.management import call_command  # noqa: E402

from reports.models import Account, Agency, Category, Document, DocumentVersion  # noqa: E402
from reports.search.engine import Entry  # noqa: E402
from reports.services import categories, indexing  # noqa: E402
from reports.services.throttle import Limit  # noqa: E402
from reports.views import search as view  # noqa: E402
from tests.benchmarks import searching  # noqa: E402
from tests.benchmarks.timing import Door  # noqa: E402
from tests.search import material  # noqa: E402

KINDS = ("document", "normative_document", "interpretation")
NARROWED = {"agency": "bench-3", "kind": "normative_document"}
PART = 1_000


def fill() -> None:
    """A hundred agencies, the first above all, and their documents; then the index."""
    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    if Document.objects.exists():
        return
    categories.take_in_national()
    by = Account.objects.create(username="bench")
    bodies: dict[int, Agency] = {}
    for number in range(1, 101):
        above = bodies.get(number // 10 or 1)
        bodies[number] = Agency.objects.create(
            name=f"示例第{number}局", slug=f"bench-{number}", level="county", kind="department", parent=above
        )
    columns = list(Category.objects.national())
    source = enumerate(material.entries(DOCUMENTS, length=LENGTH), 1)
    while part := list(islice(source, PART)):
        rows = [_document(number, entry, bodies, columns, by) for number, entry in part]
        documents = Document.objects.bulk_create(rows)
        DocumentVersion.objects.bulk_create(
            _version(document, entry) for document, (_, entry) in zip(documents, part, strict=True)
        )


def _document(
    number: int, entry: Entry, bodies: dict[int, Agency], columns: list[Category], by: Account
) -> Document:
    at = datetime.combine(date.fromordinal(entry.published), time(9), UTC)
    return Document(
        agency=bodies[entry.agencies[0]],
        category=columns[number % len(columns)],
        kind=KINDS[number % 3],
        title=entry.title,
        index_number=f"BENCH-{number}",
        address=f"bench-{number}",
        document_number=entry.doc_number,
        theme=f"{number % 22 + 1:02}",
        stated_validity=("in_force", "amended", "repealed")[number // 3 % 3],
        state="published",
        openness="open",
        secrecy_verdict="clear",
        secrecy_at=at,
        secrecy_by=by,
        released_at=at,
        released_by=by,
        first_released_at=at,
        published_at=at,
        made_on=at.date(),
        created_by=by,
        begun_by=by,
    )


def _version(one: Document, entry: Entry) -> DocumentVersion:
    names = ("agency", "category", "kind", "title", "index_number", "address", "document_number", "theme")
    names += ("stated_validity", "released_at", "released_by", "published_at", "made_on")
    return DocumentVersion(
        document=one,
        number=1,
        has_force=True,
        body_text=entry.body,
        **{name: getattr(one, name) for name in names},
    )


def show() -> None:
    """Fills, builds, asks, prints."""
    fill()
    started, cpu = perf_counter(), process_time()
    if (entries := indexing.ensure()) is not None:
        print(
            f"{entries:,} entries built in {perf_counter() - started:.0f} s ({process_time() - cpu:.0f} CPU)"
        )
    view.SEARCHES = Limit("bench", 10**9, view.SEARCHES.window)
    words = list(dict.fromkeys(str(query) for query in searching.queries()))
    door = Door()
    print(f"Whole search page, {Document.objects.count():,} documents, {len(words)} searches, milliseconds")
    print(f"  {'':<26}{'CPU median':>12}{'p95':>8}{'most':>8}{'wall median':>14}{'p95':>8}")
    for name, narrowed in (("no facet", {}), ("two facets", NARROWED)):
        times = sorted(_times(door, words, narrowed))
        walls = sorted(wall for _, wall in times)
        middle, high = len(times) // 2, int(len(times) * 0.95)
        print(
            f"  {name:<26}{times[middle][0]:>12.1f}{times[high][0]:>8.1f}{times[-1][0]:>8.1f}"
            f"{walls[middle]:>14.1f}{walls[high]:>8.1f}"
        )


def _times(door: Door, words: list[str], narrowed: dict[str, str]) -> Iterator[tuple[float, float]]:
    """(CPU, wall) milliseconds of each page, asked for the first time: nothing of it is remembered."""
    door.get("/search/?q=warm")
    for word in words:
        path = "/search/?" + urlencode({"q": word, **narrowed})
        wall, cpu = perf_counter(), process_time()
        door.get(path)
        yield (process_time() - cpu) * 1000, (perf_counter() - wall) * 1000


if __name__ == "__main__":
    show()
    SCRATCH.cleanup()
