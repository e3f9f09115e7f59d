"""Publication after the statutory day: `late`. Silent without a day of publication."""

from __future__ import annotations

from collections.abc import Iterator

from reports.domain.deadlines import due
from reports.domain.prose.checking.findings import Matter, ProseFinding, finding


def check(matter: Matter) -> Iterator[ProseFinding]:
    """Whether the report was out by the day the law of its year names; that day itself is in time."""
    if matter.published is None or not matter.year:
        return
    last = due(matter.year, matter.agency_kind, matter.kind, matter.rules)
    if last is None:
        return
    is_late = matter.published > last.day
    found, expected = matter.published.isoformat(), last.day.isoformat()
    yield finding("late", "fails" if is_late else "holds", found, expected, values=f"{found} {expected}")
