"""What holds for the deadline of every case, on lives drawn at random through the gate."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings

from reports.domain.casework.deadline import days_left, deadline, is_paused_on
from reports.domain.casework.steps import Step, StepKind
from reports.domain.casework.terms import terms, waiting_for
from tests.domain.casework.made_cases import DAYS, MOVES, lived
from tests.domain.casework.notices import CALENDAR, LIMITS

RUNNING = ("answer", "extension", "pause", "delay")


@settings(max_examples=150, deadline=None)
@given(DAYS, MOVES)
def test_the_stretches_of_the_clock_leave_no_gap_and_count_every_day_once(
    arrived: date, moves: list[tuple[int, int]]
) -> None:
    steps = lived(arrived, moves)
    found = deadline(steps, CALENDAR, LIMITS)
    if found is None:
        assert all(step.kind is not StepKind.ACCEPT for step in steps)
        return
    clock = [reason for reason in found.reasons if reason.code in RUNNING]
    assert clock[0].start == found.counts_from
    assert clock[-1].end == found.due >= found.first_due
    assert all(one.end == following.start for one, following in pairwise(clock))
    assert sum(reason.counted for reason in clock if reason.code == "answer") == 20
    for reason in clock:
        if reason.code != "delay":
            days = CALENDAR.working_days_between(reason.start, reason.end)
            assert reason.counted + reason.not_counted == days


@settings(max_examples=100, deadline=None)
@given(DAYS, MOVES)
def test_an_opinion_never_brings_the_deadline_nearer(arrived: date, moves: list[tuple[int, int]]) -> None:
    steps = lived(arrived, moves)
    about = (StepKind.CONSULT, StepKind.RECEIVE_CONSULT, StepKind.CONSULT_REPLY)
    # a request to the applicant or an extension in time only because of the pause is left out with it
    bound = (StepKind.EXTEND, StepKind.DELAY, StepKind.ASK_SUPPLEMENT, StepKind.NOTIFY_FEE)
    if any(step.kind in bound for step in steps):
        return
    found = deadline(steps, CALENDAR, LIMITS)
    without = deadline([step for step in steps if step.kind not in about], CALENDAR, LIMITS)
    assert (found is None) == (without is None)
    assert found is None or (without is not None and found.due >= without.due)


@settings(max_examples=100, deadline=None)
@given(DAYS, MOVES)
def test_the_last_day_has_no_days_left_and_the_parties_are_known(
    arrived: date, moves: list[tuple[int, int]]
) -> None:
    steps: tuple[Step, ...] = lived(arrived, moves)
    found = deadline(steps, CALENDAR, LIMITS)
    if found is None:
        assert terms(steps, CALENDAR, LIMITS) == ()
        return
    assert days_left(found, found.due, CALENDAR) == 0
    assert not is_paused_on(found, found.due)
    assert (waiting_for(steps) is None) == (found.ended_on is not None)
    assert found.is_met is None or (found.days_late == 0) == found.is_met
