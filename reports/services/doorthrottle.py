"""How many wrong passwords are borne, from whom, before the next is not even looked at.

django-axes asks before any password is hashed and keeps the counts in its table, shared by all processes.
What is counted by what is ours, since one limit for everything either lets an attacker with many networks in
or locks the honest owner out:

PAIR     one account from one network: soon
NETWORK  one network whatever the names: soon after
ACCOUNT  one account from everywhere: late, and for a short time
SITE     everything together: bounds what hashing may cost
BROWSER  a browser that has signed in to this account before is counted by itself, and by nothing else

ACCOUNT and SITE do not hold for an address from which this account has signed in lately. So an attack from
anywhere locks nobody out of a known browser or office; and everybody else waits minutes at most.
Several processes at once may each look at one more password than the limit says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from reports.models import Account, Event
from reports.models.event import Act
from reports.services import doorbrowsers, doorlog, doornetwork, doorsessions


@dataclass(frozen=True, slots=True)
class Tier:
    """At most `limit` failures within `window`; blocked attempts are not counted, so that waiting ends."""

    name: str
    limit: int
    window: timedelta


PAIR = Tier("account and network", 5, timedelta(minutes=15))
NETWORK = Tier("network", 30, timedelta(minutes=15))
ACCOUNT = Tier("account", 50, timedelta(minutes=5))
SITE = Tier("site", 600, timedelta(minutes=5))
BROWSER = Tier("known browser", 10, timedelta(minutes=15))

REMEMBERED = timedelta(hours=1)
"""Counts older than this are deleted; it is longer than every window."""
ADDRESS_KNOWN = timedelta(days=90)
UNKNOWN = "nobody:"
"""Before the keyed hash of a name that no account has: what was typed is stored nowhere."""


def name_key(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """What failures of that name are counted under (AXES_USERNAME_CALLABLE)."""
    typed = str((credentials or {}).get("username") or "")
    remembered = getattr(request, "door_name", None)
    if remembered is None or remembered[0] != typed:
        pk = Account.objects.filter(username=typed).values_list("pk", flat=True).first() if typed else None
        key = str(pk) if pk else UNKNOWN + salted_hmac("reports.door.name", typed).hexdigest()
        remembered = request.door_name = (typed, key)
    return remembered[1]


def network(request: HttpRequest) -> str | None:
    """AXES_CLIENT_IP_CALLABLE."""
    return doornetwork.network_of(request)


class DoorHandler(AxesDatabaseHandler):
    """AXES_HANDLER: our tiers over the table of django-axes; nothing of a request is kept but the counts."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """1 (AXES_FAILURE_LIMIT) where the attempt must wait, 0 where it may go on."""
        request.door_tier = _full_tier(request, name_key(request, credentials))
        return int(request.door_tier is not None)

    def user_login_failed(
        self, sender: str, credentials: dict, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Counts a wrong password; one that was not looked at is not counted."""
        if request is None:
            return
        key = name_key(request, credentials)
        account = Account.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        if request.axes_locked_out:
            doorlog.note(Act.LOCKED_OUT, account, how=_tier_name(request))
            return
        _count(key, network(request), doorbrowsers.tag_of(request, account.pk if account else None))
        doorlog.note(Act.SIGN_IN_FAILED, account, count=_lately(key), how="password")

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
        """Enters the session; forgets the failures of this account here. Those elsewhere still count."""
        doorsessions.begin(request, user)
        mine = AccessAttempt.objects.filter(username=str(user.pk))
        mine.filter(ip_address=network(request), user_agent="").delete()
        tag = doorbrowsers.tag_of(request, user.pk)
        if tag:
            mine.filter(user_agent=tag).delete()

    def user_logged_out(self, sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
        """Nothing to do: sign-outs stand in our own log."""


def forget() -> int:
    """Deletes the counts that no longer matter; returns how many."""
    return AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - REMEMBERED).delete()[0]


def _full_tier(request: HttpRequest, key: str) -> Tier | None:
    now = timezone.now()
    for tier, where in _tiers(request, key):
        counted = AccessAttempt.objects.filter(attempt_time__gt=now - tier.window, **where)
        if (counted.aggregate(sum=Sum("failures_since_start"))["sum"] or 0) >= tier.limit:
            return tier
    return None


def _tiers(request: HttpRequest, key: str) -> Iterator[tuple[Tier, dict[str, str | None]]]:
    pk = int(key) if key.isdecimal() else None
    tag, place = doorbrowsers.tag_of(request, pk), network(request)
    if tag:
        yield BROWSER, {"username": key, "user_agent": tag}
        return
    yield PAIR, {"username": key, "ip_address": place, "user_agent": ""}
    yield NETWORK, {"ip_address": place, "user_agent": ""}
    if not _has_signed_in_from_here(request, pk):
        yield ACCOUNT, {"username": key, "user_agent": ""}
        yield SITE, {"user_agent": ""}


def _has_signed_in_from_here(request: HttpRequest, pk: int | None) -> bool:
    address = doornetwork.address_of(request)
    if pk is None or address is None:
        return False
    since = timezone.now() - ADDRESS_KNOWN
    signed_in = Event.objects.of("account", pk).filter(act=Act.SIGNED_IN, address=address, at__gt=since)
    return signed_in.exists()


@transaction.atomic
def _count(key: str, place: str | None, tag: str) -> None:
    row, made = AccessAttempt.objects.select_for_update().get_or_create(
        username=key,
        ip_address=place,
        user_agent=tag,
        defaults={"failures_since_start": 1},
    )
    if made:
        forget()
        return
    fresh = row.attempt_time > timezone.now() - PAIR.window
    AccessAttempt.objects.filter(pk=row.pk).update(
        failures_since_start=F("failures_since_start") + 1 if fresh else 1, attempt_time=timezone.now()
    )


def _lately(key: str) -> int:
    """How many wrong passwords for that account within REMEMBERED; for unknown names: for all of them."""
    rows = AccessAttempt.objects.all()
    rows = rows.filter(username__startswith=UNKNOWN) if key.startswith(UNKNOWN) else rows.filter(username=key)
    return rows.aggregate(sum=Sum("failures_since_start"))["sum"] or 1


def _tier_name(request: HttpRequest) -> str:
    tier: Tier | None = getattr(request, "door_tier", None)
    return tier.name if tier else ""
