"""A share against its counts: `share`. Silent where the whole is in doubt, or a number approximate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reports.domain.prose.checking.findings import Matter, ProseFinding, Term, finding
from reports.domain.prose.claiming.divisions import Division, divisions
from reports.domain.prose.claiming.shares import Share, behind_counts, is_foreign
from reports.domain.prose.claims import Claims
from reports.domain.prose.numbers import Number

NEAR = 300
"""Characters before a share in which its whole may stand."""


def check(matter: Matter, claims: Claims) -> Iterator[ProseFinding]:
    """Every share printed behind a part whose whole is printed too."""
    shares = list(behind_counts(claims))
    lists = divisions(claims) if shares else []
    for share in shares:
        count = share.count
        if count is None or not count.is_count or is_foreign(share.whole) or claims.is_plan(share.number):
            continue
        named = [item for item in lists if any(part.number.start == count.start for part in item.parts)]
        if named:
            yield from _compared(claims, share, count, named[-1])


def _compared(claims: Claims, share: Share, count: Number, division: Division) -> Iterator[ProseFinding]:
    whole = division.total
    near = claims.counts_between(whole.start - NEAR, count.start)
    wholes = [n for n in near if n.unit == count.unit]
    printed = share.number.value
    half = share.number.step / 2
    if count.is_rounded or whole.is_rounded:
        return
    if whole.value and _fits(count, whole, printed, half):
        yield _finding(claims, "holds", share, count, whole)
        return
    if division.is_doubtful or any(n.is_approximate for n in wholes) or not whole.value:
        return
    if any(n.value and _fits(count, n, printed, half) for n in wholes):
        return
    yield _finding(claims, "fails", share, count, whole)


def _fits(count: Number, whole: Number, printed: Decimal, half: Decimal) -> bool:
    """Whether the share is that of the two, within half a unit of its last printed place."""
    return abs(100 * count.value / whole.value - printed) <= half


def _finding(claims: Claims, status: str, share: Share, count: Number, whole: Number) -> ProseFinding:
    exact = 100 * count.value / whole.value
    rounded = exact.quantize(share.number.step, ROUND_HALF_UP)
    quote = claims.passage.quote
    return finding(
        "share",
        "holds" if status == "holds" else "fails",
        share.number.value,
        share.number.value if status == "holds" else rounded,
        passage=claims.passage,
        span=(share.number.start, share.number.end),
        terms=[Term(claims.label(n), n.value, quote(n.start, n.end)) for n in (count, whole)],
        detail=claims.passage.quote(count.start, share.number.end).text,
    )
