"""Taking in an application: its number, its code, its days, and the person apart from it."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework import receipt
from reports.domain.roles import Role
from reports.models import Account, Agency, Application, Event
from reports.queries.access import Denied
from reports.services import applications
from reports.services.applications import Asked
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db

PERSON = {"name": "林晓月", "telephone": "13800138000", "identity_kind": "resident"}
ASKED = Asked(
    kind="application",
    channel="online",
    applicant_kind="natural_person",
    description="2025年示例路改造工程的预算",
)


def by(agency: Agency) -> Account:
    return make_account("sun", Role.CASEWORKER, agency=agency)


def file_online(agency: Agency, day: date = date(2026, 3, 2)) -> applications.Filed:
    return applications.file(agency=agency, asked=ASKED, person=PERSON, arrived_on=day, today=day)


def test_an_online_application_waits_for_its_receipt_to_be_confirmed() -> None:
    agency = make_agency()
    application = file_online(agency).application
    application.refresh_from_db()
    assert application.number == f"2026-{agency.pk:04d}-00001"
    assert (application.state, application.received_on, application.due_on) == ("registered", None, None)
    assert application.steps.get().is_by_applicant
    assert application.applicant.name == "林晓月"


@pytest.mark.parametrize(
    ("channel", "state"),
    [
        ("in_person", "accepted"),
        ("registered_post", "accepted"),
        ("oral", "accepted"),
        ("ordinary_post", "registered"),
        ("fax", "registered"),
        ("online", "registered"),
    ],
)
def test_what_is_handed_over_or_signed_for_is_legally_received_that_day(channel: str, state: str) -> None:
    agency = make_agency()
    asked = Asked("application", channel, "business", "示例信息")
    day = date(2026, 3, 2)
    filed = applications.file(
        agency=agency, asked=asked, person=PERSON, arrived_on=day, today=day, by=by(agency)
    )
    filed.application.refresh_from_db()
    assert filed.application.state == state
    assert filed.application.received_on == (day if state == "accepted" else None)


def test_staff_may_give_a_later_legal_receipt() -> None:
    agency = make_agency()
    asked = Asked("application", "fax", "business", "示例信息")
    filed = applications.file(
        agency=agency,
        asked=asked,
        person=PERSON,
        arrived_on=date(2026, 3, 2),
        received_on=date(2026, 3, 4),
        today=date(2026, 3, 5),
        by=by(agency),
    )
    filed.application.refresh_from_db()
    assert (filed.application.arrived_on, filed.application.received_on) == (
        date(2026, 3, 2),
        date(2026, 3, 4),
    )


def test_serials_count_within_the_agency_and_the_year() -> None:
    first, second = make_agency(), make_agency("示例市教育局")
    numbers = [
        file_online(first).application.serial,
        file_online(first).application.serial,
        file_online(second).application.serial,
        file_online(first, date(2027, 1, 1)).application.serial,
    ]
    assert numbers == [1, 2, 1, 1]


def test_number_and_code_open_the_case_together_and_only_together() -> None:
    filed = file_online(make_agency())
    number, code = filed.application.number, filed.query_code
    assert applications.opened(number, receipt.grouped(code).lower()) == filed.application
    other = file_online(filed.application.agency)
    for wrong in ("", "0" * 12, other.query_code, "<script>", "x" * 10_000):
        assert applications.opened(number, wrong) is None
    for unknown in ("", "2026-9999-00001", "' OR 1=1 --", "9" * 10_000):
        assert applications.opened(unknown, code) is None


def test_a_renewed_code_replaces_the_former() -> None:
    filed = file_online(make_agency())
    renewed = applications.renew_query_code(filed.application)
    assert applications.opened(filed.application.number, filed.query_code) is None
    assert applications.opened(filed.application.number, renewed) == filed.application


def test_an_erased_code_opens_nothing() -> None:
    filed = file_online(make_agency())
    Application.objects.filter(pk=filed.application.pk).update(query_code_hash="")
    assert applications.opened(filed.application.number, filed.query_code) is None
    assert applications.opened(filed.application.number, "0" * 12) is None


def test_the_code_is_stored_nowhere() -> None:
    filed = file_online(make_agency())
    row = Application.objects.filter(pk=filed.application.pk).values().get()
    assert filed.query_code not in str(row)
    assert filed.query_code not in "".join(str(event.hashed) for event in Event.objects.all())


def test_only_a_caseworker_of_the_agency_registers_for_it() -> None:
    agency = make_agency()
    for other in (
        make_account("wang", Role.CASEWORKER, agency=make_agency("示例市教育局")),
        make_account("zhou", Role.EDITOR, agency=agency),
    ):
        with pytest.raises(Denied):
            applications.file(
                agency=agency,
                asked=ASKED,
                person=PERSON,
                arrived_on=date(2026, 3, 2),
                today=date(2026, 3, 2),
                by=other,
            )
    assert not Application.objects.exists()
