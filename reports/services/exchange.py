"""Taking over what another portal publishes: its feed of changes, one by one, resumable at any point.

Each change is one transaction: the copy and how far we are. Whatever breaks off in between is done again from
there. What cannot be taken stops the pull with its reason, so that nothing is missed unseen; withdrawals
further on are carried out all the same.
"""

from __future__ import annotations

import hashlib
import logging
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.domain import exchange
from reports.domain.agreed import Malformed
from reports.domain.exchange import Change, File, Named, Page, Record
from reports.domain.exchangereport import ReportRecord, read_report
from reports.models import Account, FeedSource
from reports.queries import exchange as exchangequeries
from reports.queries.powers import EXCHANGE, EXCHANGE_RELEASE
from reports.readers import intake
from reports.services import exchangeagencies, exchangedocuments, exchangereports, receiving
from reports.services.exchangeagencies import Places
from reports.services.exchangedocuments import Fetched, Hands
from reports.services.fetching import FEED, Answer, Peer, Unreached
from reports.services.receiving import Judged
from reports.services.revisions import Refused
from reports.services.systemaccounts import account

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""Changes asked for at a time."""
LARGEST_PAGE = 2 * 2**20
LARGEST_RECORD = 16 * 2**20
LARGEST_TOGETHER = 200 * 2**20
"""Bytes: of a page of changes, a record, the files of one document together."""
SECONDS, SECONDS_A_FILE, SECONDS_A_CHANGE = 60, 300, 1_800
"""For an answer, a file, and all that is fetched for one change: nobody holds the worker for longer."""
REVISION = re.compile(r"/v[0-9]{1,6}/$")
"""The end of an address that names a revision."""
FARTHEST = 100_000
"""Changes that are looked through for withdrawals when the pull stops at one."""

Act = Callable[[], str]
"""Does to the database what a change asks for; says what it did: see `Pulled`."""
Told = Callable[[Change, str], None]
Read = TypeVar("Read")


@dataclass(slots=True)
class Pulled:
    """How a pull went. `counts`: what was done → how often: "taken", "withdrawn", "same", "passed", "gone",
    "kept" (a report of our own stands there).

    `fault`: why it stopped, "" where it came to the end. `at`: the last change that is done with. `has_more`:
    its time was over before the end; the next one goes on from there.
    """

    at: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    fault: str = ""
    has_more: bool = False

    def add(self, what: str) -> None:
        """Counts one."""
        self.counts[what] = self.counts.get(what, 0) + 1


def pull(
    peer: Peer,
    places: Places,
    *,
    skip: int = 0,
    told: Told = lambda change, what: None,
    seconds: float = math.inf,
) -> Pulled:
    """Follows the feed of that portal to its present end, or for so many seconds and the change begun then.

    `skip`: the number of a change that is passed over, whatever it is. `told` hears of each. A fault is also
    kept with the source. Raises Refused only where the portal's own accounts cannot be had.
    """
    kept = source(peer)
    pulled = Pulled(at=kept.last_sequence)
    with override(settings.LANGUAGE_CODE):
        one = _Pull(peer, places, Hands(account(EXCHANGE), account(EXCHANGE_RELEASE)), kept.pk)
        try:
            one.follow(pulled, skip, told, time.monotonic() + seconds)
        except Refused as refused:
            pulled.fault = str(refused)
        except Exception:  # whatever a stranger sent: what is withdrawn there goes here all the same
            logger.exception("Taking over from %s failed.", peer.base)
            pulled.fault = _("The program failed at it. Its log, kept by who runs the server, says why.")
        if pulled.fault:
            one.withdraw_ahead(pulled)
    now = timezone.now()
    is_done = not (pulled.fault or pulled.has_more)
    seen = {"fault": pulled.fault[:500], "taken_at": now} | ({"succeeded_at": now} if is_done else {})
    FeedSource.objects.filter(pk=kept.pk).update(**seen)
    return pulled


def source(peer: Peer, *, allows_private: bool = False) -> FeedSource:
    """What is kept of that portal; entered, and switched off for the worker, where it was not.

    `allows_private`: it is meant although it stands within a private network; kept for the worker too.
    """
    row, _is_new = FeedSource.objects.get_or_create(address=peer.base)
    if allows_private and not row.allows_private:
        row.allows_private = True
        row.save(update_fields=["allows_private"])
    return row


@contextmanager
def _told_of(change: Change) -> Iterator[None]:
    """Lets a refusal tell which change it is about. Raises Refused."""
    try:
        yield
    except Refused as refused:
        message = _("Change %(number)s, %(address)s: %(why)s")
        values = {"number": change.sequence, "address": change.address, "why": refused}
        raise Refused(message % values) from refused


class _Pull:
    """One pull from one portal."""

    def __init__(self, peer: Peer, places: Places, hands: Hands, source: int) -> None:
        self._peer, self._places, self._hands, self._source = peer, places, hands, source
        self._until = math.inf

    def follow(self, pulled: Pulled, skip: int, told: Told, end: float) -> None:
        """Each change after the last one done, in order, as long as it is not `end` by the monotonic clock.

        Raises Refused at the first that cannot be taken.
        """
        while True:
            self._until = time.monotonic() + SECONDS_A_CHANGE
            page = self._page(pulled.at)
            if page.head < pulled.at:
                raise Refused(
                    _(
                        "%(host)s has %(head)s changes and had %(last)s before: it was set back, perhaps "
                        "from a backup. Nothing is taken over until somebody has compared the two."
                    )
                    % {"host": self._peer.base, "head": page.head, "last": pulled.at}
                )
            for change in page.changes:
                if time.monotonic() >= end:
                    pulled.has_more = True
                    return
                self._until = time.monotonic() + SECONDS_A_CHANGE
                act = self._passed if change.sequence == skip else self._prepared(change)
                what = self._done(change, act)
                pulled.at = change.sequence
                pulled.add(what)
                told(change, what)
            if not page.has_more or not page.changes:
                return

    def withdraw_ahead(self, pulled: Pulled) -> None:
        """Takes back what is withdrawn further on in the feed and not made public again there."""
        last: dict[tuple[str, Named | None], Change] = {}
        at, self._until = pulled.at, time.monotonic() + SECONDS_A_CHANGE
        try:
            while at - pulled.at < FARTHEST:
                page = self._page(at)
                last |= {(one.address, one.report): one for one in page.changes if one.kind != "agency"}
                at += len(page.changes)
                if not page.has_more or not page.changes:
                    break
        except Refused:
            return  # what could be read is not to be believed in part: the next pull asks again
        for change in last.values():
            if change.action != "withdrawn":
                continue
            try:
                with transaction.atomic():
                    is_done = self._withdrawn_ahead(change)
            except Refused:  # said when its turn comes; the others are not kept waiting by it
                continue
            if is_done:
                pulled.add("withdrawn")

    def _withdrawn_ahead(self, change: Change) -> bool:
        rest = (self._peer.base, self._places, self._hands)
        if change.kind == "document":
            return exchangedocuments.withdraw(self._origin(change), change.reason, self._hands)
        is_known = change.report is not None and exchangereports.is_here(change, *rest)
        return is_known and exchangereports.withdraw(change, *rest)

    def _page(self, since: int) -> Page:
        answer = self._get(f"{FEED}?since={since}&limit={AT_ONCE}", LARGEST_PAGE)
        return self._understood(lambda: exchange.read_page(answer, since=since), FEED)

    def _prepared(self, change: Change) -> Act:
        """What is to be done, with everything fetched that it needs; writes nothing."""
        if change.kind == "agency":
            return self._agency(change)
        if change.kind == "report":
            return self._report(change)
        if change.action == "withdrawn":
            return lambda: self._withdrawn(change)
        record = self._record(change)
        if record is None:
            return lambda: "gone"
        if exchangedocuments.is_there(record, self._peer.base):
            return lambda: "same"
        data = self._files(exchangedocuments.lacking(record, self._peer.base))
        with _told_of(change):
            judged = self._judged(exchangedocuments.unjudged(record, data, self._peer.base))
        return lambda: self._taken(record, Fetched(data, judged))

    def _report(self, change: Change) -> Act:
        """A revision, after those before it that are not here yet; or its withdrawal."""
        if change.report is None:
            return self._passed  # a portal of before, that does not tell which revision
        rest = (self._peer.base, self._places, self._hands)
        if change.action == "withdrawn":
            return self._report_withdrawn(change)
        numbers = exchangereports.missing(change, *rest)
        if not numbers:
            return lambda: "same"
        found, left = [], LARGEST_TOGETHER
        for number in numbers:
            record, size = self._report_record(change, replace(change.report, revision=number), left)
            found.append(record)
            left -= size
        records = [record for record in found if record is not None]
        if found[-1] is None:
            return lambda: "gone"
        data = self._files(exchangereports.lacking(records, *rest))
        with _told_of(change):
            for record in records:
                self._demand_time()
                exchangereports.demand_sources(record, data)
            fetched = Fetched(data, self._judged(exchangereports.unjudged(records, data, *rest)))
        return lambda: [exchangereports.take(record, fetched, *rest) for record in records][-1]

    def _report_withdrawn(self, change: Change) -> Act:
        rest = (self._peer.base, self._places, self._hands)
        if not exchangereports.is_here(change, *rest):
            path = REVISION.sub("/", exchangequeries.record_path(change.address))
            answer = self._asked(path)
            if answer.status == HTTPStatus.OK:
                return lambda: "gone"  # a later revision stands there, and comes
        return lambda: "withdrawn" if exchangereports.withdraw(change, *rest) else "gone"

    def _report_record(self, change: Change, named: Named, left: int) -> tuple[ReportRecord | None, int]:
        """That revision as it stands there, at most `left` bytes, and its size; None: withdrawn since."""
        path = REVISION.sub("/", change.record) + f"v{named.revision}/"
        answer = self._asked(path, min(LARGEST_RECORD, left))
        if answer.status == HTTPStatus.GONE:
            return None, 0
        if answer.status == HTTPStatus.NOT_FOUND and named != change.report:
            return None, 0  # one that was never public
        self._demand_ok(answer.status, path)
        return self._understood(lambda: read_report(answer.data, named=named), path), len(answer.data)

    def _done(self, change: Change, act: Act) -> str:
        """Does it and moves on, both or neither."""
        with transaction.atomic():
            source = FeedSource.objects.select_for_update().get(pk=self._source)
            if source.last_sequence != change.sequence - 1:
                raise Refused(_("Somebody else is pulling from %(host)s.") % {"host": self._peer.base})
            with _told_of(change):
                what = act()
            source.last_sequence, source.taken_at = change.sequence, timezone.now()
            source.save(update_fields=["last_sequence", "taken_at"])
            return what

    def _passed(self) -> str:
        return "passed"

    def _agency(self, change: Change) -> Act:
        """One that was taken over follows; others are entered only once a document of theirs comes."""
        answer = self._asked(change.record)
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.MOVED_PERMANENTLY):
            return lambda: "gone"
        self._demand_ok(answer.status, change.record)
        body = self._understood(lambda: exchange.read_agency(answer.data), change.record)
        writer: Account = self._hands.writer

        def followed() -> str:
            if body.facts.get("slug") in self._places.named:
                return "passed"
            known = exchangeagencies.taken_over(body, self._peer.base, by=writer)
            if known is None:
                return "passed"
            exchangeagencies.follow(known, body, by=writer)
            return "taken"

        return followed

    def _withdrawn(self, change: Change) -> str:
        is_done = exchangedocuments.withdraw(self._origin(change), change.reason, self._hands)
        return "withdrawn" if is_done else "gone"

    def _taken(self, record: Record, data: Fetched) -> str:
        is_new = exchangedocuments.take(record, data, self._peer.base, self._places, self._hands)
        return "taken" if is_new else "passed"

    def _record(self, change: Change) -> Record | None:
        """What stands there now; None where it was withdrawn since: a later change says so."""
        answer = self._asked(change.record)
        if answer.status == HTTPStatus.GONE:
            return None
        self._demand_ok(answer.status, change.record)
        return self._understood(
            lambda: exchange.read_record(answer.data, address=change.address), change.record
        )

    def _files(self, lacking: Iterable[File]) -> dict[str, bytes]:
        """The bytes of those files, each compared with its SHA-256."""
        found: dict[str, bytes] = {}
        left = LARGEST_TOGETHER
        for one in lacking:
            most = min(intake.LARGEST, left)
            answer = self._asked(one.path, most, SECONDS_A_FILE)
            self._demand_ok(answer.status, one.path)
            if hashlib.sha256(answer.data).hexdigest() != one.sha256:
                raise Refused(
                    _("The file %(path)s of %(host)s is not the one that was announced: its SHA-256 differs.")
                    % {"path": one.path, "host": self._peer.base}
                )
            left -= len(answer.data)
            found[one.sha256] = answer.data
        return found

    def _judged(self, files: Iterable[tuple[File, bytes]]) -> dict[tuple[str, str], Judged]:
        """What is found out about those files, before a transaction makes everybody wait."""
        found = {}
        for one, data in files:
            self._demand_time()
            found[one.sha256, one.name] = receiving.judged(data, one.name)
        return found

    def _demand_time(self) -> None:
        if time.monotonic() >= self._until:
            raise Unreached(_("One change of %(host)s takes too long.") % {"host": self._peer.base})

    def _get(self, path: str, most: int) -> bytes:
        answer = self._asked(path, most)
        self._demand_ok(answer.status, path)
        return answer.data

    def _asked(self, path: str, most: int = LARGEST_RECORD, seconds: int = SECONDS) -> Answer:
        """What stands there, within what is left of the time for one change. Raises Unreached."""
        self._demand_time()
        return self._peer.get(path, most=most, seconds=min(seconds, self._until - time.monotonic()))

    def _demand_ok(self, status: int, path: str) -> None:
        if status != HTTPStatus.OK:
            raise Unreached(
                _("%(host)s answers %(status)s to %(path)s.")
                % {"host": self._peer.base, "status": status, "path": path[:200]}
            )

    def _understood(self, read: Callable[[], Read], path: str) -> Read:
        try:
            return read()
        except Malformed as problem:
            raise Refused(
                _("What %(host)s sends at %(path)s is not in the agreed form; wrong is: %(where)s.")
                % {"host": self._peer.base, "path": path[:200], "where": str(problem)[:100]}
            ) from problem

    def _origin(self, change: Change) -> str:
        return self._peer.base + change.address
