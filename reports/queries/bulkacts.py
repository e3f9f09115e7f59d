"""What would keep reports from an act on many of them, told before it is tried; the services ask again."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, HandIn, Report
from reports.models.road import State
from reports.queries import access


def why_not_submit(reports: Iterable[Report], account: Account) -> dict[int, str]:
    """Report id → why it cannot be submitted; those that can are not named. No query of its own."""
    found = {}
    for report in reports:
        if not access.may(account, Action.WRITE_REPORT, report.agency_id):
            found[report.pk] = _("You do not write for this agency.")
        elif report.state != State.DRAFT:
            found[report.pk] = _("It is no draft: %(state)s.") % {"state": report.get_state_display()}
        elif report.checks_failed and not report.explanation:
            found[report.pk] = _(
                "Its figures do not add up and nothing explains why. Submit it from its own page, with words."
            )
    return found


def why_not_hand_in(reports: Iterable[Report], account: Account) -> dict[int, str]:
    """Report id → why it cannot be handed in; those that can are not named. One query."""
    rows = list(reports)
    handed = set(HandIn.objects.filter(report__in=[row.pk for row in rows]).values_list("report_id", "to_id"))
    found = {}
    for report in rows:
        if not access.may(account, Action.HAND_IN_REPORT, report.agency_id):
            found[report.pk] = _("You do not hand in for this agency.")
        elif report.state != State.PUBLISHED or report.superseded_at is not None:
            found[report.pk] = _("It is not what the public reads today.")
        elif report.agency.parent_id is None:
            found[report.pk] = _("No body stands above its agency.")
        elif (report.pk, report.agency.parent_id) in handed:
            found[report.pk] = _("It has been handed in already.")
    return found
