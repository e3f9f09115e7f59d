"""The desk of caseworkers: what is due, who is waited for, what nobody has taken; each line with its list."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.casework.pauses import Party
from reports.domain.casework.transitions import State
from reports.domain.roles import Action
from reports.models import Account, Application
from reports.models.application import ApplicationQuerySet
from reports.queries import access, cases, casewords
from reports.queries.deskitems import Item, Pile, filled, pile_of

PERIOD_OVER = (State.AWAITING_SUPPLEMENT.value, State.AWAITING_PAYMENT.value)
"""States in which, once it is our turn again, the period of the applicant is over (articles 30 and 42)."""


def piles(account: Account, *, now: datetime) -> tuple[Pile, ...]:
    """The lines, the urgent ones first. A query each, whatever the number of cases."""
    on = timezone.localdate(now)
    rows = access.limited(Application.objects.all(), account, Action.WORK_APPLICATION).open()
    shown = rows.only("pk", "number", "state", "due_on", "waiting_for", "arrived_on", "is_paused")
    return filled(*_by_day(shown, on), *_by_matter(shown), *_by_party(shown), *_by_hand(shown, account))


def ways() -> tuple[tuple[str, str], ...]:
    """What caseworkers often do."""
    return (
        (_("Enter an application"), reverse("admin:reports_application_add")),
        (_("Find a case"), reverse("admin:reports_application_find")),
    )


def period_over(rows: ApplicationQuerySet) -> ApplicationQuerySet:
    """Those whose period to supplement or to pay is over, so that they may be ended."""
    return rows.open().filter(state__in=PERIOD_OVER, waiting_for=Party.US)


def _by_day(rows: ApplicationQuerySet, on: date) -> tuple[Pile, ...]:
    titles = {
        "overdue": _("Overdue"),
        "today": _("Due today"),
        "soon": _("Due within 3 days"),
    }
    return tuple(
        _pile(when, title, cases.due(rows, when, on=on), is_late=when == "overdue", due=when)
        for when, title in titles.items()
    )


def _by_matter(rows: ApplicationQuerySet) -> tuple[Pile, ...]:
    unconfirmed = rows.filter(state=State.REGISTERED)
    return (
        _pile("unconfirmed", _("Receipt to be confirmed (article 31)"), unconfirmed, state=State.REGISTERED),
        _pile(
            "period-over",
            _("Period to supplement or to pay is over"),
            period_over(rows),
            is_late=True,
            waits="period-over",
        ),
    )


def _by_party(rows: ApplicationQuerySet) -> tuple[Pile, ...]:
    titles = {
        Party.US: _("Waiting for us"),
        Party.APPLICANT: _("Waiting for the applicant"),
        Party.THIRD_PARTY: _("Waiting for a third party"),
        Party.OTHER_ORGAN: _("Waiting for another agency"),
    }
    return tuple(
        _counted(f"waits-{party}", title, rows.filter(waiting_for=party), waits=party.value)
        for party, title in titles.items()
    )


def _by_hand(rows: ApplicationQuerySet, account: Account) -> tuple[Pile, ...]:
    return (
        _counted("mine", _("Assigned to me"), rows.filter(assigned_to=account.pk), assigned="me"),
        _counted("nobody", _("Assigned to nobody"), rows.filter(assigned_to=None), assigned="nobody"),
    )


def _pile(key: str, title: str, rows: ApplicationQuerySet, *, is_late: bool = False, **narrowed: str) -> Pile:
    item = _late if is_late else _item
    return pile_of(f"case-{key}", title, rows.order_by(*cases.by_urgency()), item, _list(**narrowed))


def _counted(key: str, title: str, rows: ApplicationQuerySet, **narrowed: str) -> Pile:
    """How many, without naming any: the same cases stand in the lines above."""
    return Pile(f"case-{key}", title, rows.order_by().count(), (), _list(**narrowed))


def _list(**narrowed: str) -> str:
    return f"{reverse('admin:reports_application_changelist')}?{urlencode(narrowed)}"


def _item(row: Application, *, is_late: bool = False) -> Item:
    address = reverse("admin:reports_application_change", args=[row.pk])
    due = _("due %(day)s") % {"day": f"{row.due_on:%Y-%m-%d}"} if row.due_on else ""
    arrived = "" if row.due_on else _("arrived %(day)s") % {"day": f"{row.arrived_on:%Y-%m-%d}"}
    note = _(", ").join(filter(None, (casewords.state(row.state), due, arrived)))
    return Item(row.number, address, note, is_late=is_late)


def _late(row: Application) -> Item:
    return _item(row, is_late=True)
