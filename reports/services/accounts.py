"""Staff accounts: the first one of an installation. All others are made in the admin."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from reports.domain.roles import Role
from reports.models import Account, Appointment
from reports.models.event import Act
from reports.services import events

FIRST = "admin"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are taken for one another."""


FIRST_ROLES = (
    Role.SYSTEM_ADMINISTRATOR,
    Role.AGENCY_ADMINISTRATOR,
    Role.EDITOR,
    Role.REVIEWER,
    Role.PUBLISHER,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
"""What the first account is, everywhere; it sees no applicant's personal data, and four eyes bind it too."""


def has_administrator() -> bool:
    """Whether somebody can sign in and make further accounts."""
    administrators = Account.objects.filter(
        is_active=True,
        is_staff=True,
        appointments__role=Role.SYSTEM_ADMINISTRATOR,
        appointments__agency=None,
    )
    return administrators.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(password="").exists()


@transaction.atomic
def make_administrator() -> str:
    """The first account, FIRST, with a random password, which is returned and kept nowhere."""
    password = random_password()
    account, _made = Account.objects.get_or_create(username=FIRST)
    account.is_staff = account.is_active = account.must_change_password = True
    account.set_password(password)
    account.save()
    for role in FIRST_ROLES:
        Appointment.objects.get_or_create(account=account, role=role, agency=None)
    events.record(Act.APPOINTED, by=None, subject=account, changes={"roles": ("", ",".join(FIRST_ROLES))})
    return password


def random_password() -> str:
    """Four groups of five, to be read aloud or typed from paper: about 98 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
