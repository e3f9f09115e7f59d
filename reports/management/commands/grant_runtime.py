"""`manage.py grant_runtime ROLE`: the rights of the PostgreSQL role that the portal runs as."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from reports.services import databaseroles


class Command(BaseCommand):
    """Run as the role that migrates, after each migration; see docs/deploy.md."""

    help = (
        "Let a PostgreSQL role read and write what the portal needs at run time, and only add to the log and "
        "the manifest of publications."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The role is the one in the DATABASE_URL that the portal runs with."""
        parser.add_argument("role", help="the role that the portal runs as")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        """One sentence either way."""
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; SQLite is guarded by triggers alone.")
        try:
            databaseroles.grant_runtime(role)
        except (databaseroles.NoSuchRole, DatabaseError) as problem:
            raise CommandError(str(problem).strip()) from None
        self.stdout.write(f"{role} may read and write rows, and only add to the log and the manifest.")
