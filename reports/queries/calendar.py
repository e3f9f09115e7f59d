"""The calendar of publication: the days that the law sets for a year's reports, and how many are out.

What staff have scheduled is not here: a schedule is internal until it is kept. It may be moved or dropped,
and it would tell of a report that is still under review for secrecy (2019 Regulations, article 17).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.domain import deadlines
from reports.models.agency import AgencyKind
from reports.models.report import ReportKind
from reports.queries import timeliness
from reports.queries.board import Day
from reports.queries.board import days as days_of


@dataclass(frozen=True, slots=True)
class Duty:
    """One due day: which kinds of body it binds, and what says so. `days_left` below 0: it is past.

    `day`: how the bodies that owe it stand; None in a round that has not begun.
    """

    due: date
    kinds: tuple[str, ...]
    article: str
    days_left: int
    day: Day | None

    @property
    def out(self) -> int:
        """How many of the bodies have published, in time or not."""
        return self.day.total - self.day.missing if self.day else 0


@dataclass(frozen=True, slots=True)
class Round:
    """The reports on `year`, due in the year after."""

    year: int
    duties: tuple[Duty, ...]
    total: int
    published: int

    @property
    def query(self) -> str:
        """What the list of reports is asked for to show this year's."""
        return f"year={self.year}"


def rounds(*, on: date) -> tuple[Round, Round]:
    """The round of the current calendar year, and the one to come; two queries."""
    year = timeliness.last_year(on=on)
    state = timeliness.of_year(year, on=on)
    standing = days_of(state.standings)
    return (
        Round(year, _duties(year, standing, on), state.total, state.published),
        Round(year + 1, _duties(year + 1, (), on), 0, 0),
    )


def _duties(year: int, standing: tuple[Day, ...], on: date) -> tuple[Duty, ...]:
    """The due days of a year in order, each with the kinds of body that have it."""
    kinds: dict[tuple[date, str], list[str]] = {}
    for kind in AgencyKind:
        duty = deadlines.due(year, kind, ReportKind.OWN, timeliness.rules())
        if duty:
            kinds.setdefault((duty.day, timeliness.article_of(duty)), []).append(str(kind.label))
    by_day = {(one.day, one.article): one for one in standing}
    return tuple(
        Duty(day, tuple(names), article, (day - on).days, by_day.get((day, article)))
        for (day, article), names in sorted(kinds.items())
    )
