"""The second factor: setting a phone up, signing in with it, losing it; and its secrets at rest."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from reports.models import Event
from reports.services import doorfactor, doorkeys
from tests.admin.door import (
    OTHER,
    PASSWORD,
    code_of,
    key_shown,
    make_staff,
    prove,
    set_up_phone,
    sign_in,
    wrong_code,
)
from tests.factories import make_agency

pytestmark = pytest.mark.django_db
INDEX, CODE, ENROL = "/admin/", "/admin/door/code/", "/admin/door/phone/"


@pytest.fixture(autouse=True)
def switched_on(settings: Settings) -> None:
    settings.SECOND_FACTOR = "roles"


def time_passes(*, seconds: int = 3600) -> None:
    """The pause after a wrong code is over."""
    earlier = timezone.now() - timedelta(seconds=seconds)
    TOTPDevice.objects.exclude(throttling_failure_timestamp=None).update(throttling_failure_timestamp=earlier)
    StaticDevice.objects.exclude(throttling_failure_timestamp=None).update(
        throttling_failure_timestamp=earlier
    )


def test_the_first_run_leads_from_the_printed_password_to_the_desk(client: Client) -> None:
    make_staff("admin", "system_administrator", must_change_password=True)
    assert sign_in(client, "admin")["Location"] == INDEX
    assert client.get(INDEX)["Location"].startswith("/admin/password_change/")
    client.post("/admin/password_change/", {"new_password1": OTHER, "new_password2": OTHER})
    assert client.get(INDEX)["Location"].startswith(ENROL)
    page = client.get(ENROL)
    assert "data:image/svg+xml;base64," in page.content.decode()
    codes = client.post(ENROL, {"code": code_of(key_shown(page))})
    assert len(re.findall(r"<code>[a-z2-9]{5}-[a-z2-9]{5}</code>", codes.content.decode())) == 10
    assert client.get(INDEX).status_code == 200
    acts = list(Event.objects.values_list("act", flat=True))
    assert acts == ["signed_in", "password_changed", "second_factor_set"]


@pytest.mark.parametrize(
    ("role", "is_led_to_enrol"),
    [
        ("publisher", True),
        ("caseworker", True),
        ("agency_administrator", True),
        ("system_administrator", True),
        ("editor", False),
        ("reviewer", False),
        ("auditor", False),
    ],
)
def test_roles_that_publish_or_see_personal_data_must_have_one(
    client: Client, role: str, is_led_to_enrol: bool
) -> None:
    make_staff("chen", role)
    sign_in(client)
    answer = client.get(INDEX)
    assert (answer.status_code == 302 and answer["Location"].startswith(ENROL)) is is_led_to_enrol


@pytest.mark.parametrize(
    "page",
    [
        "/admin/",
        "/admin/reports/report/",
        "/admin/autocomplete/",
        "/admin/jsi18n/",
        "/admin/door/",
        "/en/admin/",
    ],
)
def test_nothing_else_opens_before_the_phone_is_set_up(client: Client, page: str) -> None:
    make_staff("chen", "publisher")
    sign_in(client)
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == 302 and "/door/phone/" in answer["Location"]


def test_the_rest_of_the_portal_knows_nobody_before_the_last_step(client: Client) -> None:
    make_staff("chen", "publisher")
    sign_in(client)
    answer = client.get("/")
    assert not answer.wsgi_request.user.is_authenticated
    assert answer.wsgi_request.account_at_door.is_authenticated


def test_everybody_may_be_asked_and_nobody(client: Client, settings: Settings) -> None:
    make_staff("chen", "editor")
    sign_in(client)
    settings.SECOND_FACTOR = "everyone"
    assert client.get(INDEX)["Location"].startswith(ENROL)
    settings.SECOND_FACTOR = "off"
    assert client.get(INDEX).status_code == 200


def test_signing_in_takes_the_code_after_the_password(client: Client) -> None:
    key = set_up_phone(make_staff("chen", "publisher"))
    sign_in(client)
    assert client.get("/admin/reports/report/")["Location"] == CODE + "?next=/admin/reports/report/"
    assert not Event.objects.filter(act="signed_in").exists()
    assert client.post(CODE, {"code": wrong_code(key)}).status_code == 200
    assert client.get(INDEX).status_code == 302
    time_passes()
    before = client.session.session_key
    answer = client.post(CODE, {"code": code_of(key), "next": "/admin/reports/report/"})
    assert answer["Location"] == "/admin/reports/report/"
    assert client.session.session_key != before
    assert client.get(INDEX).status_code == 200
    assert Event.objects.get(act="signed_in").changes == {"how": ["", "password and code"]}


@pytest.mark.parametrize(("steps", "is_good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_one_step_early_or_late(steps: int, is_good: bool) -> None:
    account = make_staff("chen", "publisher")
    key = set_up_phone(account)
    while timezone.now().timestamp() % 30 > 28:  # not across the edge of a step
        pass
    assert (doorfactor.verify(account, code_of(key, steps=steps)) == "code") is is_good


def test_a_code_works_once() -> None:
    account = make_staff("chen", "publisher")
    key = set_up_phone(account)
    code = code_of(key)
    assert doorfactor.verify(account, code) == "code"
    assert doorfactor.verify(account, code) == ""
    time_passes()
    assert doorfactor.verify(account, code_of(key, steps=-1)) == ""


def test_after_a_wrong_code_the_right_one_has_to_wait() -> None:
    account = make_staff("chen", "publisher")
    key = set_up_phone(account)
    for _attempt in range(3):
        assert doorfactor.verify(account, wrong_code(key)) == ""
    assert doorfactor.verify(account, code_of(key)) == ""
    time_passes()
    assert doorfactor.verify(account, code_of(key)) == "code"


def test_wrong_codes_do_not_hide_behind_wrong_passwords(client: Client) -> None:
    key = set_up_phone(make_staff("chen", "publisher"))
    sign_in(client, password=OTHER)
    sign_in(client)
    for _ in range(11):
        client.post(CODE, {"code": wrong_code(key)})
        time_passes()
    told = Event.objects.filter(act="sign_in_failed").values_list("changes", flat=True)
    assert [(each["how"][1], each["count"][1]) for each in told] == [
        ("password", "1"),
        ("code", "1"),
        ("code", "10"),
    ]


def test_however_many_wrong_codes_the_pause_stays_below_nine_minutes() -> None:
    account = make_staff("chen", "publisher")
    key = set_up_phone(account)
    TOTPDevice.objects.update(throttling_failure_count=60, throttling_failure_timestamp=timezone.now())
    assert doorfactor.verify(account, code_of(key)) == ""
    time_passes(seconds=513)
    assert doorfactor.verify(account, code_of(key)) == "code"


@pytest.mark.parametrize(
    "code", ["", " ", "12345", "1234567", "１２３４５６", "abcdef", "' or 1=1", "٠١٢٣٤٥", "\0" * 6]
)
def test_what_is_no_code_is_refused(client: Client, code: str) -> None:
    set_up_phone(make_staff("chen", "publisher"))
    sign_in(client)
    assert client.post(CODE, {"code": code}).status_code == 200
    assert client.get(INDEX).status_code == 302


def test_a_recovery_code_works_once_however_it_is_written(client: Client) -> None:
    account = make_staff("chen", "publisher")
    set_up_phone(account)
    first, second = doorfactor.renew_codes(account)[:2]
    assert doorfactor.verify(account, first) == "recovery code"
    assert doorfactor.verify(account, first) == ""
    time_passes()
    assert doorfactor.verify(account, second.replace("-", " ").upper()) == "recovery code"
    assert doorfactor.codes_left(account) == 8


def test_new_recovery_codes_make_the_old_ones_worthless(client: Client) -> None:
    account = make_staff("chen", "editor")
    set_up_phone(account)
    old = doorfactor.renew_codes(account)[0]
    client.force_login(account)
    session = client.session
    session["door_factor"] = TOTPDevice.objects.get().pk
    session.save()
    answer = client.post("/admin/door/codes/", headers={"Referer": "http://testserver/admin/door/"})
    assert answer["Location"] == "/admin/door/proof/?next=/admin/door/"
    prove(client)
    assert client.post("/admin/door/codes/").content.count(b"<code>") == 10
    assert doorfactor.verify(account, old) == ""


def test_neither_key_nor_codes_lie_in_the_database() -> None:
    account = make_staff("chen", "publisher")
    key = set_up_phone(account)
    codes = doorfactor.renew_codes(account)
    stored = TOTPDevice.objects.get().key
    assert key.hex() not in stored and len(stored) <= 80
    kept = " ".join(StaticToken.objects.values_list("token", flat=True)).lower()
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_sealed_key_is_of_no_use_on_another_account_or_without_the_secret(settings: Settings) -> None:
    sealed = doorkeys.seal(b"x" * 20, "account 1")
    assert doorkeys.unseal(sealed, "account 1") == b"x" * 20
    with pytest.raises(doorkeys.Unreadable):
        doorkeys.unseal(sealed, "account 2")
    settings.SECRET_KEY = "another-secret-of-fifty-characters-and-more-than-that"
    with pytest.raises(doorkeys.Unreadable):
        doorkeys.unseal(sealed, "account 1")


def test_phones_and_codes_go_on_working_while_the_secret_key_is_changed(settings: Settings) -> None:
    account = make_staff("chen", "publisher")
    key = set_up_phone(account)
    code = doorfactor.renew_codes(account)[0]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-fifty-characters-and-more-than-that"
    assert doorfactor.verify(account, code) == "recovery code"
    assert doorfactor.verify(account, code_of(key)) == "code"
    settings.SECRET_KEY_FALLBACKS = []
    assert doorkeys.unseal(TOTPDevice.objects.get().key, f"account {account.pk}") == key


def test_a_first_password_alone_does_not_get_past_the_phone(client: Client) -> None:
    """Whoever was handed the password of somebody with a phone has to have the phone before changing it."""
    set_up_phone(make_staff("chen", "publisher", must_change_password=True))
    sign_in(client)
    assert client.get("/admin/password_change/")["Location"].startswith(CODE)
    sent = {"new_password1": OTHER, "new_password2": OTHER, "present_password": PASSWORD}
    assert client.post("/admin/password_change/", sent)["Location"].startswith(CODE)
    assert client.get(ENROL)["Location"].startswith(CODE)


def test_a_lost_phone_is_forgotten_by_an_administrator_and_set_up_anew(client: Client) -> None:
    agency = make_agency()
    chen = make_staff("chen")
    chen.appointments.create(role="publisher", agency=agency)
    set_up_phone(chen)
    root = make_staff("root", "system_administrator")
    key = set_up_phone(root)
    browser = Client()
    sign_in(browser)
    sign_in(client, "root")
    client.post(CODE, {"code": code_of(key)})
    page = f"/admin/door/help/{chen.pk}/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"phone": "1", "reason": ""}).status_code == 200
    assert TOTPDevice.objects.filter(user=chen).exists()
    client.post(page, {"phone": "1", "reason": "本人到场"})
    event = Event.objects.get(act="second_factor_removed")
    assert (event.by, event.subject_name, event.reason) == (root, "chen", "本人到场")
    assert browser.get(INDEX)["Location"].startswith("/admin/login/")
    sign_in(browser)
    assert browser.get(INDEX)["Location"].startswith(ENROL)


def test_an_agency_administrator_cannot_help_somebody_with_more_rights(
    client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "off"
    agency = make_agency()
    root = make_staff("root", "system_administrator")
    root.appointments.create(role="editor", agency=agency)
    local = make_staff("local")
    local.appointments.create(role="agency_administrator", agency=agency)
    editor = make_staff("editor1")
    editor.appointments.create(role="editor", agency=agency)
    client.force_login(local)
    prove(client)
    assert client.get(f"/admin/door/help/{root.pk}/").status_code == 403
    assert client.get("/admin/door/help/999999/").status_code == 403
    assert client.get(f"/admin/door/help/{local.pk}/").status_code == 302
    handed = client.post(f"/admin/door/help/{editor.pk}/", {"reason": "忘记密码"}).content.decode()
    password = re.search(r"<code>((\w{5}-){3}\w{5})</code>", handed)[1]
    editor.refresh_from_db()
    assert editor.check_password(password) and editor.must_change_password


def test_who_need_not_have_one_may_do_without_again(client: Client) -> None:
    account = make_staff("chen", "editor")
    sign_in(client)
    assert client.post(ENROL, {"code": code_of(key_shown(client.get(ENROL)))}).status_code == 200
    assert doorfactor.device_of(account)
    assert client.post("/admin/door/forget/").status_code == 302
    assert doorfactor.device_of(account) is None
    assert Event.objects.filter(act="second_factor_removed", by=account).exists()


def test_who_must_have_one_cannot_do_without(client: Client) -> None:
    key = set_up_phone(make_staff("chen", "publisher"))
    sign_in(client)
    client.post(CODE, {"code": code_of(key)})
    assert client.post("/admin/door/forget/").status_code == 403
    assert TOTPDevice.objects.filter(confirmed=True).count() == 1


def test_another_phone_takes_the_place_of_the_first(client: Client) -> None:
    account = make_staff("chen", "publisher")
    key = set_up_phone(account)
    sign_in(client)
    client.post(CODE, {"code": code_of(key)})
    new = key_shown(client.get(ENROL))
    assert new != key
    assert client.post(ENROL, {"code": code_of(new)}).status_code == 200
    assert client.get(INDEX).status_code == 200
    assert TOTPDevice.objects.get().confirmed
    assert doorfactor.verify(account, code_of(key)) == ""


def test_a_phone_being_set_up_keeps_its_key_when_the_page_is_loaded_again(client: Client) -> None:
    make_staff("chen", "publisher")
    sign_in(client)
    first = key_shown(client.get(ENROL))
    client.post(ENROL, {"code": wrong_code(first)})
    assert key_shown(client.get(ENROL)) == first
