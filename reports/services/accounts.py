"""Staff accounts: the first one of an installation. All others are made in the admin."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from reports.models import Account

FIRST = "admin"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are taken for one another."""


def has_administrator() -> bool:
    """Whether somebody can sign in and make further accounts."""
    administrators = Account.objects.filter(is_superuser=True, is_active=True)
    return administrators.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(password="").exists()


@transaction.atomic
def make_administrator() -> str:
    """The first account, FIRST, with a random password, which is returned and kept nowhere."""
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    account, _made = Account.objects.get_or_create(username=FIRST)
    account.is_staff = account.is_superuser = account.is_active = True
    account.set_password(password)
    account.save()
    return password
