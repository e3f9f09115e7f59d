"""Turns a query of ours into Tantivy's query objects."""

from __future__ import annotations

from collections.abc import Mapping

from tantivy import Occur, Schema
from tantivy import Query as Asked

from reports.domain.text.bigrams import Needle
from reports.domain.text.query import Query, Wanted

SEARCHED = ("head", "body")
"""Fields with text: title and numbers; the body."""
TITLE_WEIGHT = 5.0
NUMBER_WEIGHT = 1_000.0
"""What bears the very number that was asked for stands first, before what only mentions it."""
IS_ENTRY = 1


def compiled(schema: Schema, query: Query, narrowed: Mapping[str, frozenset[str]]) -> Asked:
    """All that is wanted, nothing that is excluded, and for each narrowed facet one of its values."""
    parts: list[tuple[Occur, Asked]] = []
    for one in query.wanted:
        parts.append((Occur.MustNot if one.is_excluded else Occur.Must, _wanted(schema, one)))
    for name, values in sorted(narrowed.items()):
        choice = Asked.term_set_query(schema, name, sorted(values)) if values else Asked.empty_query()
        parts.append((Occur.Must, Asked.const_score_query(choice, 0.0)))
    if not any(occur == Occur.Must for occur, _ in parts):
        parts.append((Occur.Must, Asked.term_query(schema, "entry", IS_ENTRY)))
    return Asked.boolean_query(parts)


def _wanted(schema: Schema, one: Wanted) -> Asked:
    head, body = (_phrase(schema, name, one.needle) for name in SEARCHED)
    ways = [(Occur.Should, Asked.boost_query(head, TITLE_WEIGHT)), (Occur.Should, body)]
    if one.number:
        exactly = Asked.term_query(schema, "number", one.number, "basic")
        ways.append((Occur.Should, Asked.const_score_query(exactly, NUMBER_WEIGHT)))
    return Asked.boolean_query(ways)


def _phrase(schema: Schema, name: str, needle: Needle) -> Asked:
    terms = needle.terms()
    if len(terms) == 1:
        return Asked.term_query(schema, name, terms[0][1], "freq")
    first = terms[0][0]
    return Asked.phrase_query(schema, name, [(position - first, term) for position, term in terms])
