"""Searching everything public: what is found, by what it can be narrowed, and what else to try.

The index says what may fit; the database says what of it is public now. `latest` is for feeds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.http import urlencode

from reports.domain.text.query import Query
from reports.models import PublicChange
from reports.queries import searchengine, searchfacets
from reports.queries.searchfacets import Bodies, Facet
from reports.queries.searchfinds import Find, finds
from reports.search import suggesting
from reports.search.engine import DEEPEST, Sort

PER_PAGE = 20
LATE = timedelta(minutes=2)
"""A change that the index has not taken in for so long is told to the reader."""
SORTS: tuple[Sort, ...] = ("relevance", "date")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: the text of the box, a value a facet (agencies by address), the order."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = "relevance"

    @property
    def is_blank(self) -> bool:
        """Whether nothing is asked for yet."""
        return not self.text and not self.chosen

    @property
    def address(self) -> str:
        """What follows the question mark of its page."""
        return self.with_(())

    def with_(self, without: tuple[str, ...] | frozenset[str] = (), **changed: str) -> str:
        """The same with other values, from its first page on, as what follows the question mark."""
        given = {"q": self.text, **self.chosen, "sort": "" if self.sort == "relevance" else self.sort}
        given |= changed
        return urlencode({name: value for name, value in given.items() if value and name not in without})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A facet that narrows the search now; `without`: the address that ends that."""

    facet: str
    title: str
    name: str
    without: str


@dataclass(frozen=True, slots=True)
class Link:
    """A choice of a facet as a link."""

    name: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A facet as links. `whole`: leads back to all of it, "" where nothing is chosen."""

    code: str
    title: str
    chosen: str
    chosen_count: int
    whole: str
    first: tuple[Link, ...]
    rest: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another search that finds something. `why`: see `reports.search.suggesting.Suggestion`."""

    why: str
    text: str
    count: int
    query: str
    is_wider: bool


@dataclass(frozen=True, slots=True)
class Results:
    """One page of finds. `gone`: finds left out because they were withdrawn a moment ago.

    `is_late`: the index waits for changes, so that the newest may be missing.
    """

    asked: Asked
    finds: tuple[Find, ...]
    total: int
    page: Page
    gone: int = 0
    chosen: tuple[Chosen, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    is_late: bool = False
    can_sort: bool = False

    @property
    def by_relevance(self) -> str:
        """The same finds, the best first."""
        return self.asked.with_(sort="")

    @property
    def by_date(self) -> str:
        """The same finds, the newest first."""
        return self.asked.with_(sort="date")


def ask(asked: Asked, query: Query, bodies: Bodies, *, number: int = 1) -> Results:
    """That page of what is found; past the end the last one. At most fourteen queries, whatever is found.

    `query`: the text as `searchengine.read` has it. Raises IndexMissing, IndexDamaged.
    """
    reader = searchengine.engine().reader()
    narrowed = _narrowed(asked, bodies)
    sort: Sort = asked.sort if query.needles else "date"
    offset = min(max(number - 1, 0) * PER_PAGE, DEEPEST)
    page = reader.search(query, narrowed, sort=sort, offset=offset, limit=PER_PAGE)
    if not page.hits and page.total and offset:
        offset = (page.total - 1) // PER_PAGE * PER_PAGE
        page = reader.search(query, narrowed, sort=sort, offset=offset, limit=PER_PAGE)
    found = finds(page.hits, query)
    gone = len(page.hits) - len(found)
    total = page.total - gone
    return Results(
        asked=asked,
        finds=tuple(found),
        total=total,
        page=Paginator(range(page.total), PER_PAGE).page(offset // PER_PAGE + 1),
        gone=gone,
        chosen=_chosen(asked, bodies),
        narrowings=_narrowings(asked, searchfacets.facets(page.facets, asked.chosen, bodies)),
        suggestions=() if total else _suggestions(asked, query, narrowed),
        is_late=_is_late(page.sequence),
        can_sort=bool(query.needles) and page.total > 1,
    )


def latest(asked: Asked, *, most: int = 50) -> tuple[Find, ...]:
    """What fits, the newest first: a search as a feed. At most ten queries.

    Raises QueryRefused, IndexMissing, IndexDamaged.
    """
    query = searchengine.read(asked.text)
    reader = searchengine.engine().reader()
    page = reader.search(query, _narrowed(asked, Bodies()), sort="date", limit=most, facets=())
    return tuple(finds(page.hits, query))


def _narrowed(asked: Asked, bodies: Bodies) -> dict[str, list[str]]:
    """Agencies by id, as the index has them; one that there is not leaves nothing."""
    found = {name: [value] for name, value in asked.chosen.items()}
    if slug := asked.chosen.get("agency"):
        agency = bodies.by_slug.get(slug)
        found["agency"] = [str(agency.pk) if agency else "-"]
    return found


def _chosen(asked: Asked, bodies: Bodies) -> tuple[Chosen, ...]:
    return tuple(
        Chosen(
            code,
            str(title),
            searchfacets.name_of(code, asked.chosen[code], bodies),
            asked.with_((code,)),
        )
        for code, title in searchfacets.TITLES.items()
        if asked.chosen.get(code)
    )


def _narrowings(asked: Asked, facets: tuple[Facet, ...]) -> tuple[Narrowing, ...]:
    def links(facet: Facet, choices: tuple[searchfacets.Choice, ...]) -> tuple[Link, ...]:
        return tuple(
            Link(choice.name, choice.count, asked.with_(**{facet.code: choice.value})) for choice in choices
        )

    return tuple(
        Narrowing(
            code=facet.code,
            title=facet.title,
            chosen=facet.chosen.name if facet.chosen else "",
            chosen_count=facet.chosen.count if facet.chosen else 0,
            whole=asked.with_((facet.code,)) if facet.chosen else "",
            first=links(facet, facet.first),
            rest=links(facet, facet.rest),
        )
        for facet in facets
    )


def _suggestions(asked: Asked, query: Query, narrowed: Mapping[str, list[str]]) -> tuple[Suggestion, ...]:
    reader = searchengine.engine().reader()
    made = suggesting.suggestions(query, reader, searchengine.folding(), narrowed)
    facets = frozenset(asked.chosen)
    return tuple(
        Suggestion(
            one.why,
            str(one.query),
            one.count,
            asked.with_(facets if one.is_wider else (), q=str(one.query)),
            one.is_wider,
        )
        for one in made
    )


def _is_late(sequence: int) -> bool:
    waiting = PublicChange.objects.filter(sequence__gt=sequence).order_by("sequence")
    since = waiting.values_list("at", flat=True).first()
    return since is not None and timezone.now() - since > LATE
