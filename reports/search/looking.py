"""One search of an open index: which finds stand where, how many there are, and how many of each facet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import tantivy

from reports.domain.text.query import Query
from reports.search.asking import Asking, Part
from reports.search.engine import Sort

FAR = 1_000
"""From this offset on it is asked first whether there are so many: what is skipped takes memory."""
MOST_VALUES = 60_000
"""Values of a facet; an aggregation counts them all."""

Counts = dict[str, dict[str, int]]
Found = list[tuple[float, tantivy.DocAddress]]


@dataclass(frozen=True, slots=True)
class Look:
    """A query narrowed in some way, asked of a state of the index."""

    searcher: tantivy.Searcher
    asking: Asking
    query: Query
    chosen: Mapping[str, frozenset[str]]

    def counted(self, wanted: tuple[str, ...]) -> tuple[int, Counts]:
        """How many finds, and each facet's counts: those not narrowed in one go with the finds themselves,
        each narrowed one without its own choice.
        """
        counts: Counts = {}
        free = [name for name in wanted if name not in self.chosen]
        total = self._aggregated(free, self.chosen, counts)
        for name in wanted:
            if name in self.chosen:
                others = {facet: values for facet, values in self.chosen.items() if facet != name}
                self._aggregated([name], others, counts)
        return total, {name: counts[name] for name in wanted}

    def _aggregated(self, names: list[str], narrowed: Mapping[str, frozenset[str]], counts: Counts) -> int:
        asked: dict[str, dict[str, dict[str, object]]] = {
            name: {"terms": {"field": name, "size": MOST_VALUES, "segment_size": MOST_VALUES}}
            for name in names
        }
        # A find each: whatever is found has a day.
        asked["finds"] = {"value_count": {"field": "published"}}
        found = self.searcher.aggregate(self.asking.compiled(self.query, narrowed), asked)
        for name in names:
            counts[name] = {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]}
        return int(found["finds"]["value"])

    def total(self) -> int:
        """How many finds."""
        # By date: nothing is scored then, and a phrase is looked for only until it is found once.
        return self._ask(Part.ALL, 1, 0, "date").count or 0

    def finds(self, sort: Sort, offset: int, limit: int, total: int | None) -> tuple[int, Found]:
        """(how many there are, those from `offset` on). `total`: how many there are, where that is known."""
        if total is None and offset >= FAR:
            total = self.total()
        if total is not None and offset >= total:
            return total, []
        if sort == "date":
            found = self._ask(Part.ALL, limit, offset, sort)
            return found.count or 0, found.hits
        return self._nearest(offset, limit, total)

    def _nearest(self, offset: int, limit: int, total: int | None) -> tuple[int, Found]:
        """What bears the words in its title, then the rest: seldom must every text be weighed."""
        titled = self._ask(Part.TITLED, limit, offset, "relevance")
        count = titled.count or 0
        if not self.query.needles:
            return count, titled.hits
        if offset + limit <= count or count == total:
            return self.total() if total is None else total, titled.hits
        rest = self._ask(Part.REST, limit - len(titled.hits), max(0, offset - count), "relevance")
        return count + (rest.count or 0), [*titled.hits, *rest.hits]

    def _ask(self, part: Part, limit: int, offset: int, sort: Sort) -> tantivy.SearchResult:
        order = {"weight_by_field": "freshness"} if sort == "relevance" else {"order_by_field": "published"}
        asked = self.asking.compiled(self.query, self.chosen, part)
        return self.searcher.search(asked, limit=limit, offset=offset, **order)
