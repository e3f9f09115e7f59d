"""A session that is gone: what a script is told of it, and what becomes of a form sent without one."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.admin.pages import CLERK, fields, signed_in, text
from tests.factories import make_account, make_report

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/session/"


def test_somebody_signed_in_is_told_so_with_a_token_that_works():
    client = Client(enforce_csrf_checks=True)
    chen = make_account("chen", *CLERK)
    client.force_login(chen)
    answer = client.get(ADDRESS)
    told = answer.json()
    assert (told["signed_in"], told["account"]) == (True, chen.pk)
    assert (
        "no-store" in answer.headers["Cache-Control"] and answer.headers["Content-Type"] == "application/json"
    )
    report = make_report(state="draft")
    address = reverse("admin:reports_report_submit", args=[report.pk])
    sent = {"version": report.version}
    assert client.post(address, sent).status_code == 403
    assert client.post(address, sent | {"csrfmiddlewaretoken": told["csrf"]}).status_code == 302


def test_nobody_is_told_so_and_nothing_else():
    told = Client().get(ADDRESS).json()
    assert (told["signed_in"], told["account"], sorted(told)) == (
        False,
        None,
        ["account", "csrf", "signed_in"],
    )


def test_a_session_that_ended_on_the_server_is_over():
    client = signed_in("chen", *CLERK)
    Session.objects.all().delete()
    assert client.get(ADDRESS).json()["signed_in"] is False


def test_it_is_asked_and_never_sent_to():
    assert Client().post(ADDRESS).status_code == 405


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_form_sent_without_a_session_shows_what_was_typed(prefix):
    report = make_report(state="draft")
    client = signed_in("chen", *CLERK)
    address = prefix + f"/admin/reports/report/{report.pk}/change/"
    form = fields(client.get(address)) | {"chapters-0-text": "写了很久的一段。\n<script>alert(1)</script>"}
    Session.objects.all().delete()
    answer = client.post(address, form)
    page = text(answer)
    assert answer.status_code == 403
    assert ("您已退出登录，内容未保存。" if not prefix else "nothing was saved") in page
    assert "写了很久的一段。\n&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in page
    assert "csrfmiddlewaretoken" not in page and "TOTAL_FORMS" not in page
    report.refresh_from_db()
    assert report.version == 0


def test_another_site_gets_no_page_out_of_it():
    report = make_report(state="draft")
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/admin/reports/report/{report.pk}/change/", {"title": "别处写的"})
    assert "别处写的" not in text(answer)


def test_words_typed_into_a_box_for_a_password_are_never_shown_again():
    answer = Client().post("/admin/reports/account/add/", {"username": "wu", "password1": "geheim-geheim"})
    assert "geheim" not in text(answer) and "wu" in text(answer)


def test_opening_a_page_without_a_session_leads_to_the_door():
    answer = Client().get("/admin/reports/report/")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/admin/login/")
    assert Client().post("/admin/login/", {"username": "chen", "password": "x"}).status_code == 200
