"""What a hostile page, link, host or file can make a browser or the portal do: nothing."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.fixtures import Settings

from reports.models import Account, Report
from tests.admin.door import OTHER, PASSWORD, key_shown, make_staff, prove, sign_in
from tests.factories import make_report
from tests.test_security_headers import Page, faults_of

pytestmark = pytest.mark.django_db
DOOR = ["login/", "logout/", "password_change/"]
DOOR += [f"door/{page}" for page in ("code/", "phone/", "proof/", "end/", "codes/", "forget/", "help/1/")]


@pytest.mark.parametrize("page", DOOR)
def test_every_form_of_the_door_asks_for_its_token(page: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_staff("chen", "system_administrator"))
    assert strict.post(f"/admin/{page}", {"username": "chen", "password": PASSWORD}).status_code == 403


def test_no_view_that_knows_who_asks_is_exempt_from_the_token() -> None:
    """What is public knows nobody: no session, no form but a file to check and a text to look up."""

    def walk(patterns: list[URLPattern | URLResolver]) -> list[str]:
        found = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns)
            elif getattr(pattern.callback, "csrf_exempt", False):
                found.append(pattern.callback.__module__)
        return found

    exempt = set(walk(get_resolver().url_patterns))
    assert {module.split(".")[1] for module in exempt} == {"views", "feeds"}
    personal = {"progress", "applyform", "applyreview", "applyreceipt"}
    assert not exempt & {f"reports.views.{name}" for name in personal}


def test_a_token_of_another_site_is_refused(settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = []
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/admin/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    make_staff()
    sent = {"username": "chen", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert strict.post("/admin/login/", sent, headers={"Origin": "https://evil.example"}).status_code == 403
    assert strict.post("/admin/login/", sent, headers={"Origin": "http://testserver"}).status_code == 302


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
def test_nothing_is_done_by_a_link(client: Client, method: str) -> None:
    account = make_staff("chen", "editor")
    sign_in(client)
    for page in ("logout/", "door/end/", "door/codes/", "door/forget/"):
        getattr(client, method)(f"/admin/{page}")
    assert client.get("/admin/").status_code == 200
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "\thttps://evil.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_page_of_the_door_leads_to_another_host(client: Client, address: str, settings: Settings) -> None:
    settings.SECOND_FACTOR = "everyone"
    make_staff("chen", "editor", must_change_password=True)
    assert sign_in(client, next=address)["Location"] == "/admin/"
    sent = {"new_password1": OTHER, "new_password2": OTHER, "next": address}
    assert client.post("/admin/password_change/", sent)["Location"] == "/admin/"
    page = client.get("/admin/door/phone/", {"next": address})
    assert key_shown(page)
    assert '<input type="hidden" name="next" value="/admin/">' in page.content.decode()
    settings.SECOND_FACTOR = "off"
    assert client.post("/admin/door/proof/", {"password": OTHER, "next": address})["Location"] == "/admin/"


def test_the_way_back_after_a_refused_form_stays_on_this_host(client: Client) -> None:
    client.force_login(make_staff("chen", "auditor"))
    for referer in ("https://evil.example/admin/", "//evil.example", "http://testserver.evil.example/", ""):
        answer = client.post("/admin/reports/event/export/", headers={"Referer": referer})
        assert answer["Location"] == "/admin/door/proof/?next=/admin/"


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "test server"]
)
@pytest.mark.parametrize("page", ["/", "/admin/login/", "/sitemap.xml", "/static/css/base.css"])
def test_a_host_that_is_not_ours_is_refused_and_never_repeated(client: Client, host: str, page: str) -> None:
    answer = client.get(page, headers={"Host": host})
    if page.startswith("/static/"):
        answer.getvalue()
        return
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_forwarded_host_is_not_believed(client: Client) -> None:
    answer = client.get("/sitemap.xml", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in answer.content.decode()


def test_no_page_may_be_framed(client: Client) -> None:
    make_staff("chen", "editor")
    sign_in(client)
    for page in ("/", "/admin/login/", "/admin/", "/admin/door/"):
        answer = client.get(page)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("shell.php", b"<?php system($_GET['c']); ?>"),
        ("page.html", b"<script>alert(1)</script>"),
        ("../../../etc/cron.d/x.txt", "2016年年度报告".encode()),
        ("a\0b.txt", "2016年年度报告".encode()),
        ("bomb.docx", b"PK\x03\x04" + b"\0" * 100),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ],
)
def test_a_hostile_file_is_neither_run_nor_put_elsewhere(
    client: Client, settings: Settings, name: str, content: bytes
) -> None:
    client.force_login(make_staff("chen", "editor"))
    sent = {"file": SimpleUploadedFile(name, content), "agency": "", "year": "2016"}
    answer = client.post("/admin/reports/report/import/", sent)
    assert answer.status_code in (200, 302)
    assert not Report.objects.exists()
    if settings.MEDIA_ROOT.exists():
        assert all(settings.MEDIA_ROOT in path.parents for path in settings.MEDIA_ROOT.rglob("*"))


def test_kept_files_have_no_address_of_their_own(client: Client) -> None:
    make_report()
    for page in ("/files/", "/media/", "/static/../db.sqlite3", "/static/%2e%2e/db.sqlite3", "/.git/config"):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    "typed",
    ["' or 1=1 --", "<script>alert(1)</script>", "\0", "x" * 5000, "陈" * 151, "%s%n", "${7*7}", "‮txt"],
)
def test_what_is_typed_at_the_door_does_no_harm(client: Client, typed: str) -> None:
    make_staff()
    for sent in ({"username": typed, "password": "x"}, {"username": "chen", "password": typed}):
        answer = client.post("/admin/login/", sent)
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_every_page_of_the_door_obeys_the_policy(client: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR = "everyone"
    make_staff("chen", "system_administrator", must_change_password=True)
    Account.objects.create(username="wang", is_staff=True)
    faults = []
    for language in ("", "/en"):
        faults += faults_of("login", client.get(f"{language}/admin/login/"))
    sign_in(client)
    faults += faults_of("password", client.get("/admin/password_change/"))
    faults += faults_of("password", client.post("/admin/password_change/", {"new_password1": "x"}))
    client.post("/admin/password_change/", {"new_password1": OTHER, "new_password2": OTHER})
    settings.CONTENT_SECURITY_POLICY = settings.CONTENT_SECURITY_POLICY
    page = client.get("/admin/door/phone/")
    faults += faults_of("phone", page)
    settings.SECOND_FACTOR = "off"
    prove(client)
    for address in ("door/", "door/proof/", "door/help/2/"):
        faults += faults_of(address, client.get(f"/admin/{address}"))
    assert faults == []
    assert Page("x", '<p style="a">').faults, "the walk would notice"
