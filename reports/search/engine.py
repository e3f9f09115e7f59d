"""What the portal asks of a search engine. The pages know this interface, not which engine stands behind it.

The index is a copy that can always be made anew from the database. It stands at a sequence number of the
database's changes; one process writes to it, any number read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from reports.domain.text.query import Query

FACETS = ("agency", "kind", "category", "year", "theme", "validity")
"""By what a search can be narrowed; with several values of one facet, any of them."""

Sort = Literal["relevance", "date"]
DEEPEST = 10_000_000
"""Hits that can be skipped; more than an index of this kind holds."""
LARGEST_PAGE = 1_000
MOST_CHOSEN = 100
"""Values of one facet in one search."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. `key`: "document:12"; `kind`: such as "report", "document", "agency".

    `agencies`: ids of its agency and of all agencies above it: the facet is an agency and its subordinates.
    `published`: the day as `date.toordinal()`. Blank facets ("" or None) are counted nowhere.
    `doc_number`, `index_number`: 文号 and 索引号 in their usual spelling. `names`: what it is called
    besides its title; who asks for exactly one of these finds it first.
    """

    key: str
    kind: str
    title: str
    body: str = ""
    agencies: tuple[int, ...] = ()
    category: str = ""
    year: int | None = None
    theme: str = ""
    validity: str = ""
    doc_number: str = ""
    index_number: str = ""
    published: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upsert:
    """Put this in the place of whatever has its key."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Delete:
    """Take out what has this key, if anything has."""

    key: str


Change = Upsert | Delete


@dataclass(frozen=True, slots=True)
class Hit:
    """One find. `score`: relevance, to compare within one search; 0 when sorted by date."""

    key: str
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the finds. `total`: exactly how many there are. `sequence`: the state of the index asked.

    `facets`: facet → value → exact count; a facet that is narrowed is counted as if it were not, so that its
    other values can be offered.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sequence: int = 0


class IndexMissing(Exception):
    """There is no index in the folder, or one of another layout: rebuild it."""


class IndexDamaged(Exception):
    """The files of the index cannot be read: rebuild it."""


class WriterBusy(Exception):
    """Another process, or another writer of this one, writes to the index."""


class Reader(Protocol):
    """Sees every commit made before the call. May be kept and shared by threads."""

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
        """Finds. Raises IndexMissing, IndexDamaged, ValueError for facets or bounds that are none."""

    def count(self, query: Query, narrowed: Mapping[str, Iterable[str]] = {}) -> int:
        """How many finds there are, exactly."""

    def sequence(self) -> int:
        """The sequence number at which the index stands."""

    def todo(self) -> str:
        """What whoever follows left to do at the last commit."""

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In about how many entries each single character, pair of characters or word stands; 0 is exact."""

    def beginning(self, start: str, limit: int) -> list[tuple[str, int]]:
        """Terms that begin so, with their frequency, the most frequent first."""


class Writer(Protocol):
    """The only writer; held open by a worker or for one batch."""

    sequence: int
    """The number at which the index stands."""
    todo: str
    """What was left to do at the last commit, in the words of whoever follows; "" for nothing."""

    def apply(self, changes: Iterable[Change], sequence: int, todo: str | None = None) -> None:
        """Carries out all changes, the new sequence number and what is left to do in one commit, or nothing.

        `todo` None: as before. Raises ValueError when the index already stands at a later number. Doing
        the same again does no harm.
        """


class Engine(Protocol):
    """One index in one place."""

    def reader(self) -> Reader:
        """A reader. Raises nothing yet when the index is missing."""

    def writer(self) -> AbstractContextManager[Writer]:
        """The writer, making an empty index if there is none. Raises WriterBusy, IndexDamaged."""

    def rebuild(
        self, entries: Iterable[Entry], sequence: int, meanwhile: Callable[[Writer], object] | None = None
    ) -> None:
        """Builds a new index beside the old one, then puts it in its place at once; readers never see half.

        `meanwhile` brings a writer up to date: it is handed the old index's about each second, where there is
        one that can be read, and at the end the new one's. Raises WriterBusy. If `entries` raises, the old
        index stays.
        """

    def sequence(self) -> int:
        """The sequence number at which the index stands. Raises IndexMissing, IndexDamaged."""
