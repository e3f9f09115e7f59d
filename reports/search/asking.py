"""Turns a query of ours into Tantivy's query objects.

What stands first: what bears the very number; what is called exactly so; what bears all words in its title or
number (`Part.TITLED`); then what bears them anywhere (`Part.REST`). Among equals the newer one (`freshness`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from tantivy import Occur, Schema
from tantivy import Query as Asked

from reports.domain.text.bigrams import Needle
from reports.domain.text.query import Query, Wanted
from reports.search import phrases

TEXT, HEAD = "text", "head"
"""Fields with text: all of it, which decides what is found; title and numbers, which say how near it is."""
TITLE_WEIGHT = 5.0
NAME_WEIGHT = 500.0
"""What is called exactly so stands before what bears it within a longer title."""
NUMBER_WEIGHT = 1_000.0
"""What bears the very number that was asked for stands first, before what only mentions it."""
IS_ENTRY = 1

Frequency = Callable[[str, str], int]
"""(field, term) → in about how many entries it stands."""


class Part(Enum):
    """Which finds: all; those that bear all words in their title; all the others."""

    ALL = 0
    TITLED = 1
    REST = 2


class Asking:
    """The queries of one search of an index."""

    def __init__(self, schema: Schema, frequency: Frequency) -> None:
        self._schema, self._frequency = schema, frequency

    def compiled(self, query: Query, narrowed: Mapping[str, frozenset[str]], part: Part = Part.ALL) -> Asked:
        """All that is wanted, nothing that is excluded, and for each narrowed facet one of its values.

        Scored where only a part is asked for.
        """
        wanted = [one for one in query.wanted if not one.is_excluded]
        parts: list[tuple[Occur, Asked]] = []
        if part is Part.TITLED:
            parts += [(Occur.Must, self._titled(one)) for one in wanted]
            parts += [(Occur.Should, self._named(one)) for one in wanted if len(wanted) == 1]
        else:
            parts += [(Occur.Must, self._anywhere(one)) for one in wanted]
        if part is Part.REST:
            parts += [(Occur.Should, self._in_title(one)) for one in wanted if len(wanted) > 1]
            titled = Asked.boolean_query([(Occur.Must, self._titled(one)) for one in wanted])
            parts.append((Occur.MustNot, titled))
        parts += [(Occur.MustNot, self._anywhere(one)) for one in query.wanted if one.is_excluded]
        parts += [(Occur.Must, self._one_of(name, values)) for name, values in sorted(narrowed.items())]
        if not any(occur == Occur.Must for occur, _ in parts):
            parts.append((Occur.Must, Asked.term_query(self._schema, "entry", IS_ENTRY)))
        return Asked.boolean_query(parts)

    def _anywhere(self, one: Wanted) -> Asked:
        return self._or_number(self._phrase(TEXT, one.needle), one)

    def _titled(self, one: Wanted) -> Asked:
        return self._or_number(self._phrase(HEAD, one.needle), one)

    def _in_title(self, one: Wanted) -> Asked:
        return Asked.boost_query(self._phrase(HEAD, one.needle), TITLE_WEIGHT)

    def _or_number(self, words: Asked, one: Wanted) -> Asked:
        if not one.number:
            return words
        exactly = Asked.term_query(self._schema, "number", one.number, "basic")
        return Asked.boolean_query(
            [(Occur.Should, words), (Occur.Should, Asked.const_score_query(exactly, NUMBER_WEIGHT))]
        )

    def _named(self, one: Wanted) -> Asked:
        exactly = Asked.term_query(self._schema, "name", one.needle.canonical(), "basic")
        return Asked.const_score_query(exactly, NAME_WEIGHT)

    def _one_of(self, name: str, values: frozenset[str]) -> Asked:
        choice = [
            (Occur.Should, Asked.term_query(self._schema, name, value, "basic"))
            for value in sorted(values)
            if _is_written(value)
        ]
        either = Asked.boolean_query(choice) if len(choice) > 1 else choice[0][1] if choice else None
        return Asked.const_score_query(either or Asked.empty_query(), 0.0)

    def _phrase(self, name: str, needle: Needle) -> Asked:
        terms = phrases.fewest(needle.terms(), lambda term: self._frequency(name, term))
        if len(terms) == 1:
            return Asked.term_query(self._schema, name, terms[0][1], "freq")
        first = terms[0][0]
        return Asked.phrase_query(self._schema, name, [(place - first, term) for place, term in terms])


def _is_written(value: str) -> bool:
    """Whether the value can stand in an index at all: half a character cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in value)
