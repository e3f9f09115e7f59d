"""All rules over one report."""

from __future__ import annotations

from collections.abc import Iterator

from reports.domain.prose.checking import (
    cell,
    chapters,
    copied,
    fee,
    growth,
    jump,
    late,
    period,
    share,
    shares_total,
    sums,
    year,
)
from reports.domain.prose.checking.findings import Matter, ProseFinding, told_apart
from reports.domain.prose.claims import Claims

MOST = 3_000
"""Numbers of a report that are looked at, ten times those of a long one, so that none takes long to check."""
OF_A_PASSAGE = (
    sums.check,
    shares_total.check,
    share.check,
    cell.check,
    growth.check,
    year.check,
    period.check,
)
OF_A_REPORT = (chapters.check, fee.check, late.check, copied.check, jump.check)


def every(matter: Matter) -> list[ProseFinding]:
    """Every finding of the prose of a report, by passage and rule."""
    return told_apart(_all(matter))


def _all(matter: Matter) -> Iterator[ProseFinding]:
    looked_at = 0
    for passage in matter.prose:
        claims = Claims(passage)
        looked_at += len(claims.numbers)
        if looked_at > MOST:
            break
        for rule in OF_A_PASSAGE:
            yield from rule(matter, claims)
    for whole in OF_A_REPORT:
        yield from whole(matter)
