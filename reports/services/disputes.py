"""Administrative reviews and lawsuits, written down by the caseworkers of the agency they are about."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, Dispute
from reports.models.dispute import DisputeKind
from reports.models.event import Act
from reports.queries import powers
from reports.services import events
from reports.services.revisions import Refused

TOLD = ("application_id", "kind", "after_id", "filed_on", "result", "result_on", "is_reviewer_only")
"""What of a dispute the log tells; its reference and note may name persons."""
UNTOLD = ("reference", "note")


@transaction.atomic
def save(dispute: Dispute, *, by: Account, today: date) -> Dispute:
    """Stores a new or changed dispute. Raises access.Denied; Refused where its parts do not fit together."""
    powers.demand(by, Action.WORK_APPLICATION, dispute.agency_id)
    former = Dispute.objects.select_for_update(of=("self",)).filter(pk=dispute.pk).first()
    if former is not None:
        powers.demand(by, Action.WORK_APPLICATION, former.agency_id)
    _demand_sound(dispute, today)
    if former is None:
        dispute.created_by = by
    dispute.save()
    changes = {
        name: (_said(former, name), _said(dispute, name))
        for name in TOLD
        if _said(former, name) != _said(dispute, name)
    }
    changes |= {
        name: ("…", "…")
        for name in UNTOLD
        if (getattr(former, name) if former else "") != getattr(dispute, name)
    }
    events.record(
        Act.EDITED if former else Act.CREATED,
        by=by,
        subject=dispute,
        agency=dispute.agency_id,
        changes=changes,
    )
    return dispute


def _demand_sound(dispute: Dispute, today: date) -> None:
    case, before = dispute.application, dispute.after
    if case is not None and case.agency_id != dispute.agency_id:
        raise Refused(_("That case belongs to another agency."))
    if dispute.filed_on > today or (dispute.result_on and dispute.result_on > today):
        raise Refused(_("A day lies in the future. Give today or an earlier day."))
    if case is not None and dispute.filed_on < case.arrived_on:
        raise Refused(_("It was filed before the application arrived. Compare the days."))
    if before is None:
        return
    if dispute.kind != DisputeKind.SUIT_AFTER_REVIEW:
        raise Refused(
            _("Only a lawsuit after a review follows one. Change the kind, or leave the review empty.")
        )
    if before.kind != DisputeKind.REVIEW or before.agency_id != dispute.agency_id:
        raise Refused(_("What it follows must be a review of the same agency."))
    if before.application_id != dispute.application_id:
        raise Refused(_("The review is about another case."))
    if before.filed_on > dispute.filed_on:
        raise Refused(_("The review was filed later than this lawsuit. Compare the days."))


def _said(dispute: Dispute | None, name: str) -> str:
    value = getattr(dispute, name) if dispute is not None else None
    return "" if value is None else str(value)
