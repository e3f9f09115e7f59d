"""Importing a former register in the admin: shown, then stored; scoped; nothing of it kept in between."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.domain.roles import Role
from reports.models import Agency, Application
from tests.factories import make_account, make_agency
from tests.services.test_registerimport import GOOD, csv

pytestmark = pytest.mark.django_db
PAGE = "admin:reports_application_import"


def signed_in(agency: Agency, role: str = Role.CASEWORKER) -> Client:
    client = Client()
    client.force_login(make_account(f"one-{role}", role, agency=agency))
    return client


def send(client: Client, agency: Agency, data: bytes, name: str = "登记簿.csv"):
    return client.post(reverse(PAGE), {"agency": agency.pk, "file": SimpleUploadedFile(name, data)})


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(content|digest|agency|_do)" value="([^"]*)"', text))


def test_a_caseworker_sees_what_the_table_would_do_and_stores_it_with_a_second_click() -> None:
    agency = make_agency()
    client = signed_in(agency)
    response = send(client, agency, csv(*GOOD))
    text = response.content.decode()
    assert response.status_code == 200 and "新增4件" in text
    assert "林晓月" not in text
    assert not Application.objects.exists()
    assert "no-store" in response["Cache-Control"]
    done = client.post(reverse(PAGE), hidden(text), follow=True)
    assert "已加入4件" in done.content.decode()
    assert Application.objects.filter(agency=agency).count() == 4
    again = client.post(reverse(PAGE), hidden(text), follow=True)
    assert Application.objects.count() == 4
    assert "已加入" not in again.content.decode()


def test_a_wrong_row_is_shown_with_its_line_and_there_is_no_button() -> None:
    agency = make_agency()
    text = send(
        signed_in(agency), agency, csv(GOOD[0], "9,飞鸽,自然人,,,x,2024-03-04,,,,,,,,")
    ).content.decode()
    assert "飞鸽" in text and "有错" in text.replace("错误", "有错")
    assert "_do" not in hidden(text)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.xlsx", b"PK\x03\x04 no book"),
        ("a.csv", "姓名\n<script>".encode()),
        ("a.csv", b"\x00\x01\x02"),
    ],
)
def test_what_is_no_register_is_refused_in_a_sentence(name: str, data: bytes) -> None:
    agency = make_agency()
    client = signed_in(agency)
    response = client.post(
        reverse(PAGE), {"agency": agency.pk, "file": SimpleUploadedFile(name, data)}, follow=True
    )
    text = response.content.decode()
    assert response.status_code == 200 and "<script>\n" not in text
    assert "errornote" in text or "messagelist" in text or "errorlist" in text
    assert not Application.objects.exists()


def test_a_file_above_two_megabytes_is_refused() -> None:
    agency = make_agency()
    assert "2 MB" in send(signed_in(agency), agency, b"x" * (2 * 2**20 + 1)).content.decode()


def test_another_agencys_register_cannot_be_filled() -> None:
    own, other = make_agency(), make_agency("示例市教育局")
    client = signed_in(own)
    text = send(client, own, csv(*GOOD)).content.decode()
    assert send(client, other, csv(*GOOD)).status_code == 200
    client.post(reverse(PAGE), hidden(text) | {"agency": str(other.pk)})
    assert not Application.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CASEWORKER])
def test_no_other_role_imports(role: str) -> None:
    agency = make_agency()
    client = signed_in(agency, role)
    assert client.get(reverse(PAGE)).status_code == 403
    assert send(client, agency, csv(*GOOD)).status_code == 403


def test_a_tampered_table_is_not_stored() -> None:
    agency = make_agency()
    client = signed_in(agency)
    sent = hidden(send(client, agency, csv(*GOOD)).content.decode())
    for change in ({"content": "!!!"}, {"digest": "0" * 64}, {"content": ""}, {"agency": "99999"}):
        client.post(reverse(PAGE), sent | change)
    assert not Application.objects.exists()
