"""One-person publication: switched in the admin with a reason, told to the public."""

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Agency, Event
from reports.services import reports
from tests.admin.pages import fields, signed_in, text
from tests.factories import make_account, make_agency, make_report, released

pytestmark = pytest.mark.django_db
WHY = "全局仅一名工作人员。"


def address(agency):
    return reverse("admin:reports_agency_one_person", args=[agency.pk])


def switch(client, agency, reason=WHY):
    return client.post(
        address(agency), fields(client.get(address(agency)), "") | {"reason": reason}, follow=True
    )


def test_an_administrator_switches_it_on_and_off_with_a_reason():
    agency, sun = make_agency(slug="police"), signed_in("sun", "agency_administrator")
    change = reverse("admin:reports_agency_change", args=[agency.pk])
    assert "单人发布：未启用" in text(sun.get(change))
    assert "请填写此项" in text(switch(sun, agency, reason=" "))
    assert not Agency.objects.get().is_one_person
    assert "单人发布：已启用" in text(switch(sun, agency))
    assert Agency.objects.get().is_one_person
    page = text(Client().get("/agencies/police/"))
    assert "不经第二人审核" in page and WHY in page
    switch(sun, agency, reason="已有两名工作人员。")
    assert not Agency.objects.get().is_one_person
    assert "不经第二人审核" not in text(Client().get("/agencies/police/"))
    acts = Event.objects.of("agency", agency.pk).values_list("act", "reason")
    assert list(acts) == [("switched", WHY), ("switched", "已有两名工作人员。")]


def test_a_page_that_stood_open_does_not_switch_it_back():
    agency, sun = make_agency(), signed_in("sun", "agency_administrator")
    form = fields(sun.get(address(agency)), "") | {"reason": WHY}
    sun.post(address(agency), form)
    assert "未作更改" in text(sun.post(address(agency), form))
    assert Agency.objects.get().is_one_person


@pytest.mark.parametrize("role", ["editor", "reviewer", "publisher", "caseworker", "supervisor", "auditor"])
def test_nobody_else_switches_it(role):
    agency, li = make_agency(), signed_in("li", role)
    assert li.get(address(agency)).status_code == 403
    assert li.post(address(agency), {"on": "True", "reason": WHY}).status_code == 403
    assert not Agency.objects.get().is_one_person


def test_an_administrator_elsewhere_finds_no_such_page():
    agency = make_agency()
    make_account("wang", "agency_administrator", agency=make_agency("示例市教育局"))
    assert signed_in("wang").get(address(agency)).status_code == 404


def test_the_public_reads_how_a_report_was_reviewed():
    agency = make_agency(slug="police")
    released(make_report(agency=agency, year=2014, state="draft"))
    Agency.objects.update(is_one_person=True)
    alone = make_report(agency=Agency.objects.get(), year=2016, state="draft")
    by = make_account("chen", "editor", "publisher")
    reports.publish_alone(report=alone, by=by, is_secrecy_reviewed=True)
    make_report(agency=agency, year=2012)
    two, one, old = (text(Client().get(f"/reports/police/{year}/")) for year in (2014, 2016, 2012))
    assert "已由他人进行保密审查" in two and "由一人编写并发布" not in two
    assert "未经第二人审核，由一人编写并发布" in one
    assert "发布前审核" not in old
