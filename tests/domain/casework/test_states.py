"""What may happen to a case and what not: one table, both sides of every guard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from reports.domain.casework.standing import LOOSE
from reports.domain.casework.states import (
    LIMITS,
    TRANSITIONS,
    WHO,
    BrokenCase,
    Code,
    Facts,
    NotAllowed,
    State,
    Who,
    allowed,
    apply,
    check,
    fold,
)
from reports.domain.casework.steps import Matter, Step, StepKind
from tests.domain.casework.made_cases import (
    DAYS,
    MOVES,
    OUTCOMES,
    facts_of,
    filled,
    lived,
    numbered,
    received,
)

K = StepKind
DAY = date(2024, 3, 4)
AGREED = {"consent_on": "2024-03-04"}
TODAY = date(2024, 12, 31)
FACTS = Facts(
    OUTCOMES.outcomes,
    supplement_due=date(2024, 3, 13),
    first_deadline=date(2024, 4, 1),
    deadline=date(2024, 4, 1),
)


def codes(steps, new, facts=FACTS, today=TODAY, who=None):
    return [one.code for one in check(steps, new, facts, today, who=who)]


def asked(until=date(2024, 3, 29)):
    return received(DAY, Step(K.ASK_SUPPLEMENT, date(2024, 3, 8), until=until))


def answered(outcome="disclosed"):
    return received(DAY, Step(K.ANSWER, date(2024, 3, 20), outcome=outcome))


def test_a_case_begins_with_its_registration():
    assert allowed((), FACTS, TODAY) == (K.REGISTER,)


def test_it_is_in_work_only_after_its_legal_receipt():
    steps = numbered(Step(K.REGISTER, DAY))
    assert fold(steps).state == State.REGISTERED
    assert codes(steps, Step(K.ANSWER, DAY, outcome="disclosed")) == [Code.WRONG_STATE]
    assert fold(received(DAY)).state == State.ACCEPTED


def test_arrival_and_legal_receipt_are_two_dates():
    standing = fold(numbered(Step(K.REGISTER, date(2023, 12, 30)), Step(K.ACCEPT, date(2024, 1, 2))))
    assert (standing.arrived_on, standing.received_on) == (date(2023, 12, 30), date(2024, 1, 2))


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2024, 3, 13), []), (date(2024, 3, 14), [Code.TOO_LATE])],
)
def test_a_supplement_is_asked_for_within_its_days(day, found):
    assert codes(received(DAY), Step(K.ASK_SUPPLEMENT, day, until=date(2024, 4, 30))) == found


def test_under_the_law_of_2007_no_days_bound_the_asking():
    facts = Facts(OUTCOMES.outcomes)
    assert codes(received(DAY), Step(K.ASK_SUPPLEMENT, TODAY, until=date(2025, 1, 20)), facts) == []


def test_a_supplement_is_asked_for_once():
    steps = (*asked(), Step(K.SUPPLEMENT, date(2024, 3, 11), 4))
    assert codes(steps, Step(K.ASK_SUPPLEMENT, date(2024, 3, 12), until=TODAY)) == [Code.ONCE_ONLY]


def test_a_period_to_supplement_is_named_and_lies_ahead():
    assert codes(received(DAY), Step(K.ASK_SUPPLEMENT, DAY)) == [Code.NEEDS_UNTIL]
    assert codes(received(DAY), Step(K.ASK_SUPPLEMENT, DAY, until=DAY)) == [Code.UNTIL_NOT_AFTER]
    assert codes(received(DAY), Step(K.ASK_SUPPLEMENT, DAY, until=DAY + timedelta(1))) == []


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2024, 3, 29), [Code.TOO_EARLY]), (date(2024, 3, 30), [])],
)
def test_it_lapses_only_after_the_period_to_supplement(day, found):
    assert codes(asked(), Step(K.LAPSE_SUPPLEMENT, day)) == found


def test_a_late_supplement_is_taken_until_the_lapse_is_recorded():
    assert codes(asked(), Step(K.SUPPLEMENT, date(2024, 4, 20))) == []
    lapsed = (*asked(), Step(K.LAPSE_SUPPLEMENT, date(2024, 4, 1), 4))
    assert codes(lapsed, Step(K.SUPPLEMENT, date(2024, 4, 20))) == [Code.WRONG_STATE]
    assert (fold(lapsed).state, fold(lapsed).outcome) == (State.LAPSED, "not_supplemented")


@pytest.mark.parametrize(("day", "found"), [(date(2024, 4, 1), []), (date(2024, 4, 2), [Code.TOO_LATE])])
def test_a_period_is_extended_up_to_its_last_day(day, found):
    assert codes(received(DAY), Step(K.EXTEND, day, detail=AGREED)) == found


def test_a_period_is_extended_once():
    steps = received(DAY, Step(K.EXTEND, date(2024, 3, 20)))
    assert codes(steps, Step(K.EXTEND, date(2024, 3, 21))) == [Code.ONCE_ONLY]


@pytest.mark.parametrize("days", ["1", "20"])
def test_an_extension_may_have_up_to_its_most_days(days):
    assert codes(received(DAY), Step(K.EXTEND, DAY, detail=AGREED | {"days": days})) == []


@pytest.mark.parametrize("days", ["0", "21", "-5", "", "２０", "5.5", "99999"])
def test_an_extension_of_more_days_or_of_none_is_refused(days):
    refused = check(received(DAY), Step(K.EXTEND, DAY, detail=AGREED | {"days": days}), FACTS, TODAY)
    assert [(one.code, one.values) for one in refused] == [(Code.BAD_DAYS, {"most": "20"})]


@pytest.mark.parametrize("detail", [{}, {"days": "5"}, {"consent_on": ""}, {"consent_on": "yes"}])
def test_an_extension_nobody_consented_to_is_refused_at_the_gate(detail):
    assert codes(received(DAY), Step(K.EXTEND, date(2024, 3, 20), detail=detail)) == [Code.NEEDS_CONSENT]


@pytest.mark.parametrize(
    ("consent", "found"),
    [
        ("2024-03-03", [Code.BAD_CONSENT]),
        ("2024-03-04", []),
        ("2024-03-20", []),
        ("2024-03-21", [Code.BAD_CONSENT]),
    ],
)
def test_consent_lies_between_the_legal_receipt_and_the_extension(consent, found):
    extension = Step(K.EXTEND, date(2024, 3, 20), detail={"consent_on": consent})
    assert codes(received(DAY), extension) == found


def test_what_the_law_of_the_case_does_not_know_has_no_ground():
    facts = Facts(since={K.ASK_REASONS: date.max, K.NOTIFY_FEE: date(2024, 3, 6)})
    assert codes(received(DAY), Step(K.ASK_REASONS, DAY), facts) == [Code.NO_GROUND]
    assert codes(received(DAY), Step(K.NOTIFY_FEE, date(2024, 3, 5)), facts) == [Code.NO_GROUND]
    assert codes(received(DAY), Step(K.NOTIFY_FEE, date(2024, 3, 6)), facts) == []
    assert K.ASK_REASONS not in allowed(received(DAY), facts, TODAY)


def test_a_delayed_answer_has_its_own_day_and_needs_reasons_given():
    until = date(2024, 5, 31)
    assert codes(received(DAY), Step(K.DELAY, date(2024, 3, 20), until=until)) == [Code.NEEDS_STEP]
    given_ = received(DAY, Step(K.ASK_REASONS, date(2024, 3, 6)), Step(K.GIVE_REASONS, date(2024, 3, 8)))
    assert codes(given_, Step(K.DELAY, date(2024, 3, 20), until=until)) == []
    delayed = (*given_, Step(K.DELAY, date(2024, 3, 20), 5, until))
    assert fold(delayed).delayed_until == until
    assert codes(delayed, Step(K.EXTEND, date(2024, 3, 21))) == [Code.NOT_AFTER]


def test_excess_is_refused_only_when_reasons_were_asked_for():
    assert codes(received(DAY), Step(K.ANSWER, DAY, outcome="excessive")) == [Code.NEEDS_STEP]
    steps = received(DAY, Step(K.ASK_REASONS, date(2024, 3, 6)))
    assert codes(steps, Step(K.ANSWER, date(2024, 3, 20), outcome="excessive")) == []


def test_still_unclear_is_said_only_after_a_supplement():
    answer = Step(K.ANSWER, date(2024, 3, 20), outcome="still_unclear")
    assert codes(received(DAY), answer) == [Code.NEEDS_STEP]
    assert codes((*asked(), Step(K.SUPPLEMENT, date(2024, 3, 11), 4)), answer) == []


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("", [Code.NEEDS_OUTCOME]),
        ("no_such", [Code.UNKNOWN_OUTCOME]),
        ("withdrawn", [Code.OTHER_OUTCOME]),
        ("record_corrected", [Code.OTHER_OUTCOME]),
        ("disclosed_in_part", []),
    ],
)
def test_an_answer_names_an_outcome_of_its_own_matter(outcome, found):
    assert codes(received(DAY), Step(K.ANSWER, DAY, outcome=outcome)) == found


def test_the_correction_of_a_record_has_outcomes_of_its_own():
    facts = Facts(OUTCOMES.outcomes, Matter.CORRECTION)
    assert codes(received(DAY), Step(K.ANSWER, DAY, outcome="record_corrected"), facts) == []
    assert codes(received(DAY), Step(K.ANSWER, DAY, outcome="disclosed"), facts) == [Code.OTHER_OUTCOME]


def test_others_are_consulted_only_while_in_work_and_under_a_fresh_reference():
    consult = Step(K.CONSULT, date(2024, 3, 11), ref="a")
    assert codes(asked(), consult) == [Code.WRONG_STATE]
    assert codes(received(DAY), Step(K.CONSULT, DAY)) == [Code.NEEDS_REF]
    assert codes(received(DAY), consult) == []
    assert codes((*received(DAY), consult), consult) == [Code.REF_TAKEN]


def test_a_reply_answers_an_open_consultation():
    consult = Step(K.CONSULT, date(2024, 3, 11), 3, ref="a")
    steps = (*received(DAY), consult)
    assert codes(received(DAY), Step(K.CONSULT_REPLY, date(2024, 3, 12), ref="a")) == [Code.REF_NOT_OPEN]
    assert codes(steps, Step(K.CONSULT_REPLY, date(2024, 3, 12), ref="b")) == [Code.REF_NOT_OPEN]
    assert codes(steps, Step(K.CONSULT_REPLY, date(2024, 3, 12))) == [Code.NEEDS_REF]
    reply = Step(K.CONSULT_REPLY, date(2024, 3, 12), 4, ref="a")
    assert codes(steps, reply) == []
    assert dict(fold((*steps, reply)).consultations) == {}
    assert codes((*steps, reply), reply) == [Code.REF_NOT_OPEN]


def test_the_receipt_of_a_consultation_is_recorded_once_and_only_while_it_is_open():
    consult = Step(K.CONSULT, date(2024, 3, 11), 3, ref="a")
    arrival = Step(K.RECEIVE_CONSULT, date(2024, 3, 12), 4, ref="a")
    steps = (*received(DAY), consult)
    assert codes(steps, arrival) == []
    assert codes(steps, Step(K.RECEIVE_CONSULT, date(2024, 3, 10), ref="a")) == [Code.BEFORE_LAST]
    assert codes((*steps, arrival), arrival) == [Code.REF_TAKEN]
    closed = (*steps, Step(K.CONSULT_REPLY, date(2024, 3, 12), 4, ref="a"))
    assert codes(closed, arrival) == [Code.REF_NOT_OPEN]


def test_a_reply_learnt_of_late_is_dated_when_it_came():
    steps = received(DAY, Step(K.CONSULT, date(2024, 3, 11), ref="a"), Step(K.EXTEND, date(2024, 3, 28)))
    assert codes(steps, Step(K.CONSULT_REPLY, date(2024, 3, 11), ref="a")) == []
    assert codes(steps, Step(K.CONSULT_REPLY, date(2024, 3, 10), ref="a")) == [Code.BEFORE_LAST]


@pytest.mark.parametrize(("day", "found"), [(date(2024, 4, 1), []), (date(2024, 4, 2), [Code.TOO_LATE])])
def test_a_fee_is_notified_within_the_period(day, found):
    assert codes(received(DAY), Step(K.NOTIFY_FEE, day)) == found


@pytest.mark.parametrize(("day", "found"), [(date(2024, 4, 18), [Code.TOO_EARLY]), (date(2024, 4, 19), [])])
def test_it_lapses_unpaid_only_after_the_days_to_pay(day, found):
    facts = Facts(OUTCOMES.outcomes, payment_due=date(2024, 4, 18))
    notified = received(DAY, Step(K.NOTIFY_FEE, date(2024, 3, 20)))
    assert codes(notified, Step(K.LAPSE_FEE, day), facts) == [Code.NEEDS_STEP]
    steps = (*notified, Step(K.RECEIVE_FEE_NOTICE, date(2024, 3, 20), 4))
    assert codes(steps, Step(K.LAPSE_FEE, day), facts) == found
    assert codes(steps, Step(K.LAPSE_FEE, day)) == [Code.NO_PERIOD]
    assert codes(steps, Step(K.ANSWER, day, outcome="disclosed"), facts) == [Code.WRONG_STATE]
    assert (
        codes((*steps, Step(K.PAY_FEE, date(2024, 3, 21), 5)), Step(K.ANSWER, day, outcome="disclosed")) == []
    )


def test_only_an_answer_is_corrected_and_the_first_outcome_stays_known():
    correction = Step(K.CORRECT_ANSWER, date(2024, 9, 2), 4, outcome="disclosed")
    assert codes(received(DAY), correction) == [Code.WRONG_STATE]
    steps = (*answered("state_secret"), correction)
    assert codes(answered("state_secret"), correction) == []
    standing = fold(steps)
    assert (standing.state, standing.outcome, standing.outcome_now) == (
        State.ANSWERED,
        "state_secret",
        "disclosed",
    )
    assert standing.closed_on == date(2024, 3, 20)


@pytest.mark.parametrize("kind", [K.ANSWER, K.WITHDRAW, K.EXTEND, K.ASK_SUPPLEMENT, K.CONSULT, K.ACCEPT])
def test_what_is_closed_stays_closed(kind):
    assert Code.WRONG_STATE in codes(answered(), Step(kind, date(2024, 3, 21), outcome="disclosed", ref="x"))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2024, 3, 7), [Code.BEFORE_LAST]),
        (date(2024, 3, 8), []),
        (date(2024, 3, 9), []),
        (date(2024, 3, 10), [Code.IN_FUTURE]),
    ],
)
def test_a_step_is_dated_from_the_last_one_to_today(day, found):
    assert codes(asked(), Step(K.WITHDRAW, day), today=date(2024, 3, 9)) == found


def test_delivery_is_recorded_late_with_its_true_day_but_not_before_receipt():
    assert codes(answered(), Step(K.DELIVER, date(2024, 3, 5))) == []
    assert codes(answered(), Step(K.DELIVER, date(2024, 3, 3))) == [Code.BEFORE_LAST]


def test_an_applicant_does_only_what_is_an_applicants():
    assert allowed(asked(), FACTS, TODAY, who=Who.APPLICANT) == (K.SUPPLEMENT, K.WITHDRAW, K.DELIVER)
    answer = Step(K.ANSWER, DAY, outcome="disclosed")
    assert codes(received(DAY), answer, who=Who.APPLICANT) == [Code.NOT_YOURS]
    assert codes(received(DAY), answer, who=Who.STAFF) == []


def test_everything_has_someone_who_may_do_it_and_a_state_in_which():
    assert set(WHO) == set(K) and all(Who.STAFF in who for who in WHO.values())
    assert {kind for _, kind in TRANSITIONS} == set(K)
    assert {state for state, _ in TRANSITIONS} == {None, *State}


def test_an_import_of_the_past_may_pass_last_days_but_not_the_order():
    late = Step(K.EXTEND, date(2024, 4, 2), detail=AGREED)
    assert fold(apply(received(DAY), late, FACTS, TODAY, tolerate=LIMITS)).is_extended
    with pytest.raises(NotAllowed):
        apply(answered(), late, FACTS, TODAY, tolerate=LIMITS)


def test_a_refused_step_says_every_reason_and_changes_nothing():
    steps = answered()
    with pytest.raises(NotAllowed) as refused:
        apply(steps, Step(K.ACCEPT, date(2025, 1, 1)), FACTS, TODAY)
    assert [one.code for one in refused.value.refusals] == [Code.WRONG_STATE, Code.ONCE_ONLY, Code.IN_FUTURE]
    assert refused.value.refusals[0].values == {"state": "answered"}
    assert refused.value.refusals[1].values == {"on": "2024-03-04"}
    assert steps == answered()


def test_steps_that_never_came_through_the_gate_are_not_read_as_a_case():
    with pytest.raises(BrokenCase, match="answer on 2024-03-04 cannot follow in state none"):
        fold([Step(K.ANSWER, DAY)])


def test_a_case_is_folded_as_it_stood_on_a_day():
    steps = answered()
    assert fold(steps, until=date(2024, 3, 19)).state == State.ACCEPTED
    assert fold(steps, until=date(2024, 3, 20)).state == State.ANSWERED
    assert fold(steps, until=date(2024, 3, 3)).state is None


@settings(max_examples=60, deadline=None)
@given(DAYS, MOVES)
def test_a_step_learnt_of_late_never_breaks_the_case(day, moves):
    steps = lived(day, moves)
    today, standing = max(one.on for one in steps), fold(steps)
    for kind in LOOSE & set(allowed(steps, facts_of(steps), today)):
        new = filled(kind, today, 0, steps)
        earliest = standing.earliest(new)
        late = apply(steps, replace(new, on=earliest), facts_of(steps), today)
        assert fold(late).state == standing.state


@settings(max_examples=60, deadline=None)
@given(DAYS, MOVES)
def test_whatever_is_not_allowed_raises_and_changes_nothing(day, moves):
    steps = lived(day, moves)
    today = max(one.on for one in steps)
    facts = facts_of(steps)
    may = allowed(steps, facts, today)
    for kind in set(K) - set(may):
        with pytest.raises(NotAllowed):
            apply(steps, Step(kind, today, outcome="disclosed", ref="new", until=today), facts, today)
    assert steps == lived(day, moves)
    assert fold(steps) == fold(reversed(steps))
