"""A catalogue document's road to the public: submitted, approved, sent back, published, withdrawn.

Who may do what in which state is `domain.documentroad`; publication on a day set before is
`documentscheduling`. The writing of a draft stands in `documentdrafts`; its functions are named here too, so
that a door needs one import.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.road import Step
from reports.domain.roles import Action
from reports.models import Account, Document
from reports.models.document import Verdict
from reports.models.documentcontent import Openness
from reports.models.event import Act
from reports.models.publicchange import ChangeAction
from reports.models.road import State
from reports.queries import cataloguedata, documentaddresses, documenthints, powers
from reports.queries.documentchanges import field_name
from reports.readers import richtext
from reports.services import (
    changefeed,
    columncounts,
    documentcleaning,
    documentfiles,
    documentversions,
    documentwithdrawal,
    indexnumbers,
    manifest,
)
from reports.services.documentcleaning import BadDocument
from reports.services.documentdrafts import begin_change, create, discard, revise
from reports.services.documentfiles import FileEdit, NewFile
from reports.services.documentground import (
    StaleDocument,
    demand,
    demand_nameless,
    held,
    saved,
    told,
)
from reports.services.revisions import NotAllowed, Refused, demand_right, words

__all__ = [
    "BadDocument",
    "FileEdit",
    "NewFile",
    "NotAllowed",
    "Refused",
    "StaleDocument",
    "approve",
    "approve_and_publish",
    "begin_change",
    "create",
    "discard",
    "publish",
    "publish_alone",
    "reconsider",
    "revise",
    "send_back",
    "submit",
    "withdraw",
]

PAIR = ("at", "by")


def _pairs(*acts: str) -> list[str]:
    return [f"{act}_{end}" for act in acts for end in PAIR]


@transaction.atomic
def submit(*, document: Document, by: Account, expected_version: int | None = None) -> None:
    """Hands a draft to review, complete and with its index number; from then on it is read-only.

    Raises NotAllowed, Refused, StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.SUBMIT, row, by)
    _demand_content(row)
    documentfiles.read_all(row)
    _number(row)
    row.state, row.submitted_at, row.submitted_by = State.IN_REVIEW, timezone.now(), by
    row.secrecy_at = row.secrecy_by = None
    row.secrecy_verdict, row.privacy_warnings = "", 0
    fields = ("index_number", "address", "body", "secrecy_verdict", "privacy_warnings")
    _finish(document, row, *_pairs("submitted", "secrecy"), *fields)
    told(row, Act.SUBMITTED, by=by, changes={"index_number": ("", row.index_number)})


@transaction.atomic
def approve(
    *,
    document: Document,
    by: Account,
    verdict: str = Verdict.CLEAR,
    is_secrecy_reviewed: bool,
    is_privacy_looked_over: bool = False,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Records that a second person has reviewed the document for secrecy (2019 Regulations, article 17).

    What is not open may be approved too: its being kept from the public was looked at. `verdict` NOT_CLEAR
    approves only what is not open. `is_privacy_looked_over`: every hint at personal data was looked at;
    demanded where there is one. Raises NotAllowed (also for everyone who wrote part of it), Refused,
    StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.APPROVE, row, by)
    changes = _reviewed(row, by, verdict, is_secrecy_reviewed, is_privacy_looked_over, at or timezone.now())
    row.reviewed_at, row.reviewed_by = at or timezone.now(), by
    fields = ("secrecy_verdict", "privacy_warnings")
    _finish(document, row, *_pairs("reviewed", "secrecy"), *fields)
    told(row, Act.APPROVED, by=by, changes=changes)


@transaction.atomic
def send_back(*, document: Document, reason: str, by: Account, expected_version: int | None = None) -> None:
    """Returns a document in review to its writers, saying why; its approval and its schedule are void.

    Raises NotAllowed, Refused, StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.SEND_BACK, row, by)
    reason = _demand_reason(
        row, reason, _("Say why the document is sent back, so that its writers know what to mend.")
    )
    row.state = State.DRAFT
    for name in _pairs("submitted", "reviewed", "scheduled"):
        setattr(row, name, None)
    _finish(document, row, *_pairs("submitted", "reviewed", "scheduled"))
    told(row, Act.SENT_BACK, by=by, reason=reason)


@transaction.atomic
def publish(
    *, document: Document, by: Account, at: datetime | None = None, expected_version: int | None = None
) -> None:
    """Makes an approved document public, in place of the version that stands.

    `at` None: now. One that bears no time of publication gets this one. Raises NotAllowed (also for its
    writers, unless its agency is one-person), Refused, StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.PUBLISH, row, by)
    if not powers.is_system(by):  # what another portal still shows is taken over as it is
        documentwithdrawal.demand_showable(row, at=at)
    demand_publishable(row, at=at)
    _release(document, row, by, at, {})


