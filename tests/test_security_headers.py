"""Every page, public or staff's, and every refusal comes with the whole set of headers, and obeys them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from portal import urls
from tests import sampledata
from tests.factories import make_account

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FORBIDDEN_DEVICES = ("camera", "microphone", "geolocation", "payment", "usb")
PAGES_PER_WALK = 120


def fall(request: HttpRequest) -> HttpResponse:
    """A view that breaks."""
    raise RuntimeError("made to fail")


urlpatterns = [path("fall/", fall), *urls.urlpatterns]


class Page(HTMLParser):
    """What a policy without 'unsafe-inline' forbids in a page, and where its links lead."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.faults: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in given and not is_data(given.get("type", ""))):
            self.fault(f"inline <{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self.fault(f'{name}="{value}" on <{tag}>')
            if name in ("href", "src", "action", "formaction") and value.strip().lower().startswith(
                "javascript:"
            ):
                self.fault(f"{name}={value!r} on <{tag}>")
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed", "object"):
            self.same_host(tag, given.get("src", "") or given.get("data", ""))
        if tag == "link" and given.get("rel") in (
            "stylesheet",
            "icon",
            "manifest",
            "preload",
            "modulepreload",
        ):
            self.same_host(tag, given.get("href", ""))
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.address, given["href"]))

    def same_host(self, tag: str, address: str) -> None:
        if urlsplit(address).netloc:
            self.fault(f"<{tag}> from another host: {address}")

    def fault(self, what: str) -> None:
        self.faults.append(f"{self.address}:{self.getpos()[0]} {what}")


def is_data(kind: str) -> bool:
    """Data blocks are read, never run."""
    return kind in ("application/ld+json", "application/json")


def header_faults(response: HttpResponse) -> list[str]:
    """What is missing or different from what every response must have."""
    found = [
        f"{name}: {response.headers.get(name)}"
        for name, value in HEADERS.items()
        if response.headers.get(name) != value
    ]
    policy = {part.strip() for part in response.headers.get("Content-Security-Policy", "").split(";")}
    if policy != POLICY:
        found.append(f"policy differs by {sorted(policy ^ POLICY)}")
    permissions = response.headers.get("Permissions-Policy", "")
    return found + [
        f"{device} may be used" for device in FORBIDDEN_DEVICES if f"{device}=()" not in permissions
    ]


def walk(client: Client, *starts: str, stays: Callable[[str], bool]) -> Iterator[tuple[str, HttpResponse]]:
    """Follow links breadth first; each path once, so that filters do not multiply it."""
    waiting, seen = list(starts), set(starts)
    for _count in range(PAGES_PER_WALK):
        if not waiting:
            return
        address = waiting.pop(0)
        response = client.get(address)
        yield address, response
        if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
            continue
        for link in Page(address, response.content.decode()).links:
            parts = urlsplit(link)
            if not (parts.netloc or parts.scheme) and parts.path not in seen and stays(parts.path):
                seen.add(parts.path)
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def faults_of(address: str, response: HttpResponse) -> list[str]:
    found = [f"{address} {fault}" for fault in header_faults(response)]
    if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
        found += Page(address, response.content.decode()).faults
    return found


@pytest.fixture
def samples(db: None) -> None:
    sampledata.load()


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_account("chief", has_every_role=True))
    return client


@pytest.mark.xdist_group(sampledata.GROUP)
@pytest.mark.usefixtures("samples")
def test_public_pages_in_both_languages(client: Client) -> None:
    visited, faults = [], []
    for address, response in walk(client, "/", "/en/", stays=lambda path: "/admin" not in path):
        visited.append(address)
        assert response.status_code in (200, 301, 302), address
        faults += faults_of(address, response)
    assert faults == []
    assert len(visited) > 40
    assert any(re.fullmatch(r"/reports/[\w-]+/\d{4}/", address) for address in visited)
    assert any(re.fullmatch(r"/en/reports/[\w-]+/\d{4}/", address) for address in visited)
    assert any(".csv" in address for address in visited)


