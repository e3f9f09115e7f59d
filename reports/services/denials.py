"""Writing down that somebody signed in was turned away. Bounded, so that nobody can flood the log."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from reports.models import Account, Agency
from reports.models.event import Act
from reports.services import events

SPAN = 60
"""Seconds in which one address is written down once for each account."""
MOST = 20
"""How many addresses of one kind of page are written down for each account in that time."""
LONGEST = 300


def note(*, by: Account, page: str, address: str, agency_id: int | None = None) -> bool:
    """One Event DENIED. `page`: the kind of page, of which there are few; `address`: method and path alone.

    `agency_id`: whose it was, if that is known; one that never was is left out. False where it was written
    down a moment ago.
    """
    digest = hashlib.sha256(address.encode()).hexdigest()[:32]
    if not cache.add(f"denied:{by.pk}:{digest}", 1, SPAN):
        return False
    counter = f"denied:{by.pk}:{page}"
    cache.add(counter, 0, SPAN)
    if cache.incr(counter) > MOST:
        return False
    agency = Agency.objects.filter(pk=agency_id).first() if agency_id else None
    events.record(Act.DENIED, by=by, kind="address", agency=agency, reason=address[:LONGEST])
    return True
