"""`manage.py recompute_deadlines`: which open cases the calendar moves, and with --apply, moves them."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.models import Agency
from reports.services import calendars
from reports.services.calendars import Moved


class Command(BaseCommand):
    """For operators, after a new calendar was installed or days were overridden."""

    help = "Show which open cases are due on another day by the present calendar; --apply writes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--apply, --agency."""
        parser.add_argument(
            "--apply", action="store_true", help="write the new days, an entry of the log each"
        )
        parser.add_argument("--agency", metavar="SLUG", help="only the cases of this agency")

    def handle(self, *args: object, **options: object) -> None:
        """Prints a line for each case, then how many."""
        agency = self._agency(options["agency"])
        found = list(calendars.moved(agency))
        for each in found:
            self.stdout.write(_line(each))
        if not options["apply"]:
            self.stdout.write(f"{len(found)} open cases are due on another day. Nothing was written.")
            return
        today = timezone.localdate()
        done = sum(calendars.recount(each.application, by=None, today=today) for each in found)
        self.stdout.write(f"{done} cases written.")

    def _agency(self, slug: object) -> Agency | None:
        if slug is None:
            return None
        found = Agency.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no agency with the address {slug}.")
        return found


def _line(each: Moved) -> str:
    before, after = (_day(each.before, each.was_provisional), _day(each.after, each.is_provisional))
    return f"{each.application.number}: {before} → {after}"


def _day(day: object, is_provisional: bool) -> str:
    return f"{day or 'none'}{' (provisional)' if is_provisional else ''}"
