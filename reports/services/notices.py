"""Messages to applicants and the caseworkers' digest: queued with the act, sent by the worker alone.

A message names the receipt number and what to do, and leads to the progress page; it never repeats what was
asked, answered or who asks. Without MAIL_URL nothing is queued.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from reports.domain.casework import receipt
from reports.domain.casework.steps import StepKind
from reports.domain.roles import Role
from reports.models import Account, ApplicantNotice, Application, Appointment
from reports.queries import casewords
from reports.queries.addresses import absolute
from reports.services.querycodes import renew_query_code

logger = logging.getLogger(__name__)

TOLD: Mapping[StepKind, str] = {
    StepKind.ACCEPT: "accepted",
    StepKind.ASK_SUPPLEMENT: "supplement",
    StepKind.EXTEND: "extended",
    StepKind.ASK_REASONS: "reasons",
    StepKind.DELAY: "delayed",
    StepKind.NOTIFY_FEE: "fee",
    StepKind.LAPSE_SUPPLEMENT: "ended",
    StepKind.LAPSE_FEE: "ended",
    StepKind.DISMISS: "ended",
    StepKind.ANSWER: "answered",
    StepKind.CORRECT_ANSWER: "answered",
}
"""Step of the agency → the message that tells the applicant of it."""
NEW_CODE = "new_code"
MOST_ATTEMPTS = 5
AGAIN_AFTER = timedelta(minutes=15)
SOON = 3
"""Calendar days ahead that the digest looks."""


def tell(application: Application, kind: StepKind) -> ApplicantNotice | None:
    """Queues the message about a step of the agency, inside its transaction; None where there is nobody to
    write to, nothing to say, or no mail."""
    return queue(application, TOLD[kind]) if kind in TOLD else None


def queue(application: Application, code: str) -> ApplicantNotice | None:
    """Queues one message. The queue lies in the same database: it goes with the act or not at all."""
    if not settings.HAS_MAIL or not _address(application):
        return None
    notice = ApplicantNotice.objects.create(application=application, code=code)
    send.enqueue(notice.pk)
    return notice


@task()
def send(notice_id: int) -> str:
    """Sends one message. Returns "sent", "again" (the server did not take it; tried later), "failed", "gone".

    The address is read now: one erased or corrected meanwhile is not written to. Neither address nor text is
    logged.
    """
    with transaction.atomic():
        rows = ApplicantNotice.objects.select_for_update(of=("self",)).select_related("application__agency")
        notice = rows.filter(pk=notice_id, sent_at=None, failed_at=None).first()
        to = _address(notice.application) if notice else ""
        if notice is None or not to:
            return "gone"
        notice.attempts += 1
        try:
            _message(notice, to).send()
        except (SMTPException, OSError) as cause:
            logger.warning("Message %d was not taken: %s.", notice.pk, type(cause).__name__)
            return _again(notice)
        notice.sent_at = timezone.now()
        notice.save(update_fields=["sent_at", "attempts"])
    return "sent"


@task()
def digest() -> int:
    """Writes to every caseworker with an address whose agency has something due or overdue. How many."""
    if not settings.HAS_MAIL:
        return 0
    today = timezone.localdate()
    sent = 0
    for account in Account.objects.filter(is_active=True).exclude(email=""):
        agencies = Appointment.objects.filter(account=account, role=Role.CASEWORKER).values("agency")
        mine = Application.objects.filter(agency__in=agencies).open()
        counts = {
            "overdue": mine.overdue(on=today).count(),
            "today": mine.filter(due_on=today).count(),
            "soon": mine.filter(due_on__gt=today, due_on__lte=today + timedelta(days=SOON)).count(),
        }
        sent += any(counts.values()) and _send_digest(account, counts, today)
    return sent


def _send_digest(account: Account, counts: Mapping[str, int], today: date) -> bool:
    desk = absolute(reverse("admin:index"))
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _worded("digest", {**counts, "day": casewords.day(today), "desk": desk})
    try:
        EmailMessage(subject, body, to=[account.email]).send()
    except (SMTPException, OSError) as cause:
        logger.warning("The digest for account %d was not taken: %s.", account.pk, type(cause).__name__)
        return False
    return True


def _again(notice: ApplicantNotice) -> str:
    if notice.attempts >= MOST_ATTEMPTS:
        notice.failed_at = timezone.now()
    notice.save(update_fields=["attempts", "failed_at"])
    if notice.failed_at is not None:
        return "failed"
    send.using(run_after=timezone.now() + AGAIN_AFTER * notice.attempts).enqueue(notice.pk)
    return "again"


def _message(notice: ApplicantNotice, to: str) -> EmailMessage:
    application = notice.application
    values = {
        "agency": application.agency.name,
        "number": application.number,
        "page": absolute(reverse("application-progress")),
        "telephone": application.agency.telephone,
    }
    if notice.code == NEW_CODE:
        values["code"] = receipt.grouped(renew_query_code(application))
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _worded(notice.code, values)
    return EmailMessage(subject, body, to=[to])


def _worded(code: str, values: Mapping[str, object]) -> tuple[str, str]:
    """The first line of the template is the subject."""
    subject, _blank, body = render_to_string(f"mail/{code}.txt", dict(values)).partition("\n")
    return subject.strip(), body.strip() + "\n"


def _address(application: Application) -> str:
    applicant = getattr(application, "applicant", None)
    return applicant.email if applicant else ""
