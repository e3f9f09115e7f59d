"""How a public document is taken back, by a person or by the day that its showing ends."""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from reports.models import Account, Document, DocumentVersion
from reports.models.event import Act
from reports.models.publicchange import ChangeAction
from reports.models.road import State
from reports.queries import cataloguedata, documentpublic, kindwords
from reports.queries.powers import WORKER
from reports.services import changefeed, columncounts, documentversions, manifest
from reports.services.documentground import held, saved, told
from reports.services.revisions import Refused
from reports.services.systemaccounts import account

logger = logging.getLogger(__name__)

PAIRS = ("withdrawn_at", "withdrawn_by", "scheduled_at", "scheduled_by")


def take_back(row: Document, *, reason: str, by: Account, at: datetime) -> None:
    """Withdraws a held document: no version is read any more, and where no name may stay, nothing is left.

    The rights of `by` and the reason were looked at before. Call it inside a transaction.
    """
    row.state, row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = State.WITHDRAWN, at, by, reason
    row.scheduled_at = row.scheduled_by = None
    stood = list(row.versions.standing().only("agency", "category", "kind"))
    documentversions.take_back(row, at=at)
    fields = ["withdrawal_reason"]
    if row.is_erasable:
        documentversions.erase(row, at=at)
        fields += [*documentversions.BLANK, *documentversions.ERASED]
    saved(row, "state", *PAIRS, *fields)
    told(row, Act.WITHDRAWN, by=by, reason=reason, changes={"erased": ("", "1")} if row.is_erasable else None)
    columncounts.moved(gone=columncounts.keys(stood), come=[], at=at)
    manifest.record_withdrawal(row)
    changefeed.of_document(row, ChangeAction.WITHDRAWN)


def demand_showable(row: Document, *, at: datetime | None = None) -> None:
    """Raises Refused where the last day on which it may be shown lies before that moment (None: now)."""
    last = documentpublic.shown_until(row)
    if last is not None and last < timezone.localdate(at):
        kind = cataloguedata.kind(row.kind)
        raise Refused(
            _("“%(field)s” is %(day)s, which is over: it could not be shown any more. Correct it first.")
            % {"field": kindwords.label(kind.field(kind.ends_with)), "day": f"{last:%Y-%m-%d}"}
        )


@task()
def withdraw_ended() -> int:
    """Withdraws what was to be shown until a day that is over by the clock of TIME_ZONE; returns how many.

    The portal's own account does it, whatever is written meanwhile: an extension counts once it is published.
    One that cannot be withdrawn is told of in the program's log and keeps no other waiting.
    """
    today = timezone.localdate()
    ended = DocumentVersion.objects.standing().filter(shown_until__lt=today).order_by("document")
    count = 0
    with translation.override(settings.LANGUAGE_CODE):
        for pk in list(ended.values_list("document", flat=True)):
            try:
                count += _end(pk, today)
            except Exception:
                logger.exception("The showing of document %d is over, and it could not be withdrawn.", pk)
    return count


def plan(*, now: datetime) -> bool:
    """Queues the withdrawal at the coming midnight, if anything ends today; whether it did."""
    today = timezone.localdate(now)
    if not DocumentVersion.objects.standing().filter(shown_until=today).exists():
        return False
    midnight = timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min))
    withdraw_ended.using(run_after=midnight).enqueue()
    return True


@transaction.atomic
def _end(pk: int, today: date) -> bool:
    """Asks again once the document is held: a longer time may have been published just now."""
    row = held(Document(pk=pk))
    if not row.versions.standing().filter(shown_until__lt=today).exists():
        return False
    reason = _("The time for which it is shown by law is over.")
    take_back(row, reason=reason, by=account(WORKER), at=timezone.now())
    return True
