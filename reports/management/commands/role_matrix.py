"""`manage.py role_matrix`: writes docs/roles.md anew."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.queries import rolematrix


class Command(BaseCommand):
    """For developers, after a change of the matrix of roles; a test says when it is due."""

    help = "Write docs/roles.md from the matrix of roles."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Writes the file."""
        path = settings.BASE_DIR / "docs" / "roles.md"
        path.write_text(rolematrix.markdown(), "utf-8")
        self.stdout.write(f"Written: {path.relative_to(settings.BASE_DIR)}")
