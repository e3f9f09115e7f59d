"""A report's road to the public: submitted, sent back, published, withdrawn, corrected.

The writing of a draft stands in `drafts` and `figures`; its functions are named here too, so that a door
needs one import.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Account, Attachment, Chapter, RelatedLink, Report, SourceFile, StatCell
from reports.models.event import Act
from reports.models.report import State
from reports.services import publishing
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
from reports.services.revisions import Refused, Stale, demand, held, held_family, saved, told, words

__all__ = [
    "AttachmentEdit",
    "BadFigures",
    "ChapterText",
    "NewAttachment",
    "Refused",
    "Stale",
    "choose_form",
    "create",
    "discard",
    "new_revision",
    "publish",
    "recount",
    "revise",
    "save_cells",
    "save_chapters",
    "save_figures",
    "send_back",
    "submit",
    "withdraw",
]

COPIED = (
    "agency",
    "year",
    "kind",
    "title",
    "source_line",
    "published_at",
    "form_id",
    "preamble",
    "closing",
    "explanation",
    "checks_held",
    "checks_failed",
    "checks_warned",
    "checks_open",
)
"""What a correction takes over from the revision it corrects."""


@transaction.atomic
def submit(*, report: Report, by: Account, expected_version: int | None = None) -> None:
    """Hands a draft to review; from then on it is read-only. Raises Refused, Stale."""
    row = held(report, expected_version)
    demand(row, State.DRAFT)
    _demand_content(row)
    row.state, row.submitted_at, row.submitted_by = State.IN_REVIEW, timezone.now(), by
    _finish(report, row, "submitted_at", "submitted_by")
    told(row, Act.SUBMITTED, by=by)


@transaction.atomic
def send_back(*, report: Report, reason: str, by: Account, expected_version: int | None = None) -> None:
    """Returns a report in review to its writers, saying why. Raises Refused, Stale."""
    row = held(report, expected_version)
    demand(row, State.IN_REVIEW)
    reason = _demand_reason(
        reason, _("Say why the report is sent back, so that its writers know what to mend.")
    )
    row.state, row.submitted_at, row.submitted_by = State.DRAFT, None, None
    _finish(report, row, "submitted_at", "submitted_by")
    told(row, Act.SENT_BACK, by=by, reason=reason)


@transaction.atomic
def publish(
    *,
    report: Report,
    by: Account,
    explanation: str = "",
    at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Makes a draft or a report in review public, in place of the revision that stands, after a new check.

    Where a hard check fails, `explanation` (or one written before) is demanded; the public reads it.
    `at` None: now. A report written here that bears no time of publication gets this one; one read from a
    source keeps what its source says, even nothing: it was published elsewhere, on a day we do not know.
    Raises Refused, Stale.
    """
    siblings = held_family(report)
    row = held(report, expected_version)
    demand(row, State.DRAFT, State.IN_REVIEW)
    _demand_content(row)
    _demand_newest(row, siblings)
    recount(row)
    row.explanation = words(explanation) or row.explanation
    if row.checks_failed and not words(row.explanation):
        raise Refused(
            _(
                "%(count)s checks of this report fail. Mend the figures, or explain to the public in writing "
                "why they are published as they stand."
            )
            % {"count": row.checks_failed}
        )
    moment = at or timezone.now()
    _replace(siblings, row, moment)
    row.state, row.released_at, row.released_by = State.PUBLISHED, moment, by
    if row.published_at is None and not row.sources.exists():
        row.published_at = moment
    _finish(report, row, "released_at", "released_by", "published_at", "explanation")
    told(row, Act.PUBLISHED, by=by, reason=row.explanation if row.checks_failed else "")
    publishing.after_publication(row)


@transaction.atomic
def withdraw(*, report: Report, reason: str, by: Account, expected_version: int | None = None) -> None:
    """Takes a public revision back; its address then says so, and why. Raises Refused, Stale."""
    row = held(report, expected_version)
    demand(row, State.PUBLISHED)
    reason = _demand_reason(
        reason, _("Say why the report is withdrawn: its page shows the reason to the public.")
    )
    row.state, row.withdrawn_at, row.withdrawn_by = State.WITHDRAWN, timezone.now(), by
    row.withdrawal_reason = reason
    _finish(report, row, "withdrawn_at", "withdrawn_by", "withdrawal_reason")
    told(row, Act.WITHDRAWN, by=by, reason=reason)
    publishing.after_publication(row)


@transaction.atomic
def new_revision(
    *, report: Report, by: Account, correction_note: str = "", expected_version: int | None = None
) -> Report:
    """A draft that corrects a published or withdrawn report: all is copied; `correction_note` tells why.

    Kept files are shared, not copied: their bytes never change. Raises Stale; and Refused, also while another
    correction is being written.
    """
    siblings = held_family(report)
    row = held(report, expected_version)
    demand(row, State.PUBLISHED, State.WITHDRAWN)
    for sibling in siblings:
        if sibling.state in (State.DRAFT, State.IN_REVIEW):
            raise Refused(
                _("Revision %(revision)s is already being written. Continue with it, or delete it first.")
                % {"revision": sibling.revision}
            )
    values = {name: getattr(row, name) for name in COPIED}
    copy = Report.objects.create(
        revision=siblings[-1].revision + 1, correction_note=correction_note, created_by=by, **values
    )
    for model in (Chapter, StatCell, RelatedLink, Attachment, SourceFile):
        _copy(model, row, copy)
    told(
        copy,
        Act.CREATED,
        by=by,
        reason=correction_note,
        changes={"revision": (str(row.revision), str(copy.revision))},
    )
    return copy


def _copy(
    model: type[Chapter | StatCell | RelatedLink | Attachment | SourceFile], old: Report, new: Report
) -> None:
    rows = list(model.objects.filter(report=old).order_by("pk"))
    for row in rows:
        row.pk, row.report = None, new
        row._state.adding = True
    model.objects.bulk_create(rows)


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
