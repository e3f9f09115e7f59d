"""The catalogue's part of the desks: documents on their road, late ones, columns that lack, readers' reports.

A query for each line, whatever the number of documents.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, Agency, Document, Event, PageFault
from reports.models.document import DocumentQuerySet
from reports.models.documentcontent import Openness
from reports.models.event import Act
from reports.models.road import State
from reports.queries import access, categories, deskitems
from reports.queries.categories import Column
from reports.queries.deskitems import FEW, Item, Pile, filled, pile_of
from reports.queries.powers import WORKER, WRITING

HEAVY = ("body", "body_text", "summary", "fields", "kept_content", "change_note", "ground_note")
SOON = timedelta(days=30)
"""How long before its end staff are told, and how long after it."""
MOST_AGENCIES = 300
"""Whose columns are looked through at once."""


def writing(account: Account, *, now: datetime) -> tuple[Pile, ...]:
    """What waits for those who write documents."""
    on = timezone.localdate(now)
    rows = _shown(account, Action.WRITE_DOCUMENT)
    return filled(
        _pile("sent-back", _("Documents that came back from review"), sent_back(rows), came_back),
        _pile("late", _("Documents that are late"), _late(rows, on), due_until(on), duty="late"),
        _ending(rows, on),
        _ended(rows, on),
        _columns(account, on),
        _faults(account),
    )


def reviewing(account: Account, *, now: datetime) -> tuple[Pile, ...]:
    """What waits for those who review documents."""
    on = timezone.localdate(now)
    wrote = Event.objects.filter(
        subject_kind="document", subject_id=OuterRef("pk"), act__in=WRITING, by=account.pk
    )
    rows = _shown(account, Action.REVIEW_DOCUMENT)
    waiting = to_review(rows).annotate(wrote=Exists(wrote))
    closed = rows.to_reconsider(on=on).order_by("reevaluate_on", "pk")
    title = _("Documents to be re-evaluated (article 18)")
    return filled(
        _pile("to-review", _("Documents waiting for review"), waiting, waits_for_review),
        _pile("reconsider", title, closed, to_reconsider, duty="reconsider"),
    )


def publishing(account: Account, *, now: datetime) -> tuple[Pile, ...]:
    """What waits for those who publish documents."""
    on = timezone.localdate(now)
    rows = _shown(account, Action.PUBLISH_DOCUMENT)
    return filled(
        _pile("to-publish", _("Documents approved, to be published"), to_publish(rows), due_until(on)),
        _pile("scheduled", _("Documents that will publish themselves"), scheduled(rows), due_at),
        _ending(rows, on),
    )


def supervising(account: Account, *, now: datetime) -> tuple[Pile, ...]:
    """What those who supervise are told: who is late with what."""
    on = timezone.localdate(now)
    rows = _late(_shown(account, Action.VIEW_DOCUMENT), on)
    return filled(_pile("late", _("Documents that are late"), rows, due_until(on), duty="late"))


def _ending(rows: DocumentQuerySet, on: date) -> Pile:
    title = _("Documents that will withdraw themselves within 30 days")
    return _pile("ending", title, ending(rows, on=on), ends_on, duty="ending")


def _ended(rows: DocumentQuerySet, on: date) -> Pile:
    title = _("Documents that withdrew themselves in the last 30 days")
    return _pile("ended", title, ended(rows, on=on), went_on, duty="ended")


# The rows behind each line, and behind the filter that lists them all


def sent_back(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Drafts that came back from review, the latest first; `reason`, `back_at`: the last why and when."""
    last = Event.objects.filter(subject_kind="document", subject_id=OuterRef("pk"), act=Act.SENT_BACK)
    released = Event.objects.filter(
        subject_kind="document", subject_id=OuterRef("pk"), act__in=(Act.SUBMITTED, Act.PUBLISHED)
    )
    newest = last.order_by("-sequence")
    found = rows.filter(state=State.DRAFT).annotate(
        reason=Subquery(newest.values("reason")[:1]),
        back_at=Subquery(newest.values("at")[:1]),
        back_number=Subquery(newest.values("sequence")[:1]),
        moved=Subquery(released.order_by("-sequence").values("sequence")[:1]),
    )
    return found.filter(back_at__isnull=False, back_number__gt=F("moved")).order_by("-back_at", "pk")


def to_review(rows: QuerySet[Document]) -> QuerySet[Document]:
    """In review and not approved, those that wait longest first."""
    return rows.filter(state=State.IN_REVIEW, reviewed_at=None).order_by("submitted_at", "pk")


