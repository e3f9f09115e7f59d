"""How often one network may do a thing at a public door. Counts only, forgotten by themselves.

The counts lie in the cache: each process counts for itself unless CACHE_URL names one that all share; then
a limit holds for all together. The network is kept as a keyed hash, never as an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from reports.services.doornetwork import network_of


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times within `window`, counted from the first; `name` keeps it apart from others."""

    name: str
    most: int
    window: timedelta


def passes(limit: Limit, request: HttpRequest, *, about: str = "") -> bool:
    """Counts one try of the request's network (and of what it is `about`); False where one too many."""
    return passes_for(limit, network_of(request) or "", about=about)


def passes_for(limit: Limit, who: str, *, about: str = "") -> bool:
    """The same for anybody named: everybody together, an agency, a case."""
    key = _key(limit, who, about)
    cache.add(key, 0, limit.window.total_seconds())
    try:
        return cache.incr(key) <= limit.most
    except ValueError:  # it lapsed in between: this is the first try again
        cache.set(key, 1, limit.window.total_seconds())
        return True


def tries(limit: Limit, request: HttpRequest, *, about: str = "") -> int:
    """How often it was tried within the window so far; counts nothing."""
    return tries_for(limit, network_of(request) or "", about=about)


def tries_for(limit: Limit, who: str, *, about: str = "") -> int:
    """The same for anybody named."""
    return int(cache.get(_key(limit, who, about)) or 0)


def forget(limit: Limit, request: HttpRequest, *, about: str = "") -> None:
    """Begins anew: after a success that shows an honest visitor."""
    cache.delete(_key(limit, network_of(request) or "", about))


def _key(limit: Limit, who: str, about: str) -> str:
    return f"throttle:{salted_hmac('reports.throttle', f'{limit.name} {who} {about}').hexdigest()}"
