"""Ten thousand wrong passwords: nobody gets in, nobody honest stays out, nothing is hashed for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from reports.models import Event
from reports.services import doorthrottle
from tests.admin.door import PASSWORD, make_staff, sign_in

pytestmark = pytest.mark.django_db
WRONG = "wrong-wrong-wrong"


class CountingHasher(MD5PasswordHasher):
    """The tests' hasher, counting how often it is asked."""

    asked = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).asked += 1
        return super().encode(password, salt)


@pytest.fixture
def hashing(settings: Settings) -> Iterator[type[CountingHasher]]:
    settings.PASSWORD_HASHERS = ["tests.admin.test_door_throttle.CountingHasher"]
    CountingHasher.asked = 0
    yield CountingHasher


def attempt(name: str, password: str, address: str) -> bool:
    """One attempt as the sign-in page makes it; returns whether it was let in."""
    request = RequestFactory().post("/admin/login/", REMOTE_ADDR=address)
    return authenticate(request, username=name, password=password) is not None


def address(number: int) -> str:
    return f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}"


def time_passes(**length: int) -> None:
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - timedelta(**length))


def test_ten_thousand_wrong_passwords_from_ten_thousand_networks(
    client: Client, hashing: type[CountingHasher], monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long the machine takes for them: all within the five minutes.
    at = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: at)
    make_staff()
    assert sign_in(client, address="10.1.1.1").status_code == 302
    known, office, stranger = client, Client(), Client()
    hashing.asked = 0
    assert not any(attempt("chen", f"{WRONG}{number}", address(number)) for number in range(10_000))
    assert hashing.asked == 50
    assert not attempt("chen", PASSWORD, "203.0.113.9"), (
        "a guess that is right gets in while the rest is held off"
    )
    assert Event.objects.filter(act__in=("sign_in_failed", "locked_out")).count() <= 4
    assert AccessAttempt.objects.count() == 50
    # A browser that signed in before, wherever it is; an address that was signed in from before.
    assert sign_in(known, address="203.0.113.50").status_code == 302
    assert sign_in(office, address="10.1.1.1").status_code == 302
    # A stranger's browser waits, and only for minutes.
    answer = sign_in(stranger, address="203.0.113.60")
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "5 分钟" in answer.content.decode()
    time_passes(minutes=5, seconds=1)
    assert sign_in(stranger, address="203.0.113.60").status_code == 302


def test_one_network_against_one_account_is_stopped_after_five(
    client: Client, hashing: type[CountingHasher]
) -> None:
    make_staff()
    statuses = [sign_in(client, password=WRONG, address="198.18.0.1").status_code for _count in range(8)]
    assert statuses == [200] * 5 + [429] * 3
    assert sign_in(client, address="198.18.0.1").status_code == 429
    assert hashing.asked == 1 + 5
    assert sign_in(Client(), address="198.18.0.2").status_code == 302, "another network gets in"
    assert sign_in(client, address="198.18.0.1").status_code == 429
    time_passes(minutes=15, seconds=1)
    assert sign_in(client, address="198.18.0.1").status_code == 302


def test_waiting_ends_though_one_goes_on_trying(client: Client) -> None:
    make_staff()
    for _count in range(5):
        sign_in(client, password=WRONG)
    time_passes(minutes=14)
    for _count in range(20):
        sign_in(client, password=WRONG)
    time_passes(minutes=1, seconds=1)
    assert sign_in(client).status_code == 302


def test_one_network_against_many_accounts_is_stopped_after_thirty(hashing: type[CountingHasher]) -> None:
    for number in range(100):
        attempt(f"name{number}", WRONG, "198.18.0.1")
    assert hashing.asked == 30
    make_staff()
    assert attempt("chen", PASSWORD, "198.18.0.2")


def test_an_ipv6_subscriber_counts_as_one_network(hashing: type[CountingHasher]) -> None:
    for number in range(40):
        attempt("nobody", WRONG, f"2001:db8:1:2::{number + 1:x}")
    assert hashing.asked == 5
    attempt("nobody", WRONG, "2001:db8:1:3::1")
    assert hashing.asked == 6


