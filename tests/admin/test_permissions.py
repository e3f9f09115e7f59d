"""Every door of the admin: strangers sign in first, the unpermitted are refused, wrong ids are not found."""

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Account
from reports.services import files
from tests.admin.pages import signed_in
from tests.factories import make_report

pytestmark = pytest.mark.django_db

DOORS = ("change", "table", "submit", "send_back", "publish", "withdraw", "correct")


def door(name, *args):
    return reverse(f"admin:reports_report_{name}", args=args)


@pytest.mark.parametrize("name", DOORS)
def test_a_stranger_is_led_to_the_sign_in(name):
    answer = Client().get(door(name, make_report(state="draft").pk))
    assert answer.status_code == 302 and "/admin/login/" in answer["Location"]


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_who_may_see_no_report_find_none(name, method):
    client = signed_in("wang", "system_administrator")
    assert getattr(client, method)(door(name, make_report(state="draft").pk)).status_code == 404


@pytest.mark.parametrize("name", DOORS)
def test_an_id_that_is_none_is_not_found(name):
    client = signed_in("chen", "editor", "publisher")
    assert all(client.get(door(name, number)).status_code == 404 for number in (10**9, 10**30))


def test_looking_is_not_changing():
    client, report = signed_in("wang", "supervisor"), make_report(state="draft")
    assert client.get(door("change", report.pk)).status_code == 200
    assert client.post(door("change", report.pk), {"title": "x"}).status_code == 403
    assert b"cell:statistics" not in client.get(door("table", report.pk)).content
    assert client.post(door("table", report.pk), {"cell:statistics/1/year": "1"}).status_code == 403


def test_a_kept_file_is_handed_out_with_permission_and_by_its_own_report_only():
    report, other = make_report(state="draft"), make_report(year=2015)
    source = files.keep_source(report=report, data=b"text", name="a.txt")
    assert signed_in("wang").get(door("source", report.pk, source.pk)).status_code == 404
    chen = signed_in("chen", "auditor")
    assert chen.get(door("source", other.pk, source.pk)).status_code == 404
    answer = chen.get(door("source", report.pk, source.pk))
    assert answer.status_code == 200
    assert answer.getvalue() == b"text"


def test_citizens_and_departed_staff_have_no_way_in():
    for flags in ({"is_staff": False}, {"is_active": False}):
        name = next(iter(flags))
        client = signed_in(name, "editor")
        Account.objects.filter(username=name).update(**flags)
        answer = client.get(reverse("admin:reports_report_changelist"))
        assert answer.status_code == 302 and "/login/" in answer["Location"]
