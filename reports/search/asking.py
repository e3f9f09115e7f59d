"""Turns a query of ours into Tantivy's query objects."""

from __future__ import annotations

from collections.abc import Mapping

from tantivy import Occur, Schema
from tantivy import Query as Asked

from reports.domain.text.bigrams import Needle
from reports.domain.text.query import Query, Wanted

TEXT, HEAD = "text", "head"
"""Fields with text: all of it, which decides what is found; title and numbers, which say how near it is."""
TITLE_WEIGHT = 5.0
NUMBER_WEIGHT = 1_000.0
"""What bears the very number that was asked for stands first, before what only mentions it."""
IS_ENTRY = 1


def compiled(
    schema: Schema, query: Query, narrowed: Mapping[str, frozenset[str]], *, is_scored: bool = False
) -> Asked:
    """All that is wanted, nothing that is excluded, and for each narrowed facet one of its values.

    Scored: what bears the words in its title before what only holds them.
    """
    parts: list[tuple[Occur, Asked]] = []
    for one in query.wanted:
        parts.append((Occur.MustNot if one.is_excluded else Occur.Must, _wanted(schema, one)))
        if is_scored and not one.is_excluded:
            parts.append((Occur.Should, Asked.boost_query(_phrase(schema, HEAD, one.needle), TITLE_WEIGHT)))
    for name, values in sorted(narrowed.items()):
        choice = [
            (Occur.Should, Asked.term_query(schema, name, value, "basic"))
            for value in sorted(values)
            if _is_written(value)
        ]
        either = Asked.boolean_query(choice) if len(choice) > 1 else choice[0][1] if choice else None
        parts.append((Occur.Must, Asked.const_score_query(either or Asked.empty_query(), 0.0)))
    if not any(occur == Occur.Must for occur, _ in parts):
        parts.append((Occur.Must, Asked.term_query(schema, "entry", IS_ENTRY)))
    return Asked.boolean_query(parts)


def _wanted(schema: Schema, one: Wanted) -> Asked:
    anywhere = _phrase(schema, TEXT, one.needle)
    if not one.number:
        return anywhere
    exactly = Asked.term_query(schema, "number", one.number, "basic")
    return Asked.boolean_query(
        [(Occur.Should, anywhere), (Occur.Should, Asked.const_score_query(exactly, NUMBER_WEIGHT))]
    )


def _is_written(value: str) -> bool:
    """Whether the value can stand in an index at all: half a character cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


def _phrase(schema: Schema, name: str, needle: Needle) -> Asked:
    terms = needle.terms()
    if len(terms) == 1:
        return Asked.term_query(schema, name, terms[0][1], "freq")
    first = terms[0][0]
    return Asked.phrase_query(schema, name, [(position - first, term) for position, term in terms])