@transaction.atomic
def approve_and_publish(
    *,
    document: Document,
    by: Account,
    is_secrecy_reviewed: bool,
    is_privacy_looked_over: bool = False,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Both in one step, for somebody who may do both and wrote nothing of it. Raises as they do."""
    approve(
        document=document,
        by=by,
        is_secrecy_reviewed=is_secrecy_reviewed,
        is_privacy_looked_over=is_privacy_looked_over,
        at=at,
        expected_version=expected_version,
    )
    publish(document=document, by=by, at=at)


@transaction.atomic
def publish_alone(
    *,
    document: Document,
    by: Account,
    is_secrecy_reviewed: bool,
    is_privacy_looked_over: bool = False,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Makes a draft public without a second person, at an agency that has switched to that; its page says so.

    The same confirmations as in a review. Raises NotAllowed, Refused, StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.PUBLISH_ALONE, row, by)
    _demand_content(row)
    documentfiles.read_all(row)
    moment = at or timezone.now()
    changes = _reviewed(row, by, Verdict.CLEAR, is_secrecy_reviewed, is_privacy_looked_over, moment)
    documentwithdrawal.demand_showable(row, at=at)
    demand_publishable(row, at=at)
    _number(row)
    row.is_single_handed = True
    _release(document, row, by, at, changes | {"is_single_handed": ("", "1")})


def demand_publishable(row: Document, *, at: datetime | None = None) -> None:
    """Raises Refused unless that held document could be published at that moment (None: now).

    Shared with `documentscheduling`, which asks when the day is set and again when it has come.
    """
    _demand_content(row)
    if row.openness != Openness.OPEN:
        raise Refused(
            _("This document is not open: it can be kept in the catalogue for staff, and not published.")
        )
    if row.secrecy_verdict != Verdict.CLEAR:
        raise Refused(_("The review for secrecy did not clear this document. It cannot be published."))
    now = timezone.now()
    _demand_past(row, timezone.localdate(max(at or now, now)))


def _demand_past(row: Document, on: date) -> None:
    """What is public was made and published no later than that day."""
    told = timezone.localdate(row.published_at) if row.published_at else None
    for name, day in (("made_on", row.made_on), ("published_at", told)):
        if day is not None and day > on:
            raise Refused(
                _("“%(field)s” is %(day)s, which lies after the day of publication. Correct it first.")
                % {"field": field_name(name), "day": f"{day:%Y-%m-%d}"}
            )


@transaction.atomic
def withdraw(*, document: Document, reason: str, by: Account, expected_version: int | None = None) -> None:
    """Takes a public document back; its address then says so, and why.

    Of a kind that may leave no name behind, everything it said is deleted for good, in every version.
    Raises NotAllowed, Refused (also for a reason that names the person), StaleDocument.
    """
    row = held(document, expected_version)
    demand(Step.WITHDRAW, row, by)
    reason = _demand_reason(
        row, reason, _("Say why the document is withdrawn: its page shows the reason to the public.")
    )
    documentwithdrawal.take_back(row, reason=reason, by=by, at=timezone.now())
    document.refresh_from_db()


@transaction.atomic
def reconsider(
    *,
    document: Document,
    by: Account,
    openness: str,
    ground: str = "",
    note: str,
    next_on: date | None = None,
    expected_version: int | None = None,
) -> None:
    """Records the re-evaluation of what was kept from the public (2019 Regulations, article 18).

    What is to be open becomes a draft again, to go the road to the public. `next_on` None: after the usual
    months. Raises NotAllowed, BadDocument, Refused, StaleDocument.
    """
    row = held(document, expected_version)
    demand_right(Action.REVIEW_DOCUMENT, row.agency, by)
    if row.openness == Openness.OPEN or row.state not in (State.DRAFT, State.IN_REVIEW):
        raise Refused(_("This document is not kept from the public; there is nothing to re-evaluate."))
    note = _demand_reason(row, note, _("Say what was weighed. Only staff read it."))
    before = (row.openness, row.ground, str(row.reevaluate_on or ""))
    row.state = State.DRAFT
    for name in _pairs("submitted", "reviewed", "scheduled"):
        setattr(row, name, None)
    documentcleaning.put(row, {"openness": openness, "ground": ground, "reevaluate_on": next_on})
    pairs = zip(before, (row.openness, row.ground, str(row.reevaluate_on or "")), strict=True)
    changes = dict(zip(("openness", "ground", "reevaluate_on"), pairs, strict=True))
    fields = ("openness", "ground", "reevaluate_on", *_pairs("submitted", "reviewed", "scheduled"))
    _finish(document, row, *fields)
    told(row, Act.EDITED, by=by, reason=note, changes=changes)


def _release(
    document: Document,
    row: Document,
    by: Account,
    at: datetime | None,
    changes: dict[str, tuple[str, str]],
) -> None:
    """The publication itself, once everything has been asked for."""
    moment = at or timezone.now()
    stood = list(row.versions.standing().only("agency", "category", "kind"))
    row.state, row.released_at, row.released_by = State.PUBLISHED, moment, by
    row.first_released_at = row.first_released_at or moment
    row.published_at = row.published_at or moment
    row.scheduled_at = row.scheduled_by = row.withdrawn_at = row.withdrawn_by = None
    row.withdrawal_reason = ""
    version = documentversions.freeze(row, by=by, at=moment)
    row.kept_content = documentversions.kept_apart(row, version)
    row.change_note = ""
    fields = ("first_released_at", "published_at", "withdrawal_reason", "kept_content", "change_note")
    secrecy = ("secrecy_verdict", "privacy_warnings", "is_single_handed", "index_number", "address", "body")
    _finish(document, row, *_pairs("released", "scheduled", "withdrawn", "secrecy"), *fields, *secrecy)
    told(
        row,
        Act.PUBLISHED,
        by=by,
        reason=version.change_note,
        changes=changes | {"number": ("", str(version.number))},
    )
    columncounts.moved(gone=columncounts.keys(stood), come=[version], at=moment)
    manifest.record_version(version)
    if version.shown_until is not None:
        documentwithdrawal.plan(now=timezone.now())  # the night's look at what ends today may be over
    action = ChangeAction.CHANGED if stood else ChangeAction.CREATED
    changefeed.of_document(row, action, digest=version.digest)


def _reviewed(
    row: Document, by: Account, verdict: str, is_secrecy_reviewed: bool, is_looked_over: bool, at: datetime
) -> dict[str, tuple[str, str]]:
    """What a review confirms, put into the row; for its Event never what the hints found, only how many."""
    if not is_secrecy_reviewed:
        raise Refused(
            _("Confirm that the document has been reviewed for secrecy (2019 Regulations, article 17).")
        )
    if verdict != Verdict.CLEAR and row.openness == Openness.OPEN:
        raise Refused(
            _("What must not be disclosed cannot be approved as open. Send it back, so that it is closed.")
        )
    hints = len(documenthints.of(row)) if row.openness == Openness.OPEN else 0
    if hints and not is_looked_over:
        raise Refused(
            _(
                "%(count)s places of this document may hold personal data. Look at each of them, "
                "then confirm it."
            )
            % {"count": hints}
        )
    row.secrecy_at, row.secrecy_by, row.secrecy_verdict, row.privacy_warnings = at, by, verdict, hints
    changes = {"secrecy_review": ("", str(Verdict(verdict).label))}
    return changes | ({"privacy_warnings": ("", str(hints))} if hints else {})


def _number(row: Document) -> None:
    if not row.index_number:
        indexnumbers.give(row, on=timezone.localdate())
    elif not row.address:
        row.address = indexnumbers.address_of(row.index_number, row.pk)
    # Its pictures were put in before it had an address.
    row.body = row.body.replace(
        documentaddresses.of(f"{row.pk}/files"), documentaddresses.of(f"{row.address}/files")
    )


def _finish(document: Document, row: Document, *fields: str) -> None:
    saved(row, "state", *fields)
    document.refresh_from_db()


def _demand_content(row: Document) -> None:
    if row.erased_at is not None:
        raise Refused(_("What this document said was deleted for good."))
    if not (row.body_text.strip() or row.files.filter(removed_at=None).exists() or row.fields):
        raise Refused(_("The document is empty. Write its text, fill in its fields or attach a file first."))
    lacking = documentcleaning.missing(row)
    if lacking:
        raise Refused(" ".join(lacking))
    kind = cataloguedata.kind(row.kind)
    if any(one.code == "image-alt" for one in richtext.clean(row.body).warnings):
        raise Refused(
            _("A picture of the text says nothing to those who cannot see it. Describe what it shows.")
        )
    if not words(row.title):
        raise Refused(_("Give the document a title."))
    if row.first_released_at is not None and row.withdrawn_at is None and not words(row.change_note):
        raise Refused(_("Say what is changed: the public reads it beside the new version."))
    if kind.erase_on_withdrawal:
        demand_nameless(row, row.change_note)


def _demand_reason(row: Document, reason: str, message: str) -> str:
    if not words(reason):
        raise Refused(message)
    demand_nameless(row, reason)
    return words(reason)
