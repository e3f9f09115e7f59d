"""Public doors count tries by network, keep no address, and forget."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from reports.services import throttle
from reports.services.throttle import Limit

THREE = Limit("test", 3, timedelta(minutes=5))


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def ask(address: str):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_the_fourth_try_of_one_network_is_one_too_many_and_others_are_not_touched() -> None:
    request = ask("203.0.113.5")
    assert [throttle.passes(THREE, request) for _ in range(4)] == [True, True, True, False]
    assert throttle.passes(THREE, ask("203.0.113.6"))


def test_an_ipv6_subscriber_is_one_network() -> None:
    for last in range(3):
        assert throttle.passes(THREE, ask(f"2001:db8::{last}"))
    assert not throttle.passes(THREE, ask("2001:db8::ffff"))


def test_a_success_begins_the_count_anew() -> None:
    request = ask("203.0.113.5")
    for _ in range(3):
        throttle.passes(THREE, request)
    assert throttle.tries(THREE, request) == 3
    throttle.forget(THREE, request)
    assert throttle.passes(THREE, request)


def test_what_it_is_about_is_counted_apart() -> None:
    request = ask("203.0.113.5")
    for _ in range(3):
        throttle.passes(THREE, request, about="agency 1")
    assert not throttle.passes(THREE, request, about="agency 1")
    assert throttle.passes(THREE, request, about="agency 2")


def test_no_address_lies_in_the_cache() -> None:
    throttle.passes(THREE, ask("203.0.113.5"))
    assert "203.0.113.5" not in "".join(str(key) for key in cache._cache)
