"""The gate of a case: a step is taken whole or not at all, and what the row repeats is what the steps say."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework.standing import BrokenCase
from reports.domain.casework.states import Code, NotAllowed
from reports.domain.casework.steps import StepKind
from reports.domain.roles import Role
from reports.models import Account, Application, CaseStep, Event
from reports.queries import reconciling
from reports.queries.access import Denied
from reports.services import casework, yearly
from tests.casefactories import make_application
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db

TODAY = date(2024, 4, 30)


def make_caseworker(application: Application) -> Account:
    return make_account("sun", Role.CASEWORKER, agency=application.agency)


def test_an_accepted_case_is_due_twenty_working_days_after_its_receipt() -> None:
    # Received Monday 1 July 2024: 2–5 (4) | 8–12 (9) | 15–19 (14) | 22–26 (19) | Monday 29 July is the 20th.
    application = make_application(arrived_on=date(2024, 7, 1), received_on=None)
    casework.perform(
        application,
        StepKind.ACCEPT,
        by=make_caseworker(application),
        on=date(2024, 7, 1),
        today=date(2024, 7, 1),
    )
    application.refresh_from_db()
    assert application.state == "accepted"
    assert application.received_on == date(2024, 7, 1)
    assert application.due_on == date(2024, 7, 29)
    assert application.waiting_for == "us"
    assert not application.is_due_provisional


def test_asking_for_a_supplement_waits_for_the_applicant_and_the_supplement_starts_the_clock_anew() -> None:
    application = make_application(arrived_on=date(2024, 7, 1), received_on=date(2024, 7, 1))
    by = make_caseworker(application)
    casework.perform(
        application,
        StepKind.ASK_SUPPLEMENT,
        by=by,
        on=date(2024, 7, 3),
        until=date(2024, 7, 17),
        today=date(2024, 7, 3),
        note="请说明所需信息的年份",
    )
    assert (application.state, application.waiting_for) == ("awaiting_supplement", "applicant")
    casework.perform(
        application, StepKind.SUPPLEMENT, by=None, on=date(2024, 7, 8), today=date(2024, 7, 8), note="2023年"
    )
    # From Monday 8 July: 9–12 (4) | 15–19 (9) | 22–26 (14) | 29–2 August (19) | 5 August is the 20th.
    assert application.due_on == date(2024, 8, 5)
    assert application.steps.get(kind="supplement").is_by_applicant


def test_an_answer_ends_the_case_with_its_outcome() -> None:
    application = make_application()
    casework.perform(
        application,
        StepKind.ANSWER,
        by=make_caseworker(application),
        on=date(2024, 3, 11),
        outcome="disclosed",
        today=TODAY,
    )
    assert (application.state, application.outcome, application.closed_on) == (
        "answered",
        "disclosed",
        date(2024, 3, 11),
    )
    assert application.waiting_for == ""


def test_a_step_that_is_not_allowed_changes_nothing_and_is_logged() -> None:
    application = make_application()
    before = (application.version, application.steps.count())
    by = make_caseworker(application)
    with pytest.raises(NotAllowed) as refused:
        casework.perform(
            application, StepKind.PAY_FEE, by=by, on=date(2024, 3, 5), today=TODAY, note="秘密的话"
        )
    assert [one.code for one in refused.value.refusals] == [Code.WRONG_STATE]
    application.refresh_from_db()
    assert (application.version, application.steps.count()) == before
    event = Event.objects.latest("sequence")
    assert (event.act, event.by, event.reason, event.agency) == ("denied", by, "pay_fee", application.agency)


def test_every_step_is_logged_without_its_words() -> None:
    application = make_application(received_on=None)
    by = make_caseworker(application)
    casework.perform(
        application, StepKind.ACCEPT, by=by, on=date(2024, 3, 5), today=TODAY, note="林晓月来电确认"
    )
    event = Event.objects.latest("sequence")
    assert event.act == "application_step"
    assert event.changes["step"] == ["", "2 accept 2024-03-05"]
    assert "林晓月" not in str(event.hashed)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CASEWORKER])
def test_nobody_but_a_caseworker_of_the_agency_takes_a_step(role: Role) -> None:
    application = make_application(received_on=None)
    other = make_account("zhou", role, agency=application.agency)
    with pytest.raises(Denied):
        casework.perform(application, StepKind.ACCEPT, by=other, on=date(2024, 3, 5), today=TODAY)
    assert application.steps.count() == 1


def test_a_caseworker_of_another_agency_takes_no_step() -> None:
    application = make_application(received_on=None)
    elsewhere = make_account("wang", Role.CASEWORKER, agency=make_agency("示例市教育局"))
    with pytest.raises(Denied):
        casework.perform(application, StepKind.ACCEPT, by=elsewhere, on=date(2024, 3, 5), today=TODAY)


@pytest.mark.parametrize("kind", [StepKind.ANSWER, StepKind.EXTEND, StepKind.NOTIFY_FEE, StepKind.CONSULT])
def test_an_applicant_cannot_take_the_agencys_steps(kind: StepKind) -> None:
    application = make_application()
    with pytest.raises(NotAllowed) as refused:
        casework.perform(application, kind, by=None, on=date(2024, 3, 5), today=TODAY)
    assert Code.NOT_YOURS in {one.code for one in refused.value.refusals}


def test_the_second_of_two_who_read_the_same_case_is_told() -> None:
    application = make_application()
    by = make_caseworker(application)
    read = application.version
    casework.perform(
        application, StepKind.EXTEND, by=by, on=date(2024, 3, 5), today=TODAY,
        detail={"consent_on": "2024-03-05"}, expected_version=read,
    )  # fmt: skip
    with pytest.raises(casework.Gone):
        casework.perform(
            application,
            StepKind.WITHDRAW,
            by=by,
            on=date(2024, 3, 6),
            today=TODAY,
            expected_version=read,
        )
    assert application.steps.count() == 3


def test_a_step_struck_for_a_reason_counts_no_more_and_stays_on_record() -> None:
    application = make_application()
    by = make_caseworker(application)
    due = date(2024, 4, 1)  # received Monday 4 March 2024: 5–8 (4), 11–15, 18–22, 25–29 (19), 1 April
    step = casework.perform(application, StepKind.WITHDRAW, by=by, on=date(2024, 3, 6), today=TODAY)
    assert application.state == "withdrawn"
    casework.strike(step, by=by, reason="录入了另一件申请的步骤")
    application.refresh_from_db()
    assert (application.state, application.closed_on, application.due_on) == ("accepted", None, due)
    kept = CaseStep.objects.get(pk=step.pk)
    assert (kept.struck_by, kept.strike_reason) == (by, "录入了另一件申请的步骤")
    told = Event.objects.latest("sequence")
    assert (told.act, told.reason) == ("step_struck", "")


def test_a_number_is_never_given_twice_even_after_striking() -> None:
    application = make_application()
    by = make_caseworker(application)
    step = casework.perform(application, StepKind.WITHDRAW, by=by, on=date(2024, 3, 6), today=TODAY)
    casework.strike(step, by=by, reason="录错")
    again = casework.perform(application, StepKind.WITHDRAW, by=by, on=date(2024, 3, 7), today=TODAY)
    assert again.number == step.number + 1


def test_a_step_that_others_rest_on_cannot_be_struck() -> None:
    application = make_application()
    by = make_caseworker(application)
    asked = casework.perform(
        application, StepKind.ASK_SUPPLEMENT, by=by, on=date(2024, 3, 5), until=date(2024, 3, 20), today=TODAY
    )
    casework.perform(application, StepKind.SUPPLEMENT, by=by, on=date(2024, 3, 8), today=TODAY)
    with pytest.raises(BrokenCase):
        casework.strike(asked, by=by, reason="录错")
    asked.refresh_from_db()
    assert asked.struck_at is None


def test_taking_a_step_costs_no_more_queries_on_a_long_case(django_assert_max_num_queries) -> None:
    application = make_application()
    by = make_caseworker(application)
    for number in range(1, 30):
        casework.perform(
            application, StepKind.CONSULT, by=by, on=date(2024, 3, 5), ref=f"c{number}", today=TODAY,
            detail={"party": "third_party"},
        )  # fmt: skip
    with django_assert_max_num_queries(16):
        casework.perform(
            application, StepKind.CONSULT_REPLY, by=by, on=date(2024, 3, 6), ref="c1", today=TODAY
        )


def test_what_nobody_confirms_is_not_taken_up_and_counted_nowhere() -> None:
    application = make_application(received_on=None)
    by = make_caseworker(application)
    casework.perform(
        application, StepKind.DISMISS, by=by, on=date(2024, 3, 20), today=TODAY, note="三次联系未果"
    )
    assert (application.state, application.outcome, application.closed_on) == (
        "lapsed",
        "",
        date(2024, 3, 20),
    )
    counted = yearly.count(application.agency, 2024)
    assert sum(reconciling.counted_cells(counted).values()) == 0
    assert counted.unconfirmed == 0


def test_what_was_legally_received_cannot_be_left_untaken() -> None:
    application = make_application()
    with pytest.raises(NotAllowed) as refused:
        casework.perform(
            application, StepKind.DISMISS, by=make_caseworker(application), on=date(2024, 3, 20), today=TODAY
        )
    assert [one.code for one in refused.value.refusals] == [Code.WRONG_STATE]


@pytest.mark.parametrize(
    ("kind", "received_on", "on", "is_known"),
    [
        (StepKind.ASK_REASONS, date(2019, 5, 14), date(2019, 5, 20), False),  # the text of 2007 knows none
        (StepKind.ASK_REASONS, date(2019, 5, 15), date(2019, 5, 20), True),
        (StepKind.NOTIFY_FEE, date(2019, 5, 14), date(2019, 5, 20), False),
        (StepKind.NOTIFY_FEE, date(2020, 12, 30), date(2020, 12, 31), False),  # 国办函〔2020〕109号
        (StepKind.NOTIFY_FEE, date(2020, 12, 30), date(2021, 1, 1), True),
    ],
)
def test_a_step_that_the_law_of_the_case_does_not_know_is_refused(
    kind: StepKind, received_on: date, on: date, is_known: bool
) -> None:
    application = make_application(arrived_on=received_on, received_on=received_on)
    by = make_caseworker(application)
    if is_known:
        casework.perform(application, kind, by=by, on=on, today=on)
        return
    with pytest.raises(NotAllowed) as refused:
        casework.perform(application, kind, by=by, on=on, today=on)
    assert [one.code for one in refused.value.refusals] == [Code.NO_GROUND]


@pytest.mark.parametrize(
    ("received_on", "days", "is_allowed"),
    [
        (date(2019, 5, 14), "15", True),
        (date(2019, 5, 14), "16", False),
        (date(2019, 5, 15), "20", True),
        (date(2019, 5, 15), "21", False),
    ],
)
def test_an_extension_is_no_longer_than_the_law_of_the_case_allows(
    received_on: date, days: str, is_allowed: bool
) -> None:
    application = make_application(arrived_on=received_on, received_on=received_on)
    by, on = make_caseworker(application), date(2019, 5, 20)
    detail = {"days": days, "consent_on": "2019-05-20"}
    if is_allowed:
        casework.perform(application, StepKind.EXTEND, by=by, on=on, today=on, detail=detail)
        return
    with pytest.raises(NotAllowed) as refused:
        casework.perform(application, StepKind.EXTEND, by=by, on=on, today=on, detail=detail)
    assert [one.code for one in refused.value.refusals] == [Code.BAD_DAYS]


@pytest.mark.parametrize("detail", [{"days": "10"}, {"days": "10", "consent_on": ""}])
def test_nobody_extends_without_the_consent_of_the_person_in_charge_whatever_door_they_take(
    detail: dict[str, str],
) -> None:
    application = make_application()
    by, on = make_caseworker(application), date(2024, 3, 5)
    with pytest.raises(NotAllowed) as refused:
        casework.perform(application, StepKind.EXTEND, by=by, on=on, today=TODAY, detail=detail)
    assert [one.code for one in refused.value.refusals] == [Code.NEEDS_CONSENT]
    assert not application.steps.filter(kind="extend").exists()


def test_the_registration_is_never_struck_and_no_step_twice() -> None:
    application = make_application(received_on=None)
    by = make_caseworker(application)
    with pytest.raises(BrokenCase):
        casework.strike(application.steps.get(), by=by, reason="误登记")
    assert application.steps.get().struck_at is None
    accepted = casework.perform(application, StepKind.ACCEPT, by=by, on=date(2024, 3, 4), today=TODAY)
    casework.strike(accepted, by=by, reason="日期有误")
    with pytest.raises(casework.Gone):
        casework.strike(accepted, by=by, reason="改写理由")
    assert application.steps.get(kind="accept").strike_reason == "日期有误"
