"""The desks of the staff's first page: what waits for somebody in each of their roles, with the way there.

A fixed number of queries whatever the rows: each line of a desk is one, with its count and its first items.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.roles import Action, Role
from reports.models import Account, Agency, Event, Report
from reports.models.appointment import ROLE_NAMES
from reports.queries import (
    access,
    casedesk,
    deskaudit,
    deskitems,
    deskowed,
    documentdesk,
    handins,
    timeliness,
    waiting,
)
from reports.queries.deskitems import FEW, Item, Pile, filled, pile_of
from reports.queries.powers import WRITING
from reports.queries.timeliness import Standing, YearStanding


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for one role. `piles` has no empty ones; `ways`: (words, address) of what it often does."""

    role: Role
    piles: tuple[Pile, ...]
    ways: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The role's name."""
        return str(ROLE_NAMES[self.role])


def of(account: Account | AnonymousUser, *, now: datetime) -> tuple[Desk, ...]:
    """The desks of somebody's roles, in the order of the road; none without a role that has one."""
    held = access.actions(account)
    return tuple(make(account, now) for action, make in DESKS.items() if action in held)


def _editor(account: Account, now: datetime) -> Desk:
    rows = access.limited(deskitems.reports_shown(), account, Action.WRITE_REPORT)
    failing = _("Drafts with figures that do not add up")
    untouched = _("Drafts that nobody changed for 14 days")
    piles = filled(
        _waits("sent-back", _("Came back from review"), waiting.sent_back(rows), deskitems.came_back),
        *deskowed.piles(account, now=now),
        _waits("failing", failing, waiting.failing(rows), deskitems.fails),
        _waits("untouched", untouched, waiting.untouched(rows, now=now), deskitems.changed),
        *documentdesk.writing(account, now=now),
    )
    ways = (
        (_("Write a report"), reverse("admin:reports_report_add")),
        (_("Import a report"), reverse("admin:reports_report_import")),
        (_("Write a document"), reverse("admin:reports_document_add")),
        (_("Import documents"), reverse("admin:reports_document_import")),
        _years(),
    )
    return Desk(Role.EDITOR, piles, ways)


def _reviewer(account: Account, now: datetime) -> Desk:
    wrote = Event.objects.filter(
        subject_kind="report", subject_id=OuterRef("pk"), act__in=WRITING, by=account.pk
    )
    rows = access.limited(deskitems.reports_shown(), account, Action.REVIEW_REPORT)
    found = waiting.to_review(rows.annotate(wrote=Exists(wrote)))
    pile = _waits("to-review", _("Waiting for review"), found, deskitems.waits_for_review)
    return Desk(Role.REVIEWER, filled(pile, *documentdesk.reviewing(account, now=now)))


def _publisher(account: Account, now: datetime) -> Desk:
    rows = access.limited(deskitems.reports_shown(), account, Action.PUBLISH_REPORT)
    owing = access.limited(deskitems.reports_shown(), account, Action.HAND_IN_REPORT)
    to_hand_in = waiting.to_hand_in(owing, on=timezone.localdate(now))
    piles = filled(
        _waits("off-schedule", _("Taken off the schedule"), waiting.off_schedule(rows), deskitems.taken_off),
        _waits("to-publish", _("Approved, to be published"), waiting.to_publish(rows), deskitems.approved),
        _waits("scheduled", _("Will publish themselves"), waiting.scheduled(rows), deskitems.due_at),
        _waits("to-hand-in", _("Published, not handed in yet"), to_hand_in, deskitems.public_since),
        *documentdesk.publishing(account, now=now),
    )
    return Desk(Role.PUBLISHER, piles)


def _caseworker(account: Account, now: datetime) -> Desk:
    return Desk(Role.CASEWORKER, casedesk.piles(account, now=now), (*casedesk.ways(), _years()))


def _supervisor(account: Account, now: datetime) -> Desk:
    on = timezone.localdate(now)
    year = timeliness.last_year(on=on)
    scope = access.scope(account, Action.RECEIVE_REPORT)
    standings = [one for one in timeliness.of_year(year, on=on).standings if scope.holds(one.agency.pk)]
    open_ones = handins.receivable(account).select_related("report").order_by("at", "pk")
    titles = {
        Standing.NOT_PUBLISHED: _("%(year)s: due and not published") % {"year": year},
        Standing.LATE: _("%(year)s: published late") % {"year": year},
        Standing.NOT_DUE: _("%(year)s: not published, not due yet") % {"year": year},
    }
    piles = filled(
        pile_of("to-receive", _("Receipts to confirm"), open_ones, deskitems.handed_in, _board()),
        *(_standing_pile(standing, title, standings, year, on) for standing, title in titles.items()),
        *documentdesk.supervising(account, now=now),
    )
    ways = ((_("Board of reports"), _board()), (_("Assessment sheet"), reverse("admin:assessment")))
    return Desk(Role.SUPERVISOR, piles, ways)


