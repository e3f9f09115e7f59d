"""Writing the feed of public changes: one row a change, in the order of the commits, without a gap."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from reports.models import Agency, Document, PublicChange, Report
from reports.models.publicchange import ChangeAction
from reports.models.road import State
from reports.queries import addresses, documentaddresses

FEED_LOCK = 7_301_003
"""The key of PostgreSQL's advisory lock that lets one writer at a time add a change. It is taken after those
of the log and the manifest, always: so no two writers wait for each other."""


@transaction.atomic
def of_document(row: Document, action: ChangeAction, *, digest: str = "") -> PublicChange:
    """Adds what just became of a document in public. Call it inside that transaction, last."""
    return _append(action, "document", row.pk, row.agency_id, documentaddresses.of(row.address), digest)


@transaction.atomic
def of_report(report: Report, *, digest: str) -> PublicChange:
    """Adds what just became of a report: published, corrected or withdrawn. `digest`: its fingerprint."""
    is_withdrawn = report.state == State.WITHDRAWN
    action = ChangeAction.WITHDRAWN if is_withdrawn else ChangeAction.CREATED
    if not is_withdrawn and _was_public(report):
        action = ChangeAction.CHANGED
    with override(settings.LANGUAGE_CODE):
        address = addresses.of_report(report, is_pinned=report.superseded_at is not None)
    return _append(action, "report", report.pk, report.agency_id, address, "" if is_withdrawn else digest)


@transaction.atomic
def of_agency(agency: Agency, action: ChangeAction) -> PublicChange:
    """Adds what just became of an agency: entered or changed."""
    with override(settings.LANGUAGE_CODE):
        address = reverse("agency-detail", kwargs={"slug": agency.slug})
    return _append(action, "agency", agency.pk, agency.pk, address, "")


def _was_public(report: Report) -> bool:
    same = Report.objects.filter(agency=report.agency_id, year=report.year, kind=report.kind)
    return same.filter(released_at__isnull=False).exclude(pk=report.pk).exists()


def _append(
    action: ChangeAction, kind: str, pk: int, agency_id: int | None, address: str, digest: str
) -> PublicChange:
    last = _last()
    return PublicChange.objects.create(
        sequence=last + 1,
        action=action,
        at=timezone.now(),
        subject_kind=kind,
        subject_id=pk,
        agency_id=agency_id,
        address=address,
        digest=digest,
    )


def _last() -> int:
    """The newest number, while nobody else can add one. SQLite has one writer in any case."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FEED_LOCK])
    newest = PublicChange.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    return newest or 0
