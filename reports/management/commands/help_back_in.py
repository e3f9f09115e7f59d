"""`manage.py help_back_in NAME`: for the last administrator, who has nobody to ask."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports.services import accounts, door


class Command(BaseCommand):
    """Gives an account a new first password and forgets its phone; every session of it ends."""

    help = "Give an account a new first password, shown once, and forget its phone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name to sign in with."""
        parser.add_argument("name")

    def handle(self, *, name: str, **options: object) -> None:
        """Both at once, or neither."""
        account = door.account_named(name)
        if account is None or not account.is_active:
            raise CommandError(f"There is no active account {name!r}.")
        password = accounts.random_password()
        with transaction.atomic():
            door.reset_password(account, password, by=None, reason="manage.py help_back_in")
            door.reset_factor(account, by=None, reason="manage.py help_back_in")
        self.stdout.write(f"Password: {password}\nIt has to be changed at the next sign-in; shown this once.")