def to_publish(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Approved, open and not scheduled, the first due first."""
    found = rows.filter(
        state=State.IN_REVIEW, reviewed_at__isnull=False, scheduled_at=None, openness=Openness.OPEN
    )
    return found.order_by(F("due_on").asc(nulls_last=True), "reviewed_at", "pk")


def scheduled(rows: QuerySet[Document]) -> QuerySet[Document]:
    """To be published by themselves, the next first."""
    return rows.filter(state=State.IN_REVIEW, scheduled_at__isnull=False).order_by("scheduled_at", "pk")


def ending(rows: QuerySet[Document], *, on: date) -> QuerySet[Document]:
    """Public ones whose last day to be shown (`ends_on`) is at most 30 days off, the first first."""
    soon = rows.filter(versions__is_standing=True, versions__shown_until__lte=on + SOON)
    return soon.annotate(ends_on=F("versions__shown_until")).order_by("ends_on", "pk")


def ended(rows: QuerySet[Document], *, on: date) -> QuerySet[Document]:
    """Those that the portal itself withdrew since that day a month ago, the last first."""
    since = timezone.make_aware(datetime.combine(on - SOON, time.min))
    return rows.filter(withdrawn_by__username=WORKER, withdrawn_at__gte=since).order_by("-withdrawn_at", "pk")


def _late(rows: DocumentQuerySet, on: date) -> QuerySet[Document]:
    return rows.late(on=on).order_by("due_on", "pk")


# How each is named


def came_back(document: Document) -> Item:
    """A document sent back, with why."""
    return _item(document, deskitems.when(document.back_at), document.reason, is_late=True)


def waits_for_review(document: Document) -> Item:
    """A document in review: since when, and by whom."""
    since = deskitems.when(document.submitted_at, deskitems.name_of(document.submitted_by))
    reason = _("You wrote part of it; somebody else must approve it.") if document.wrote else ""
    return _item(document, _("submitted %(time)s") % {"time": since}, reason, page="review")


def to_reconsider(document: Document) -> Item:
    """A closed document whose day has come."""
    told = _("due %(day)s") % {"day": f"{document.reevaluate_on:%Y-%m-%d}"}
    return _item(document, told, page="reconsider")


def due_at(document: Document) -> Item:
    """A document that publishes itself."""
    values = {
        "time": deskitems.when(document.scheduled_at),
        "name": deskitems.name_of(document.scheduled_by),
    }
    return _item(document, _("at %(time)s, in the name of %(name)s") % values)


def ends_on(document: Document) -> Item:
    """A public document, by the last day on which it is shown."""
    return _item(document, _("shown until %(day)s") % {"day": f"{document.ends_on:%Y-%m-%d}"})


def went_on(document: Document) -> Item:
    """A withdrawn document, by when it went."""
    return _item(document, _("withdrawn %(time)s") % {"time": deskitems.when(document.withdrawn_at)})


def due_until(on: date) -> Callable[[Document], Item]:
    """Names a document by the last day of its duty, and how many days are left on that day."""

    def item(document: Document) -> Item:
        if document.due_on is None:
            return _item(document, "")
        left = (document.due_on - on).days
        due = _("due %(day)s") % {"day": f"{document.due_on:%Y-%m-%d}"}
        told = _("%(due)s, %(left)s") % {"due": due, "left": deskitems.days_left(left)}
        return _item(document, told, is_late=left < 0)

    return item


def _item(
    document: Document, note: str, reason: str = "", *, page: str = "change", is_late: bool = False
) -> Item:
    address = reverse(f"admin:reports_document_{page}", args=[document.pk])
    return Item(document.title or document.index_number, address, note, reason, is_late)


def _shown(account: Account, action: Action) -> DocumentQuerySet:
    rows = Document.objects.select_related("submitted_by", "scheduled_by").defer(*HEAVY)
    return access.limited(rows, account, action)


def _pile(
    key: str, title: str, rows: QuerySet[Document], item: Callable[[Document], Item], **asked: str
) -> Pile:
    query = urlencode(asked or {"waits": key})
    return pile_of(
        f"documents-{key}", title, rows, item, f"{reverse('admin:reports_document_changelist')}?{query}"
    )


def _columns(account: Account, on: date) -> Pile:
    """Columns that the statute asks for and that are empty, or that nobody updated for too long."""
    alive = Agency.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on)).order_by("name", "pk")
    bodies = access.limited(alive, account, Action.WRITE_DOCUMENT)
    found = categories.lacking_of(list(bodies[:MOST_AGENCIES]), on=on)
    items = tuple(_column(agency, column, on) for agency, column in found[:FEW])
    address = reverse("admin:reports_category_overview")
    return Pile("columns-lacking", _("Columns that are empty or out of date"), len(found), items, address)


def _column(agency: Agency, column: Column, on: date) -> Item:
    address = reverse("admin:reports_category_overview_of", args=[agency.pk])
    told = _("nothing in it, and the law asks for it")
    if column.last_on and not column.is_missing:
        told = _("last updated %(day)s") % {"day": f"{column.last_on:%Y-%m-%d}"}
    return Item(f"{agency} · {column.name}", address, told, is_late=column.is_missing)


def _faults(account: Account) -> Pile:
    rows = access.limited(PageFault.objects.filter(settled_at=None), account, Action.WRITE_DOCUMENT)
    address = f"{reverse('admin:reports_pagefault_changelist')}?settled=no"
    return pile_of("page-faults", _("Faults reported by readers"), rows.order_by("at", "pk"), _fault, address)


def _fault(fault: PageFault) -> Item:
    address = reverse("admin:reports_pagefault_change", args=[fault.pk])
    return Item(fault.path, address, deskitems.when(fault.at), fault.text)
