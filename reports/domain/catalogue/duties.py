"""By when something must be public, or gone again, and how late it is. A calendar counts the days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from reports.domain.catalogue.loading import Certainty


class WorkingDays(Protocol):
    """Counts working days; `domain/casework/calendar.py` does."""

    def add_working_days(self, day: date, n: int) -> tuple[date, bool]:
        """The n-th working day after `day`, and whether holidays not announced yet may move it."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One time limit: so many working days or calendar days, the first is the day after it counts from.

    `counts_from`: the date field of a kind that holds that day; "" for the day it was made or changed.
    """

    code: str
    days: int
    law: str
    law_en: str
    article: str
    article_en: str
    certainty: Certainty
    counts: Literal["working_days", "days"] = "working_days"
    counts_from: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day in time, by which duty. `is_provisional`: holidays on the way are not announced."""

    day: date
    is_provisional: bool
    duty: Duty

    def days_late(self, done_on: date | None, today: date) -> int:
        """Calendar days after the last day, until it was done or, not done yet, until today; 0 in time."""
        return max(0, ((done_on or today) - self.day).days)


def due(
    duty: Duty,
    calendar: WorkingDays,
    *,
    made_on: date | None,
    changed_on: date | None = None,
    fields: Mapping[str, str] | None = None,
) -> Due | None:
    """When it must be done; None where no day is known to count from.

    Counted from the day in the duty's own field where a kind has one and it is filled in (`fields` are clean
    ones); else from the later of the days it was made and changed. Raises ValueError or OverflowError where
    the calendar ends. Source: 2019 Regulations, article 26 (自该政府信息形成或者变更之日起).
    """
    since = _written(duty, fields or {}) or max((day for day in (made_on, changed_on) if day), default=None)
    if since is None:
        return None
    if duty.counts == "days":
        return Due(since + timedelta(days=duty.days), False, duty)
    last, is_provisional = calendar.add_working_days(since, duty.days)
    return Due(last, is_provisional, duty)


def _written(duty: Duty, fields: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(fields.get(duty.counts_from, ""))
    except ValueError:
        return None
