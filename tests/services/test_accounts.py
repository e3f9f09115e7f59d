"""The first account of an installation."""

from __future__ import annotations

import re

import pytest

from reports.models import Account
from reports.services import accounts

pytestmark = pytest.mark.django_db


def test_the_first_account_can_sign_in_and_do_everything() -> None:
    assert not accounts.has_administrator()
    password = accounts.make_administrator()
    account = Account.objects.get(username="admin")
    assert account.check_password(password)
    assert account.is_staff
    assert account.is_superuser
    assert accounts.has_administrator()


def test_passwords_are_long_random_and_easy_to_copy_by_hand() -> None:
    first, second = accounts.make_administrator(), accounts.make_administrator()
    assert re.fullmatch(r"([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}", first)
    assert first != second


def test_an_account_without_a_password_or_rights_is_no_administrator() -> None:
    locked = Account.objects.create(username="locked", is_superuser=True)
    locked.set_unusable_password()
    locked.save()
    Account.objects.create_user("clerk", password="correct-horse-battery", is_staff=True)
    Account.objects.create_user("gone", password="correct-horse-battery", is_superuser=True, is_active=False)
    Account.objects.create(username="empty", is_superuser=True)
    assert not accounts.has_administrator()
