"""Corrections: a new draft revision as a copy of what was public, and the note that it owes the public."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.road import Step
from reports.models import Account, Attachment, Chapter, RelatedLink, Report, SourceFile, StatCell
from reports.models.event import Act
from reports.models.road import State
from reports.services import overrides
from reports.services.revisions import Refused, demand, held, held_family, told, words

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
    "checks_overridden",
)
"""What a correction takes over from the revision it corrects."""


@transaction.atomic
def new_revision(
    *, report: Report, by: Account, correction_note: str = "", expected_version: int | None = None
) -> Report:
    """A draft that corrects a published or withdrawn report: all is copied; `correction_note` tells why.

    Kept files are shared, not copied: their bytes never change. Raises NotAllowed, Stale; and Refused, also
    while another correction is being written.
    """
    siblings = held_family(report)
    row = held(report, expected_version)
    demand(Step.CORRECT, row, by)
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
    carried = overrides.carry(new=copy, old=row)
    told(
        copy,
        Act.CREATED,
        by=by,
        reason=correction_note,
        changes={"revision": (str(row.revision), str(copy.revision)), **carried},
    )
    return copy


def demand_note(row: Report) -> None:
    """Raises Refused where a revision of this report was public before and this one says not what changes.

    The public reads the note above the corrected report and in the record of its corrections.
    """
    if words(row.correction_note):
        return
    family = Report.objects.filter(agency=row.agency_id, year=row.year, kind=row.kind)
    if family.filter(released_at__isnull=False, revision__lt=row.revision).exists():
        raise Refused(
            _(
                "This report was public before. Say under “what this revision corrects” what changes and "
                "why: the public reads it beside the corrections."
            )
        )


def _copy(
    model: type[Chapter | StatCell | RelatedLink | Attachment | SourceFile], old: Report, new: Report
) -> None:
    rows = list(model.objects.filter(report=old).order_by("pk"))
    for row in rows:
        row.pk, row.report = None, new
        row._state.adding = True
    model.objects.bulk_create(rows)
