"""What goes wrong at the door enters the log in steps: ten thousand failures are a handful of events."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from reports.models import Account, Event
from reports.models.event import Act
from reports.services import events

WINDOW = timedelta(minutes=15)
"""The first of a kind in this time is recorded; after it only when there are STEP times as many."""
STEP = 10


def note(act: Act, account: Account | None, *, count: int = 1, how: str = "") -> Event | None:
    """Records a failure or a lock of that account; None: names that nobody has, all of them together.

    `count`: how many there were lately. `how`: what failed, a fixed English word, never anything typed.
    """
    kind, pk = ("account", account.pk) if account else ("door", None)
    lately = Event.objects.of(kind, pk).filter(act=act, at__gt=timezone.now() - WINDOW)
    # Each kind by itself: a wrong code, after a right password, is not to hide behind wrong passwords.
    same = (event for event in lately.order_by("-sequence") if event.changes.get("how", ["", ""])[1] == how)
    last = next(same, None)
    if last is not None and count < STEP * int(last.changes.get("count", ["", "1"])[1]):
        return None
    changes = {"count": ("", str(count))}
    if how:
        changes["how"] = ("", how)
    return events.record(act, by=None, subject=account, kind=kind, changes=changes)
