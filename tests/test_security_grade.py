"""The public observatory's grade, in the settings of a public installation: A+ on every kind of page."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from portal import urls
from tests.admin.door import make_staff, sign_in
from tests.factories import make_agency, make_report
from tests.observatory import grade

pytestmark = pytest.mark.django_db


def fall(request: HttpRequest) -> HttpResponse:
    """A view that breaks."""
    raise RuntimeError("made to fail")


urlpatterns = [path("fall/", fall), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def https(settings: Settings) -> None:
    """As portal/settings.py has it with HTTPS=1 (tests/test_settings.py holds that)."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"


class Https(Client):
    """A browser that asks by HTTPS."""

    def generic(self, *parts: Any, **named: Any) -> HttpResponse:
        return super().generic(*parts, **{**named, "secure": True})


@pytest.fixture
def client() -> Client:
    return Https()


PUBLIC = ["/", "/en/", "/reports/", "/agencies/", "/reports/police/2016/", "/robots.txt", "/sitemap.xml"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages(client: Client, address: str) -> None:
    make_report(agency=make_agency("示例市公安局", slug="police"))
    answer = client.get(address)
    assert answer.status_code == 200
    assert grade(answer)[:2] == ("A+", 120)
    assert not answer.cookies


@pytest.mark.parametrize("address", ["/admin/login/", "/en/admin/login/"])
def test_the_door(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.cookies
    assert grade(answer)[:2] == ("A+", 125)


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/door/", "/admin/reports/report/", "/admin/password_change/"]
)
def test_staff_pages(client: Client, address: str) -> None:
    make_staff("chen", "editor")
    sign_in(client)
    answer = client.get(address)
    assert answer.status_code == 200
    assert grade(answer)[0] == "A+"
    assert "no-store" in answer.headers["Cache-Control"]


def test_signing_in_sets_nothing_but_guarded_cookies(client: Client) -> None:
    make_staff()
    answer = sign_in(client)
    assert grade(answer)[:2] == ("A+", 125)
    names = set(answer.cookies)
    assert names == {"__Host-sessionid", "__Host-csrftoken", "__Host-known", "__Host-proof"}
    for morsel in answer.cookies.values():
        assert morsel["secure"] and morsel["httponly"] and not morsel["domain"]
        assert morsel["path"] == "/"
        assert morsel["samesite"] == ("Strict" if morsel.key == "__Host-proof" else "Lax")


def test_a_static_file_and_a_download(client: Client) -> None:
    make_report(agency=make_agency("示例市公安局", slug="police"))
    for address in ("/static/admin/css/base.css", "/static/css/base.css"):
        with closing(client.get(address)) as answer:
            assert answer.status_code == 200
            assert grade(answer)[0] == "A+"


def test_pages_that_are_not_there_or_refuse(client: Client) -> None:
    for answer, status in (
        (client.get("/no/such/page/"), 404),
        (client.post("/"), 405),
        (client.get("/", headers={"host": "evil.example"}), 400),
        (Client(enforce_csrf_checks=True).post("/admin/login/", secure=True), 403),
        (client.get("/admin/"), 302),
    ):
        assert answer.status_code == status
        assert grade(answer)[0] == "A+"


@pytest.mark.urls("tests.test_security_grade")
def test_a_page_that_broke(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/fall/")
    assert answer.status_code == 500
    assert grade(answer)[0] == "A+"


def test_http_leads_to_https_on_the_same_host() -> None:
    answer = Client().get("/reports/?year=2016")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/reports/?year=2016")


@pytest.mark.parametrize(
    ("header", "value", "points", "letter"),
    [
        ("Content-Security-Policy", None, 75, "B"),
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'", 80, "B+"),
        ("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'", 105, "A+"),
        ("Content-Security-Policy", "default-src 'self'", 110, "A+"),
        ("Strict-Transport-Security", None, 80, "B+"),
        ("Strict-Transport-Security", "max-age=15767999", 110, "A+"),
        ("X-Content-Type-Options", None, 115, "A+"),
        ("Referrer-Policy", "unsafe-url", 110, "A+"),
        ("Cross-Origin-Resource-Policy", "same-origin", 130, "A+"),
    ],
)
def test_points_fall_when_a_header_does(
    client: Client, header: str, value: str | None, points: int, letter: str
) -> None:
    answer = client.get("/")
    answer.headers[header] = value or ""
    if value is None:
        del answer.headers[header]
    assert grade(answer)[:2] == (letter, points)


def test_a_cookie_without_its_flags_costs_the_grade(client: Client) -> None:
    answer = client.get("/admin/login/")
    answer.set_cookie("sessionid", "x")
    assert grade(answer)[2]["cookies"] == -30