@pytest.mark.xdist_group(sampledata.GROUP)
@pytest.mark.usefixtures("samples")
def test_staff_pages_in_both_languages(staff: Client) -> None:
    visited, faults = [], []
    for address, response in walk(
        staff, "/admin/", "/en/admin/", stays=lambda path: "/admin/" in path and "/logout/" not in path
    ):
        visited.append(address)
        assert response.status_code in (200, 301, 302), address
        faults += faults_of(address, response)
    assert faults == []
    assert len(visited) > 20
    assert any(address.endswith("/add/") for address in visited)
    assert any(address.endswith("/change/") for address in visited)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/en/admin/login/", "/admin/"])
def test_the_door_of_the_staff(client: Client, address: str) -> None:
    assert faults_of(address, client.get(address)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/no/such/page/", "/en/no/such/page/", "/reports/nobody/2016/"])
def test_a_page_that_is_not_there(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert faults_of(address, response) == []


@pytest.mark.django_db
def test_a_method_that_is_not_allowed(client: Client) -> None:
    response = client.post("/")
    assert response.status_code == 405
    assert header_faults(response) == []


@pytest.mark.django_db
@pytest.mark.urls("tests.test_security_headers")
def test_a_page_that_broke(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/fall/")
    assert response.status_code == 500
    assert faults_of("/fall/", response) == []


@pytest.mark.django_db
def test_a_form_without_its_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert faults_of("/admin/login/", response) == []


@pytest.mark.django_db
def test_a_host_that_is_not_ours(client: Client) -> None:
    response = client.get("/admin/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert faults_of("/admin/", response) == []


@pytest.mark.django_db
def test_a_static_file(client: Client) -> None:
    with closing(client.get("/static/admin/css/base.css")) as response:
        assert response.status_code == 200
        assert header_faults(response) == []


@pytest.mark.django_db
def test_a_body_too_large_is_refused_unread_in_the_language_of_the_address(
    client: Client, settings: Settings
) -> None:
    settings.UPLOAD_MAX_SIZE = 2 * 2**20
    fits = {"data": "x" * (2 * 2**20), "content_type": "application/octet-stream"}
    over = {"data": "x" * (2 * 2**20 + 1), "content_type": "application/octet-stream"}
    assert client.post("/admin/login/", **fits).status_code != 413
    response = client.post("/admin/login/", **over)
    assert response.status_code == 413
    assert header_faults(response) == []
    assert response.content.decode() == "您提交的内容超过 2 MB，本网站一次最多接收这么大。"
    assert "larger than 2 MB" in client.post("/en/admin/login/", **over).content.decode()


@pytest.mark.django_db
def test_https_is_remembered_and_asked_for(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    redirect = client.get("/reports/")
    assert redirect.status_code == 301
    assert redirect.headers["Location"] == "https://testserver/reports/"
    assert header_faults(redirect) == []
    answer = client.get("/reports/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.django_db
def test_public_pages_are_the_same_for_everybody(client: Client) -> None:
    for address in ("/", "/en/", "/agencies/", "/reports/"):
        response = client.get(address, headers={"accept-language": "fr"})
        assert "Set-Cookie" not in response.headers
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", ""), address
        assert "Accept-Language" not in response.headers.get("Vary", ""), address


@pytest.mark.django_db
def test_the_address_alone_chooses_the_language(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert client.get("/", headers={"accept-language": "en"}).headers["Content-Language"] == "zh-hans"
    assert client.get("/en/", headers={"accept-language": "zh"}).headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>x</script>", "inline <script>"),
        ('<script type="module">x</script>', "inline <script>"),
        ("<style>p {}</style>", "inline <style>"),
        ('<p style="color: red">', 'style="color: red" on <p>'),
        ('<body onload="x()">', 'onload="x()" on <body>'),
        ('<a href="javascript:x()">', "href='javascript:x()' on <a>"),
        ('<script src="https://cdn.example/x.js"></script>', "from another host"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "from another host"),
        ('<img src="http://img.example/x.png">', "from another host"),
    ],
)
def test_the_walk_would_notice(html: str, fault: str) -> None:
    assert len(Page("/x/", html).faults) == 1
    assert fault in Page("/x/", html).faults[0]


def test_the_walk_allows_what_the_policy_allows() -> None:
    html = (
        '<script src="/static/a.js"></script><script type="application/ld+json">{}</script>'
        '<link rel="canonical" href="https://www.example.gov.cn/"><img src="data:image/png;base64,AA==">'
        '<a href="https://elsewhere.example/">x</a><td data-style="x">'
    )
    assert Page("/x/", html).faults == []
