"""What lies on the import desk, as far as somebody may see it, the hardest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.domain.document import Unreadable
from reports.domain.roles import Action
from reports.models import Account, ImportItem
from reports.models.importdesk import ItemState
from reports.queries import access, statforms, unreadable
from reports.queries.stattables import local

ON_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One file on the desk. `problems`: what makes it hard, in words, worst first; `form`: of its table."""

    item: ImportItem
    problems: tuple[str, ...]
    form: str

    @property
    def is_sound(self) -> bool:
        """Whether it can be accepted as it is."""
        return self.item.state == ItemState.READ and not self.problems


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of the desk; `waiting` counts the files that the worker has still to read."""

    entries: tuple[Entry, ...]
    page: Page[ImportItem]
    waiting: int


def visible(account: Account | AnonymousUser) -> QuerySet[ImportItem]:
    """The files that somebody may look at: their own, and those of agencies whose reports they write."""
    scope = access.scope(account, Action.WRITE_REPORT)
    if scope.is_empty:
        return ImportItem.objects.none()
    mine = Q(job__created_by=account.pk)
    theirs = Q(agency__isnull=False) if scope.is_everywhere else Q(agency__in=scope.agencies)
    return ImportItem.objects.filter(mine | theirs).select_related("job__created_by", "agency", "report")


def desk(account: Account | AnonymousUser, *, page: str = "1") -> Desk:
    """The desk, a fixed number of queries. Refused first, then what fails, is unread, unknown; then sound."""
    rows = visible(account).defer("document").annotate(hardness=_hardness())
    rows = rows.order_by("hardness", "-failing", "-unread", "-pk")
    found = Paginator(rows, ON_PAGE).get_page(page)
    waiting = visible(account).filter(state=ItemState.WAITING).count()
    return Desk(tuple(entry(item) for item in found), found, waiting)


def entry(item: ImportItem) -> Entry:
    """A file of the desk with its problems in words."""
    form = statforms.all_forms().get(item.form_id or (item.mapping or {}).get("form", ""))
    title = local(form.short_title, form.short_title_en) if form else ""
    return Entry(item, tuple(_problems(item)), title)


def _hardness() -> Case:
    is_read = Q(state=ItemState.READ)
    return Case(
        When(Q(state=ItemState.REFUSED), then=Value(0)),
        When(is_read & Q(failing__gt=0), then=Value(1)),
        When(is_read & Q(unread__gt=0), then=Value(2)),
        When(is_read & (Q(agency=None) | Q(year=None) | Q(is_form_unknown=True)), then=Value(3)),
        When(is_read, then=Value(4)),
        When(Q(state=ItemState.WAITING), then=Value(5)),
        default=Value(6),
        output_field=IntegerField(),
    )


def _problems(item: ImportItem) -> list[str]:
    if item.state == ItemState.REFUSED:
        return [unreadable.sentence(Unreadable(item.reason, **item.detail), item.name)]
    if item.state != ItemState.READ:
        return []
    found = []
    if item.failing:
        words = ngettext("%(count)s check fails", "%(count)s checks fail", item.failing)
        found.append(words % {"count": item.failing})
    if item.unread:
        words = ngettext("%(count)s part is unread", "%(count)s parts are unread", item.unread)
        found.append(words % {"count": item.unread})
    if item.agency is None:
        found.append(_("whose report it is must be chosen"))
    if item.year is None:
        found.append(_("the report year must be given"))
    if item.is_form_unknown:
        found.append(_("its table belongs to no known form"))
    return found
