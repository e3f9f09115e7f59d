"""Applicants: kept sealed, matched at their own agency only, masked, unmasked on record, corrected."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django.fixtures import Settings

from reports.domain.roles import Role
from reports.models import Applicant, Application, Event
from reports.models.event import Act
from reports.queries.access import Denied
from reports.services import personal
from reports.services.revisions import Refused
from tests.casefactories import WHO, add_step, make_application
from tests.factories import make_account, make_agency

FIRST, SECOND = "first-" + "a1" * 30, "second-" + "b2" * 30
OTHER = {**WHO, "identity_number": "350426198803175616", "telephone": "13900139000", "email": "w@example.com"}

pytestmark = pytest.mark.django_db


def test_what_is_kept_of_an_applicant_can_be_found_again() -> None:
    application = make_application(applicant=None)
    personal.set_applicant(
        application, name=" 林晓月 ", telephone="+86 138-0013-8000", email="Lin@Example.com"
    )
    held = Applicant.objects.get()
    assert (held.name, held.telephone) == ("林晓月", "+86 138-0013-8000")
    assert held.identity_index == ""
    assert len(held.telephone_index) == len(held.email_index) == 32
    assert list(personal.of_contact("13800138000")) == [application]
    assert list(personal.of_contact(" lin@example.com ")) == [application]
    assert list(personal.of_contact("13800138001")) == list(personal.of_contact("")) == []


def test_a_second_call_changes_what_it_names_and_the_indexes_follow() -> None:
    application = make_application()
    before = Applicant.objects.get()
    personal.set_applicant(application, telephone="")
    held = Applicant.objects.get()
    assert (held.pk, held.name, held.telephone, held.telephone_index) == (before.pk, "林晓月", "", "")
    assert held.identity_index == before.identity_index != ""


def test_unknown_fields_and_kinds_are_refused() -> None:
    application = make_application(applicant=None)
    with pytest.raises(TypeError):
        personal.set_applicant(application, nickname="小月")
    with pytest.raises(ValueError, match=r"^No such kind of identity document$"):
        personal.set_applicant(application, identity_kind="library card")


def test_earlier_cases_of_the_same_person_are_found_at_the_same_agency_only() -> None:
    elsewhere = make_agency("示例市财政局")
    first = make_application(arrived_on=date(2024, 3, 4))
    second = make_application(arrived_on=date(2024, 3, 4), applicant={**WHO, "name": "另写", "telephone": ""})
    make_application(agency=elsewhere)
    make_application(applicant=OTHER)
    make_application(applicant=None)
    last = make_application(arrived_on=date(2024, 5, 6), received_on=date(2024, 5, 6))
    assert list(personal.similar(last)) == [second, first]
    assert list(personal.similar(second)) == [first]
    assert list(personal.similar(first)) == []


def test_without_an_identity_number_telephone_or_mail_match() -> None:
    by_mail = {"name": "林晓月", "email": WHO["email"]}
    first = make_application()
    second = make_application(applicant=by_mail)
    assert list(personal.similar(second)) == [first]
    assert list(personal.similar(make_application(applicant={"name": "林晓月"}))) == []
    assert list(personal.similar(make_application(applicant=None))) == []


def test_repeats_are_found_across_a_change_of_keys(settings: Settings) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    first = make_application()
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    second = make_application()
    assert list(personal.similar(second)) == [first]
    assert set(personal.of_contact(WHO["telephone"])) == {first, second}


def test_applications_are_counted_by_person_agency_and_calendar_month() -> None:
    def filed(day: date, **fields: object) -> Application:
        return make_application(arrived_on=day, received_on=day, **fields)

    last_of_february = filed(date(2024, 2, 29))
    first = filed(date(2024, 3, 1))
    filed(date(2024, 3, 5), agency=make_agency("示例市财政局"))
    filed(date(2024, 3, 5), kind="correction")
    filed(date(2024, 3, 5), applicant=OTHER)
    second = filed(date(2024, 3, 31))
    third = filed(date(2024, 3, 31))
    april = filed(date(2024, 4, 1))
    cases = (last_of_february, first, second, third, april)
    assert [personal.count_in_month(each) for each in cases] == [1, 1, 2, 3, 1]
    arrived_in_march = make_application(arrived_on=date(2024, 3, 30), received_on=date(2024, 4, 2))
    assert personal.count_in_month(arrived_in_march) == 2
    assert personal.count_in_month(make_application(applicant={"telephone": WHO["telephone"]})) == 1


def test_lists_show_masks() -> None:
    application = make_application(applicant={**WHO, "contact": "王某", "help_wanted": "不识字"})
    assert personal.masked(application.applicant) == {
        "name": "林**",
        "identity_kind": "resident",
        "identity_number": "3502************3X",
        "representative": "",
        "contact": "王**",
        "telephone": "138****8000",
        "email": "l***@…",
        "address": "示例省示例市示例区***",
        "postcode": "***",
        "help_wanted": "***",
    }
    firm = make_application(applicant_kind="business", applicant={"name": "示例市样板公司"})
    assert personal.masked(firm.applicant)["name"] == "示例***"


def test_unmasking_is_recorded_without_the_data() -> None:
    application = make_application()
    by = make_account("zhou", Role.CASEWORKER, agency=application.agency)
    shown = personal.unmask(application, by=by, reason="给林晓月打电话 13800138000 核对地址")
    assert shown["name"] == "林晓月"
    assert shown["identity_number"] == WHO["identity_number"]
    event = Event.objects.get(act=Act.UNMASKED)
    assert (event.by, event.agency, event.subject_kind, event.subject_id) == (
        by,
        application.agency,
        "application",
        application.pk,
    )
    assert event.reason == "给***打电话 *** 核对地址"
    assert event.changes == {}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CASEWORKER])
def test_nobody_but_a_caseworker_unmasks(role: Role) -> None:
    application = make_application()
    by = make_account("zhou", role, agency=application.agency)
    with pytest.raises(Denied):
        personal.unmask(application, by=by, reason="核对")
    assert not Event.objects.filter(act=Act.UNMASKED).exists()


def test_a_caseworker_of_another_agency_unmasks_nothing_here() -> None:
    application = make_application()
    by = make_account("wang", Role.CASEWORKER, agency=make_agency("示例市财政局"))
    with pytest.raises(Denied):
        personal.unmask(application, by=by, reason="核对")


def test_unmasking_needs_a_reason() -> None:
    application = make_application()
    by = make_account("zhou", Role.CASEWORKER, agency=application.agency)
    with pytest.raises(Refused):
        personal.unmask(application, by=by, reason=" ")
    assert not Event.objects.exists()


def test_what_is_erased_is_not_there_to_unmask() -> None:
    application = make_application(applicant=None)
    by = make_account("zhou", Role.CASEWORKER, agency=application.agency)
    assert personal.unmask(application, by=by, reason="核对") == {}


def test_applicants_obtain_what_is_held_about_them() -> None:
    application = make_application(reference="某号文件")
    step = application.steps.get(kind="accept")
    add_step(application, step.step.__class__(step.step.kind, date(2024, 3, 5), 3), note="内部意见")
    add_step(
        application,
        step.step.__class__(step.step.kind, date(2024, 3, 6), 4),
        note="我的话",
        is_by_applicant=True,
    )
    held = personal.own_data(application)
    assert held["number"] == application.number
    assert held["applicant"]["identity_number"] == WHO["identity_number"]
    assert held["description"] == "2023年示例路改造工程的预算"
    assert held["reference"] == "某号文件"
    assert held["own_words"] == ["我的话"]
    assert "内部意见" not in str(held)


def test_applicants_correct_their_contact_and_the_log_names_the_fields_alone() -> None:
    application = make_application()
    personal.correct_own_data(application, by=None, telephone="13900139000", email=WHO["email"])
    assert Applicant.objects.get().telephone == "13900139000"
    assert list(personal.of_contact("13900139000")) == [application]
    event = Event.objects.get()
    assert (event.act, event.by, event.changes) == (Act.EDITED, None, {"telephone": ["…", "…"]})
    personal.correct_own_data(application, by=None, telephone="13900139000")
    assert Event.objects.count() == 1


def test_a_name_is_corrected_by_staff_of_the_agency_only() -> None:
    application = make_application()
    with pytest.raises(Refused):
        personal.correct_own_data(application, by=None, name="林小月")
    with pytest.raises(Denied):
        personal.correct_own_data(application, by=make_account("chen"), name="林小月")
    by = make_account("zhou", Role.CASEWORKER, agency=application.agency)
    personal.correct_own_data(application, by=by, name="林小月")
    assert Applicant.objects.get().name == "林小月"


def test_erased_data_are_not_written_again_by_a_correction() -> None:
    with pytest.raises(Refused):
        personal.correct_own_data(make_application(applicant=None), by=None, telephone="13900139000")
