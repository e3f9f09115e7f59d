"""Publication of a document at a time set before: the worker does it, and asks everything again then."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from reports.domain.road import Step
from reports.models import Account, Document
from reports.models.event import Act
from reports.queries.powers import WORKER
from reports.services import documents, documentwithdrawal
from reports.services.documentground import demand, held, saved, told
from reports.services.revisions import Refused, words
from reports.services.scheduling import FARTHEST
from reports.services.systemaccounts import account


@transaction.atomic
def schedule(*, document: Document, at: datetime, by: Account, expected_version: int | None = None) -> None:
    """Has the worker publish an approved document at that time, in the name of `by`.

    A time set before gives way. Raises NotAllowed, Refused, StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.SCHEDULE, row, by)
    now = timezone.now()
    if not now < at <= now + FARTHEST:
        raise Refused(_("Give a time that is still to come, at most a year from now."))
    documentwithdrawal.demand_showable(row, at=at)
    documents.demand_publishable(row, at=at)
    before = _shown(row.scheduled_at)
    row.scheduled_at, row.scheduled_by = at, by
    saved(row, "scheduled_at", "scheduled_by")
    told(row, Act.SCHEDULED, by=by, changes={"scheduled_at": (before, _shown(at))})
    publish_due_document.using(run_after=at).enqueue(row.pk, at.isoformat())
    document.refresh_from_db()


@transaction.atomic
def unschedule(
    *, document: Document, by: Account, reason: str = "", expected_version: int | None = None
) -> None:
    """Takes a document off the schedule; it stays approved. Raises NotAllowed, Refused, StaleDocument."""
    row = held(document, expected_version)
    demand(Step.UNSCHEDULE, row, by)
    _take_off(row, by=by, reason=words(reason))
    document.refresh_from_db()


@task()
def publish_due_document(document_id: int, at: str) -> str:
    """Publishes a document whose time has come. Returns "published", "refused" or "not scheduled".

    Run twice, or after its time was changed, it does nothing.
    """
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        document = Document.objects.filter(pk=document_id).first()
        if document is None:
            return "not scheduled"
        row = held(document)
        if row.scheduled_at is None or row.scheduled_at != datetime.fromisoformat(at):
            return "not scheduled"
        try:
            with transaction.atomic():
                documents.publish(document=row, by=row.scheduled_by)
        except Refused as refused:
            _take_off(held(document), by=account(WORKER), reason=str(refused))
            return "refused"
        return "published"


def queue_overdue(*, now: datetime) -> int:
    """Queues again what was due an hour ago and is not public: its task was lost or failed. How many."""
    overdue = Document.objects.filter(scheduled_at__lt=now - timedelta(hours=1))
    for document in overdue:
        publish_due_document.enqueue(document.pk, document.scheduled_at.isoformat())
    return len(overdue)


def _take_off(row: Document, *, by: Account, reason: str) -> None:
    changes = {"scheduled_at": (_shown(row.scheduled_at), "")}
    row.scheduled_at = row.scheduled_by = None
    saved(row, "scheduled_at", "scheduled_by")
    told(row, Act.UNSCHEDULED, by=by, reason=reason, changes=changes)


def _shown(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else ""
