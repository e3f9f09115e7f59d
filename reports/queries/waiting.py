"""What waits for somebody: the rows behind each line of a desk, and behind the filter that lists them all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.domain.roles import NEEDS_SECOND_FACTOR
from reports.models import Account, Appointment, Event, HandIn, Report
from reports.models.event import Act
from reports.models.road import State
from reports.queries import timeliness
from reports.queries.changes import MOVING

UNTOUCHED = timedelta(days=14)
"""A draft that nobody changed for so long is named on its writers' desk."""


def sent_back(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Drafts that came back from review, the latest first; `reason`, `back_at`: the last why and when."""
    last = _events(Act.SENT_BACK).order_by("-sequence")
    found = reports.filter(state=State.DRAFT).annotate(
        reason=Subquery(last.values("reason")[:1]), back_at=Subquery(last.values("at")[:1])
    )
    return found.filter(back_at__isnull=False).order_by("-back_at", "pk")


def failing(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Drafts with figures that do not add up, the most first."""
    return reports.filter(state=State.DRAFT, checks_failed__gt=0).order_by(
        "-checks_failed", "-updated_at", "pk"
    )


def untouched(reports: QuerySet[Report], *, now: datetime) -> QuerySet[Report]:
    """Drafts that nobody changed for UNTOUCHED, the oldest first."""
    return reports.filter(state=State.DRAFT, updated_at__lt=now - UNTOUCHED).order_by("updated_at", "pk")


def to_review(reports: QuerySet[Report]) -> QuerySet[Report]:
    """In review and not approved, those that wait longest first."""
    return reports.filter(state=State.IN_REVIEW, reviewed_at=None).order_by(
        F("submitted_at").asc(nulls_first=True), "pk"
    )


def scheduled(reports: QuerySet[Report]) -> QuerySet[Report]:
    """To be published by themselves, the next first."""
    return reports.filter(state=State.IN_REVIEW, scheduled_at__isnull=False).order_by("scheduled_at", "pk")


def off_schedule(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Approved, and taken off the schedule as the last thing done; `reason`, `off_at`: why and when."""
    last = _events(*MOVING).order_by("-sequence")
    return (
        _approved(reports)
        .annotate(last_act=Subquery(last.values("act")[:1]), reason=Subquery(last.values("reason")[:1]))
        .annotate(off_at=Subquery(last.values("at")[:1]))
        .filter(last_act=Act.UNSCHEDULED)
        .order_by("-off_at", "pk")
    )


def to_publish(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Approved and waiting for whoever publishes, the longest first; not those off the schedule."""
    last = _events(*MOVING).order_by("-sequence")
    found = _approved(reports).annotate(last_act=Subquery(last.values("act")[:1]))
    return found.exclude(last_act=Act.UNSCHEDULED).order_by("reviewed_at", "pk")


def to_hand_in(reports: QuerySet[Report], *, on: date) -> QuerySet[Report]:
    """Public, of a body with another above it, and not handed in there, the longest public first.

    Only of the year whose reports are due now, and corrections of what was handed in before: what was
    published here long ago was handed in on paper.
    """
    before = HandIn.objects.filter(
        report__agency=OuterRef("agency"), report__year=OuterRef("year"), report__kind=OuterRef("kind")
    )
    return (
        reports.filter(state=State.PUBLISHED, superseded_at=None, agency__parent__isnull=False)
        .exclude(Exists(HandIn.objects.filter(report=OuterRef("pk"), to=OuterRef("agency__parent"))))
        .filter(Q(year__gte=timeliness.last_year(on=on)) | Exists(before))
        .order_by("released_at", "pk")
    )


def never_in(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Active accounts that never signed in, the oldest first."""
    return accounts.filter(is_active=True, is_staff=True, last_login=None).order_by("date_joined", "pk")


def without_second_factor(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Active accounts that must have a second factor and have set none up; none where nobody must."""
    if settings.SECOND_FACTOR == "off":
        return accounts.none()
    phones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    found = accounts.filter(~Exists(phones), is_active=True, is_staff=True)
    if settings.SECOND_FACTOR != "everyone":
        roles = [role.value for role in NEEDS_SECOND_FACTOR]
        held = Appointment.objects.filter(account=OuterRef("pk"), role__in=roles)
        found = found.filter(Exists(held))
    return found.order_by("username")


def _approved(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.filter(state=State.IN_REVIEW, reviewed_at__isnull=False, scheduled_at=None)


def _events(*acts: str) -> QuerySet[Event]:
    return Event.objects.filter(subject_kind="report", subject_id=OuterRef("pk"), act__in=acts)
