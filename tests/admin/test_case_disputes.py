"""Reviews and lawsuits: linked with their case, sound in themselves, told in the log without their words."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reports.models import Agency, Dispute, Event
from tests.admin.caseclerk import clerk, filed, stop_clock
from tests.admin.pages import text
from tests.factories import make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def record(client: Client, agency: Agency, **typed: str) -> HttpResponse:
    form = {"agency": str(agency.pk), "kind": "review", "filed_on": "2024-07-08", "case": "", **typed}
    return client.post(reverse("admin:reports_dispute_add"), form)


def blamed(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    return " ".join([*form.errors, *(str(error) for error in form.non_field_errors())])


def test_a_review_is_recorded_from_the_page_of_its_case_and_shown_there() -> None:
    client, sun, agency = clerk()
    case = filed(agency)
    page = client.get(reverse("admin:reports_dispute_add"), {"case": case.number})
    assert page.context["adminform"].form.initial["case"] == case.number
    record(client, agency, case=case.number, reference="甲府复〔2024〕3号")
    found = Dispute.objects.get()
    assert (found.application, found.created_by, found.reference) == (case, sun, "甲府复〔2024〕3号")
    shown = text(client.get(reverse("admin:reports_application_change", args=[case.pk])))
    assert reverse("admin:reports_dispute_change", args=[found.pk]) in shown
    told = Event.objects.get(subject_kind="dispute")
    assert told.changes["kind"] == ["", "review"] and "3号" not in str(told.hashed)


def test_a_result_comes_with_its_day_and_after_the_filing() -> None:
    client, _sun, agency = clerk()
    assert blamed(record(client, agency, result="upheld"))
    assert blamed(record(client, agency, result="upheld", result_on="2024-07-07"))
    assert blamed(record(client, agency, result="upheld", result_on="2024-07-16"))
    assert record(client, agency, result="upheld", result_on="2024-07-15").status_code == 302
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize("filed_on", ["2024-07-16", "2024-06-30", "", "x"])
def test_it_is_filed_after_the_case_arrived_and_not_in_the_future(filed_on: str) -> None:
    client, _sun, agency = clerk()
    assert blamed(record(client, agency, case=filed(agency).number, filed_on=filed_on))
    assert not Dispute.objects.exists()


def test_a_lawsuit_follows_a_review_of_the_same_case() -> None:
    client, _sun, agency = clerk()
    case, other = filed(agency), filed(agency)
    record(client, agency, case=case.number, filed_on="2024-07-08")
    review = str(Dispute.objects.get().pk)
    suit = {"kind": "suit_after_review", "after": review, "filed_on": "2024-07-12"}
    assert "另一件" in blamed(record(client, agency, case=other.number, **suit))
    assert "复议后诉讼" in blamed(record(client, agency, case=case.number, **suit | {"kind": "suit_direct"}))
    assert "晚于" in blamed(record(client, agency, case=case.number, **suit | {"filed_on": "2024-07-05"}))
    assert record(client, agency, case=case.number, **suit).status_code == 302


def test_neither_case_nor_review_nor_agency_of_others_can_be_named() -> None:
    client, _sun, agency = clerk()
    yi = make_agency("乙局", slug="yi")
    wang, *_rest = clerk("wang", yi)
    theirs = filed(yi)
    record(wang, yi, case=theirs.number)
    review = str(Dispute.objects.get().pk)
    told = record(client, agency, case=theirs.number)
    nobodys = record(client, agency, case="2024-0009-00009")
    assert told.context["adminform"].form.errors["case"] == nobodys.context["adminform"].form.errors["case"]
    after = record(client, agency, kind="suit_after_review", after=review)
    assert "after" in after.context["adminform"].form.errors
    assert "agency" in record(client, yi).context["adminform"].form.errors
    page = client.get(reverse("admin:reports_dispute_add"), {"case": theirs.number})
    assert page.context["adminform"].form.initial["case"] == ""
    assert Dispute.objects.count() == 1


def test_nothing_recorded_is_deleted() -> None:
    client, _sun, agency = clerk()
    record(client, agency)
    row = Dispute.objects.get()
    assert (
        client.post(reverse("admin:reports_dispute_delete", args=[row.pk]), {"post": "yes"}).status_code
        == 403
    )
