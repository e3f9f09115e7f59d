"""What is public and most like a text, out of the search index: for those who describe what they look for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from math import log

from reports.domain.text.bigrams import needle
from reports.domain.text.query import Query, Wanted
from reports.queries import searchengine, searchentries
from reports.queries.searchfinds import Find, finds
from reports.search.engine import Hit, Reader

MOST_PAIRS = 12
"""Pairs of signs that are looked for: the rarest ones of the text."""
LOOKED_AT = 40
"""Finds of each pair, the nearest first."""
ENOUGH = 2
SHARE = 0.34
"""Of the weight of all pairs that something must bear to be like the text."""


def like(pairs: Collection[str], agency: int, *, most: int) -> list[Find]:
    """The reports and documents that share most of these pairs, those of the agency and below it first.

    At most 24 looks into the index and seven queries. Raises IndexMissing, IndexDamaged.
    """
    reader = searchengine.engine().reader()
    weights = _weights(reader, pairs)
    scores: defaultdict[str, float] = defaultdict(float)
    shared: defaultdict[str, int] = defaultdict(int)
    hits: dict[str, Hit] = {}
    own: set[str] = set()
    for wanted, weight in weights:
        here = reader.search(Query((wanted,)), {"agency": [str(agency)]}, limit=LOOKED_AT, facets=())
        own.update(hit.key for hit in here.hits)
        everywhere = reader.search(Query((wanted,)), limit=LOOKED_AT, facets=())
        for key, hit in {hit.key: hit for hit in (*here.hits, *everywhere.hits)}.items():
            if hit.kind != searchentries.AGENCY:
                hits[key] = hit
                scores[key] += weight
                shared[key] += 1
    needed = SHARE * sum(weight for _, weight in weights)
    fitting = [key for key in scores if shared[key] >= ENOUGH and scores[key] >= needed]
    fitting.sort(key=lambda key: (key in own, scores[key], key), reverse=True)
    return finds([hits[key] for key in fitting[: 2 * most]], Query())[:most]


def _weights(reader: Reader, pairs: Collection[str]) -> list[tuple[Wanted, float]]:
    """The rarest pairs that the index knows at all, with the more weight the rarer they are."""
    folding = searchengine.folding()
    folded = {folding.fold(pair).text: pair for pair in pairs}
    known = {term: count for term, count in reader.frequencies(folded).items() if count}
    total = max(reader.count(Query()), 1)
    rarest = sorted(known, key=lambda term: (known[term], term))[:MOST_PAIRS]
    found = []
    for term in rarest:
        asked = needle(term)
        if asked is not None:
            found.append((Wanted(asked, folded[term]), 1 + log(1 + total / known[term])))
    return found
