"""`manage.py load_categories`: brings the national columns of the catalogue up to the data file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reports.services import categories


class Command(BaseCommand):
    """Run after each update; what is there already is left alone."""

    help = "Bring the national columns of the catalogue up to the data file; may be run again and again."

    def handle(self, *args: Any, **options: Any) -> None:
        count = categories.take_in_national()
        self.stdout.write(f"{count} columns were new or had changed.")
