"""Writing the log: one Event an act, chained to the one before, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from reports.domain.chain import GENESIS, digest
from reports.domain.text.privacy import masked
from reports.models import Account, Agency, Event
from reports.queries import access

Changes = Mapping[str, tuple[str, str]]
"""What was touched → (before, after), as text."""

CHAIN_LOCK = 7_301_001
"""The key of PostgreSQL's advisory lock that lets one writer at a time add a link."""
LONGEST_NAME = 300

_address: ContextVar[str | None] = ContextVar("network address of the request", default=None)


@contextmanager
def coming_from(address: str | None) -> Iterator[None]:
    """Whatever is recorded inside came from that network address; set once, at the staff's door."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


@transaction.atomic
def record(
    act: str,
    *,
    by: Account | AnonymousUser | None,
    subject: Model | None = None,
    kind: str = "",
    agency: Agency | int | None = None,
    reason: str = "",
    changes: Changes | None = None,
) -> Event:
    """Adds an Event. `subject` is what was acted on; `kind` names it where there is no row ("log", "door").

    Numbers of persons (identity, telephone, bank card) in the texts are masked: the log is never changed.
    `agency` is found from a subject that has one. Call it inside the transaction of the act, as its last
    step: until that ends, nobody else adds a link.
    """
    who = by if isinstance(by, Account) else None
    agency_id = _agency_of(subject, agency)
    previous = _last()
    event = Event(
        sequence=previous.sequence + 1 if previous else 1,
        act=str(act),
        at=timezone.now(),
        by=who,
        role=",".join(access.roles_at(who, agency_id)) if who else "",
        address=_address.get(),
        subject_kind=kind or (str(subject._meta.model_name) if subject is not None else ""),
        subject_id=subject.pk if subject is not None else None,
        subject_name=_name_of(subject),
        agency_id=agency_id,
        reason=masked(reason),
        changes={name: [masked(text) for text in pair] for name, pair in (changes or {}).items()},
        previous=previous.digest if previous else GENESIS,
    )
    event.digest = digest(event.previous, event.hashed)
    event.save(force_insert=True)
    return event


@transaction.atomic
def record_each(
    act: str, *, by: Account, agency: Agency, rows: Iterable[tuple[Model, Changes | None]]
) -> list[Event]:
    """Adds an Event for each of many things of one agency, as `record` would one by one; three statements."""
    previous, made = _last(), []
    role, now, address = ",".join(access.roles_at(by, agency.pk)), timezone.now(), _address.get()
    for subject, changes in rows:
        event = Event(
            sequence=previous.sequence + 1 if previous else 1,
            act=str(act),
            at=now,
            by=by,
            role=role,
            address=address,
            subject_kind=str(subject._meta.model_name),
            subject_id=subject.pk,
            subject_name=_name_of(subject),
            agency_id=agency.pk,
            changes={name: [masked(text) for text in pair] for name, pair in (changes or {}).items()},
            previous=previous.digest if previous else GENESIS,
        )
        event.digest = digest(event.previous, event.hashed)
        made.append(event)
        previous = event
    return Event.objects.bulk_create(made, batch_size=500)


def shut() -> None:
    """Keeps everybody else out of the log until the transaction ends. SQLite has one writer in any case."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _last() -> Event | None:
    """The newest link, while nobody else can add one."""
    shut()
    return Event.objects.only("sequence", "digest").order_by("-sequence").first()


def _name_of(subject: Model | None) -> str:
    if subject is None:
        return ""
    name = str(subject)
    return (name if isinstance(subject, Account) else masked(name))[:LONGEST_NAME]


def _agency_of(subject: Model | None, agency: Agency | int | None) -> int | None:
    if agency is not None:
        return agency if isinstance(agency, int) else agency.pk
    if isinstance(subject, Agency):
        return subject.pk
    found = getattr(subject, "agency_id", None)
    return found if isinstance(found, int) else None
