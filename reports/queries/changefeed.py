"""Reading the feed of what changed in public, for upper platforms and for whoever keeps an index."""

from __future__ import annotations

from dataclasses import dataclass

from reports.models import PublicChange

MOST = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Changes after a number, in order. `next_after`: where to go on; `has_more`: there are more now."""

    changes: tuple[PublicChange, ...]
    next_after: int
    has_more: bool


def since(sequence: int, limit: int = 200) -> Page:
    """The changes with a number above that one, at most `limit` (and never more than 1,000). One query.

    Numbers have no gap and grow in the order of the commits: who goes on from `next_after` misses nothing.
    """
    limit = max(1, min(limit, MOST))
    # What no database holds as a number has nothing after it.
    if not -(2**62) < sequence < 2**62:
        return Page((), sequence, False)
    found = tuple(PublicChange.objects.filter(sequence__gt=sequence).order_by("sequence")[: limit + 1])
    shown = found[:limit]
    return Page(shown, shown[-1].sequence if shown else sequence, len(found) > limit)


def head() -> int:
    """The number of the newest change; 0 without any."""
    newest = PublicChange.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    return newest or 0
