"""An agency's own texts in place of the portal's: kept, changed, dropped, each on record."""

from __future__ import annotations

from django.db import transaction

from reports.domain.roles import Action
from reports.models import Account, Agency, Wording
from reports.models.event import Act
from reports.queries import access, wordings
from reports.services import events
from reports.services.revisions import Refused


@transaction.atomic
def put(*, agency: Agency, code: str, text: str, by: Account) -> Wording:
    """Keeps the agency's text of that thing, in place of an earlier one.

    Raises access.Denied; Refused for a text that cannot stand there, as `wordings.fault` says. Letters that
    were drafted or issued before stay as they are.
    """
    access.demand(by, Action.CHANGE_WORDING, agency)
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    fault = wordings.fault(code, text)
    if fault:
        refused = Refused(fault)
        refused.field = "text"
        raise refused
    former = Wording.objects.filter(agency=agency, code=code).first()
    if former is not None and former.text == text:
        return former
    row, _made = Wording.objects.update_or_create(
        agency=agency, code=code, defaults={"text": text, "updated_by": by}
    )
    before = former.text if former else ""
    events.record(Act.EDITED, by=by, subject=row, agency=agency, changes={"text": (before, text)})
    return row


@transaction.atomic
def drop(wording: Wording, *, by: Account) -> None:
    """Goes back to the portal's text. Raises access.Denied."""
    access.demand(by, Action.CHANGE_WORDING, wording.agency_id)
    events.record(
        Act.DELETED, by=by, subject=wording, agency=wording.agency_id, changes={"text": (wording.text, "")}
    )
    wording.delete()
