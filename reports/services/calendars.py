"""Days that the State Council moved: kept with their source, and every open case counted anew by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.casework.limits import NoLaw
from reports.domain.casework.standing import BrokenCase
from reports.domain.roles import Action
from reports.models import Account, Agency, Application, Workday
from reports.models.event import Act
from reports.queries import access, casestanding
from reports.queries.casecalendar import calendar as present_calendar
from reports.services import casework, events
from reports.services.revisions import Refused

FIRST, LAST = date(2008, 5, 1), date(2099, 12, 31)
"""No case is counted over a day outside of these."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose due day the calendar moves. `before`, `after`: the due day; None: none."""

    application: Application
    before: date | None
    after: date | None
    was_provisional: bool
    is_provisional: bool


@transaction.atomic
def set_day(*, day: date, is_worked: bool, source: str, by: Account) -> Workday:
    """Says that a day is worked or not, whatever the installed calendar says. Cases are not counted anew.

    Raises access.Denied: the calendar is everybody's, so only who may change it everywhere; Refused.
    """
    access.demand(by, Action.CHANGE_WORKDAY, None)
    if not FIRST <= day <= LAST:
        raise Refused(_("Give a day from %(first)s to %(last)s.") % {"first": FIRST, "last": LAST})
    if not source.strip():
        raise Refused(_("Name the notice that announced it, with its number."))
    row = Workday.objects.select_for_update().filter(day=day).first()
    before = "" if row is None else f"{row.is_worked} {row.source}"
    row = row or Workday(day=day)
    row.is_worked, row.source, row.by = is_worked, source.strip(), by
    row.save()
    changes = {"workday": (before, f"{is_worked} {row.source}")}
    events.record(Act.EDITED if before else Act.CREATED, by=by, subject=row, changes=changes)
    return row


@transaction.atomic
def drop_day(row: Workday, *, by: Account) -> None:
    """Leaves a day to the installed calendar again. Raises access.Denied."""
    access.demand(by, Action.CHANGE_WORKDAY, None)
    events.record(Act.DELETED, by=by, subject=row, changes={"workday": (f"{row.is_worked} {row.source}", "")})
    row.delete()


def moved(agency: Agency | None = None) -> Iterator[Moved]:
    """The open cases whose due day is another by the calendar as it stands; None: of every agency.

    Read 500 at a time. Cases whose steps do not follow from one another are left out.
    """
    days = present_calendar()
    rows = Application.objects.open().exclude(received_on=None).select_related("agency")
    rows = rows if agency is None else rows.filter(agency=agency)
    shown = rows.defer("description", "reference").prefetch_related("steps").order_by("agency_id", "pk")
    for row in shown.iterator(chunk_size=500):
        try:
            changes = casework.recompute(row, days)
        except (BrokenCase, NoLaw):
            continue
        if changes:
            found = casestanding.read(row, days).deadline
            yield Moved(
                row,
                row.due_on,
                found.due if found else None,
                row.is_due_provisional,
                bool(found and found.is_provisional),
            )


def recount(row: Application, *, by: Account | None, today: date) -> bool:
    """Writes one case's due day as the calendar has it, with an Event RECOMPUTED; False where it stands."""
    with transaction.atomic():
        held = Application.objects.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
        if held is None or held.closed_on is not None:
            return False
        days = present_calendar()
        if not casework.recompute(held, days):
            return False
        changes = casework.restate(held, casestanding.read(held, days), today)
        events.record(Act.RECOMPUTED, by=by, subject=held, agency=held.agency_id, changes=changes)
    return True


def recount_all(*, by: Account | None, today: date, agency: Agency | None = None) -> int:
    """Counts every case anew that the calendar moves, each in a transaction of its own. How many."""
    return sum(recount(each.application, by=by, today=today) for each in list(moved(agency)))
