"""Which pairs of a phrase must be looked at: as few as say all of it, and the rarest for speed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reports.domain.text.bigrams import is_pair

Term = tuple[int, str]
"""Position and term, as `Needle.terms` has them: pairs of neighbours stand two positions apart."""


def fewest(terms: Sequence[Term], frequency: Callable[[str], int]) -> list[Term]:
    """Terms that together cover every character of all of them, those that stand in the fewest entries.

    The rarest one is always among them. Half of the pairs would say it all, but one across two words is often
    rare, and only what bears that one is looked at closer; more of them cost time in every entry.
    """
    if len(terms) < 3:
        return list(terms)
    costs = [frequency(term) for _, term in terms]
    chosen = {min(range(len(terms)), key=costs.__getitem__)}
    start = 0
    for end in range(1, len(terms) + 1):
        if end == len(terms) or not _overlap(terms[end - 1], terms[end]):
            chosen.update(start + place for place in _cover(costs[start:end]))
            start = end
    return [terms[place] for place in sorted(chosen)]


def _overlap(one: Term, after: Term) -> bool:
    """Whether both are pairs of characters and the second begins where the first ends."""
    return after[0] - one[0] == 2 and all(len(term) == 2 and is_pair(*term) for _, term in (one, after))


def _cover(costs: Sequence[int]) -> list[int]:
    """Of overlapping pairs in a row: the first, the last, one of any two neighbours; the cheapest."""
    best: list[tuple[int, list[int]]] = [(costs[0], [0])]
    for place in range(1, len(costs)):
        before = best[max(0, place - 2) : place]
        cost, way = min(before, key=lambda one: one[0])
        best.append((cost + costs[place], [*way, place]))
    return best[-1][1]