def test_many_networks_against_many_accounts_cannot_keep_the_machine_hashing(
    hashing: type[CountingHasher],
) -> None:
    for number in range(1_000):
        attempt(f"name{number}", WRONG, address(number))
    assert hashing.asked == 600
    assert Event.objects.count() <= 5


def test_names_nobody_has_are_stopped_like_names_somebody_has(hashing: type[CountingHasher]) -> None:
    make_staff()
    hashing.asked = 0
    for name in ("chen", "nobody"):
        answers = [sign_in(Client(), name, WRONG, address="198.18.0.9") for _count in range(7)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
        assert hashing.asked == 5
        hashing.asked = 0


def test_a_right_password_forgets_the_wrong_ones_before_it(client: Client) -> None:
    make_staff()
    for _round in range(3):
        for _count in range(4):
            assert sign_in(client, password=WRONG).status_code == 200
        assert sign_in(client).status_code == 302


def test_a_known_browser_has_a_limit_of_its_own(client: Client, hashing: type[CountingHasher]) -> None:
    make_staff()
    sign_in(client)
    hashing.asked = 0
    for _count in range(15):
        sign_in(client, password=WRONG)
    assert hashing.asked == 10


def test_the_mark_of_a_known_browser_cannot_be_made_up_or_outlive_the_password(client: Client) -> None:
    account = make_staff()
    sign_in(client)
    mark = client.cookies["known"].value
    request = RequestFactory().get("/")
    request.COOKIES["known"] = mark
    assert doorthrottle.doorbrowsers.tag_of(request, account.pk)
    assert not doorthrottle.doorbrowsers.tag_of(request, account.pk + 1)
    request.COOKIES["known"] = mark[:-3] + "abc"
    assert not doorthrottle.doorbrowsers.tag_of(request, account.pk)
    account.set_password("another-password-altogether")
    account.save()
    request.COOKIES["known"] = mark
    assert not doorthrottle.doorbrowsers.tag_of(request, account.pk)


def test_a_wrong_code_does_not_make_a_browser_known(client: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR = "everyone"
    make_staff()
    sign_in(client)
    assert "known" in client.cookies  # no phone is set up yet: the password is all there is to prove


def test_failures_enter_the_log_in_steps_of_ten(client: Client) -> None:
    account = make_staff()
    for number in range(45):
        attempt("chen", WRONG, address(number))
    events = Event.objects.filter(act="sign_in_failed")
    assert [event.changes["count"][1] for event in events] == ["1", "10"]
    assert {(event.by, event.subject_id, event.subject_name) for event in events} == {
        (None, account.pk, "chen")
    }


def test_old_counts_are_deleted() -> None:
    attempt("nobody", WRONG, "198.18.0.1")
    time_passes(minutes=59)
    assert doorthrottle.forget() == 0
    time_passes(minutes=2)
    assert doorthrottle.forget() == 1


@pytest.mark.parametrize(
    ("trust", "forwarded", "peer", "found"),
    [
        (False, "203.0.113.1", "10.0.0.1", "10.0.0.1"),
        (True, "203.0.113.1", "10.0.0.1", "203.0.113.1"),
        (True, "1.1.1.1, 203.0.113.1", "10.0.0.1", "203.0.113.1"),
        (True, "", "10.0.0.1", "10.0.0.1"),
        (True, "not an address", "10.0.0.1", None),
        (True, "::ffff:203.0.113.1", "10.0.0.1", "203.0.113.1"),
        (False, "", "", None),
        (False, "", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_comes_from_the_connection_or_the_one_trusted_proxy(
    settings: Settings, trust: bool, forwarded: str, peer: str, found: str | None
) -> None:
    settings.TRUST_PROXY = trust
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert doorthrottle.doornetwork.address_of(request) == found


def test_an_attempt_without_an_address_is_counted_too(settings: Settings) -> None:
    settings.TRUST_PROXY = True
    request = RequestFactory().post("/", HTTP_X_FORWARDED_FOR="nonsense")
    for _count in range(9):
        authenticate(request, username="nobody", password=WRONG)
    assert AccessAttempt.objects.filter(ip_address=None).count() >= 1
    assert timezone.now()
