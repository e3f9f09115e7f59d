"""`manage.py rotate_personal_keys`: seals applicants' data again under the present PERSONAL_KEY."""

from __future__ import annotations

from collections import Counter

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.services import rotating


class Command(BaseCommand):
    """Begun again after an interruption, it goes on where it stopped."""

    help = "Seal everything encrypted again under PERSONAL_KEY, so that OLD_PERSONAL_KEYS can be taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        """--check only counts."""
        parser.add_argument("--check", action="store_true", help="Tell how much is left; change nothing.")

    def handle(self, *, check: bool, **options: object) -> None:
        """Tells what was done and what is left. Raises CommandError while anything is."""
        done: Counter[str] = Counter()
        for batch in () if check else rotating.rotate():
            done += batch
            self.stdout.write(f"{done.total()} done", ending="\r" if self.stdout.isatty() else "\n")
        left = rotating.left()
        if left:
            told = ", ".join(f"{label}: {count}" for label, count in sorted(left.items()))
            raise CommandError(
                f"{left.total()} left ({told}). Run it again; what no given key opens stays left until its"
                " key is given in OLD_PERSONAL_KEYS."
            )
        self.stdout.write("0 left: everything is under the present key. OLD_PERSONAL_KEYS can be taken away.")
