"""A period other than 1 January to 31 December: `period`. Silent on every period but that of the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reports.domain.prose.checking.findings import Matter, ProseFinding, finding
from reports.domain.prose.claiming.days import period_of
from reports.domain.prose.claims import Claims

FOUNDED = re.compile(r"挂牌|成立|组建|设立|撤销|撤并|合并|划转|撤街|撤乡")
IN_FORCE = date(2008, 5, 1)
"""The Regulations came into force on that day, so that the first reports may begin with it."""


def check(matter: Matter, claims: Claims) -> Iterator[ProseFinding]:
    """The period of the figures, where a passage states it."""
    passage = claims.passage
    period = period_of(passage)
    if period is None:
        return
    start, end = passage.sentence_at(period.start)
    if FOUNDED.search(passage.plain, start, end) or period.first == IN_FORCE:
        return
    if period.first and period.last and _spans_years(period.first, period.last):
        return
    year = period.year or matter.year
    if not year:
        return
    if period.first and period.last and period.last.year != period.first.year:
        year = matter.year or period.last.year
    printed = re.sub(r"\s", "", passage.quote(period.start, period.end).text)
    found = f"{period.first}/{period.last}" if period.first and period.last else printed
    yield finding(
        "period",
        "holds" if period.is_whole_year else "fails",
        found,
        f"{year}-01-01/{year}-12-31",
        passage=passage,
        span=(period.start, period.end),
    )


def _spans_years(first: date, last: date) -> bool:
    """Whether it covers several whole years."""
    is_from_new_year = (first.month, first.day) == (1, 1)
    return is_from_new_year and (last.month, last.day) == (12, 31) and last.year > first.year
