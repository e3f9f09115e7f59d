"""Staff accounts in the admin: who makes them, who gives which role, and what leads to no higher right."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from reports.domain.roles import Role
from reports.models import Account, Agency, Event
from reports.queries import access
from reports.services import accounts
from tests.admin.door import prove
from tests.admin.pages import fields, text
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
LIST = "admin:reports_account_changelist"
ADD = "admin:reports_account_add"
PREFIX = "appointments"


def page(account: Account) -> str:
    return reverse("admin:reports_account_change", args=[account.pk])


def of(account: Account) -> Client:
    """Their browser, a moment after they showed who they are."""
    client = Client()
    client.force_login(account)
    prove(client)
    return client


def signed_in(name: str, *roles: str) -> Client:
    return of(make_account(name, *roles))


def administrator(agency: Agency, name: str = "admin-jia") -> Client:
    return of(make_account(name, "agency_administrator", agency=agency))


def send(client: Client, address: str, **typed: str):
    return client.post(address, fields(client.get(address), "account_form") | typed, follow=False)


def role_row(number: int, role: str, agency: Agency | None) -> dict[str, str]:
    row = f"{PREFIX}-{number}"
    return {
        f"{PREFIX}-TOTAL_FORMS": str(number + 1),
        f"{row}-role": role,
        f"{row}-agency": str(agency.pk) if agency else "",
    }


def roles_of(name: str) -> set[tuple[str, str | None]]:
    return set(Account.objects.get(username=name).appointments.values_list("role", "agency__name"))


def test_a_new_account_shows_its_password_once_and_must_change_it():
    jia = make_agency("甲局")
    client = administrator(jia)
    answer = send(client, reverse(ADD), username="chen", first_name="陈", **role_row(0, "editor", jia))
    password = re.search(r'class="first-password">([^<]+)<', text(answer)).group(1)
    assert "no-store" in answer["Cache-Control"]
    chen = Account.objects.get(username="chen")
    assert chen.check_password(password)
    assert (chen.is_staff, chen.is_active, chen.must_change_password) == (True, True, True)
    assert roles_of("chen") == {("editor", "甲局")}
    assert password not in text(client.get(page(chen)))
    acts = Event.objects.of("account", chen.pk).values_list("act", "by__username", "agency__name", "role")
    assert list(acts) == [
        ("created", "admin-jia", "甲局", "agency_administrator"),
        ("appointed", "admin-jia", "甲局", "agency_administrator"),
    ]


@pytest.mark.parametrize("role", ["agency_administrator", "supervisor", "auditor", "system_administrator"])
def test_an_agency_administrator_gives_no_role_above_the_desk(role):
    jia = make_agency("甲局")
    answer = send(administrator(jia), reverse(ADD), username="x", **role_row(0, role, jia))
    assert answer.status_code == 200 and "errorlist" in text(answer)
    assert not Account.objects.filter(username="x").exists()


def test_an_agency_administrator_gives_roles_at_their_own_agency_only():
    jia, yi = make_agency("甲局"), make_agency("乙局")
    for agency in (yi, None):
        answer = send(administrator(jia), reverse(ADD), username="x", **role_row(0, "editor", agency))
        assert answer.status_code == 200 and "errorlist" in text(answer)
    assert not Account.objects.filter(username="x").exists()


def test_an_account_without_a_role_is_made_by_the_system_administrator_alone():
    jia = make_agency("甲局")
    answer = send(administrator(jia), reverse(ADD), username="x")
    assert "至少" in text(answer) and not Account.objects.filter(username="x").exists()
    send(signed_in("root", "system_administrator"), reverse(ADD), username="y")
    assert roles_of("y") == set()


def test_a_role_is_given_and_taken_away():
    jia = make_agency("甲局")
    chen = make_account("chen", "editor", agency=jia)
    client = administrator(jia)
    assert send(client, page(chen), **role_row(1, "publisher", jia)).status_code == 302
    assert roles_of("chen") == {("editor", "甲局"), ("publisher", "甲局")}
    assert send(client, page(chen), **{f"{PREFIX}-0-DELETE": "on"}).status_code == 302
    assert roles_of("chen") == {("publisher", "甲局")}
    assert list(Event.objects.of("account", chen.pk).values_list("act", "changes")) == [
        ("appointed", {"role": ["", "publisher"]}),
        ("dismissed", {"role": ["editor", ""]}),
    ]


def test_the_same_role_is_not_given_twice():
    jia = make_agency("甲局")
    chen = make_account("chen", "editor", agency=jia)
    answer = send(administrator(jia), page(chen), **role_row(1, "editor", jia))
    assert answer.status_code == 200 and "errorlist" in text(answer)


def test_roles_elsewhere_are_neither_shown_nor_lost():
    jia, yi = make_agency("甲局"), make_agency("乙局")
    chen = make_account("chen", "editor", agency=jia)
    make_account("chen", "publisher", agency=yi)
    client = administrator(jia)
    assert "乙局" not in text(client.get(page(chen)))
    assert "乙局" not in text(client.get(reverse(LIST)))
    send(client, page(chen), **role_row(1, "reviewer", jia))
    assert roles_of("chen") == {("editor", "甲局"), ("reviewer", "甲局"), ("publisher", "乙局")}


def test_the_history_does_not_tell_of_roles_elsewhere():
    jia, yi = make_agency("甲局"), make_agency("乙局")
    chen, root = make_account("chen"), make_account("root", "system_administrator")
    accounts.appoint(account=chen, role=Role.EDITOR, agency=jia, by=root)
    accounts.appoint(account=chen, role=Role.AUDITOR, agency=yi, by=root)
    address = reverse("admin:reports_account_history", args=[chen.pk])
    shown = text(administrator(jia).get(address))
    assert "编辑" in shown and "审计员" not in shown
    client = of(root)
    assert "审计员" in text(client.get(address))


def test_the_way_to_help_back_in_is_shown_to_those_who_may():
    jia, yi = make_agency("甲局"), make_agency("乙局")
    own, both = make_account("own", "editor", agency=jia), make_account("both", "editor", agency=jia)
    make_account("both", "editor", agency=yi)
    client = administrator(jia)
    for account, is_shown in ((own, True), (both, False)):
        way = reverse("admin:door_help", args=[account.pk])
        assert (way in text(client.get(page(account)))) is is_shown


def test_the_filter_by_role_does_not_tell_of_roles_elsewhere():
    jia, yi = make_agency("甲局"), make_agency("乙局")
    make_account("chen", "editor", agency=jia)
    make_account("chen", "auditor", agency=yi)
    shown = administrator(jia).get(reverse(LIST), {"role": "auditor"}).context["cl"].result_list
    assert list(shown) == []


def test_an_account_with_roles_out_of_reach_is_neither_renamed_nor_switched_off():
    jia, yi = make_agency("甲局"), make_agency("乙局")
    both = make_account("both", "editor", agency=jia)
    make_account("both", "editor", agency=yi)
    above = make_account("above", "auditor", agency=jia)
    peer = make_account("peer", "agency_administrator", agency=jia)
    client = administrator(jia)
    for account in (both, above, peer):
        send(client, page(account), username="taken", is_active="")
        account.refresh_from_db()
        assert account.username != "taken" and account.is_active


def test_a_role_out_of_reach_is_not_taken_away():
    jia = make_agency("甲局")
    peer = make_account("peer", "agency_administrator", agency=jia)
    assert "disabled" in text(administrator(jia).get(page(peer)))
    send(administrator(jia), page(peer), **{f"{PREFIX}-0-DELETE": "on"})
    assert roles_of("peer") == {("agency_administrator", "甲局")}


def test_a_colleague_is_renamed_and_switched_off():
    jia = make_agency("甲局")
    chen = make_account("chen", "editor", agency=jia)
    client = administrator(jia)
    typed = fields(client.get(page(chen)), "account_form") | {"first_name": "陈一"}
    typed.pop("is_active")
    client.post(page(chen), typed)
    chen.refresh_from_db()
    assert (chen.first_name, chen.is_active) == ("陈一", False)
    event = Event.objects.of("account", chen.pk).get()
    assert event.changes == {"name": ["", "陈一"], "is_active": ["True", "False"]}


@pytest.mark.parametrize("role", ["agency_administrator", "system_administrator"])
def test_nobody_changes_their_own_account(role):
    jia = make_agency("甲局")
    me = make_account("me", role, agency=jia if role == "agency_administrator" else None)
    client = of(me)
    assert b'name="username"' not in client.get(page(me)).content
    typed = {"username": "me", f"{PREFIX}-INITIAL_FORMS": "0", **role_row(0, "editor", jia)}
    assert client.post(page(me), typed).status_code == 403
    assert len(roles_of("me")) == 1


def test_people_of_other_agencies_and_the_portals_own_accounts_are_not_found():
    jia, yi = make_agency("甲局"), make_agency("乙局")
    wang = make_account("wang", "editor", agency=yi)
    portal = make_account("importer", is_staff=False)
    client = administrator(jia)
    for account in (wang, portal):
        assert client.get(page(account)).status_code == 404
        assert client.post(page(account), {"username": "x"}).status_code == 404
    assert [account.username for account in client.get(reverse(LIST)).context["cl"].result_list] == [
        "admin-jia"
    ]
    root = signed_in("root", "system_administrator")
    assert root.get(page(wang)).status_code == 200 and root.get(page(portal)).status_code == 404


@pytest.mark.parametrize("role", ["agency_administrator", "system_administrator", "auditor"])
def test_no_account_is_ever_deleted(role):
    idle = make_account("idle", "editor")
    client = signed_in("li", role)
    address = reverse("admin:reports_account_delete", args=[idle.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert Account.objects.filter(pk=idle.pk).exists()


def test_an_auditor_reads_accounts_and_changes_none():
    chen = make_account("chen", "editor")
    client = signed_in("li", "auditor")
    shown = client.get(page(chen))
    assert shown.status_code == 200 and b'name="username"' not in shown.content
    assert client.post(page(chen), {"username": "x"}).status_code == 403
    assert client.get(reverse(ADD)).status_code == 403


def test_who_gets_hold_of_an_account_gains_nothing():
    jia, yi = make_agency("甲局"), make_agency("乙局")
    me = make_account("me", "agency_administrator", agency=jia)
    own, both = make_account("own", "editor", agency=jia), make_account("both", "editor", agency=jia)
    make_account("both", "editor", agency=yi)
    assert access.may_master(me, own) and not access.may_master(me, both)
    assert not access.may_master(me, me)
    assert not access.may_master(me, make_account("nobody"))
    assert access.has_permission(me, "reports.change_account", own)
    assert not access.has_permission(me, "reports.change_account", both)


def test_more_accounts_cost_no_more_queries(django_assert_num_queries):
    client, counts = signed_in("root", "system_administrator"), []
    client.get(reverse(LIST))
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            make_account(f"a{number}", "editor", "publisher", agency=make_agency(f"局{number}"))
        with django_assert_num_queries(15, exact=False) as queries:
            client.get(reverse(LIST))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["agency_administrator", "system_administrator"])
def test_a_stolen_session_makes_no_account_and_hands_out_no_role(role):
    jia = make_agency("甲局")
    accomplice = make_account("zhou", "editor", agency=jia)
    client = Client()
    client.force_login(make_account("admin-jia", role, agency=jia))
    rows = {f"{PREFIX}-INITIAL_FORMS": "0", **role_row(0, "caseworker", jia)}
    for address in (reverse(ADD), page(accomplice)):
        asked = f"{reverse('admin:door_prove')}?next={address}"
        assert client.get(address)["Location"] == asked
        answer = client.post(address, {"username": "neu", **rows}, HTTP_REFERER=f"http://testserver{address}")
        assert answer["Location"] == asked
    assert not Account.objects.filter(username="neu").exists()
    assert roles_of("zhou") == {("editor", "甲局")}


def test_who_only_reads_accounts_is_not_asked_who_they_are():
    jia = make_agency("甲局")
    client = Client()
    client.force_login(make_account("shen", "auditor", agency=jia))
    assert client.get(page(make_account("zhou", "editor", agency=jia))).status_code == 200
