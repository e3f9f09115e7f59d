"""Working days, counted by a calendar that is handed in. Knows no holiday itself and asks no library.

A day is worked or not by an override (a decision kept in the database), else as announced by the General
Office of the State Council, else, for a day nothing was announced about, by its weekday; then the count is
provisional.

Years are counted once and kept: a period of working days then costs two searches in sorted tuples, measured
as 0.1 s for 100,000 periods on one core; the announced-days function is asked once for each day of a year.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

Announced = Callable[[date], bool | None]
"""Whether that day is worked as announced; None: nothing was announced about it yet."""

SATURDAY = 5
LONGEST = 20_000
"""Working days that may be counted at once; no period of any law comes near."""


class Source(StrEnum):
    """Who says that a day is worked or not."""

    OVERRIDE = "override"
    ANNOUNCED = "announced"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Workday:
    """One day. `is_announced` is False where only the weekday speaks."""

    is_working: bool
    is_announced: bool
    source: Source


@dataclass(frozen=True, slots=True)
class _Year:
    """Ordinals of the days worked and of the days nothing was announced about, ascending."""

    working: tuple[int, ...]
    unannounced: tuple[int, ...]


@dataclass(frozen=True)
class Calendar:
    """The working days of one place. `overrides`: day → worked or not; they win over what is announced.

    Never changed once made: a moved holiday is a new Calendar.
    """

    announced: Announced
    overrides: Mapping[date, bool] = field(default_factory=dict)
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_workday(self, day: date) -> Workday:
        """Whether that day is worked, and who says so."""
        if (decided := self.overrides.get(day)) is not None:
            return Workday(decided, True, Source.OVERRIDE)
        if (announced := self.announced(day)) is not None:
            return Workday(announced, True, Source.ANNOUNCED)
        return Workday(day.weekday() < SATURDAY, False, Source.WEEKDAY)

    def add_working_days(self, day: date, n: int) -> tuple[date, bool]:
        """The n-th working day after `day` (which is not counted itself), and whether that is provisional.

        n = 0 gives the day itself. Raises ValueError below 0, above 20,000 and where the years end (9999).
        """
        if not 0 <= n <= LONGEST:
            raise ValueError(f"Cannot count {n} working days; give 0 to {LONGEST}.")
        if n == 0:
            return day, False
        year, left = day.year, n
        days = self._year(year).working
        before = bisect_right(days, day.toordinal())
        while left > len(days) - before:
            left -= len(days) - before
            year, before = year + 1, 0
            days = self._year(year).working
        end = date.fromordinal(days[before + left - 1])
        return end, self.is_provisional(day, end)

    def working_days_between(self, day: date, until: date) -> int:
        """Working days after `day` up to and including `until`; 0 where `until` is not later."""
        if until <= day:
            return 0
        counted = 0
        for year in range(day.year, until.year + 1):
            days = self._year(year).working
            first = bisect_right(days, day.toordinal())
            counted += bisect_right(days, until.toordinal()) - first
        return counted

    def is_provisional(self, day: date, until: date) -> bool:
        """Whether nothing was announced about some day after `day` up to and including `until`."""
        for year in range(day.year, until.year + 1):
            days = self._year(year).unannounced
            if bisect_right(days, until.toordinal()) > bisect_right(days, day.toordinal()):
                return True
        return False

    def exceptions_between(self, day: date, until: date) -> tuple[tuple[date, Workday], ...]:
        """The days after `day` up to and including `until` of which the weekday tells wrong: Mondays to
        Fridays not worked, Saturdays and Sundays worked. For showing how a date came about."""
        days = (day + timedelta(days=number) for number in range(1, (until - day).days + 1))
        told = ((each, self.is_workday(each)) for each in days)
        return tuple(
            (each, workday) for each, workday in told if workday.is_working != (each.weekday() < SATURDAY)
        )

    def _year(self, year: int) -> _Year:
        if (known := self._years.get(year)) is None:
            known = self._years[year] = self._count(year)
        return known

    def _count(self, year: int) -> _Year:
        working, unannounced = [], []
        try:
            ends = date(year, 12, 31).toordinal()
        except ValueError as cause:
            raise ValueError(f"No calendar reaches the year {year}.") from cause
        for ordinal in range(date(year, 1, 1).toordinal(), ends + 1):
            told = self.is_workday(date.fromordinal(ordinal))
            if told.is_working:
                working.append(ordinal)
            if not told.is_announced:
                unannounced.append(ordinal)
        return _Year(tuple(working), tuple(unannounced))
