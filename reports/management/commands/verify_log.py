"""`manage.py verify_log`: whether the chain of the log still holds."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports.management import heads
from reports.models import Event
from reports.queries import log

REASONS = {
    "missing": "is missing",
    "unlinked": "does not hold the digest of the entry before it",
    "altered": "was altered",
    "stray": "stands beside the chain",
}


class Command(BaseCommand):
    """Reads the whole log; exit 1 where an entry is missing or was altered."""

    help = "Verify the chain of the log. Exit 0: it holds; 1: it does not, and which entries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Heads that were kept elsewhere."""
        heads.add_to(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a fault; at the end the head, to be kept elsewhere."""
        count = 0
        for head in options["head"]:
            if not log.holds(head):
                count += 1
                self.stdout.write(f"Entry {head} was in the log once and is not there as it was.")
        for found in log.faults():
            count += 1
            self.stdout.write(f"Entry {found.sequence} {REASONS[found.reason]}.")
        if count:
            sys.exit(1)
        self.stdout.write(
            f"All {Event.objects.count()} entries of the log hold. Head: {log.head() or 'none'}"
        )
