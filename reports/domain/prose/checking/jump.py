"""Figures more than fivefold last year's, or fallen to zero: `jump`, a question to the publisher."""

from __future__ import annotations

from collections.abc import Iterator

from reports.domain.prose.checking.findings import Matter, ProseFinding, finding

COLUMNS = frozenset({"total", "decisions", "amount", "in_force", "year", "count"})
FOLD = 5
SMALL = 10
"""Where neither year reaches this, a jump says nothing."""


def check(matter: Matter) -> Iterator[ProseFinding]:
    """Every total that can be compared with last year's, in the form's order."""
    if matter.form is None or not matter.previous:
        return
    for key in list(matter.form.keys()):
        now, last = matter.value(key), matter.previous.get(key)
        if key.column not in COLUMNS or now is None or not last:
            continue
        is_asked = max(now, last) >= SMALL and (now == 0 or now > FOLD * last)
        yield finding(
            "jump",
            "fails" if is_asked else "holds",
            now,
            last,
            cells=[key],
            detail=str(key),
            values=f"{now} {last}",
        )
