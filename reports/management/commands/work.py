"""`manage.py work`: the background worker."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.services import rotating, scheduling, upkeep


class Command(BaseCommand):
    """Runs queued tasks as they come; sees to it that the nightly ones are queued."""

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
        call_command("db_worker", batch=once, startup_delay=False, reload=False, verbosity=verbosity)
