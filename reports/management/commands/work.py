"""`manage.py work`: the background worker."""

from __future__ import annotations

from contextlib import suppress
from threading import Event, Thread

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.search.engine import WriterBusy
from reports.services import feedsources, indexing, rotating, scheduling, upkeep

LONGEST_END = 10
"""Seconds in which each thread ends what it is writing; a pull that is cut off goes on from there."""


class Command(BaseCommand):
    """Runs queued tasks as they come, queues the nightly ones, keeps the search index, pulls from portals."""

    help = "Run background tasks until stopped: those queued, and each night those of upkeep."

    def add_arguments(self, parser: CommandParser) -> None:
        """--once for a timer that starts us now and then."""
        parser.add_argument("--once", action="store_true", help="Run what is queued and due, then end.")

    def handle(self, *, once: bool, verbosity: int, **options: object) -> None:
        """Start from a clean queue, then work."""
        if fault := rotating.fault_of_keys():
            raise CommandError(fault)
        now = timezone.now()
        upkeep.requeue_abandoned(now=now)
        upkeep.schedule(now=now)
        scheduling.queue_overdue(now=now)
        if once:
            self._work(once, verbosity)
            feedsources.pull_due()
            self._follow()
            return
        stop = Event()
        beside = (("search index", indexing.keep_following), ("other portals", feedsources.keep_pulling))
        threads = [Thread(target=what, args=(stop,), name=name, daemon=True) for name, what in beside]
        for thread in threads:
            thread.start()
        try:
            self._work(once, verbosity)
        finally:
            stop.set()
            for thread in threads:
                thread.join(LONGEST_END)

    def _work(self, once: bool, verbosity: int) -> None:
        call_command("db_worker", batch=once, startup_delay=False, reload=False, verbosity=verbosity)

    def _follow(self) -> None:
        """Brings the search index up to date, unless another worker of this machine is at it."""
        with suppress(WriterBusy):
            indexing.follow()
