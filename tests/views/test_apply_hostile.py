"""What is sent to break the form gets a clear answer; and who applied stands on their own pages alone."""

from __future__ import annotations

import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from reports.models import Application, ApplicationDraft, Event
from tests.factories import make_report
from tests.views.applying import FORM, GIVEN, applied, filled, opened

pytestmark = pytest.mark.django_db
PLANTED = {
    "name": "林晓月",
    "identity_number": "350203199001011248",
    "telephone": "13800138000",
    "email": "lin.xiaoyue@example.com",
    "address": "示例省示例市示例区样板路1号",
    "description": "2023年示例路改造工程的预算",
    "reference": "示政〔2023〕7号",
}
ALL_FIELDS = [*GIVEN, "representative", "contact", "postcode", "help_wanted", "needs_help", "stamp", "remove"]


@pytest.fixture(autouse=True)
def agency(police):
    return police


@pytest.mark.parametrize("name", ALL_FIELDS)
@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "a\0b",
        "<script>alert(1)</script>",
        "'; DROP TABLE reports_application; --",
        "\u202egnp.exe",
        "%s{}$",
    ],
)
def test_no_field_breaks_the_page(client: Client, name: str, text: str) -> None:
    answer = filled(client, **{name: text})
    assert answer.status_code in (200, 302, 400)
    page = answer.content.decode() + client.get(f"{FORM}review/", follow=True).content.decode()
    assert "<script>alert(1)" not in page
    assert not Application.objects.exists()


def test_a_million_signs_are_counted_and_the_rest_is_kept(client: Client) -> None:
    answer = filled(client, description="长" * 2**20)
    assert answer.status_code == 400
    assert "这里填写了 1048576 个字，最多 5000 个字" in answer.content.decode()
    assert "林晓月" in opened(client)
    assert len(ApplicationDraft.objects.get().answers) < 20_000


@pytest.mark.parametrize(("length", "status"), [(5000, 302), (5001, 400)])
def test_the_longest_description_is_taken_and_one_sign_more_is_not(
    client: Client, length: int, status: int
) -> None:
    assert filled(client, description="长" * length).status_code == status


def test_signs_that_turn_the_text_round_are_dropped(client: Client, monkeypatch) -> None:
    applied(client, monkeypatch, name="林\u202e晓\u2066月\u200b", description="甲\u202e乙\r\n丙\x07")
    case = Application.objects.get()
    assert case.applicant.name == "林晓月"
    assert case.description == "甲乙\n丙"


def test_a_line_break_in_a_name_is_a_blank(client: Client, monkeypatch) -> None:
    applied(client, monkeypatch, name="林\n晓月")
    assert Application.objects.get().applicant.name == "林 晓月"


@pytest.mark.parametrize("cookie", ["", "x", "\u00e9", "a" * 5000, "'; --", "../../etc"])
def test_a_made_up_cookie_opens_nothing(client: Client, cookie: str) -> None:
    filled(client)
    other = Client()
    other.cookies["apply"] = cookie
    assert other.get(FORM).status_code == 200
    assert "林晓月" not in other.get(FORM).content.decode()
    assert other.get(f"{FORM}receipt/").status_code == 404


def test_values_sent_twice_or_as_files_do_not_break_it(client: Client) -> None:
    given = {**GIVEN, "name": ["甲", "乙"], "description": SimpleUploadedFile("a.txt", b"x")}
    assert client.post(FORM, given).status_code == 400
    assert client.post(FORM, {"files": "no file"}).status_code == 400
    assert client.post(FORM, b"\xff\xfe", content_type="application/x-www-form-urlencoded").status_code == 400


@pytest.mark.parametrize("page", ["", "review/", "receipt/"])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, page: str, method: str) -> None:
    assert getattr(client, method)(f"{FORM}{page}").status_code == 405


def test_who_applied_stands_on_their_own_pages_alone(client: Client, monkeypatch, police, caplog) -> None:
    make_report(agency=police)
    with caplog.at_level(logging.DEBUG):
        answers = [filled(client, identity_number="1"), filled(client)]
        client.post("/apply/already-public/", {"text": PLANTED["description"], "agency": "police"})
        applied(client, monkeypatch)
        client.post("/apply/lost/", {"number": "2025-0001-00001", "email": PLANTED["email"]})
        stranger = Client()
        pages = ["/", "/apply/", FORM, f"{FORM}receipt/", "/agencies/police/", "/reports/", "/sitemap.xml"]
        seen = "".join(stranger.get(page, follow=True).content.decode() for page in pages)
    addresses = "".join(answer.get("Location", "") for answer in answers)
    cookies = "".join(cookie.value for cookie in client.cookies.values())
    logged = " ".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    log_rows = " ".join(str(row) for row in Event.objects.values_list())
    for text in PLANTED.values():
        for place in (seen, addresses, cookies, logged, log_rows):
            assert text not in place


def test_nothing_personal_lies_open_in_the_database(client: Client, monkeypatch) -> None:
    filled(client, files=[SimpleUploadedFile("林晓月.txt", "林晓月".encode())])
    _assert_sealed()
    applied(client, monkeypatch)
    _assert_sealed()


def _assert_sealed() -> None:
    tables = [name for name in connection.introspection.table_names() if name.startswith("reports_")]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            held = repr(cursor.fetchall())
            for text in PLANTED.values():
                assert text not in held, table


def test_the_query_code_lies_nowhere_open(client: Client, monkeypatch) -> None:
    page = applied(client, monkeypatch)
    code = re.search(r"<dd>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</dd>", page)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_applicationdraft")
        assert code.replace("-", "") not in repr(cursor.fetchall())
    assert code not in str(client.cookies)
