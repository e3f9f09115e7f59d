"""The supervising office's board: how every body it sees stands with one year's report, and what was done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser

from reports.domain.roles import Action
from reports.models import Account, HandIn, Reminder
from reports.queries import access, timeliness
from reports.queries.timeliness import Standing, YearStanding


@dataclass(frozen=True, slots=True)
class Row:
    """One body. `hand_in`: of the revision that stands, or of an earlier one (`is_outdated`), or None."""

    standing: YearStanding
    hand_in: HandIn | None
    is_outdated: bool
    reminders: int
    reminded_at: datetime | None

    @property
    def is_received(self) -> bool:
        """Whether the receipt of the revision that stands has been confirmed."""
        return self.hand_in is not None and not self.is_outdated and self.hand_in.received_at is not None

    @property
    def awaits_receipt(self) -> bool:
        """Whether the office has a receipt to confirm."""
        return self.hand_in is not None and self.hand_in.received_at is None


@dataclass(frozen=True, slots=True)
class Board:
    """One year. `counts` has every standing, 0 included; rows in the order of agencies."""

    year: int
    rows: tuple[Row, ...]
    counts: Mapping[Standing, int]
    corrected: int
    handed_in: int
    received: int


def board(account: Account | AnonymousUser, year: int, *, on: date) -> Board:
    """The bodies that the account supervises; a fixed number of queries."""
    scope = access.scope(account, Action.RECEIVE_REPORT)
    standings = [one for one in timeliness.of_year(year, on=on).standings if scope.holds(one.agency.pk)]
    handed = _handed_in(year)
    reminded: dict[int, list[datetime]] = defaultdict(list)
    for agency, at in Reminder.objects.filter(year=year).values_list("agency_id", "at"):
        reminded[agency].append(at)
    rows = tuple(_row(one, handed.get(one.agency.pk, []), reminded[one.agency.pk]) for one in standings)
    counted = Counter(row.standing.standing for row in rows)
    return Board(
        year=year,
        rows=rows,
        counts={standing: counted[standing] for standing in Standing},
        corrected=sum(row.standing.is_corrected for row in rows),
        handed_in=sum(row.hand_in is not None for row in rows),
        received=sum(row.is_received for row in rows),
    )


def _handed_in(year: int) -> dict[int, list[HandIn]]:
    """By agency, the newest first."""
    found: dict[int, list[HandIn]] = defaultdict(list)
    for one in HandIn.objects.filter(report__year=year).select_related("report").order_by("-at", "-pk"):
        found[one.report.agency_id].append(one)
    return found


def _row(standing: YearStanding, handed: list[HandIn], reminded: list[datetime]) -> Row:
    current = next((one for one in handed if standing.report and one.report_id == standing.report.pk), None)
    hand_in = current or (handed[0] if handed else None)
    return Row(
        standing=standing,
        hand_in=hand_in,
        is_outdated=hand_in is not None and current is None,
        reminders=len(reminded),
        reminded_at=max(reminded, default=None),
    )
