"""Cases as staff list and find them: narrowed by due day, told in a line each, found by an exact number.

Nothing here asks what somebody may see: callers hand in rows already limited, or `found` limits them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.domain.casework import receipt
from reports.domain.casework.calendar import Calendar
from reports.domain.casework.deadline import days_left
from reports.domain.casework.limits import NoLaw
from reports.domain.casework.standing import BrokenCase
from reports.domain.roles import Action, Role
from reports.domain.text import mask
from reports.models import Account, Application, CaseStep
from reports.models.application import ApplicantKind, ApplicationQuerySet
from reports.models.encrypted import keyed_indexes
from reports.queries import access, casestanding
from reports.queries.casecalendar import calendar as present_calendar

SOON = 3
"""Calendar days ahead that count as soon, as in the daily digest."""
MOST = 100
"""Cases that a search shows."""
LONGEST = 200
"""Signs of what is searched for that are looked at."""
SERIAL = re.compile("[0-9]{1,7}")
"""The end of a receipt number: a number alone in any year."""
SEALED = (
    *("description", "reference"),
    *("identity_kind", "identity_number", "representative", "contact", "telephone", "email", "address"),
    *("postcode", "help_wanted"),
)
"""What a list shows nothing of and therefore never opens."""


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list. `left`: working days to the due day, negative past it; None while none runs."""

    left: int | None
    is_provisional: bool
    is_paused: bool

    @property
    def words(self) -> str:
        """How much time is left."""
        return "" if self.left is None else days_in_words(self.left)

    @property
    def is_late(self) -> bool:
        """Whether the due day has passed."""
        return self.left is not None and self.left < 0


def days_in_words(days: int) -> str:
    """Working days left, or late, in words."""
    if days < 0:
        return ngettext("%(days)d working day late", "%(days)d working days late", -days) % {"days": -days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(days)d working day left", "%(days)d working days left", days) % {"days": days}


def week_end(on: date) -> date:
    """The Sunday that ends the week of that day."""
    return on + timedelta(days=6 - on.weekday())


def due(rows: ApplicationQuerySet, when: str, *, on: date) -> ApplicationQuerySet:
    """Open cases due: "overdue", "today", "soon" (after today, within 3 days), "week", "later", "none"."""
    open_ones = rows.open()
    narrowed = {
        "overdue": Q(due_on__lt=on),
        "today": Q(due_on=on),
        "soon": Q(due_on__gt=on, due_on__lte=on + timedelta(days=SOON)),
        "week": Q(due_on__gte=on, due_on__lte=week_end(on)),
        "later": Q(due_on__gt=week_end(on)),
        "none": Q(due_on=None),
    }
    return open_ones.filter(narrowed[when]) if when in narrowed else rows


def by_urgency() -> tuple[OrderBy, str]:
    """Those without a day first (their receipt is to be confirmed), then the most urgent."""
    return F("due_on").asc(nulls_first=True), "pk"


def listed(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those rows with what a list shows, and their steps without their words."""
    steps = Prefetch("steps", CaseStep.objects.defer("note"))
    hidden = (name if name in ("description", "reference") else f"applicant__{name}" for name in SEALED)
    return rows.select_related("applicant", "agency", "assigned_to").defer(*hidden).prefetch_related(steps)


def masked_name(row: Application) -> str:
    """Who applied, masked; of the applicant nothing but the name is opened. "" where there is none."""
    applicant = getattr(row, "applicant", None)
    if applicant is None:
        return ""
    is_person = row.applicant_kind == ApplicantKind.NATURAL_PERSON
    return mask.name(applicant.name) if is_person else mask.organisation(applicant.name)


def lines(rows: Iterable[Application], *, on: date) -> dict[int, Line]:
    """The line of each case by its id. One query for the calendar."""
    days = present_calendar()
    return {row.pk: _line(row, days, on) for row in rows}


def _line(row: Application, days: Calendar, on: date) -> Line:
    if row.closed_on is not None or row.due_on is None:
        return Line(None, False, False)
    return Line(_left(row, days, on), row.is_due_provisional, row.is_paused)


def _left(row: Application, days: Calendar, on: date) -> int:
    try:
        found = casestanding.read(row, days).deadline
    except (BrokenCase, NoLaw):
        found = None
    if found is not None and found.due == row.due_on:
        return days_left(found, on, days)
    if on > row.due_on:
        return -max(1, days.working_days_between(row.due_on, on))
    return days.working_days_between(on, row.due_on)


def found(
    account: Account | AnonymousUser, typed: str, of_contact: QuerySet[Application]
) -> list[Application]:
    """The cases somebody may see that bear that receipt or register number or the end of one, or whose
    applicant gave that identity number, telephone or e-mail; the newest first, at most MOST.

    `of_contact`: what `services.personal` finds by telephone and e-mail. Only whole numbers match an
    applicant's: each is looked up by its keyed index.
    """
    plain = typed.strip()[:LONGEST]
    seen = access.limited(Application.objects.all(), account, Action.VIEW_APPLICATION)
    number = receipt.read_number(plain)
    ids: set[int] = set()
    for rows in (
        seen.filter(number=number or plain),
        seen.filter(serial=int(plain)) if SERIAL.fullmatch(plain) else seen.none(),
        seen.filter(register_number=plain) if plain else seen.none(),
        seen.filter(applicant__identity_index__in=keyed_indexes(plain, "identity")),
        access.limited(of_contact, account, Action.VIEW_APPLICATION),
    ):
        ids.update(rows.order_by().values_list("pk", flat=True)[:MOST])
    return list(listed(Application.objects.filter(pk__in=ids)).order_by("-year", "-serial")[:MOST])


def years(rows: QuerySet[Application]) -> list[int]:
    """The years from the first to the last that cases arrived in, the newest first."""
    ends = [rows.order_by(way).values_list("year", flat=True).first() for way in ("year", "-year")]
    return [] if ends[0] is None or ends[1] is None else list(range(ends[1], ends[0] - 1, -1))


def caseworkers(agency_ids: Iterable[int]) -> QuerySet[Account]:
    """Who may be given a case of those agencies: their caseworkers, and those of every agency."""
    held = Q(appointments__role=Role.CASEWORKER.value)
    held &= Q(appointments__agency__in=list(agency_ids)) | Q(appointments__agency=None)
    return Account.objects.filter(held, is_active=True, is_staff=True).distinct().order_by("username")
