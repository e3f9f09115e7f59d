"""The supervising office's board: how every body it sees stands with one year's report, and what was done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, HandIn, Reminder, Report
from reports.queries import access, timeliness
from reports.queries.timeliness import Standing, YearStanding

PUBLISHED = (Standing.ON_TIME, Standing.LATE, Standing.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Row:
    """One body. `hand_in`: of the revision that stands, or of an earlier one (`is_outdated`), or None.

    `days_over`: calendar days after its due day on which it was published, or that it is missing by now.
    `is_to_them`: it was handed in to one of the offices whose board this is.
    """

    standing: YearStanding
    hand_in: HandIn | None
    is_outdated: bool
    reminders: int
    reminded_at: datetime | None
    days_over: int = 0
    is_to_them: bool = False

    @property
    def report(self) -> Report | None:
        """The revision that stands."""
        return self.standing.report

    @property
    def is_received(self) -> bool:
        """Whether the receipt of the revision that stands has been confirmed."""
        return self.hand_in is not None and not self.is_outdated and self.hand_in.received_at is not None

    @property
    def awaits_receipt(self) -> bool:
        """Whether the office has a receipt to confirm."""
        return self.is_to_them and self.hand_in is not None and self.hand_in.received_at is None

    @property
    def awaits_hand_in(self) -> bool:
        """Whether it published and has not handed in what stands, having a body above it."""
        if self.report is None or self.standing.agency.parent_id is None:
            return False
        return self.hand_in is None or self.is_outdated


@dataclass(frozen=True, slots=True)
class Day:
    """One due day: of `total` bodies, how many were out by then (the day itself is on time), and since."""

    day: date
    article: str
    total: int
    on_time: int
    late: int
    unknown: int

    @property
    def missing(self) -> int:
        """Those with nothing out."""
        return self.total - self.on_time - self.late - self.unknown


@dataclass(frozen=True, slots=True)
class Board:
    """One year. `counts` has every standing, 0 included; rows in the order of agencies."""

    year: int
    rows: tuple[Row, ...]
    counts: Mapping[Standing, int]
    corrected: int
    handed_in: int
    received: int

    @property
    def days(self) -> tuple[Day, ...]:
        """How things stand by each due day, the first day first."""
        return days([row.standing for row in self.rows])


def board(account: Account | AnonymousUser, year: int, *, on: date) -> Board:
    """The bodies that the account supervises; a fixed number of queries."""
    return within(access.scope(account, Action.RECEIVE_REPORT), year, on=on)


def within(scope: access.Scope, year: int, *, on: date) -> Board:
    """The board of those agencies."""
    standings = [one for one in timeliness.of_year(year, on=on).standings if scope.holds(one.agency.pk)]
    handed = _handed_in(year)
    reminded: dict[int, list[datetime]] = defaultdict(list)
    for agency, at in Reminder.objects.filter(year=year).values_list("agency_id", "at"):
        reminded[agency].append(at)
    rows = tuple(
        _row(one, handed.get(one.agency.pk, []), reminded[one.agency.pk], on, scope) for one in standings
    )
    counted = Counter(row.standing.standing for row in rows)
    return Board(
        year=year,
        rows=rows,
        counts={standing: counted[standing] for standing in Standing},
        corrected=sum(row.standing.is_corrected for row in rows),
        handed_in=sum(row.hand_in is not None for row in rows),
        received=sum(row.is_received for row in rows),
    )


def days(standings: Sequence[YearStanding]) -> tuple[Day, ...]:
    """Those bodies by the day that the law sets them, the first day first."""
    by_day: dict[tuple[date, str], list[Standing]] = defaultdict(list)
    for one in standings:
        if one.due:
            by_day[(one.due, one.article)].append(one.standing)
    return tuple(
        Day(
            day,
            article,
            len(held),
            held.count(Standing.ON_TIME),
            held.count(Standing.LATE),
            held.count(Standing.PUBLISHED),
        )
        for (day, article), held in sorted(by_day.items())
    )


def lines(rows: Sequence[Row]) -> Iterator[list[str]]:
    """The board as a table of texts: the names of the columns, then a line a body."""
    yield [
        *(_("Agency"), _("Division code"), _("Due"), _("Standing"), _("Published"), _("Days late")),
        *(_("Corrected"), _("Receipt number"), _("Handed in"), _("Outdated by a correction")),
        *(_("Receipt confirmed"), _("Remark"), _("Reminders"), _("Last reminder")),
        *(_("Checks that fail"), _("Warnings")),
    ]
    yes = {True: _("yes"), False: ""}
    for row in rows:
        one, hand_in, report = row.standing, row.hand_in, row.report
        yield [
            one.agency.name,
            one.agency.division_code,
            str(one.due or ""),
            str(one.standing.label),
            str(one.published_on or ""),
            str(row.days_over or ""),
            yes[one.is_corrected],
            hand_in.number if hand_in else "",
            _day(hand_in.at if hand_in else None),
            yes[row.is_outdated],
            _day(hand_in.received_at if hand_in else None),
            hand_in.remark if hand_in else "",
            str(row.reminders),
            _day(row.reminded_at),
            str(report.checks_failed) if report else "",
            str(report.checks_warned) if report else "",
        ]


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else ""


def _handed_in(year: int) -> dict[int, list[HandIn]]:
    """By agency, the newest first."""
    found: dict[int, list[HandIn]] = defaultdict(list)
    for one in HandIn.objects.filter(report__year=year).select_related("report").order_by("-at", "-pk"):
        found[one.report.agency_id].append(one)
    return found


def _row(
    standing: YearStanding, handed: list[HandIn], reminded: list[datetime], on: date, scope: access.Scope
) -> Row:
    current = next((one for one in handed if standing.report and one.report_id == standing.report.pk), None)
    hand_in = current or (handed[0] if handed else None)
    return Row(
        standing=standing,
        hand_in=hand_in,
        is_outdated=hand_in is not None and current is None,
        reminders=len(reminded),
        reminded_at=max(reminded, default=None),
        days_over=standing.days_over(on),
        is_to_them=hand_in is not None and scope.holds(hand_in.to_id),
    )
