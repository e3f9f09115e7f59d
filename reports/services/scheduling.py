"""Publication at a time set before: the worker does it, and asks everything again when it comes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from reports.domain.road import Step
from reports.models import Account, Report
from reports.models.event import Act
from reports.queries.powers import WORKER
from reports.services import reports
from reports.services.revisions import Refused, demand, held, held_family, saved, told, words
from reports.services.systemaccounts import account

FARTHEST = timedelta(days=366)


@transaction.atomic
def schedule(*, report: Report, at: datetime, by: Account, expected_version: int | None = None) -> None:
    """Has the worker publish an approved report at that time, in the name of `by`.

    A time set before gives way. What would keep it from being published now keeps it off the schedule too.
    Raises NotAllowed, Refused, Stale.
    """
    siblings = held_family(report)
    row = held(report, expected_version)
    demand(Step.SCHEDULE, row, by)
    now = timezone.now()
    if not now < at <= now + FARTHEST:
        raise Refused(_("Give a time that is still to come, at most a year from now."))
    reports.demand_publishable(row, siblings)
    before = _shown(row.scheduled_at)
    row.scheduled_at, row.scheduled_by = at, by
    saved(row, "scheduled_at", "scheduled_by")
    told(row, Act.SCHEDULED, by=by, changes={"scheduled_at": (before, _shown(at))})
    publish_due.using(run_after=at).enqueue(row.pk, at.isoformat())
    report.refresh_from_db()


@transaction.atomic
def unschedule(*, report: Report, by: Account, reason: str = "", expected_version: int | None = None) -> None:
    """Takes a report off the schedule; it stays approved. Raises NotAllowed, Refused, Stale."""
    row = held(report, expected_version)
    demand(Step.UNSCHEDULE, row, by)
    _take_off(row, by=by, reason=words(reason))
    report.refresh_from_db()


@task()
def publish_due(report_id: int, at: str) -> str:
    """Publishes a report whose time has come. Returns "published", "refused" or "not scheduled".

    Run twice, or after its time was changed, it does nothing. What may not be published any more (its
    approval or its publisher's role is gone, checks fail that did not) is taken off the schedule, with why.
    """
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        report = Report.objects.filter(pk=report_id).first()
        if report is None:
            return "not scheduled"
        held_family(report)
        row = held(report)
        if row.scheduled_at is None or row.scheduled_at != datetime.fromisoformat(at):
            return "not scheduled"
        try:
            with transaction.atomic():
                reports.publish(report=row, by=row.scheduled_by)
        except Refused as refused:
            _take_off(held(report), by=account(WORKER), reason=str(refused))
            return "refused"
        return "published"


def queue_overdue(*, now: datetime) -> int:
    """Queues again what was due an hour ago and is not public: its task was lost or failed. How many."""
    overdue = Report.objects.filter(scheduled_at__lt=now - timedelta(hours=1))
    for report in overdue:
        publish_due.enqueue(report.pk, report.scheduled_at.isoformat())
    return len(overdue)


def _take_off(row: Report, *, by: Account, reason: str) -> None:
    changes = {"scheduled_at": (_shown(row.scheduled_at), "")}
    row.scheduled_at = row.scheduled_by = None
    saved(row, "scheduled_at", "scheduled_by")
    told(row, Act.UNSCHEDULED, by=by, reason=reason, changes=changes)


def _shown(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else ""
