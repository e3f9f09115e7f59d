"""`manage.py set_up`: brings an installation up to date."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from reports.search.engine import WriterBusy
from reports.services import accounts, categories, indexing, installation, manifest, rotating, translations


class Command(BaseCommand):
    """Translations, database, static files; on the first run sample data and the first account."""

    help = (
        "Compile translations, migrate, collect static files; on the first run load samples, make an account."
    )
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        """Do what has not been done; a second run changes nothing."""
        try:
            translations.compile_stale(settings.LOCALE_PATHS[0])
        except OSError as problem:
            raise CommandError(f"The translations cannot be compiled: {problem}") from problem
        try:
            if installation.migrate():
                self._say("The database is up to date.")
        except DatabaseError as problem:
            raise CommandError(f"The database cannot be used: {str(problem).strip()}") from problem
        if fault := rotating.fault_of_keys():
            raise CommandError(fault)
        if installation.collect_static():
            self._say("The static files are gathered.")
        categories.take_in_national()
        if not accounts.has_administrator():
            self._first_run()
        manifest.begin()

    def _first_run(self) -> None:
        """Once for each database: what is deleted later stays deleted."""
        if settings.SAMPLE_DATA:
            call_command("load_samples")
        self._index()
        password = accounts.make_administrator()
        self._say(
            f"\nStaff account: {accounts.FIRST}\nPassword:      {password}\n"
            "Note the password: it is shown this once.\n"
        )

    def _index(self) -> None:
        """The search index of what there is now. Where a worker runs already, it does it."""
        try:
            indexing.rebuild()
        except WriterBusy:
            return
        self._say("The search index is built.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
