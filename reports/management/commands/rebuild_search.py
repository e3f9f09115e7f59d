"""`manage.py rebuild_search`: builds the search index anew, or keeps it up to date where no worker runs."""

from __future__ import annotations

import signal
import time
from threading import Event

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.search.engine import WriterBusy
from reports.services import indexing, reportwords


class Command(BaseCommand):
    """Builds from the database; searches go on in the old index meanwhile."""

    help = "Build the search index of this machine anew. The old one is read until the new one is whole."

    def add_arguments(self, parser: CommandParser) -> None:
        """--follow for a web server on a machine without a worker."""
        parser.add_argument(
            "--follow", action="store_true", help="Keep this machine's index up to date until stopped."
        )

    def handle(self, *, follow: bool, **options: object) -> None:
        """Build, or follow."""
        if follow:
            self._follow()
            return
        start = time.monotonic()
        if read := reportwords.catch_up(None):
            self.stdout.write(f"The words of {read} files beside reports were read first.")
        try:
            count = indexing.rebuild()
        except WriterBusy:
            raise CommandError(
                "The worker is writing to the search index just now. Try again, or stop the worker first."
            ) from None
        self.stdout.write(f"{count} entries in {time.monotonic() - start:.1f} seconds.")

    def _follow(self) -> None:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        indexing.keep_following(stop)
