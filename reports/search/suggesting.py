"""What else to try when a search finds nothing. Every suggestion has been tried and finds something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reports.domain.catalogue import docnumber
from reports.domain.text.folding import Folding
from reports.domain.text.query import Query, QueryRefused, looser, parse, replaced
from reports.search import mistyped, numbers
from reports.search.engine import Reader

MOST_TRIED = 60
"""Counts that one call asks of the engine."""
_OF_ONE_WORD = 12
"""Corrections of one word that are tried."""
_CORRECTED = 3
"""Words of a query that are looked at for mistakes."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds `count` entries. `is_wider`: the same facets must be left out as well.

    `why`: "wider" (the same words without the facets), "number" (a 文号 with its brackets), "alike" (sounds
    alike), "near" (one sign differs), "known" (without the words that are nowhere), or one of those of
    `domain.text.query.looser`.
    """

    why: str
    query: Query
    count: int
    is_wider: bool = False


def suggestions(
    query: Query,
    reader: Reader,
    folding: Folding,
    narrowed: Mapping[str, Iterable[str]] = {},
    *,
    most: int = 5,
) -> list[Suggestion]:
    """At most that many, the nearest first; two of one kind. Ask only when nothing was found."""
    chosen = {name: frozenset(values) for name, values in narrowed.items()}
    found: list[Suggestion] = []
    if chosen and (count := reader.count(query)):
        found.append(Suggestion("wider", query, count, is_wider=True))
    seen = {str(query)}
    for tried, (why, other) in enumerate(_ways(query, reader, folding)):
        if len(found) >= most or tried >= MOST_TRIED:
            break
        if not other.needles or str(other) in seen or sum(one.why == why for one in found) >= 2:
            continue
        seen.add(str(other))
        if count := reader.count(other, chosen):
            found.append(Suggestion(why, other, count))
        elif chosen and (count := reader.count(other)):
            found.append(Suggestion(why, other, count, is_wider=True))
    return found


def _ways(query: Query, reader: Reader, folding: Folding) -> Iterator[tuple[str, Query]]:
    places = [
        place
        for place, one in enumerate(query.wanted)
        if not one.is_excluded and not one.number and not reader.count(Query((one,)))
    ]
    yield from _numbered(query, folding)
    yield from _corrected("alike", mistyped.sounding, query, places, reader, folding)
    try:
        ways = list(looser(query, folding))
    except QueryRefused:
        ways = []
    yield from (way for way in ways if way[0] != "fewer")
    yield from _corrected("near", mistyped.near, query, places, reader, folding)
    if places:
        yield "known", Query(tuple(one for place, one in enumerate(query.wanted) if place not in places))
    yield from (way for way in ways if way[0] == "fewer")


def _numbered(query: Query, folding: Folding) -> Iterator[tuple[str, Query]]:
    """The query as a 文号 whose brackets were not typed, word by word and all of it together."""
    for place, one in enumerate(query.wanted):
        number = None if one.is_excluded or one.number else docnumber.guessed(one.typed)
        if number:
            read = parse(str(number), folding, numbers.finder())
            yield "number", Query(query.wanted[:place] + read.wanted + query.wanted[place + 1 :])
    whole = docnumber.guessed(str(query))
    if whole:
        yield "number", parse(str(whole), folding, numbers.finder())


def _corrected(
    why: str,
    words: Callable[..., list[str]],
    query: Query,
    places: list[int],
    reader: Reader,
    folding: Folding,
) -> Iterator[tuple[str, Query]]:
    for place in places[:_CORRECTED]:
        for word in words(query.wanted[place].needle, reader)[:_OF_ONE_WORD]:
            yield why, replaced(query, place, [word], folding)
