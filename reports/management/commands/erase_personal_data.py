"""`manage.py erase_personal_data`: erases what data/retention.toml no longer allows to be kept."""

from __future__ import annotations

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.services import erasing


class Command(BaseCommand):
    """The same that the night's work does; a second run finds nothing."""

    help = "Erase applicants' personal data whose period is over; cases and their statistics stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """--dry-run tells what a day to come will bring too."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Count what would be erased; erase nothing."
        )
        parser.add_argument(
            "--unreadable",
            action="store_true",
            help="Erase instead what no given key opens, because its key is lost for good.",
        )
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="As of that day; today where it is left out.")

    def handle(self, *, dry_run: bool, on: str | None, unreadable: bool, **options: object) -> None:
        """Counts by part, one a line. Raises CommandError for a day that is none, or that has not come."""
        today = timezone.localdate()
        try:
            day = date.fromisoformat(on) if on else today
        except ValueError:
            raise CommandError(f"--on is {on!r}; it may be a day such as 2026-03-31.") from None
        if day > today and not dry_run:
            raise CommandError("Nothing is erased before its time; a day to come needs --dry-run.")
        if unreadable and (on or dry_run):
            raise CommandError("--unreadable goes alone; rotate_personal_keys --check tells how much it is.")
        done = erasing.forget_unreadable() if unreadable else erasing.run(on=day, is_dry=dry_run)
        for part, count in sorted(done.items()):
            self.stdout.write(f"{part}: {count}")
        if not done:
            self.stdout.write("Everything can be read." if unreadable else f"Nothing is over on {day}.")
        elif dry_run:
            self.stdout.write("Counted by case; nothing was erased.")
