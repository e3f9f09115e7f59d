"""Saving agencies: a tree without loops, addresses that never die."""

import pytest

from reports.models import Agency, Event, FormerAddress
from reports.services import agencies
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db


def test_a_changed_address_stays_as_a_former_one():
    agency = make_agency(slug="old")
    agency.slug = "new"
    agencies.save(agency=agency, by=make_account())
    assert [(former.slug, former.agency) for former in FormerAddress.objects.all()] == [("old", agency)]


def test_going_back_to_a_former_address_swaps_them():
    agency = make_agency(slug="old")
    for slug in ("new", "old"):
        agency.slug = slug
        agencies.save(agency=agency, by=make_account())
    assert agency.slug == "old"
    assert [former.slug for former in agency.former_addresses.all()] == ["new"]


def test_an_address_that_leads_to_another_agency_is_refused():
    moved = make_agency(slug="old")
    moved.slug = "new"
    agencies.save(agency=moved, by=make_account())
    for agency in (
        Agency(name="别的局", slug="old", level="city", kind="department"),
        make_agency("某局", slug="x"),
    ):
        agency.slug = "old"
        with pytest.raises(agencies.BadAgency) as caught:
            agencies.save(agency=agency, by=make_account())
        assert caught.value.field == "slug"
        assert "示例市公安局" in str(caught.value)
    assert Agency.objects.filter(slug="old").count() == 0


def test_an_agency_cannot_stand_under_one_of_its_own():
    top = make_agency("市政府", slug="top")
    middle = make_agency("局", slug="middle", parent=top)
    low = make_agency("分局", slug="low", parent=middle)
    top.parent = low
    with pytest.raises(agencies.BadAgency) as caught:
        agencies.save(agency=top, by=make_account())
    assert caught.value.field == "parent"
    assert Agency.objects.get(pk=top.pk).parent is None


def test_an_edit_is_recorded_with_what_it_changed():
    agency = make_agency(slug="old")
    agency.slug, agency.telephone = "new", "0598-1234567"
    agencies.save(agency=agency, by=make_account("li"))
    agencies.save(agency=agency, by=make_account("li"))
    event = Event.objects.get()
    assert (event.act, event.by.username, event.agency) == ("edited", "li", agency)
    assert event.changes == {"slug": ["old", "new"], "telephone": ["", "0598-1234567"]}
