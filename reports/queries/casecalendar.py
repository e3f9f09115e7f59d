"""The working days that cases are counted by: the State Council's calendar, with the days overridden here."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from reports.domain.casework.calendar import Calendar
from reports.models import Workday
from reports.readers import holidays


def calendar() -> Calendar:
    """The calendar as it stands. One query; years once counted are kept while the overrides stay the same."""
    return _made(tuple(Workday.objects.order_by("day").values_list("day", "is_worked")))


@lru_cache(maxsize=4)
def _made(overrides: tuple[tuple[date, bool], ...]) -> Calendar:
    return Calendar(holidays.announced, dict(overrides))
