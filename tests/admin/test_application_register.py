"""Entering what came by hand, post, fax or mouth: as it came, with its two dates; the receipt follows."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reports.models import Applicant, Application, CaseFile, Event
from reports.services.applications import opened
from tests.admin.caseclerk import clerk, filed, stop_clock
from tests.admin.pages import text
from tests.factories import make_agency

pytestmark = pytest.mark.django_db
ADD = "admin:reports_application_add"
TYPED = {
    "kind": "application",
    "channel": "registered_post",
    "arrived_on": "2024-07-01",
    "applicant_kind": "natural_person",
    "name": "林晓月",
    "identity_kind": "resident",
    "identity_number": "11010519491231002X",
    "telephone": "13800138000",
    "description": "2023年示例路改造工程的预算",
    "way": "post",
    "medium": "paper",
    "address": "示例省示例市示例区样板路1号",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def send(client: Client, **typed: str) -> HttpResponse:
    return client.post(reverse(ADD), TYPED | typed, follow=True)


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    assert not Application.objects.exists()
    return dict(answer.context["form"].errors)


def test_a_letter_signed_for_is_received_on_the_day_it_arrived_and_gets_a_receipt_with_its_code() -> None:
    client, sun, agency = clerk()
    slip = send(client, agency=str(agency.pk))
    case = Application.objects.get()
    assert (case.state, case.received_on, case.due_on) == ("accepted", date(2024, 7, 1), date(2024, 7, 29))
    assert case.created_by == sun and case.channel == "registered_post" and case.medium == "paper"
    assert Applicant.objects.get().name == "林晓月"
    assert opened(case.number, slip.context["code"]) == case
    assert case.number in text(slip) and "2024-07-29" in text(slip)
    assert not any("林晓月" in str(event.hashed) for event in Event.objects.all())


@pytest.mark.parametrize("channel", ["ordinary_post", "fax", "online"])
def test_what_is_confirmed_by_both_sides_waits_for_that(channel: str) -> None:
    client, _sun, agency = clerk()
    slip = send(client, agency=str(agency.pk), channel=channel)
    case = Application.objects.get()
    assert (case.state, case.received_on, case.due_on) == ("registered", None, None)
    assert "按到达之日确认收到推算" in text(slip)


def test_arrival_and_legal_receipt_are_two_dates() -> None:
    client, _sun, agency = clerk()
    send(client, agency=str(agency.pk), channel="ordinary_post", received_on="2024-07-08")
    case = Application.objects.get()
    assert (case.arrived_on, case.received_on) == (date(2024, 7, 1), date(2024, 7, 8))
    assert case.due_on == date(2024, 8, 5)


def test_what_came_incomplete_is_registered_all_the_same() -> None:
    client, _sun, agency = clerk()
    send(client, agency=str(agency.pk), identity_kind="", identity_number="", way="", medium="", telephone="")
    assert Application.objects.get().state == "accepted"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", ""),
        ("description", "甲" * 5001),
        ("name", ""),
        ("channel", "pigeon"),
        ("arrived_on", "2024-07-16"),
        ("arrived_on", "2008-04-30"),
        ("arrived_on", "<script>"),
        ("received_on", "2024-06-30"),
        ("received_on", "2024-07-16"),
        ("identity_number", "11010519491231002Y"),
        ("kind", "wish"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(field: str, value: str) -> None:
    client, _sun, agency = clerk()
    answer = send(client, agency=str(agency.pk), **{field: value})
    assert field in errors(answer)
    assert "13800138000" in text(answer)


def test_somebody_must_be_reachable() -> None:
    client, _sun, agency = clerk()
    answer = send(client, agency=str(agency.pk), telephone="", address="", way="collected")
    assert "telephone" in errors(answer)


def test_a_number_of_the_former_register_is_given_once() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    Application.objects.filter(pk=case.pk).update(register_number="依申请〔2023〕1号")
    answer = send(client, agency=str(agency.pk), register_number="依申请〔2023〕1号")
    assert "register_number" in answer.context["form"].errors and Application.objects.count() == 1


def test_an_agency_of_others_is_no_choice() -> None:
    client, _sun, _agency = clerk()
    other = make_agency("乙局", slug="yi")
    answer = send(client, agency=str(other.pk))
    assert "agency" in errors(answer) and other.name not in text(answer)


def test_a_correction_of_records_asks_for_no_form_of_copy() -> None:
    client, _sun, agency = clerk()
    send(client, agency=str(agency.pk), kind="correction", medium="")
    assert Application.objects.get().kind == "correction"


def test_what_came_with_it_is_kept_with_the_case_or_nothing_is_registered() -> None:
    client, _sun, agency = clerk()
    letter = SimpleUploadedFile("来信.txt", "来信".encode())
    bad = {"files": [letter, SimpleUploadedFile("a.exe", b"MZ\x90\x00" + bytes(60))]}
    refused = client.post(reverse(ADD), TYPED | {"agency": str(agency.pk)} | bad)
    assert "files" in errors(refused) and not CaseFile.objects.exists()
    assert not Event.objects.filter(subject_kind="application").exists()
    letter = SimpleUploadedFile("来信.txt", "来信".encode())
    good = {"files": [letter, SimpleUploadedFile("证明.txt", "证明".encode())]}
    client.post(reverse(ADD), TYPED | {"agency": str(agency.pk)} | good)
    assert [(kept.name, kept.role) for kept in CaseFile.objects.all()] == [
        ("来信.txt", "uploaded"),
        ("证明.txt", "uploaded"),
    ]
    assert CaseFile.objects.first().application == Application.objects.get()


def test_a_second_click_registers_nothing_twice_and_a_new_form_another_case() -> None:
    client, _sun, agency = clerk()
    once = client.get(reverse(ADD)).context["form"]["once"].value()
    send(client, agency=str(agency.pk), once=once)
    again = send(client, agency=str(agency.pk), once=once)
    assert "此表刚才已经提交" in text(again)
    assert Application.objects.count() == 1
    send(client, agency=str(agency.pk), once=client.get(reverse(ADD)).context["form"]["once"].value())
    assert Application.objects.count() == 2


def test_a_form_of_which_nothing_came_can_be_sent_once_more() -> None:
    client, _sun, agency = clerk()
    once = client.get(reverse(ADD)).context["form"]["once"].value()
    program = SimpleUploadedFile("a.exe", b"MZ" + b"\0" * 900)
    refused = client.post(reverse(ADD), TYPED | {"agency": str(agency.pk), "once": once, "files": program})
    renewed = refused.context["form"]["once"].value()
    assert not Application.objects.exists() and renewed != once
    send(client, agency=str(agency.pk), once=renewed)
    assert Application.objects.count() == 1
