"""`manage.py verify_publications`: finds what was altered behind the portal's back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports.domain.manifest import Difference
from reports.management import heads
from reports.queries import manifest
from reports.services import verification
from reports.services.verification import Fault

REASONS = {
    "missing": "an entry is missing from the manifest",
    "unlinked": "the entry does not hold the one before it",
    "altered": "the entry was altered",
    "stray": "the entry stands beside the chain",
    "unknown-key": "the entry is signed by an unknown key",
    "forged": "the signature does not fit",
    "unannounced-key": "another key signs, which the key before had not announced",
    "content": "the stored content does not fit its fingerprint",
    "changed": "it does not say any more what was published",
    "gone": "its row is no more",
    "unlisted": "it is public and was never entered",
    "foreign-key": "the newest entry is signed by another key than this installation's SIGNING_KEY",
    "unentered": "the log tells that it was published or withdrawn, and the manifest does not hold it",
    "state": "it is public or withdrawn against its last entry",
}


class Command(BaseCommand):
    """Compares every publication with its signed entry, figure by figure; exit 1 where anything differs."""

    help = (
        "Verify the manifest of publications, its signatures, and that every public row still says what was "
        "published. Prints each difference by agency and cell. Exit 0: all holds; 1: something does not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Heads that were kept elsewhere; everything is verified in any case."""
        heads.add_to(parser)

    def handle(self, **options: Any) -> None:
        """One line a fault; at the end the head, to be kept elsewhere."""
        count = 0
        for head in options["head"]:
            if not manifest.holds(head):
                count += 1
                self.stdout.write(f"entry {head} was in the manifest once and is not there as it was")
        for fault in verification.faults():
            count += 1
            self.stdout.write(_line(fault))
        if count:
            self.stdout.write(f"{count} things are not as they were published.")
            sys.exit(1)
        self.stdout.write(
            f"All {manifest.length()} entries hold; every public row says what was published. "
            f"Head: {manifest.head() or 'none'}"
        )


def _line(fault: Fault) -> str:
    where = " · ".join(part for part in (fault.agency, fault.title) if part)
    number = f"entry {fault.sequence}" if fault.sequence else "no entry"
    what = _difference(fault.difference) if fault.difference else REASONS[fault.reason]
    return f"{number}: {where + ': ' if where else ''}{what}"


def _difference(found: Difference) -> str:
    return f"{found.place}: published {_shown(found.before)}, now {_shown(found.after)}"


def _shown(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
