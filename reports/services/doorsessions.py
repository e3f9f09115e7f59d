"""Where an account is signed in: its own list, and the ends of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from reports.models import Account, StaffSession
from reports.models.event import Act
from reports.services import doornetwork, events

BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "MicroMessenger": "WeChat",
    "QQBrowser": "QQ",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""Sign in a User-Agent header → browser. The first that fits: they all claim to be the ones below too."""
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iPadOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One session in its owner's list."""

    pk: int
    browser: str
    address: str | None
    started_at: datetime
    seen_at: datetime
    is_this: bool


SEEN_EVERY = timedelta(minutes=1)
"""A visit is written down at most this often."""
LONGEST_AGENT = 200


def begin(request: HttpRequest, account: Account) -> StaffSession:
    """Enters the session of this request, whose key is new."""
    now = timezone.now()
    if request.session.session_key is None:
        request.session.save()
    row, _made = StaffSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "account_id": account.pk,
            "started_at": now,
            "seen_at": now,
            "address": doornetwork.address_of(request),
            "agent": request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:LONGEST_AGENT],
        },
    )
    return row


def renew(request: HttpRequest) -> None:
    """Gives the session a new key, as after each further proof of who it is."""
    before = request.session.session_key
    request.session.cycle_key()
    follow(request, before)


def follow(request: HttpRequest, before: str | None) -> None:
    """Enters the session's new key for its old one."""
    StaffSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def visit(request: HttpRequest, account: Account) -> str:
    """Writes the visit down. Returns why the session is over, "idle" or "too long"; "": it goes on."""
    now = timezone.now()
    row = StaffSession.objects.filter(session_key=request.session.session_key).first()
    if row is None or row.account_id != account.pk:
        row = begin(request, account)
    why = why_over(row, now)
    if not why and now - row.seen_at > SEEN_EVERY:
        StaffSession.objects.filter(pk=row.pk).update(seen_at=now)
    return why


def is_over(request: HttpRequest) -> bool:
    """The same question without writing anything, for pages that are not the staff's."""
    row = StaffSession.objects.filter(session_key=request.session.session_key).first()
    return row is not None and bool(why_over(row, timezone.now()))


def why_over(row: StaffSession, now: datetime) -> str:
    """By the two clocks of a session: since it was last used, and since it began."""
    if now - row.seen_at > timedelta(minutes=settings.SESSION_IDLE_MINUTES):
        return "idle"
    return "too long" if now - row.started_at > timedelta(seconds=settings.SESSION_COOKIE_AGE) else ""


def of_account(account: Account, *, this: str | None) -> list[Place]:
    """Where it is signed in and may go on, the latest first; `this` is the key of the session that asks."""
    now = timezone.now()
    rows = StaffSession.objects.filter(account_id=account.pk)
    return [
        Place(row.pk, browser(row.agent), row.address, row.started_at, row.seen_at, row.session_key == this)
        for row in rows
        if not why_over(row, now)
    ]


def browser(agent: str) -> str:
    """What a User-Agent header says in a person's words: "Firefox · Windows"; its beginning where unknown."""
    name = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((system for sign, system in SYSTEMS.items() if sign in agent), "")
    return " · ".join(part for part in (name, system) if part) or agent[:40] or "—"


def end(account: Account, pk: int, *, by: Account) -> bool:
    """Ends one of that account's sessions; returns whether there was such a one."""
    return _end(StaffSession.objects.filter(account_id=account.pk, pk=pk), account, by, "one") > 0


def end_all(account: Account, *, by: Account | None, but: str | None = None) -> int:
    """Ends its sessions, all `but` the one with that key; returns how many."""
    rows = StaffSession.objects.filter(account_id=account.pk).exclude(session_key=but or "")
    return _end(rows, account, by, "all others" if but else "all")


def leave(request: HttpRequest, account: Account, *, why: str = "") -> None:
    """Ends the session of this request: signed out, or over for that reason."""
    with transaction.atomic():
        StaffSession.objects.filter(session_key=request.session.session_key).delete()
        if why:
            events.record(Act.SESSION_ENDED, by=account, subject=account, changes={"why": ("", why)})
        else:
            events.record(Act.SIGNED_OUT, by=account, subject=account)


def forget() -> int:
    """Deletes the entries whose sessions are no more; returns how many."""
    return StaffSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]


@transaction.atomic
def _end(rows: QuerySet[StaffSession], account: Account, by: Account | None, which: str) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
    rows.delete()
    if keys:
        changes = {"sessions": (str(len(keys)), "0"), "why": ("", which)}
        events.record(Act.SESSION_ENDED, by=by, subject=account, changes=changes)
    return len(keys)