def _auditor(account: Account, now: datetime) -> Desk:
    lately = deskaudit.lately(account, now=now)
    piles = [Pile(one.act, one.title, one.count, (), one.address) for one in lately]
    night = deskaudit.night(now=now)
    verified = Item(night.words, _log(), night.note, is_late=not night.is_well)
    return Desk(
        Role.AUDITOR,
        (*filled(*piles), Pile("night", _("Verification of the night"), 1, (verified,))),
        ((_("Log"), _log()), (_("Assessment sheet"), reverse("admin:assessment"))),
    )


def _administrator(account: Account, now: datetime) -> Desk:
    accounts = access.limited(Account.objects.order_by(), account, Action.MANAGE_ACCOUNT)
    alone = access.limited(Agency.objects.filter(is_one_person=True), account, Action.CHANGE_AGENCY)
    people, bodies = (reverse(f"admin:reports_{name}_changelist") + "?" for name in ("account", "agency"))
    piles = filled(
        pile_of(
            "no-second-factor",
            _("Accounts that need a second factor and have none"),
            waiting.without_second_factor(accounts),
            deskitems.person,
            f"{people}waits=no-second-factor",
        ),
        pile_of(
            "never-in",
            _("Accounts that never signed in"),
            waiting.never_in(accounts),
            deskitems.person,
            f"{people}waits=never-in",
        ),
        pile_of(
            "one-person",
            _("Agencies with one-person publication"),
            alone.order_by("name", "pk"),
            deskitems.body,
            f"{bodies}is_one_person__exact=1",
        ),
    )
    if not access.may(account, Action.MOVE_AGENCY):
        return Desk(Role.AGENCY_ADMINISTRATOR, piles)
    ways = ((_("Import agencies"), reverse("admin:reports_agency_import")),)
    return Desk(Role.SYSTEM_ADMINISTRATOR, piles, ways)


DESKS: dict[Action, Callable[[Account, datetime], Desk]] = {
    Action.WRITE_REPORT: _editor,
    Action.REVIEW_REPORT: _reviewer,
    Action.PUBLISH_REPORT: _publisher,
    Action.WORK_APPLICATION: _caseworker,
    Action.RECEIVE_REPORT: _supervisor,
    Action.VIEW_EVENT: _auditor,
    Action.MANAGE_ACCOUNT: _administrator,
}
"""The act that makes a role → its desk."""


def _waits(key: str, title: str, rows: QuerySet[Report], item: Callable[[Report], Item]) -> Pile:
    """A pile of reports whose list is the admin's own, narrowed by the filter of that key."""
    return pile_of(key, title, rows, item, f"{reverse('admin:reports_report_changelist')}?waits={key}")


def _standing_pile(
    standing: Standing, title: str, standings: Sequence[YearStanding], year: int, on: date
) -> Pile:
    found = sorted((one for one in standings if one.standing == standing), key=lambda one: -one.days_over(on))
    items = tuple(_standing_item(one, on) for one in found[:FEW])
    return Pile(standing.value, title, len(found), items, _board(year=year, standing=standing.value))


def _standing_item(one: YearStanding, on: date) -> Item:
    address = reverse("admin:reports_agency_change", args=[one.agency.pk])
    if one.report:
        address = reverse("admin:reports_report_change", args=[one.report.pk])
    over = one.days_over(on)
    due = _("due %(day)s") % {"day": f"{one.due:%Y-%m-%d}"} if one.due else ""
    note = _("%(due)s, %(left)s") % {"due": due, "left": deskitems.days_left(-over)} if over else due
    return Item(str(one.agency), address, note, is_late=over > 0)


def _board(**asked: object) -> str:
    return f"{reverse('admin:board')}?{urlencode(asked)}" if asked else reverse("admin:board")


def _years() -> tuple[str, str]:
    return _("Years of the register"), reverse("admin:years")


def _log() -> str:
    return reverse("admin:reports_event_changelist")
