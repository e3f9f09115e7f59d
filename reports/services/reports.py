"""A report's road to the public: submitted, approved, sent back, published, withdrawn, corrected.

Who may do what in which state is `domain.road`; publication on a day set before is `scheduling`.

The writing of a draft stands in `drafts`, `figures` and `corrections`; their functions are named here too, so
that a door needs one import.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.road import Step
from reports.models import Account, Report
from reports.models.event import Act
from reports.models.road import State
from reports.queries import hints as privacy
from reports.queries import reviews
from reports.services import overrides, publishing, reportwords
from reports.services.corrections import demand_note, new_revision
from reports.services.drafts import (
    AttachmentEdit,
    ChapterText,
    NewAttachment,
    create,
    discard,
    revise,
    save_chapters,
)
from reports.services.figures import BadFigures, choose_form, recount, save_cells, save_figures
from reports.services.revisions import (
    NotAllowed,
    Refused,
    Stale,
    demand,
    held,
    held_family,
    saved,
    told,
    words,
)

__all__ = [
    "AttachmentEdit",
    "BadFigures",
    "ChapterText",
    "NewAttachment",
    "NotAllowed",
    "Refused",
    "Stale",
    "approve",
    "approve_and_publish",
    "choose_form",
    "create",
    "discard",
    "new_revision",
    "publish",
    "publish_alone",
    "recount",
    "revise",
    "save_cells",
    "save_chapters",
    "save_figures",
    "send_back",
    "submit",
    "withdraw",
]


@transaction.atomic
def submit(
    *, report: Report, by: Account, explanation: str = "", expected_version: int | None = None
) -> None:
    """Hands a draft to review; from then on it is read-only.

    Where a hard check fails, `explanation` (or one written before) is demanded here, so that it is reviewed
    with the rest; so is the note of a correction. The public reads both. Raises NotAllowed, Refused, Stale.
    """
    row = held(report, expected_version)
    demand(Step.SUBMIT, row, by)
    _demand_content(row)
    demand_note(row)
    reportwords.read_all(row)
    changes = _explained(row, explanation)
    row.state, row.submitted_at, row.submitted_by = State.IN_REVIEW, timezone.now(), by
    _finish(report, row, "submitted_at", "submitted_by", "explanation")
    told(row, Act.SUBMITTED, by=by, changes=changes)


@transaction.atomic
def approve(
    *,
    report: Report,
    by: Account,
    is_secrecy_reviewed: bool,
    is_privacy_looked_over: bool = False,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Records that a second person has reviewed the report for secrecy (2019 Regulations, article 17).

    `is_privacy_looked_over`: every hint at personal data was looked at; demanded where there is one. `at`
    None: now. Raises NotAllowed (also for everyone who wrote part of it), Refused, Stale.
    """
    row = held(report, expected_version)
    demand(Step.APPROVE, row, by)
    recount(row)
    changes = _reviewed(row, is_secrecy_reviewed, is_privacy_looked_over)
    row.reviewed_at, row.reviewed_by = at or timezone.now(), by
    _finish(report, row, "reviewed_at", "reviewed_by")
    told(row, Act.APPROVED, by=by, changes=changes)


@transaction.atomic
def send_back(*, report: Report, reason: str, by: Account, expected_version: int | None = None) -> None:
    """Returns a report in review to its writers, saying why; its approval and its schedule are void.

    Raises NotAllowed, Refused, Stale.
    """
    row = held(report, expected_version)
    demand(Step.SEND_BACK, row, by)
    reason = _demand_reason(
        reason, _("Say why the report is sent back, so that its writers know what to mend.")
    )
    row.state = State.DRAFT
    row.submitted_at = row.submitted_by = row.reviewed_at = row.reviewed_by = None
    row.scheduled_at = row.scheduled_by = None
    _finish(report, row, *(f"{act}_{end}" for act in ("submitted", "reviewed", "scheduled") for end in PAIR))
    told(row, Act.SENT_BACK, by=by, reason=reason)


@transaction.atomic
def publish(
    *, report: Report, by: Account, at: datetime | None = None, expected_version: int | None = None
) -> None:
    """Makes an approved report public, in place of the revision that stands, after a new check.

    Checks that fail now and did not when it was approved send it no further: its reviewer has not seen them.
    `at` None: now. A report written here that bears no time of publication gets this one; one read from a
    source keeps what its source says, even nothing: it was published elsewhere, on a day we do not know.
    Raises NotAllowed (also for its writers, unless its agency is one-person), Refused, Stale.
    """
    siblings = held_family(report)
    row = held(report, expected_version)
    demand(Step.PUBLISH, row, by)
    demand_publishable(row, siblings)
    _release(report, row, siblings, by, at, {})


