"""What the bodies somebody writes for owe: reports that are not public yet, and reminders of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, Agency, Reminder, Report
from reports.models.road import State
from reports.queries import access, deskitems, timeliness
from reports.queries.deskitems import FEW, Item, Pile
from reports.queries.timeliness import YearStanding

Begun = Mapping[tuple[int, int], tuple[int, str]]
"""(agency, year) → (id, state) of the report that is on its way to the public."""


def owed(account: Account | AnonymousUser, *, now: datetime) -> list[Item]:
    """Every year that the bodies somebody writes for owe a report on, the longest due first."""
    bodies = access.limited(Agency.objects.all(), account, Action.WRITE_REPORT)
    begun = _begun(account)
    on = timezone.localdate(now)
    return [_owed_item(one, begun, now) for one in timeliness.owed(bodies, on=on)]


def piles(account: Account, *, now: datetime) -> tuple[Pile, Pile]:
    """Reminders received, and what is owed."""
    items = owed(account, now=now)
    everything = reverse("admin:owed")
    return (
        _reminded(account),
        Pile(
            "owed",
            _("Reports that are owed"),
            len(items),
            tuple(replace(item, reason="") for item in items[:FEW]),
            everything,
        ),
    )


def _reminded(account: Account) -> Pile:
    """Those of reports that are still not public."""
    out = Report.objects.current().filter(agency=OuterRef("agency"), year=OuterRef("year"))
    rows = Reminder.objects.select_related("agency", "by").exclude(Exists(out)).order_by("-at", "-pk")
    begun = _begun(account)

    def item(one: Reminder) -> Item:
        address = _way(one.agency_id, one.year, begun)
        when = deskitems.when(one.at, deskitems.name_of(one.by))
        return Item(_named(one.agency, one.year), address, when, one.text)

    limited = access.limited(rows, account, Action.WRITE_REPORT)
    title = _("Reminders of the supervising office")
    return deskitems.pile_of("reminders", title, limited, item, reverse("admin:owed"))


def _begun(account: Account | AnonymousUser) -> Begun:
    rows = access.limited(Report.objects.own(), account, Action.WRITE_REPORT)
    on_its_way = rows.filter(state__in=(State.DRAFT, State.IN_REVIEW)).order_by("revision")
    found = on_its_way.values_list("agency_id", "year", "pk", "state")
    return {(agency, year): (pk, state) for agency, year, pk, state in found}


def _owed_item(one: YearStanding, begun: Begun, now: datetime) -> Item:
    due = one.due or timezone.localdate(now)
    left = (due - timezone.localdate(now)).days
    known = begun.get((one.agency.pk, one.year))
    values = {
        "day": f"{due:%Y-%m-%d}",
        "left": deskitems.days_left(left),
        "state": str(State(known[1]).label) if known else _("not begun"),
    }
    note = _("%(state)s; due %(day)s, %(left)s") % values
    return Item(
        _named(one.agency, one.year), _way(one.agency.pk, one.year, begun), note, one.article, left < 0
    )


def _named(agency: Agency, year: int) -> str:
    return _("%(agency)s, report on %(year)s") % {"agency": agency, "year": year}


def _way(agency: int, year: int, begun: Begun) -> str:
    """The report that was begun, or the form for a new one, filled in so far."""
    known = begun.get((agency, year))
    if known:
        return reverse("admin:reports_report_change", args=[known[0]])
    return f"{reverse('admin:reports_report_add')}?{urlencode({'agency': agency, 'year': year})}"
