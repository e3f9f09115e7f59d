"""Staff accounts: the first of an installation, and what the services themselves refuse."""

from __future__ import annotations

import re

import pytest

from reports.domain.roles import Action, Role
from reports.models import Account, Agency, Appointment, Event
from reports.queries import access
from reports.services import accounts
from reports.services.revisions import Refused
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db


def with_password(name: str, role: str, *, agency: Agency | None = None, is_active: bool = True) -> None:
    account = make_account(name, role, agency=agency)
    account.set_password("correct-horse-battery")
    account.is_active = is_active
    account.save()


def test_the_first_account_can_sign_in_and_act_everywhere() -> None:
    assert not accounts.has_administrator()
    password = accounts.make_administrator()
    account = Account.objects.get(username="admin")
    assert account.check_password(password)
    assert account.is_staff and account.must_change_password
    agency = make_agency()
    # Everything but what only caseworkers do: applicants' data are nobody else's.
    cases = {
        Action.VIEW_APPLICATION,
        Action.WORK_APPLICATION,
        Action.UNMASK_APPLICATION,
        Action.EXPORT_APPLICATION,
        Action.CHANGE_WORDING,
    }
    assert {action for action in Action if access.may(account, action, agency)} == set(Action) - cases
    assert {action for action in Action if access.may(account, action, None)} == set(Action) - cases
    assert "caseworker" not in access.roles_at(account, None)
    assert accounts.has_administrator()


def test_passwords_are_long_random_and_easy_to_copy_by_hand() -> None:
    first, second = accounts.make_administrator(), accounts.make_administrator()
    assert re.fullmatch(r"([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}", first)
    assert first != second


def test_an_account_without_a_password_or_rights_is_no_administrator() -> None:
    locked = make_account("locked", "system_administrator")
    locked.set_unusable_password()
    locked.save()
    with_password("clerk", "editor")
    with_password("gone", "system_administrator", is_active=False)
    with_password("part", "system_administrator", agency=make_agency())
    make_account("empty", "system_administrator")
    assert not accounts.has_administrator()


def test_what_may_not_be_given_is_denied_below_the_admin_too() -> None:
    jia, yi = make_agency("甲局"), make_agency("乙局")
    me = make_account("me", "agency_administrator", agency=jia)
    chen = make_account("chen", "editor", agency=jia)
    for role, agency in ((Role.AUDITOR, jia), (Role.EDITOR, yi), (Role.EDITOR, None)):
        with pytest.raises(access.Denied):
            accounts.appoint(account=chen, role=role, agency=agency, by=me)
    with pytest.raises(access.Denied):
        accounts.appoint(account=me, role=Role.EDITOR, agency=jia, by=me)
    with pytest.raises(access.Denied):
        accounts.create_account(by=me, username="x")
    with pytest.raises(access.Denied):
        accounts.create_account(by=me, username="x", roles=[(Role.EDITOR, jia), (Role.EDITOR, yi)])
    with pytest.raises(access.Denied):
        accounts.dismiss(appointment=Appointment.objects.get(account=me), by=me)
    assert Account.objects.count() == 2 and Appointment.objects.count() == 2
    assert not Event.objects.exists()


def test_a_person_with_roles_elsewhere_is_not_switched_off() -> None:
    jia, yi = make_agency("甲局"), make_agency("乙局")
    me = make_account("me", "agency_administrator", agency=jia)
    both = make_account("both", "editor", agency=jia)
    make_account("both", "editor", agency=yi)
    with pytest.raises(access.Denied):
        accounts.edit(account=both, by=me, username="both", name="", is_active=False)


def test_a_name_that_is_taken_and_a_role_that_is_held_are_refused_in_words() -> None:
    jia = make_agency("甲局")
    root, chen = make_account("root", "system_administrator"), make_account("chen", "editor", agency=jia)
    with pytest.raises(Refused, match="chen"):
        accounts.create_account(by=root, username="chen")
    with pytest.raises(Refused):
        accounts.appoint(account=chen, role=Role.EDITOR, agency=jia, by=root)
    held = chen.appointments.get()
    accounts.dismiss(appointment=held, by=root)
    with pytest.raises(Refused):
        accounts.dismiss(appointment=held, by=root)


def test_a_change_of_roles_is_true_at_once() -> None:
    jia = make_agency("甲局")
    root, chen = make_account("root", "system_administrator"), make_account("chen", "editor", agency=jia)
    assert not access.may(chen, Action.PUBLISH_REPORT, jia)
    accounts.appoint(account=chen, role=Role.PUBLISHER, agency=jia, by=root)
    assert access.may(chen, Action.PUBLISH_REPORT, jia)


def test_an_administrator_of_a_part_gives_every_role_within_it_and_none_beyond() -> None:
    top = make_agency("市政府")
    low, other = make_agency("甲局", parent=top), make_agency("乙局")
    part = make_account("part", "system_administrator", agency=top)
    assert access.may_grant(part, Role.AUDITOR, low) and access.may_grant(part, Role.EDITOR, top)
    assert not access.may_grant(part, Role.EDITOR, other) and not access.may_grant(part, Role.EDITOR, None)


def test_an_account_made_outside_of_the_admin_has_a_password_and_no_rights():
    account = Account.objects.create_user("zhou", password="correct-horse-battery")
    assert account.check_password("correct-horse-battery")
    assert not account.is_staff and not access.actions(account)
    assert not Account.objects.create_user("no-password").has_usable_password()


def test_there_are_no_superusers():
    with pytest.raises(NotImplementedError, match="set_up"):
        Account.objects.create_superuser("root", password="x")


@pytest.mark.parametrize("name", ["chen", "Chen", "ＣＨＥＮ", "worker", "Samples-Review", "importer"])
def test_no_account_bears_a_name_that_is_taken_for_another(name: str) -> None:
    jia = make_agency("甲局")
    make_account("chen", "editor", agency=jia)
    li = make_account("li", "editor", agency=jia)
    me = make_account("me", "agency_administrator", agency=jia)
    with pytest.raises(Refused, match="已有"):
        accounts.create_account(by=me, username=name, roles=[(Role.EDITOR, jia)])
    with pytest.raises(Refused, match="已有"):
        accounts.edit(account=li, by=me, username=name, name="", is_active=True)


def test_a_name_is_stored_as_the_door_reads_it() -> None:
    jia = make_agency("甲局")
    me = make_account("me", "agency_administrator", agency=jia)
    made, _password = accounts.create_account(by=me, username="ｚｈｏｕ", roles=[(Role.EDITOR, jia)])
    assert made.username == "zhou"
    accounts.edit(account=made, by=me, username="Zhou", name="", is_active=True)
    assert Account.objects.get(pk=made.pk).username == "Zhou"
