"""Staff accounts: who may sign in, and the appointments that say what they may do.

Each act asks `access` itself, one transaction and one Event each. An account is switched off, never deleted:
the log names it for ever.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.roles import Action, Role
from reports.models import Account, Agency, Appointment
from reports.models.event import Act
from reports.queries import access
from reports.queries.powers import SYSTEM
from reports.services import doorsessions, events
from reports.services.revisions import Refused

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
    account, _is_new = Account.objects.get_or_create(username=FIRST)
    account.is_staff = account.is_active = account.must_change_password = True
    account.set_password(password)
    account.save()
    for role in FIRST_ROLES:
        Appointment.objects.get_or_create(account=account, role=role, agency=None)
    events.record(Act.APPOINTED, by=None, subject=account, changes={"roles": ("", ",".join(FIRST_ROLES))})
    return password


@transaction.atomic
def create_account(
    *, by: Account, username: str, name: str = "", roles: Sequence[tuple[Role, Agency | None]] = ()
) -> tuple[Account, str]:
    """A new account with those roles, and its first password, which is kept nowhere and must be changed.

    Without a role only by those who manage accounts everywhere: nobody else would ever see it again.
    Raises access.Denied, Refused.
    """
    if not roles:
        access.demand(by, Action.MANAGE_ACCOUNT, None)
    username = _free_name(username)
    password = random_password()
    account = Account(username=username, first_name=name, is_staff=True, must_change_password=True)
    account.set_password(password)
    account.save(force_insert=True)
    events.record(
        Act.CREATED,
        by=by,
        subject=account,
        agency=roles[0][1] if roles else None,
        changes={"username": ("", username), "name": ("", name)},
    )
    for role, agency in roles:
        appoint(account=account, role=role, agency=agency, by=by)
    return account, password


@transaction.atomic
def edit(*, account: Account, by: Account, username: str, name: str, is_active: bool) -> None:
    """Renames an account, switches it off or on again. Raises access.Denied, Refused."""
    row = _held(account)
    if not access.may_master(by, row):
        raise access.Denied(Action.MANAGE_ACCOUNT)
    username = _free_name(username, of=row)
    before = _facts(row)
    row.username, row.first_name, row.last_name, row.is_active = username, name, "", is_active
    changes = {key: (before[key], after) for key, after in _facts(row).items() if before[key] != after}
    if changes:
        row.save(update_fields=["username", "first_name", "last_name", "is_active"])
        if not is_active:
            doorsessions.end_all(row, by=by)
        first = row.appointments.first()
        events.record(
            Act.EDITED, by=by, subject=row, agency=first.agency_id if first else None, changes=changes
        )


@transaction.atomic
def appoint(*, account: Account, role: Role, agency: Agency | None, by: Account) -> Appointment:
    """Gives a role there (None: everywhere). Raises access.Denied, Refused."""
    row = _held(account)
    _demand_grant(by, row, role, agency.pk if agency else None)
    if row.appointments.filter(role=role, agency=agency).exists():
        raise Refused(_("This account holds this role there already."))
    given = Appointment.objects.create(account=row, role=role, agency=agency)
    access.forget(account)
    events.record(Act.APPOINTED, by=by, subject=row, agency=agency, changes={"role": ("", str(role))})
    return given


@transaction.atomic
def dismiss(*, appointment: Appointment, by: Account) -> None:
    """Takes a role away. Raises access.Denied, Refused where it was taken away already."""
    row = Appointment.objects.select_for_update(of=("self",)).filter(pk=appointment.pk).first()
    if row is None:
        raise Refused(_("This role was taken away in the meantime."))
    account, role = _held(row.account), Role(row.role)
    _demand_grant(by, account, role, row.agency_id)
    row.delete()
    access.forget(appointment.account)
    events.record(Act.DISMISSED, by=by, subject=account, agency=row.agency_id, changes={"role": (role, "")})


def by_id(pk: int) -> Account | None:
    """The staff account of that id. None: there is none, or it is one of the portal's own."""
    return Account.objects.filter(pk=pk, is_staff=True).first()


def _free_name(name: str, *, of: Account | None = None) -> str:
    """The name as the door reads it (NFKC), if nobody else bears it. Raises Refused.

    Names that differ in capitals alone would be taken for one another in the log; those of the portal's own
    accounts are kept for them, though they may not be made yet.
    """
    name = Account.normalize_username(name)
    others = Account.objects.exclude(pk=of.pk) if of else Account.objects.all()
    is_own_still = of is not None and of.username == name
    if not is_own_still and (name.lower() in SYSTEM or others.filter(username__iexact=name).exists()):
        raise Refused(_("There is an account “%(name)s” already. Choose another name.") % {"name": name})
    return name


def _held(account: Account) -> Account:
    """Its row, locked to the end of the transaction. Raises Refused for one of the portal's own."""
    row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not row.is_staff:
        raise Refused(_("This account belongs to the portal itself and is not managed here."))
    return row


def _demand_grant(by: Account, account: Account, role: Role, agency_id: int | None) -> None:
    """Nobody changes appointments of their own account, nor gives what they may not (GRANTED_BY)."""
    if by.pk == account.pk or not access.may_grant(by, role, agency_id):
        raise access.Denied(Action.MANAGE_ACCOUNT, agency_id)


def _facts(account: Account) -> dict[str, str]:
    return {
        "username": account.username,
        "name": account.get_full_name(),
        "is_active": str(account.is_active),
    }


def random_password() -> str:
    """Four groups of five, to be read aloud or typed from paper: about 98 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
