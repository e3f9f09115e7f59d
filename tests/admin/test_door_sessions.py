"""Sessions: one's own list, their ends, and the proof that grave acts ask for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from reports.models import Account, Event, StaffSession
from reports.services import accounts, doorsessions, upkeep
from tests.admin.door import PASSWORD, code_of, make_staff, prove, set_up_phone, sign_in

pytestmark = pytest.mark.django_db
INDEX, MINE, EXPORT = "/admin/", "/admin/door/", "/admin/reports/event/export/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def ago(*, started: timedelta = timedelta(), seen: timedelta = timedelta()) -> None:
    now = timezone.now()
    StaffSession.objects.update(started_at=now - started, seen_at=now - seen)


def test_the_list_tells_browser_address_and_times_of_ones_own_sessions_only(client: Client) -> None:
    make_staff()
    make_staff("wang")
    elsewhere, other = Client(headers={"User-Agent": FIREFOX}), Client()
    sign_in(elsewhere, address="10.9.9.9")
    sign_in(other, "wang", address="10.8.8.8")
    sign_in(client)
    page = client.get(MINE).content.decode()
    assert "Firefox · Windows" in page and "10.9.9.9" in page
    assert "10.8.8.8" not in page
    assert page.count("本次登录") == 1


def test_one_session_is_ended_and_nobody_elses(client: Client) -> None:
    make_staff()
    make_staff("wang")
    elsewhere, other = Client(), Client()
    sign_in(elsewhere)
    theirs = StaffSession.objects.get()
    sign_in(other, "wang")
    wangs = StaffSession.objects.exclude(pk=theirs.pk).get()
    sign_in(client)
    for pk in (wangs.pk, 10**12, theirs.pk):
        client.post("/admin/door/end/", {"session": str(pk)})
    assert elsewhere.get(INDEX).status_code == 302
    assert other.get(INDEX).status_code == client.get(INDEX).status_code == 200
    assert Event.objects.get(act="session_ended").subject_name == "chen"


def test_all_others_are_ended_at_once(client: Client) -> None:
    make_staff()
    others = [Client() for _count in range(3)]
    for other in others:
        sign_in(other)
    sign_in(client)
    client.post("/admin/door/end/")
    assert [other.get(INDEX).status_code for other in others] == [302, 302, 302]
    assert client.get(INDEX).status_code == 200
    assert Event.objects.get(act="session_ended").changes["sessions"] == ["3", "0"]


@pytest.mark.parametrize(("minutes", "goes_on"), [(29, True), (31, False)])
def test_a_session_ends_when_nothing_is_done(client: Client, minutes: int, goes_on: bool) -> None:
    make_staff()
    sign_in(client)
    ago(seen=timedelta(minutes=minutes))
    answer = client.get("/admin/reports/report/?page=2")
    if goes_on:
        assert answer.status_code != 302
    else:
        assert answer["Location"] == "/admin/login/?next=/admin/reports/report/%3Fpage%3D2"
        assert "没有操作" in client.get(answer["Location"]).content.decode()
        assert Event.objects.get(act="session_ended").changes == {"why": ["", "idle"]}


@pytest.mark.parametrize(("minutes", "goes_on"), [(599, True), (601, False)])
def test_a_session_ends_after_the_working_day_though_it_is_used(
    client: Client, minutes: int, goes_on: bool
) -> None:
    make_staff()
    sign_in(client)
    ago(started=timedelta(minutes=minutes))
    assert (client.get(INDEX).status_code == 200) is goes_on


def test_using_a_session_keeps_it(client: Client) -> None:
    make_staff()
    sign_in(client)
    ago(seen=timedelta(minutes=20))
    client.get(INDEX)
    assert timezone.now() - StaffSession.objects.get().seen_at < timedelta(minutes=1)


def test_a_session_that_is_over_is_nobody_on_public_pages_too(client: Client) -> None:
    make_staff()
    sign_in(client)
    assert client.get("/").wsgi_request.user.is_authenticated
    ago(seen=timedelta(minutes=31))
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_who_is_switched_off_is_out_at_once(client: Client) -> None:
    account = make_staff()
    sign_in(client)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.get(INDEX).status_code == 302


def test_a_role_that_demands_a_phone_demands_it_from_the_next_click(
    client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "roles"
    account = make_staff("chen", "editor")
    sign_in(client)
    assert client.get(INDEX).status_code == 200
    account.appointments.create(role="publisher")
    assert client.get(INDEX)["Location"].startswith("/admin/door/phone/")


def test_the_night_forgets_sessions_that_are_no_more(client: Client) -> None:
    make_staff()
    sign_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    assert upkeep.forget_sessions(now=timezone.now()) == 1
    assert not StaffSession.objects.exists()


def test_public_pages_ask_for_no_session(client: Client) -> None:
    make_staff()
    sign_in(client)
    answer = client.get("/")
    assert not answer.wsgi_request.session.accessed
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_stolen_session_cookie_exports_nothing(client: Client) -> None:
    """Not even within the minutes in which its owner could."""
    make_staff("chen", "auditor")
    sign_in(client)
    assert client.get(EXPORT).status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get(INDEX).status_code == 200
    for answer in (thief.get(EXPORT), thief.post(EXPORT)):
        assert answer.status_code == 302 and answer["Location"].startswith("/admin/door/proof/")
    thief.cookies["proof"] = "made-up"
    assert thief.get(EXPORT).status_code == 302
    for guess in range(7):
        thief.post("/admin/door/proof/", {"password": f"guess-guess-{guess}"}, REMOTE_ADDR="203.0.113.1")
    thief.post("/admin/door/proof/", {"password": PASSWORD}, REMOTE_ADDR="203.0.113.1")
    assert thief.get(EXPORT).status_code == 302, "guessing at the second question is throttled as well"


@pytest.mark.parametrize(("seconds", "is_recent"), [(295, True), (302, False)])
def test_a_proof_holds_for_five_minutes(client: Client, seconds: int, is_recent: bool) -> None:
    client.force_login(make_staff("chen", "auditor"))
    assert client.get(EXPORT).status_code == 302
    prove(client, seconds_ago=seconds)
    assert (client.get(EXPORT).status_code == 200) is is_recent


def test_the_question_is_answered_with_the_password_and_leads_back(client: Client) -> None:
    client.force_login(make_staff("chen", "auditor"))
    question = client.get(EXPORT)["Location"]
    assert question == f"/admin/door/proof/?next={EXPORT}"
    assert client.post(question, {"password": "wrong-wrong-wrong", "next": EXPORT}).status_code == 200
    before = client.session.session_key
    assert client.post(question, {"password": PASSWORD, "next": EXPORT})["Location"] == EXPORT
    assert client.session.session_key != before
    assert client.get(EXPORT).status_code == 200


def test_with_a_phone_the_question_asks_for_the_code_too(client: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR = "roles"
    account = make_staff("chen", "auditor")
    key = set_up_phone(account)
    client.force_login(account)
    session = client.session
    session["door_factor"] = TOTPDevice.objects.get().pk
    session.save()
    page = "/admin/door/proof/"
    assert client.post(page, {"password": PASSWORD}).status_code == 200
    assert client.post(page, {"password": PASSWORD, "code": "12"}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post(page, {"password": PASSWORD, "code": code_of(key)}).status_code == 302


def test_the_last_administrator_is_helped_from_the_command_line(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    account = make_staff("root", "system_administrator")
    set_up_phone(account)
    sign_in(client, "root")
    call_command("help_back_in", "root")
    password = capsys.readouterr().out.split()[1]
    account.refresh_from_db()
    assert account.check_password(password) and account.must_change_password
    assert not TOTPDevice.objects.exists()
    assert client.get(INDEX).status_code == 302
    with pytest.raises(CommandError, match="no active account 'nobody'"):
        call_command("help_back_in", "nobody")


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537.36 Edg/140", "Edge · Linux"),
        ("curl/8.5", "curl/8.5"),
        ("", "—"),
        ("<script>" * 20, ("<script>" * 20)[:40]),
    ],
)
def test_a_browser_is_told_in_a_few_words(agent: str, said: str) -> None:
    assert doorsessions.browser(agent) == said


def test_who_is_switched_off_and_on_again_has_to_sign_in_again(client: Client) -> None:
    chen, root = make_staff("chen", "editor"), make_staff("root", "system_administrator")
    sign_in(client)
    for is_active in (False, True):
        accounts.edit(account=chen, by=root, username="chen", name="", is_active=is_active)
    assert client.get(INDEX).status_code == 302
    assert not StaffSession.objects.exists()


def test_the_page_of_an_account_leads_to_help_and_an_id_that_is_none_does_no_harm(client: Client) -> None:
    chen = make_staff("chen", "editor")
    client.force_login(make_staff("root", "system_administrator"))
    prove(client)
    page = client.get(f"/admin/reports/account/{chen.pk}/change/").content.decode()
    assert f"/admin/door/help/{chen.pk}/" in page
    assert client.get(f"/admin/door/help/{10**30}/").status_code == 403
