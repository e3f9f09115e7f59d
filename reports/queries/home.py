"""The home page: what was published last, and how far the latest year's reports have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.models import Agency, Report
from reports.queries import reports, timeliness
from reports.queries.timeliness import Standing, YearStanding, YearState

LATEST = 8
NAMED = 20
"""How many bodies are named for each standing before the page only counts them."""


@dataclass(frozen=True, slots=True)
class Stand:
    """The bodies that stand so: how many, and the first of them by name."""

    standing: Standing
    count: int
    named: tuple[YearStanding, ...]

    @property
    def more(self) -> int:
        """How many are counted but not named."""
        return self.count - len(self.named)


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page. `year`: how publication of the latest report year stands; `stands` has no empty ones."""

    latest: tuple[Report, ...]
    top: tuple[Agency, ...]
    year: YearState
    stands: tuple[Stand, ...]


def page(*, on: date) -> HomePage:
    """The home page as of that day; four queries."""
    year = timeliness.of_year(timeliness.last_year(on=on), on=on)
    stands = tuple(
        Stand(standing, year.counts[standing], year.of(standing)[:NAMED])
        for standing in Standing
        if year.counts[standing]
    )
    top = tuple(Agency.objects.in_being(on=on).filter(parent=None).order_by("division_code", "name")[:NAMED])
    return HomePage(reports.latest(LATEST), top, year, stands)
