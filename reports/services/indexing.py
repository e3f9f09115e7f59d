"""Keeps this machine's search index in step with the database, and builds it anew where it cannot be.

Only the worker and commands call this, never a request: the index has one writer.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from threading import Event as Signal

from django.db import close_old_connections, connections
from django.db.models import Q
from django.utils import timezone

from reports.models import Agency, DocumentVersion, Event, PublicChange, Report
from reports.queries import changefeed, searchengine, searchentries
from reports.queries.searchentries import Surroundings
from reports.search.engine import (
    Change,
    Delete,
    Entry,
    IndexDamaged,
    IndexMissing,
    Upsert,
    Writer,
    WriterBusy,
)
from reports.services import renewing

logger = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two looks at the database: a publication is found within two."""
PAUSE_AFTER_FAULT = 15.0
BATCH = 100
"""Changes carried out in one go."""
NIGHT = (time(3, 30), time(5, 30))
"""Local time in which it is built anew: withdrawn words leave its files, validity follows its dates."""
AT_MOST_DAILY = timedelta(hours=12)
OLDEST = timedelta(days=8)
"""An index that no night has renewed is built anew at any hour."""
SEEN_AS_ONE = timedelta(seconds=60)
"""An agency's entry in the log and its public change stand in one transaction."""
IN_EVERY_ENTRY = {"name", "parent", "parent_id"}
"""Fields of an agency that stand in the entries of all that it and those under it published."""


class Stopped(Exception):
    """The worker ends; what is being built is thrown away."""


def rebuild(stop: Signal | None = None) -> int:
    """Builds the index from the database, then puts it in the old one's place; how many entries.

    Raises WriterBusy where another process of this machine writes, Stopped.
    """
    sequence = changefeed.head()  # first: what changes meanwhile is carried out once more afterwards
    count = 0

    def entries() -> Iterator[Entry]:
        nonlocal count
        for entry in searchentries.everything():
            if stop is not None and stop.is_set():
                raise Stopped
            count += 1
            yield entry

    searchengine.engine().rebuild(entries(), sequence, meanwhile=_catch_up)
    return count


def ensure() -> int | None:
    """Builds the index where there is none that can be read; how many entries, None where one stands."""
    try:
        if searchengine.engine().sequence() <= changefeed.head():
            return None
    except (IndexMissing, IndexDamaged):
        pass
    return rebuild()


def follow(stop: Signal | None = None) -> int:
    """Carries every public change since the last time into the index; how many.

    Where there is none, a damaged one, or one of another database, it is built. Raises WriterBusy, Stopped.
    """
    where = searchengine.engine()
    head = changefeed.head()
    try:
        at = where.sequence()
        if at > head:
            logger.warning("The search index is ahead of the database (%d, %d): building it anew.", at, head)
        elif at == head and not where.reader().todo():
            return 0
        else:
            return _followed(stop)
    except IndexMissing:
        logger.info("There is no search index yet: building it.")
    except IndexDamaged:
        logger.exception("The search index is damaged: building it anew.")
    rebuild(stop)
    return 0


def _followed(stop: Signal | None) -> int:
    """What changed, at once; then what must be renewed, a slice at a time, and between two slices what has
    changed meanwhile. What is left when the process ends stands in the index.
    """
    with searchengine.engine().writer() as writer:
        count = _catch_up(writer)
        while writer.todo and not (stop is not None and stop.is_set()):
            left = renewing.read(writer.todo)
            writer.apply(*_slice(left, writer.sequence))
            count += _catch_up(writer)
    return count


def _slice(left: renewing.Left, at: int) -> tuple[list[Change], int, str]:
    """The next things to renew, for `Writer.apply`."""
    entries, rest = renewing.step(left)
    return [Upsert(entry) for entry in entries], at, renewing.written(rest)