@transaction.atomic
def approve_and_publish(
    *,
    report: Report,
    by: Account,
    is_secrecy_reviewed: bool,
    is_privacy_looked_over: bool = False,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Both in one step, for somebody who may do both and wrote nothing of it. Raises as they do."""
    held_family(report)
    approve(
        report=report,
        by=by,
        is_secrecy_reviewed=is_secrecy_reviewed,
        is_privacy_looked_over=is_privacy_looked_over,
        at=at,
        expected_version=expected_version,
    )
    publish(report=report, by=by, at=at)


@transaction.atomic
def publish_alone(
    *,
    report: Report,
    by: Account,
    is_secrecy_reviewed: bool,
    is_privacy_looked_over: bool = False,
    explanation: str = "",
    at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Makes a draft public without a second person, at an agency that has switched to that; its page says so.

    The same confirmations as in a review. Raises NotAllowed, Refused, Stale.
    """
    siblings = held_family(report)
    row = held(report, expected_version)
    demand(Step.PUBLISH_ALONE, row, by)
    _demand_content(row)
    demand_note(row)
    _demand_newest(row, siblings)
    reportwords.read_all(row)
    changes = _explained(row, explanation)
    changes |= _reviewed(row, is_secrecy_reviewed, is_privacy_looked_over)
    row.is_single_handed = True
    _release(report, row, siblings, by, at, changes | {"is_single_handed": ("", "1")})


def demand_publishable(row: Report, siblings: list[Report]) -> None:
    """Raises Refused unless that held report could be published now, by whomever may.

    Shared with `scheduling`, which asks when the day is set and again when it has come.
    """
    _demand_content(row)
    demand_note(row)
    _demand_newest(row, siblings)
    failing = reviews.failing_codes(recount(row))
    unseen = failing - reviews.failing_at_approval(row)
    if unseen:
        raise Refused(
            _(
                "%(count)s checks fail now that did not fail when the report was approved. "
                "Send it back, so that its figures are mended or explained."
            )
            % {"count": len(unseen)}
        )
    if failing and not words(row.explanation) and not row.origin:
        raise Refused(_("Checks fail and nobody has explained why. Send the report back to its writers."))


@transaction.atomic
def withdraw(*, report: Report, reason: str, by: Account, expected_version: int | None = None) -> None:
    """Takes a public revision back; its address then says so, and why. Raises Refused, Stale."""
    row = held(report, expected_version)
    demand(Step.WITHDRAW, row, by)
    reason = _demand_reason(
        reason, _("Say why the report is withdrawn: its page shows the reason to the public.")
    )
    row.state, row.withdrawn_at, row.withdrawn_by = State.WITHDRAWN, timezone.now(), by
    row.withdrawal_reason = reason
    _finish(report, row, "withdrawn_at", "withdrawn_by", "withdrawal_reason")
    told(row, Act.WITHDRAWN, by=by, reason=reason)
    publishing.after_publication(row)


PAIR = ("at", "by")


def _release(
    report: Report,
    row: Report,
    siblings: list[Report],
    by: Account,
    at: datetime | None,
    changes: dict[str, tuple[str, str]],
) -> None:
    """The publication itself, once everything has been asked for."""
    moment = at or timezone.now()
    changes = {**changes, **overrides.drop_lapsed(row)}
    _replace(siblings, row, moment)
    row.state, row.released_at, row.released_by = State.PUBLISHED, moment, by
    row.scheduled_at = row.scheduled_by = None
    if row.published_at is None and not row.sources.exists():
        row.published_at = moment
    dates = ("released_at", "released_by", "scheduled_at", "scheduled_by", "published_at")
    _finish(report, row, *dates, "explanation", "is_single_handed")
    told(row, Act.PUBLISHED, by=by, reason=row.explanation if row.checks_failed else "", changes=changes)
    publishing.after_publication(row)


def _explained(row: Report, explanation: str) -> dict[str, tuple[str, str]]:
    """Checks the figures anew; what fails needs words for the public. Returns the change of these words.

    A copy of what another portal published bears the words that it has there, even none.
    """
    recount(row)
    before, row.explanation = row.explanation, words(explanation) or row.explanation
    if row.checks_failed and not words(row.explanation) and not row.origin:
        raise Refused(
            _(
                "%(count)s checks of this report fail. Mend the figures, or explain to the public in writing "
                "why they are published as they stand."
            )
            % {"count": row.checks_failed}
        )
    return {} if before == row.explanation else {"explanation": (before, row.explanation)}


def _reviewed(
    row: Report, is_secrecy_reviewed: bool, is_privacy_looked_over: bool
) -> dict[str, tuple[str, str]]:
    """What a review confirms, for its Event: never what the hints found, only how many there were."""
    if not is_secrecy_reviewed:
        raise Refused(
            _("Confirm that the report has been reviewed for secrecy (2019 Regulations, article 17).")
        )
    hints = len(privacy.of_report(row))
    if hints and not is_privacy_looked_over:
        raise Refused(
            _(
                "%(count)s places of this report may hold personal data. Look at each of them, "
                "then confirm it."
            )
            % {"count": hints}
        )
    changes = {"secrecy_review": ("", _("confirmed"))}
    if hints:
        changes["privacy_warnings"] = ("", str(hints))
    failing = reviews.failing_codes(recount(row))
    return changes | ({"failing": ("", "\n".join(sorted(failing)))} if failing else {})


def _finish(report: Report, row: Report, *fields: str) -> None:
    saved(row, "state", *fields)
    report.refresh_from_db()


def _replace(siblings: list[Report], row: Report, moment: datetime) -> None:
    for sibling in siblings:
        if sibling.pk != row.pk and sibling.state == State.PUBLISHED and sibling.superseded_at is None:
            sibling.superseded_at = moment
            saved(sibling, "superseded_at")


def _demand_newest(row: Report, siblings: list[Report]) -> None:
    """A draft older than what was published since may not put the old figures back."""
    for sibling in siblings:
        if sibling.revision > row.revision and sibling.released_at is not None:
            raise Refused(
                _(
                    "Revision %(newer)s was published after this revision %(revision)s was written. "
                    "Correct revision %(newer)s instead."
                )
                % {"newer": sibling.revision, "revision": row.revision}
            )


def _demand_content(row: Report) -> None:
    if not (row.chapters.exists() or row.cells.exclude(raw="").exists() or row.attachments.exists()):
        raise Refused(_("The report is empty. Write a chapter, fill in its table or attach a file first."))


def _demand_reason(reason: str, message: str) -> str:
    if not words(reason):
        raise Refused(message)
    return words(reason)
