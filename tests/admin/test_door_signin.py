"""Name and password: who gets a session, what is said to who does not, what enters the log."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Account, Event, StaffSession
from tests.admin.door import OTHER, PASSWORD, make_staff, sign_in

pytestmark = pytest.mark.django_db
INDEX = "/admin/"


def acts() -> list[str]:
    return list(Event.objects.values_list("act", flat=True))


def test_the_right_password_opens_the_desk(client: Client) -> None:
    make_staff()
    assert sign_in(client)["Location"] == INDEX
    assert client.get(INDEX).status_code == 200
    event = Event.objects.get(act="signed_in")
    assert (event.by.username, event.subject_name, event.address) == ("chen", "chen", "10.1.1.1")


@pytest.mark.parametrize("name", ["chen", "nobody", "gone", "citizen"])
def test_a_name_nobody_has_reads_like_a_wrong_password(client: Client, name: str) -> None:
    make_staff()
    make_staff("gone", is_active=False)
    make_staff("citizen", is_staff=False)
    answer = sign_in(client, name, "wrong-wrong-wrong")
    assert answer.status_code == 200
    page = answer.content.decode().replace(name, "")
    assert "用户名或密码不正确" in page
    other = sign_in(Client(), "zhao", "wrong-wrong-wrong").content.decode().replace("zhao", "")
    strip = lambda html: [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line]  # noqa: E731
    assert strip(page) == strip(other)


@pytest.mark.parametrize("name", ["gone", "citizen"])
def test_departed_staff_and_citizens_stay_out_with_the_right_password(client: Client, name: str) -> None:
    make_staff("gone", is_active=False)
    make_staff("citizen", is_staff=False)
    assert sign_in(client, name).status_code == 200
    assert client.get(INDEX).status_code == 302
    assert not StaffSession.objects.exists()


def test_the_session_gets_a_new_key_at_sign_in(client: Client) -> None:
    make_staff()
    client.get("/admin/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_what_was_typed_as_a_name_is_stored_and_logged_nowhere(
    client: Client, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    secret = "my-password-typed-as-name"
    for _attempt in range(7):
        sign_in(client, secret, "x" * 12)
    stored = [str(vars(row)) for row in Event.objects.all()]
    attempts = __import__("axes.models", fromlist=["AccessAttempt"]).AccessAttempt.objects.all()
    stored += [str(vars(row)) for row in attempts]
    captured = capsys.readouterr()
    assert len(stored) >= 2
    shown = "".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert secret not in "".join(stored) + shown + captured.err + captured.out


def test_signing_out_takes_a_post_and_is_logged(client: Client) -> None:
    make_staff()
    sign_in(client)
    assert client.get(reverse("admin:logout")).status_code == 405
    client.post(reverse("admin:logout"))
    assert client.get(INDEX).status_code == 302
    assert acts() == ["signed_in", "signed_out"]
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "/\\evil",
        "foo",
        "reports.urls",
        "..",
        "?a",
    ],
)
def test_nobody_is_led_to_another_host(client: Client, address: str) -> None:
    make_staff()
    assert sign_in(client, next=address)["Location"] == INDEX


def test_one_is_led_on_to_where_one_was_going(client: Client) -> None:
    make_staff("chen", "editor")
    answer = client.get("/admin/reports/report/?state=draft")
    assert answer["Location"] == "/admin/login/?next=/admin/reports/report/%3Fstate%3Ddraft"
    assert sign_in(client, next="/admin/reports/report/?state=draft")["Location"].endswith("?state=draft")


def test_a_first_password_has_to_be_changed_before_anything_else(client: Client) -> None:
    make_staff(must_change_password=True)
    sign_in(client)
    answer = client.get(INDEX)
    assert answer["Location"] == "/admin/password_change/?next=/admin/"
    assert client.get("/admin/jsi18n/").status_code == 302
    sent = {"new_password1": OTHER, "new_password2": OTHER, "next": "/admin/"}
    assert client.post("/admin/password_change/", sent)["Location"] == "/admin/"
    assert client.get(INDEX).status_code == 200
    account = Account.objects.get()
    assert account.check_password(OTHER) and not account.must_change_password
    assert acts() == ["signed_in", "password_changed"]


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("short-pass1", "12"),
        ("1234567890123", "数字"),
        ("password1234", "容易猜"),
        ("qwertyuiop[]asdf", "容易猜"),
        ("chenchenchen", "容易猜"),
        ("woaini1314520", "容易猜"),
        (PASSWORD, "现在的密码"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(client: Client, password: str, complaint: str) -> None:
    make_staff(must_change_password=True)
    sign_in(client)
    answer = client.post("/admin/password_change/", {"new_password1": password, "new_password2": password})
    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert Account.objects.get().must_change_password


def test_a_new_password_ends_the_sessions_elsewhere(client: Client) -> None:
    make_staff()
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    client.post("/admin/password_change/", {"new_password1": OTHER, "new_password2": OTHER})
    assert client.get(INDEX).status_code == 200
    assert elsewhere.get(INDEX).status_code == 302
    assert StaffSession.objects.count() == 1


def test_without_a_recent_proof_the_present_password_is_asked_for(client: Client) -> None:
    account = make_staff()
    client.force_login(account)
    sent = {"new_password1": OTHER, "new_password2": OTHER}
    assert client.post("/admin/password_change/", sent).status_code == 200
    client.post("/admin/password_change/", {**sent, "present_password": "wrong-wrong-wrong"})
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert client.post("/admin/password_change/", {**sent, "present_password": PASSWORD}).status_code == 302
    account.refresh_from_db()
    assert account.check_password(OTHER)
