"""Making an answer public in the admin: offered to whom it may be, proposed masked, filed as a draft."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from reports.domain.roles import Role
from reports.models import Application, Document
from tests.casefactories import WHO
from tests.factories import make_account, make_agency
from tests.services.test_disclosing import column, make_answered

pytestmark = pytest.mark.django_db


def signed_in(*roles: str, agency) -> Client:
    client = Client()
    client.force_login(make_account("one", *roles, agency=agency))
    return client


def page(application: Application) -> str:
    return reverse("admin:reports_application_disclose", args=[application.pk])


def test_a_caseworker_who_writes_documents_files_the_answer() -> None:
    application, category = make_answered(), column()
    client = signed_in(Role.CASEWORKER, Role.EDITOR, agency=application.agency)
    assert (
        page(application)
        in client.get(reverse("admin:reports_application_change", args=[application.pk])).content.decode()
    )
    proposed = client.get(page(application)).content.decode()
    assert "预算为120万元" in proposed
    assert WHO["name"] not in proposed and WHO["telephone"] not in proposed
    sent = {"title": "示例路改造工程预算", "text": "预算为120万元。", "category": category.pk}
    assert "is_checked" in client.post(page(application), sent).content.decode()
    assert not Document.objects.exists()
    response = client.post(page(application), {**sent, "is_checked": "on"})
    document = Document.objects.get()
    assert response["Location"] == reverse("admin:reports_document_change", args=[document.pk])
    again = client.get(page(application), follow=True).content.decode()
    assert "可以转为主动公开" in again


def test_personal_data_left_in_the_text_is_refused_and_the_text_kept() -> None:
    application, category = make_answered(), column()
    client = signed_in(Role.CASEWORKER, Role.EDITOR, agency=application.agency)
    sent = {"title": "预算", "text": f"致{WHO['name']}：120万元", "category": category.pk, "is_checked": "on"}
    text = client.post(page(application), sent).content.decode()
    assert "仍有申请人的信息" in text and "120万元" in text
    assert not Document.objects.exists()


def test_others_are_not_offered_it_and_cannot_open_it() -> None:
    application = make_answered()
    only = signed_in(Role.CASEWORKER, agency=application.agency)
    case = only.get(reverse("admin:reports_application_change", args=[application.pk])).content.decode()
    assert page(application) not in case
    assert only.get(page(application)).status_code == 403
    elsewhere = Client()
    elsewhere.force_login(
        make_account("wang", Role.CASEWORKER, Role.EDITOR, agency=make_agency("示例市教育局"))
    )
    assert elsewhere.get(page(application)).status_code == 404
    assert Client().get(page(application)).status_code == 302
