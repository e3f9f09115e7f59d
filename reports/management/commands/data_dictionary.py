"""`manage.py data_dictionary`: writes docs/data-dictionary.md anew."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.queries import dictionary


class Command(BaseCommand):
    """For developers, after a change of models or forms; a test says when it is due."""

    help = "Write docs/data-dictionary.md from models and statistics forms."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Writes the file."""
        path = settings.BASE_DIR / "docs" / "data-dictionary.md"
        path.write_text(dictionary.markdown(), "utf-8")
        self.stdout.write(f"Written: {path.relative_to(settings.BASE_DIR)}")
