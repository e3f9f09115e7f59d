"""Handing a published report in to the supervising office, with its receipt; reminding those who owe one.

2019 Regulations, article 49: departments hand their report to the government's department in charge.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, Agency, HandIn, Reminder, Report
from reports.models.event import Act
from reports.models.road import State
from reports.services import events
from reports.services.revisions import Refused, demand_right, held, words

LONGEST = 2000
"""Characters of a remark or a reminder."""


@transaction.atomic
def hand_in(*, report: Report, by: Account) -> HandIn:
    """Hands the revision that stands in to the body above its agency. Raises NotAllowed, Refused."""
    row = held(report)
    demand_right(Action.HAND_IN_REPORT, row.agency, by)
    if row.state != State.PUBLISHED or row.superseded_at is not None:
        raise Refused(_("Only the report that the public reads today can be handed in. Publish it first."))
    if row.agency.parent_id is None:
        raise Refused(
            _("No body stands above %(agency)s here, so there is nobody to hand the report in to.")
            % {"agency": row.agency}
        )
    # The office's row is the gate: receipts of one office are numbered one by one.
    to = Agency.objects.select_for_update(no_key=True).get(pk=row.agency.parent_id)
    if HandIn.objects.filter(report=row, to=to).exists():
        raise Refused(_("This report has been handed in already."))
    made = HandIn.objects.create(report=row, to=to, number=_number(row, to), at=timezone.now(), by=by)
    changes = {"number": ("", made.number), "to": ("", to.name)}
    events.record(Act.HANDED_IN, by=by, subject=row, changes=changes)
    return made


@transaction.atomic
def receive(*, hand_in: HandIn, by: Account, remark: str = "") -> HandIn:
    """Confirms the receipt; the remark is for the agency. Raises NotAllowed, Refused."""
    row = (
        HandIn.objects.select_for_update(of=("self",), no_key=True)
        .select_related("report__agency", "to")
        .get(pk=hand_in.pk)
    )
    demand_right(Action.RECEIVE_REPORT, row.report.agency, by)
    # Nor does an office confirm what it handed in itself, or what went to another one.
    demand_right(Action.RECEIVE_REPORT, row.to, by)
    if row.received_at is not None:
        raise Refused(_("The receipt of this report has been confirmed already."))
    row.received_at, row.received_by, row.remark = timezone.now(), by, _short(remark)
    row.save(update_fields=["received_at", "received_by", "remark"])
    changes = {"number": ("", row.number)}
    events.record(Act.RECEIVED, by=by, subject=row.report, reason=row.remark, changes=changes)
    return row


@transaction.atomic
def remind(*, agency: Agency, year: int, text: str, by: Account) -> Reminder:
    """Reminds an agency of a report; it finds the words on its desk. Raises NotAllowed, Refused."""
    demand_right(Action.RECEIVE_REPORT, agency, by)
    if not words(text):
        raise Refused(_("Write what the agency is reminded of, and until when."))
    made = Reminder.objects.create(agency=agency, year=year, text=_short(text), at=timezone.now(), by=by)
    events.record(Act.REMINDED, by=by, subject=agency, reason=made.text, changes={"year": ("", str(year))})
    return made


def _number(report: Report, to: Agency) -> str:
    """Year reported on, the office's id, and a serial number of that office and year, without gaps."""
    serial = HandIn.objects.filter(to=to, report__year=report.year).count() + 1
    return f"{report.year}-{to.pk:04d}-{serial:05d}"


def _short(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST:
        raise Refused(
            _("The text has %(found)s characters; %(limit)s are the most.")
            % {"found": len(text), "limit": LONGEST}
        )
    return text
