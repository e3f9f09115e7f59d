"""Other portals whose publications are taken over: chosen in the admin, looked at by the worker in turn."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from threading import Event as Signal

from django.conf import settings
from django.db import close_old_connections, connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.domain.roles import Action
from reports.models import Account, Agency, FeedSource
from reports.models.event import Act
from reports.models.publicchange import LONGEST, SHORTEST
from reports.queries import access
from reports.services import events, exchange
from reports.services.exchangeagencies import Places
from reports.services.fetching import Peer, is_public
from reports.services.revisions import Refused

logger = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds between two looks at what is due."""
CHOSEN = ("is_on", "every", "under", "agency_map")
"""What may be changed of a source; its address never, since its copies are known by it."""
LONGEST_MAP = 20_000
TURN = 600.0
"""Seconds for one source before the next has its turn: a portal may be large, or mean harm."""


class BadSource(Refused):
    """A source that cannot be kept so. `field`: what is wrong in it."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def save(*, source: FeedSource, by: Account) -> FeedSource:
    """Enters or changes a source. Raises access.Denied, BadSource.

    The portal is not asked anything: the worker does that.
    """
    access.demand(by, Action.MANAGE_EXCHANGE, None)
    before: Mapping[str, str] = {}
    if source.pk is None:
        source.address = _address(source.address)
    else:
        stored = FeedSource.objects.select_for_update().get(pk=source.pk)
        before, source.address = _told(stored), stored.address
    if not SHORTEST <= source.every <= LONGEST:
        raise BadSource(
            _("Give %(least)d to %(most)d minutes.") % {"least": SHORTEST, "most": LONGEST}, "every"
        )
    source.agency_map = "\n".join(f"{there} = {here}" for there, here in _pairs(source.agency_map).items())
    named(source)
    changes = {name: (before.get(name, ""), text) for name, text in _told(source).items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    is_new = source.pk is None
    if not changes:
        return source
    source.save(update_fields=None if is_new else CHOSEN)
    events.record(Act.CREATED if is_new else Act.EDITED, by=by, subject=source, changes=changes)
    return source


@transaction.atomic
def want(*, source: FeedSource, by: Account) -> None:
    """Marks a source as due; the worker takes it over next, even where it is switched off. Raises Denied."""
    access.demand(by, Action.MANAGE_EXCHANGE, None)
    now = timezone.now()
    FeedSource.objects.filter(pk=source.pk).update(wanted_at=now)
    changes = {"wanted_at": ("", timezone.localtime(now).isoformat(" ", "minutes"))}
    events.record(Act.EDITED, by=by, subject=source, changes=changes)


def named(source: FeedSource) -> dict[str, Agency]:
    """Its map: address over there → agency here. Raises BadSource."""
    pairs = _pairs(source.agency_map)
    here = {agency.slug: agency for agency in Agency.objects.filter(slug__in=pairs.values())}
    for slug in pairs.values():
        if slug not in here:
            raise BadSource(
                _("This portal has no agency with the address “%(slug)s”.") % {"slug": slug[:80]},
                "agency_map",
            )
    return {there: here[slug] for there, slug in pairs.items()}


def pull_due() -> int:
    """Takes over every source that is due, one after the other, whatever becomes of each; how many."""
    wanted = FeedSource.objects.filter(Q(is_on=True) | Q(wanted_at__isnull=False)).select_related("under")
    count = 0
    for source in [source for source in wanted if is_due(source)]:
        if not _claimed(source):
            continue
        count += 1
        try:
            _pull(source)
        except Refused as refused:
            _failed(source, str(refused))
        except Exception:
            logger.exception("Taking over from %s failed.", source.address)
            with override(settings.LANGUAGE_CODE):
                _failed(
                    source, _("The program failed at it. Its log, kept by who runs the server, says why.")
                )
    return count


def is_due(source: FeedSource) -> bool:
    """Whether the worker should look at it now."""
    if source.wanted_at is not None:
        return True
    if not source.is_on:
        return False
    return source.taken_at is None or timezone.now() - source.taken_at >= timedelta(minutes=source.every)


def keep_pulling(stop: Signal) -> None:
    """Takes over what is due until told to stop, whatever happens."""
    while not stop.wait(PAUSE):
        try:
            close_old_connections()
            pull_due()
        except Exception:  # a database that is busy for once
            logger.warning("What is due from other portals could not be asked for.", exc_info=True)
    connections.close_all()


def _pull(source: FeedSource) -> None:
    with override(settings.LANGUAGE_CODE):
        peer = Peer(source.address, allow_private=source.allows_private)
        pulled = exchange.pull(peer, Places(source.under, named(source)), seconds=TURN)
    if pulled.has_more:  # the others first, then it goes on
        FeedSource.objects.filter(pk=source.pk).update(wanted_at=timezone.now())


def _claimed(source: FeedSource) -> bool:
    """Whether it is ours to look at: of several workers only one moves it on from where all saw it."""
    seen = FeedSource.objects.filter(pk=source.pk, taken_at=source.taken_at, wanted_at=source.wanted_at)
    return bool(seen.update(taken_at=timezone.now(), wanted_at=None))


def _failed(source: FeedSource, fault: str) -> None:
    FeedSource.objects.filter(pk=source.pk).update(fault=fault[:500], taken_at=timezone.now())


def _address(text: str) -> str:
    """The address as it is kept, "https://host". Raises BadSource."""
    try:
        peer = Peer(text)
    except Refused as refused:
        raise BadSource(str(refused), "address") from refused
    if not is_public(peer):
        raise BadSource(
            _(
                "Give the public address of the portal, https://host. A place within a private network is "
                "only taken over from with the command pull_changes."
            ),
            "address",
        )
    if FeedSource.objects.filter(address=peer.base).exists():
        raise BadSource(_("This portal is in the list already."), "address")
    return peer.base


def _pairs(text: str) -> dict[str, str]:
    """The map as typed, a pair a line. Raises BadSource."""
    found: dict[str, str] = {}
    if len(text) > LONGEST_MAP:
        raise BadSource(_("The list is too long."), "agency_map")
    for number, line in enumerate(text.splitlines(), 1):
        there, sign, here = (part.strip() for part in line.partition("="))
        if not line.strip():
            continue
        if not (there and sign and here) or there in found or "=" in here:
            raise BadSource(
                _("Line %(number)d: write “address there = address here”, each address once.")
                % {"number": number},
                "agency_map",
            )
        found[there] = here
    return found


def _told(source: FeedSource) -> dict[str, str]:
    """What the log tells of it."""
    return {
        "address": source.address,
        "is_on": str(source.is_on),
        "every": str(source.every),
        "under": str(source.under or ""),
        "agency_map": source.agency_map,
    }
