"""`manage.py load_samples`: fills an empty portal with made-up bodies, reports and documents."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from reports.services import samples


class Command(BaseCommand):
    """Loads the sample data once; does nothing where agencies exist or samples were loaded before."""

    help = (
        "Fill an empty portal with made-up agencies, reports and documents; leave any other portal as it is."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Loads, and says how much."""
        loaded = samples.load()
        if loaded.agencies:
            counts = f"{loaded.agencies} sample agencies and {loaded.reports} reports were loaded"
            self.stdout.write(f"{counts}, with {loaded.documents} documents.")
        else:
            self.stdout.write("No samples loaded: this portal has agencies, or had the samples before.")
