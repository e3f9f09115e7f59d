"""Reading the log: its entries in words, the history of one thing, and whether the chain still holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.chain import GENESIS, Break, breaks, canonical
from reports.domain.roles import Action, Role
from reports.domain.statform.definition import Form
from reports.models import Account, Event
from reports.models.appointment import ROLE_NAMES
from reports.queries import access, logwords
from reports.queries.changes import Change

PAGE = 1000
"""Entries read at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words: who in which roles, what was changed."""

    event: Event
    who: str
    roles: str
    changes: tuple[Change, ...]


def told(event: Event) -> Told:
    """The entry in the active language, figures by the labels of the form that the report has now."""
    return _told(event, *logwords.form_of(event.subject_kind, event.subject_id))


def _told(event: Event, form: Form | None, year: int) -> Told:
    return Told(event, who(event), roles(event), logwords.changes(event, form, year))


def local_time(event: Event) -> datetime:
    """When it was done, by the clock of the site."""
    return timezone.localtime(event.at)


def who(event: Event) -> str:
    """The account that did it; the portal itself where nobody was signed in."""
    return event.by.get_username() if event.by else _("nobody signed in")


def roles(event: Event) -> str:
    """The roles that the account held there when it did it."""
    known = {role.value: str(ROLE_NAMES[role]) for role in Role}
    return _(", ").join(known.get(role, role) for role in event.role.split(",") if role)


def history(kind: str, pk: int, *, within: access.Scope | None = None, limit: int = 500) -> list[Told]:
    """What was done to one thing, the newest first; `within`: only what belongs to those agencies."""
    events = Event.objects.of(kind, pk).select_related("by").order_by("-sequence")
    if within is not None and not within.is_everywhere:
        events = events.filter(agency__in=within.agencies)
    form, year = logwords.form_of(kind, pk)
    return [_told(event, form, year) for event in events[:limit]]


def seen_by(account: Account | AnonymousUser) -> QuerySet[Event]:
    """The entries that somebody may read."""
    return access.limited(Event.objects.all(), account, Action.VIEW_EVENT)


def faults() -> Iterator[Break]:
    """Where the chain of the log does not hold, read page by page."""
    previous, sequence, after = GENESIS, 0, -1
    while page := list(Event.objects.filter(sequence__gt=after).order_by("sequence")[:PAGE]):
        yield from breaks((event.link for event in page), previous=previous, sequence=sequence)
        after = page[-1].sequence
        if after > 0:
            previous, sequence = page[-1].digest, after


def head() -> str:
    """`N:digest` of the newest entry, "" without one: who keeps it elsewhere can tell that none was lost."""
    last = Event.objects.only("sequence", "digest").order_by("-sequence").first()
    return f"{last.sequence}:{last.digest}" if last else ""


def holds(head: str) -> bool:
    """Whether the entry that an earlier head names is there as it was."""
    number, _colon, digest = head.partition(":")
    return Event.objects.filter(sequence=int(number), digest=digest).exists()


def rows(events: Iterable[Event]) -> Iterator[list[str]]:
    """The entries as an auditor's table: first the names of the columns, then a line each.

    `changes` is JSON. `digest` and `previous` let a copy be verified against the log.
    """
    yield list(COLUMNS)
    for event in events:
        yield [_text(event, column) for column in COLUMNS]


COLUMNS = (
    *("sequence", "at", "act", "by", "role", "address", "subject_kind", "subject_id", "subject_name"),
    *("agency", "reason", "changes", "previous", "digest"),
)


def _text(event: Event, column: str) -> str:
    if column == "by":
        return event.by.get_username() if event.by else ""
    if column == "agency":
        return event.agency.name if event.agency else ""
    value = event.hashed[column] if column in ("at", "changes") else getattr(event, column)
    if column == "changes":
        return canonical(value) if value else ""
    return "" if value is None else str(value)
