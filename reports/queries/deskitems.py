"""From rows to the lines of a desk: how each waiting thing is named, with the way to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Model, QuerySet, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.models import Account, Agency, HandIn, Report

M = TypeVar("M", bound=Model)

FEW = 5
"""Items named for each line; the rest is behind its link."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits. `note` says since or until when, `reason` why, in other people's words."""

    text: str
    address: str
    note: str = ""
    reason: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of waiting thing: how many, the first of them, and the list of all, if any."""

    key: str
    title: str
    count: int
    items: tuple[Item, ...]
    address: str = ""

    @property
    def more(self) -> int:
        """How many are counted and not named."""
        return self.count - len(self.items)


def days_left(left: int) -> str:
    if left < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left}
    if left == 0:
        return _("today is the last day")
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}


def pile_of(key: str, title: str, rows: QuerySet[M], item: Callable[[M], Item], address: str = "") -> Pile:
    """The first FEW rows and how many there are, in one query."""
    found = list(rows.annotate(all_found=Window(Count("pk")))[:FEW])
    count = found[0].all_found if found else 0
    return Pile(key, title, count, tuple(item(row) for row in found), address)


def filled(*piles: Pile) -> tuple[Pile, ...]:
    return tuple(pile for pile in piles if pile.count)


def reports_shown() -> QuerySet[Report]:
    texts = ("preamble", "closing", "explanation", "correction_note")
    return Report.objects.select_related("agency", "scheduled_by", "reviewed_by", "submitted_by").defer(
        *texts
    )


def _report(
    report: Report, note: str, reason: str = "", *, page: str = "change", is_late: bool = False
) -> Item:
    address = reverse(f"admin:reports_report_{page}", args=[report.pk])
    return Item(report.title, address, note, reason, is_late)


def came_back(report: Report) -> Item:
    return _report(report, when(report.back_at), report.reason, is_late=True)


def fails(report: Report) -> Item:
    words = ngettext("%(count)d check fails", "%(count)d checks fail", report.checks_failed)
    return _report(report, words % {"count": report.checks_failed}, page="table")


def changed(report: Report) -> Item:
    return _report(report, _("last changed %(time)s") % {"time": when(report.updated_at)})


def waits_for_review(report: Report) -> Item:
    since = when(report.submitted_at, name_of(report.submitted_by))
    reason = _("You wrote part of it; somebody else must approve it.") if report.wrote else ""
    return _report(report, _("submitted %(time)s") % {"time": since}, reason, page="review")


def taken_off(report: Report) -> Item:
    return _report(report, when(report.off_at), report.reason, is_late=True)


def approved(report: Report) -> Item:
    since = when(report.reviewed_at, name_of(report.reviewed_by))
    return _report(report, _("approved %(time)s") % {"time": since})


def due_at(report: Report) -> Item:
    values = {"time": when(report.scheduled_at), "name": name_of(report.scheduled_by)}
    return _report(report, _("at %(time)s, in the name of %(name)s") % values)


def public_since(report: Report) -> Item:
    return _report(report, _("public since %(time)s") % {"time": when(report.released_at)}, page="hand_in")


def handed_in(hand_in: HandIn) -> Item:
    address = reverse("admin:reports_report_receipt", args=[hand_in.report_id, hand_in.pk])
    return Item(hand_in.report.title, address, f"{hand_in.number} · {when(hand_in.at)}")


def person(account: Account) -> Item:
    name = account.get_full_name()
    text = f"{account.get_username()} ({name})" if name else account.get_username()
    made = _("account made %(time)s") % {"time": when(account.date_joined)}
    return Item(text, reverse("admin:reports_account_change", args=[account.pk]), made)


def body(agency: Agency) -> Item:
    return Item(str(agency), reverse("admin:reports_agency_change", args=[agency.pk]))


def when(at: datetime | None, name: str = "") -> str:
    shown = f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
    return " ".join(filter(None, (shown, name)))


def name_of(account: Account | None) -> str:
    return account.get_full_name() or account.get_username() if account else ""
