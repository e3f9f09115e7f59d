"""What a citizen has begun to fill in: kept sealed, found by the key in their browser, sent once only.

A draft belongs to one key, one agency and one kind; its row holds a keyed index of the three. Once it is
sent, a row without an agency stands in its place for RECEIPT_SHOWN: it holds, sealed, which case it became
and the query code, so that a second click, a reload or a lost answer show the same receipt and file nothing
again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from reports.domain.refusal import Refused
from reports.models import Agency, Application, ApplicationDraft, DraftFile
from reports.models.encrypted import Unreadable, keyed_index, keyed_indexes
from reports.queries import retention
from reports.readers import intake
from reports.services import applications, casefiles, erasing, notices, scanning
from reports.services.applications import Asked

MOST_FILES = 5
LARGEST_FILE = 10 * 2**20
"""Bytes of one file."""
LONGEST_ANSWER = 6_000
"""Signs of one field that are kept; what is longer stays in the page, where it is an error."""
RECEIPT_SHOWN = timedelta(minutes=30)
_DRAFT, _SENT = "application draft", "application sent"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a draft is found: the secret of the browser, the agency, what is asked for."""

    key: str
    agency: Agency
    kind: str

    @property
    def text(self) -> str:
        """What the index is made of; a key is 43 signs of base64, so no two slots give the same."""
        return f"{hashlib.sha256(self.key.encode()).hexdigest()}:{self.agency.pk}:{self.kind}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A case just filed. `query_code` is told while the receipt is shown; `stamp` is that of its form."""

    application: Application
    query_code: str
    stamp: str
    has_message: bool


def new_key() -> str:
    """A secret for the cookie of a browser: 256 bits."""
    return secrets.token_urlsafe(32)


def seconds_kept() -> int:
    """How long the cookie lasts: as long as the draft."""
    return int(_kept().total_seconds())


def kept_until() -> date:
    """The day on which a draft changed today is erased."""
    return timezone.localdate(timezone.now() + _kept())


def find(slot: Slot) -> ApplicationDraft | None:
    """The draft, unless its time is over. One whose key is lost is gone, not an error."""
    if not slot.key:
        return None
    rows = ApplicationDraft.objects.filter(
        key_index__in=keyed_indexes(slot.text, _DRAFT), expires_at__gt=timezone.now()
    )
    try:
        return rows.select_related("agency").first()
    except Unreadable:
        rows.only("pk").delete()
        return None


def answers(draft: ApplicationDraft) -> dict[str, str]:
    """Field → what was typed."""
    return {str(name): str(text) for name, text in json.loads(draft.answers).items()}


@transaction.atomic
def save(slot: Slot, given: Mapping[str, str]) -> ApplicationDraft:
    """Keeps what was typed, whether right or wrong, and begins the draft where there is none."""
    text = json.dumps({name: value for name, value in given.items() if len(value) <= LONGEST_ANSWER})
    expires_at = timezone.now() + _kept()
    draft = find(slot)
    if draft is None:
        index = keyed_index(slot.text, _DRAFT)
        ApplicationDraft.objects.filter(key_index=index).delete()  # one that has expired
        return ApplicationDraft.objects.create(
            key_index=index, agency=slot.agency, answers=text, expires_at=expires_at
        )
    draft.answers, draft.expires_at = text, expires_at
    draft.save(update_fields=["answers", "expires_at", "updated_at"])
    return draft


def add_file(draft: ApplicationDraft, name: str, data: BinaryIO) -> DraftFile:
    """Keeps a file if it may be sent. Raises Refused with a code of `queries.refusals`."""
    if draft.files.count() >= MOST_FILES:
        raise Refused("many-files", limit=MOST_FILES)
    accepted = intake.check(name, data, intake.CITIZENS, largest=LARGEST_FILE, reencode=True)
    scanning.demand_clean(accepted.data, name=accepted.safe_name)
    return casefiles.keep_draft_file(draft, name=accepted.safe_name, kind=accepted.kind, data=accepted.data)


def remove_file(draft: ApplicationDraft, pk: str) -> None:
    """Deletes a file of this draft; a number that is none of its own does nothing."""
    for kept in draft.files.filter(pk=int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 16 else ():
        casefiles.discard(kept)


def throw_away(draft: ApplicationDraft) -> None:
    """Erases the draft and its files at once."""
    erasing.forget_draft(draft, is_sent=False)


def fingerprint(draft: ApplicationDraft) -> str:
    """Stands for everything that would be sent, so that a page read before a change is noticed."""
    files = [(kept.pk, kept.name) for kept in draft.files.all()]
    text = json.dumps([sorted(answers(draft).items()), files])
    return salted_hmac("reports.applicationdrafts", text, algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def send(slot: Slot, draft: ApplicationDraft, *, asked: Asked, person: Mapping[str, str]) -> Sent | None:
    """Files the case, hands its files over and erases the draft; what was sent before where it was.

    None where the draft went meanwhile without being sent. Raises states.NotAllowed.
    """
    held = ApplicationDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if held is None:
        return sent(slot)
    today = timezone.localdate()
    filed = applications.file(agency=slot.agency, asked=asked, person=person, arrived_on=today, today=today)
    casefiles.move_draft_files(held, filed.application)
    notice = notices.queue(filed.application, "receipt")
    stamp = answers(held).get("stamp", "")
    erasing.forget_draft(held, is_sent=True)
    found = Sent(filed.application, filed.query_code, stamp, notice is not None)
    _remember(slot, found)
    return found


def sent(slot: Slot) -> Sent | None:
    """What was just sent from here, while its receipt is shown."""
    if not slot.key:
        return None
    rows = ApplicationDraft.objects.filter(
        key_index__in=keyed_indexes(slot.text, _SENT), agency=None, expires_at__gt=timezone.now()
    )
    try:
        row = rows.first()
    except Unreadable:
        return None
    if row is None:
        return None
    told = json.loads(row.answers)
    case = Application.objects.select_related("agency").filter(pk=told["application"]).first()
    return Sent(case, told["code"], told["stamp"], told["has_message"]) if case else None


def hide_receipt(slot: Slot) -> None:
    """The receipt is shown no more: on a computer that others use."""
    if slot.key:
        rows = ApplicationDraft.objects.filter(agency=None)
        rows.filter(key_index__in=keyed_indexes(slot.text, _SENT)).delete()


def forget_receipts() -> int:
    """Erases the receipts whose time is over; how many."""
    rows = ApplicationDraft.objects.filter(agency=None, expires_at__lte=timezone.now())
    return rows.delete()[0]


def _remember(slot: Slot, found: Sent) -> None:
    forget_receipts()
    hide_receipt(slot)
    told = {
        "application": found.application.pk,
        "code": found.query_code,
        "stamp": found.stamp,
        "has_message": found.has_message,
    }
    ApplicationDraft.objects.create(
        key_index=keyed_index(slot.text, _SENT),
        answers=json.dumps(told),
        expires_at=timezone.now() + RECEIPT_SHOWN,
    )


def _kept() -> timedelta:
    return timedelta(days=retention.rules().draft_days)
