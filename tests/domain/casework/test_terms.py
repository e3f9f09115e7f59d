"""Who must do what by when beside the answer, and for whom a case waits."""

from __future__ import annotations

import pytest

from reports.domain.casework.pauses import Party
from reports.domain.casework.steps import Step, StepKind
from reports.domain.casework.terms import Term, terms, waiting_for
from tests.domain.casework.notices import CALENDAR, LIMITS, on

ACCEPTED = Step(StepKind.ACCEPT, on("2024-02-01"))


def step(kind: str, day: str, **more: object) -> Step:
    return Step(StepKind(kind), on(day), **more)


def of(code: str, *steps: Step) -> Term:
    return next(term for term in terms([ACCEPTED, *steps], CALENDAR, LIMITS) if term.code == code)


def test_a_supplement_can_be_asked_for_within_seven_working_days() -> None:
    # 2 4 5 6 7 8 9 February
    notice = of("supplement_notice")
    assert (notice.due, notice.party, notice.article) == (on("2024-02-09"), Party.US, "第三十条")


def test_the_old_law_sets_no_day_for_asking() -> None:
    assert terms([step("accept", "2019-05-14")], CALENDAR, LIMITS) == ()


def test_nothing_is_owed_before_the_legal_receipt() -> None:
    assert terms([step("register", "2024-02-01")], CALENDAR, LIMITS) == ()


def test_the_applicant_supplements_by_the_day_we_set() -> None:
    asked = step("ask_supplement", "2024-02-06", until=on("2024-02-29"))
    assert of("supplement", asked).due == on("2024-02-29")
    assert of("supplement", asked, step("supplement", "2024-02-29")).done_on == on("2024-02-29")


@pytest.mark.parametrize(("day", "is_over"), [("2024-02-29", False), ("2024-03-01", True)])
def test_a_term_is_over_the_day_after_its_last(day: str, is_over: bool) -> None:
    term = of("supplement", step("ask_supplement", "2024-02-06", until=on("2024-02-29")))
    assert term.is_over(on(day)) is is_over


def test_the_fee_is_payable_for_twenty_working_days_from_the_day_after_the_notice_arrived() -> None:
    steps = [step("notify_fee", "2024-02-05"), step("receive_fee_notice", "2024-02-06")]
    # 7 8 9 = 3, 18 to 23 = 9, 26 to 29 = 13, Mar 1 = 14, 4 to 8 = 19, 11 = 20
    fee = of("fee", *steps)
    assert (fee.due, fee.is_provisional, fee.party) == (on("2024-03-11"), False, Party.APPLICANT)
    assert of("fee", steps[0]).is_provisional  # nobody noted when it arrived


@pytest.mark.parametrize(("party", "article"), [("third_party", "第三十二条"), ("other_organ", "第三十四条")])
def test_an_opinion_is_due_fifteen_working_days_after_the_request_arrived(party: str, article: str) -> None:
    steps = [
        step("consult", "2024-02-06", ref="1", detail={"party": party}),
        step("receive_consult", "2024-02-07", ref="1"),
    ]
    # 8 9 = 2, 18 to 23 = 8, 26 to 29 = 12, Mar 1 4 5 = 15
    opinion = of("opinion", *steps)
    assert (opinion.due, opinion.party, opinion.article) == (on("2024-03-05"), Party(party), article)


@pytest.mark.parametrize(
    ("steps", "party"),
    [
        ([], Party.US),
        ([("ask_supplement", "2024-02-06")], Party.APPLICANT),
        ([("ask_supplement", "2024-02-06"), ("supplement", "2024-02-07")], Party.US),
        ([("ask_reasons", "2024-02-06")], Party.APPLICANT),
        ([("ask_reasons", "2024-02-06"), ("give_reasons", "2024-02-07")], Party.US),
        ([("notify_fee", "2024-02-06"), ("receive_fee_notice", "2024-02-07")], Party.APPLICANT),
        ([("notify_fee", "2024-02-06"), ("pay_fee", "2024-02-07")], Party.US),
        ([("consult", "2024-02-06")], Party.THIRD_PARTY),
        ([("consult", "2024-02-06"), ("consult_reply", "2024-02-07")], Party.US),
        ([("consult", "2024-02-06"), ("notify_fee", "2024-02-07")], Party.APPLICANT),
        ([("answer", "2024-02-06")], None),
        ([("withdraw", "2024-02-06")], None),
        ([("ask_supplement", "2024-02-06"), ("lapse_supplement", "2024-03-06")], None),
    ],
)
def test_a_case_waits_for_one_party_at_a_time(steps: list[tuple[str, str]], party: Party | None) -> None:
    assert waiting_for([ACCEPTED, *(step(kind, day) for kind, day in steps)]) is party


def test_two_were_asked_and_one_replied() -> None:
    steps = [
        ACCEPTED,
        step("consult", "2024-02-06", ref="1"),
        step("consult", "2024-02-06", ref="2", number=1, detail={"party": "other_organ"}),
        step("consult_reply", "2024-02-07", ref="1"),
    ]
    assert waiting_for(steps) is Party.OTHER_ORGAN


@pytest.mark.parametrize(("day", "party"), [("2024-03-05", Party.THIRD_PARTY), ("2024-03-06", Party.US)])
def test_nobody_is_waited_for_past_the_last_day_of_their_term(day: str, party: Party) -> None:
    steps = [ACCEPTED, step("consult", "2024-02-06", ref="1"), step("receive_consult", "2024-02-07", ref="1")]
    duties = terms(steps, CALENDAR, LIMITS)
    assert waiting_for(steps, on(day), duties) is party