def _catch_up(writer: Writer) -> int:
    """Carries what changed in public into an index; what an agency's new name asks for is put down for later.

    How many changes.
    """
    count = 0
    while (page := changefeed.since(writer.sequence, BATCH)).changes:
        moved = _moved(page.changes)
        todo = renewing.written(renewing.with_more(renewing.read(writer.todo), moved)) if moved else None
        writer.apply(of_changes(page.changes), page.next_after, todo)
        count += len(page.changes)
    return count


def keep_following(stop: Signal) -> None:
    """Follows until told to stop, whatever happens; once a night the index is built anew."""
    pause, faults = 0.0, 0
    while not stop.wait(pause):
        pause = PAUSE
        try:
            close_old_connections()
            follow(stop)
            if is_due(searchengine.built_at(), timezone.now()):
                rebuild(stop)
            faults = 0
        except Stopped:
            break
        except WriterBusy:
            pass  # another worker of this machine does it
        except Exception:
            faults += 1
            if faults > 1:  # a database that is busy for once is no news
                logger.exception("The search index could not follow; it will be tried again.")
                pause = PAUSE_AFTER_FAULT
    connections.close_all()


def is_due(built: datetime | None, now: datetime) -> bool:
    """Whether the index should be built anew now: nightly, or when it has grown old."""
    if built is None:
        return False
    first, last = NIGHT
    is_night = first <= timezone.localtime(now).time() < last
    return now - built > (AT_MOST_DAILY if is_night else OLDEST)


def of_changes(changes: Sequence[PublicChange]) -> Iterator[Change]:
    """What the index must do so that these subjects stand in it as they are public now."""
    subjects: defaultdict[str, set[int]] = defaultdict(set)
    for change in changes:
        subjects[change.subject_kind].add(change.subject_id)
    around = searchentries.surroundings()
    if subjects["report"]:
        yield from _reports(subjects["report"], around)
    if subjects["document"]:
        yield from _documents(subjects["document"], around)
    if subjects["agency"]:
        yield from _agencies(subjects["agency"], around)


def _reports(pks: set[int], around: Surroundings) -> Iterator[Change]:
    """Of each agency, year and kind the revision that stands, and no other."""
    families = Report.objects.filter(pk__in=pks).values_list("agency", "year", "kind").distinct()
    each = [Q(agency=agency, year=year, kind=kind) for agency, year, kind in families]
    revisions = Report.objects.filter(reduce(or_, each)) if each else Report.objects.none()
    yield from _replaced(
        (f"report:{pk}" for pk in {*pks, *revisions.order_by().values_list("pk", flat=True)}),
        searchentries.reports(revisions.current() if each else revisions, around),
    )


def _documents(pks: set[int], around: Surroundings) -> Iterator[Change]:
    standing = DocumentVersion.objects.standing().filter(document__in=pks)
    yield from _replaced((f"document:{pk}" for pk in pks), searchentries.versions(standing, around))


def _agencies(pks: set[int], around: Surroundings) -> Iterator[Change]:
    rows = Agency.objects.filter(pk__in=pks)
    yield from _replaced((f"agency:{pk}" for pk in pks), searchentries.agencies(rows, around))


def _replaced(keys: Iterable[str], entries: Iterable[Entry]) -> Iterator[Change]:
    """These entries put in; what has another of the keys taken out."""
    gone = set(keys)
    for entry in entries:
        gone.discard(entry.key)
        yield Upsert(entry)
    yield from map(Delete, sorted(gone))


def _moved(changes: Iterable[PublicChange]) -> set[int]:
    """The agencies among them that got another name or stand elsewhere."""
    of_agencies = [change for change in changes if change.subject_kind == "agency"]
    if not of_agencies:
        return set()
    first = min(change.at for change in of_agencies) - SEEN_AS_ONE
    edits = Event.objects.filter(
        subject_kind="agency", subject_id__in={change.subject_id for change in of_agencies}, at__gte=first
    )
    return {pk for pk, told in edits.values_list("subject_id", "changes") if IN_EVERY_ENTRY & set(told)}
