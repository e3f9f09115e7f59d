"""Wrong query codes: strangers are slowed, the applicant is not shut out, and no case is guessed."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from reports.models import Application
from reports.services import querycodes, throttle
from reports.services.throttle import Limit
from tests.views.test_progress import LOOKUP, empty_cache, make_case, opened

__all__ = ["empty_cache"]
pytestmark = pytest.mark.django_db


def guess(application: Application, times: int, address: str = "198.51.100.9") -> list[str]:
    """So many wrong codes from one network; what each page answered."""
    stranger = Client(REMOTE_ADDR=address)
    wrong = {"number": application.number, "code": "0" * 12}
    return [stranger.post(LOOKUP, wrong).content.decode() for _ in range(times)]


def test_after_ten_wrong_codes_a_network_has_one_try_of_that_number_in_half_a_minute(client: Client) -> None:
    application, code = make_case()
    told = guess(application, 12, "127.0.0.1")
    assert all("没有编号和查询码同时相符的申请" in page for page in told[:11])
    assert "半分钟" in told[11]
    sent = {"number": application.number, "code": code}
    assert client.post(LOOKUP, sent).status_code == 400
    here = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")
    throttle.forget(querycodes.SLOWLY, here, about=application.number)  # as half a minute later
    assert client.post(LOOKUP, sent).status_code == 302


def test_whoever_knows_a_number_does_not_shut_its_applicant_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, code = make_case()
    few = Limit(querycodes.EVERYWHERE.name, 20, querycodes.EVERYWHERE.window)
    monkeypatch.setattr(querycodes, "EVERYWHERE", few)
    for last in range(1, 4):
        guess(application, 9, f"198.51.100.{last}")
    # More than the 20 of all networks together: strangers are slowed from their second try on …
    assert "半分钟" in guess(application, 2, "198.51.100.200")[1]
    # … and the applicant, from a network of their own, is let in at the first.
    opened(client, application, code)


def test_a_network_that_tries_every_number_is_stopped_whatever_the_number(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, code = make_case()
    few = Limit(querycodes.OF_A_NETWORK.name, 5, querycodes.OF_A_NETWORK.window)
    monkeypatch.setattr(querycodes, "OF_A_NETWORK", few)
    for serial in range(5):
        client.post(LOOKUP, {"number": f"2026-0001-0000{serial}", "code": "0" * 12})
    assert client.post(LOOKUP, {"number": application.number, "code": code}).status_code == 400
    opened(Client(REMOTE_ADDR="203.0.113.77"), application, code)


def test_opening_ones_own_case_gives_no_new_tries_of_anothers(client: Client) -> None:
    own, code = make_case()
    other, _ = make_case()
    guess(other, 11, "127.0.0.1")
    opened(client, own, code)
    assert "半分钟" in guess(other, 1, "127.0.0.1")[0]


def test_ten_wrong_tries_then_the_right_code_still_opens(client: Client) -> None:
    application, code = make_case()
    for _ in range(9):
        client.post(LOOKUP, {"number": application.number, "code": "0" * 12})
    opened(client, application, code)
