"""Shares that should make 100 %: `shares-total`. Silent on rates, on several wholes, on what may overlap."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.domain.prose.checking import sums
from reports.domain.prose.checking.findings import Matter, ProseFinding, Term, finding
from reports.domain.prose.claiming import kinds
from reports.domain.prose.claiming.divisions import divisions
from reports.domain.prose.claiming.shares import Shares, share_lists
from reports.domain.prose.claims import Claims

WHOLE = Decimal(100)
EXCLUSIVE = ({"outcome"}, {"applicant"}, {"applying"}, {"dispute"}, {"type"})


def check(matter: Matter, claims: Claims) -> Iterator[ProseFinding]:
    """Every list of shares that makes the whole, or cannot."""
    for listed in share_lists(claims):
        if listed.is_doubtful:
            continue
        total = sum((share.number.value for share in listed.items), Decimal(0))
        slack = sum((share.number.step / 2 for share in listed.items), Decimal(0))
        is_whole = abs(total - WHOLE) <= slack
        if not is_whole and not _must_be_whole(claims, listed, is_over=total > WHOLE):
            continue
        first = listed.items[0].number
        quote = claims.passage.quote
        yield finding(
            "shares-total",
            "holds" if is_whole else "fails",
            total,
            WHOLE,
            passage=claims.passage,
            span=(first.start, first.end),
            terms=[
                Term(share.label, share.number.value, quote(share.number.start, share.number.end))
                for share in listed.items
            ],
        )


def _must_be_whole(claims: Claims, listed: Shares, *, is_over: bool) -> bool:
    """Whether the shares are, by their words or by their counts, all of one list."""
    if _counts_are_whole(claims, listed):
        return True
    labels = [share.label for share in listed.items]
    ways = kinds.ways(labels)
    if ways & {"overlap", "publishing"} and not listed.is_headed:
        return False
    if kinds.is_closed_by_rest(labels) or kinds.is_pair(labels):
        return len(ways) == 1 or ways <= kinds.ALIKE
    return is_over and (ways in EXCLUSIVE or listed.is_headed)


def _counts_are_whole(claims: Claims, listed: Shares) -> bool:
    """Whether the counts beside the shares are the parts of a total, and make it."""
    counts = {share.count.start for share in listed.items if share.count is not None}
    if len(counts) < len(listed.items):
        return False
    for division in divisions(claims):
        status, parts = sums.judged(claims, division)
        if status == "holds" and {part.number.start for part in parts} == counts:
            return True
    return False
