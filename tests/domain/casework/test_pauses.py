"""The clock stands still while others are asked. Expected days are counted out by hand.

The case: received on 2024-02-01, due on 2024-03-05 without a pause. February 2 4 5 6 7 8 9 are its first
seven working days, then 18 (worked Sunday) to 23 and 26 to 29.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reports.domain.casework.deadline import Deadline, days_left, deadline, is_paused_on
from reports.domain.casework.steps import Step, StepKind
from tests.domain.casework.notices import CALENDAR, LIMITS, on


def asked(sent: str, received: str = "", replied: str = "", *, ref: str = "1", party: str = "") -> list[Step]:
    detail = {"party": party} if party else {}
    steps = [Step(StepKind.CONSULT, on(sent), ref=ref, detail=detail)]
    if received:
        steps.append(Step(StepKind.RECEIVE_CONSULT, on(received), ref=ref))
    if replied:
        steps.append(Step(StepKind.CONSULT_REPLY, on(replied), ref=ref))
    return steps


def due(steps: Sequence[Step], received: str = "2024-02-01") -> Deadline:
    found = deadline([Step(StepKind.ACCEPT, on(received)), *steps], CALENDAR, LIMITS)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("replied", "expected"),
    [
        # counted before: 2 4 5 6 = 4; then 7 = 5, 8 9 = 7, 18 to 23 = 13, 26 to 29 = 17, Mar 1 4 5 = 20
        ("2024-02-06", "2024-03-05"),  # replied the same day: nothing is lost
        # not counted: 7
        ("2024-02-07", "2024-03-06"),
        # not counted: 7 8 9. Then 18 to 23 = 10, 26 to 29 = 14, Mar 1 = 15, 4 to 8 = 20
        ("2024-02-09", "2024-03-08"),
        ("2024-02-12", "2024-03-08"),  # replied within the holidays: they are not counted twice
        ("2024-02-17", "2024-03-08"),
        ("2024-02-18", "2024-03-11"),  # the worked Sunday is lost too
        # not counted: 7 8 9 18 19 20. Then 21 22 23 = 7, 26 to 29 = 11, Mar 1 = 12, 4 to 8 = 17,
        # 11 12 13 = 20
        ("2024-02-20", "2024-03-13"),
        # the third party's 15 days from 7 February: 8 9 = 2, 18 to 23 = 8, 26 to 29 = 12, Mar 1 4 5 = 15.
        # 16 not counted (7 8 9, 18 to 23, 26 to 29, Mar 1 4 5); then 6 7 8 = 7, 11 to 15 = 12, 18 to 22 = 17,
        # 25 26 27 = 20
        ("2024-03-04", "2024-03-26"),
        ("2024-03-05", "2024-03-27"),
        ("2024-03-06", "2024-03-27"),  # after its last day: the clock ran again already
        ("", "2024-03-27"),  # no reply at all
    ],
)
def test_the_days_after_sending_up_to_the_reply_do_not_count(replied: str, expected: str) -> None:
    found = due(asked("2024-02-06", "2024-02-07", replied))
    assert found.due == on(expected)
    assert sum(reason.counted for reason in found.reasons) == 20


@pytest.mark.parametrize(("sent", "replied"), [("2024-02-10", "2024-02-17"), ("2024-02-09", "2024-02-17")])
def test_a_pause_within_the_holidays_changes_nothing(sent: str, replied: str) -> None:
    assert due(asked(sent, sent, replied)).due == on("2024-03-05")


def test_overlapping_pauses_are_counted_once() -> None:
    both = [
        *asked("2024-02-06", "2024-02-06", "2024-02-20", ref="1"),
        *asked("2024-02-08", "2024-02-08", "2024-02-22", ref="2", party="other_organ"),
    ]
    found = due(both)
    # not counted: 7 8 9, 18 19 20 21 22 = 8. Then 23 = 5, 26 to 29 = 9, Mar 1 = 10, 4 to 8 = 15,
    # 11 to 15 = 20
    assert found.due == on("2024-03-15")
    pause = next(reason for reason in found.reasons if reason.code == "pause")
    assert (pause.start, pause.end, pause.not_counted) == (on("2024-02-06"), on("2024-02-22"), 8)
    assert pause.values == {"why": "third_party,other_organ"}
    assert (pause.article, pause.certainty) == ("第三十三条第四款", "read")


def test_a_pause_within_another_changes_nothing() -> None:
    both = [
        *asked("2024-02-06", "2024-02-06", "2024-02-20", ref="1"),
        *asked("2024-02-07", "2024-02-07", "2024-02-09", ref="2", party="other_organ"),
    ]
    assert due(both).due == on("2024-03-13")


def test_two_pauses_apart_are_both_counted() -> None:
    both = [
        *asked("2024-02-06", "2024-02-06", "2024-02-08", ref="1"),  # not counted: 7 8
        *asked("2024-02-20", "2024-02-20", "2024-02-22", ref="2"),  # not counted: 21 22
    ]
    # 2 4 5 6 = 4, 9 = 5, 18 19 20 = 8, 23 = 9, 26 to 29 = 13, Mar 1 = 14, 4 to 8 = 19, 11 = 20
    assert due(both).due == on("2024-03-11")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2024-03-04", "2024-03-06"),  # 5 March is lost, 6 March is the twentieth
        ("2024-03-05", "2024-03-05"),  # sent on the due day: the day still counts, nothing is left to pause
        ("2024-03-06", "2024-03-05"),  # sent after it
    ],
)
def test_asking_others_saves_no_deadline_that_has_come(sent: str, expected: str) -> None:
    reply = "2024-03-05" if sent < "2024-03-05" else "2024-03-20"
    assert due(asked(sent, sent, reply)).due == on(expected)


def test_a_pause_in_the_extension_counts_there() -> None:
    steps = [Step(StepKind.EXTEND, on("2024-03-05")), *asked("2024-03-07", "2024-03-07", "2024-03-12")]
    # 6 7 = 2, (8 11 12 not counted) 13 14 15 = 5, 18 to 22 = 10, 25 to 29 = 15, Apr 1 2 3 = 18, 7 8 = 20
    assert due(steps).due == on("2024-04-08")


def test_without_a_day_of_receipt_the_last_day_is_counted_from_sending_and_says_so() -> None:
    found = due(asked("2024-02-06"))
    # 15 from 6 February: 7 8 9 = 3, 18 to 23 = 9, 26 to 29 = 13, Mar 1 4 = 15
    assert found.pause and found.pause.until == on("2024-03-04")
    assert found.provisional_because == ("consult_open", "consult_receipt_unknown")
    known = due(asked("2024-02-06", "2024-02-07"))
    assert known.provisional_because == ("consult_open",)


def test_the_old_law_waits_for_the_third_party_without_a_last_day() -> None:
    # received 14 May 2019; counted 15 16 May = 2, not counted 17, 20 to 24; then 27 to 31 = 7,
    # Jun 3 to 6 = 11, (7 off) 10 to 13 = 15
    assert due(asked("2019-05-16", "", "2019-05-24"), "2019-05-14").due == on("2019-06-13")
    still = due(asked("2019-05-16"), "2019-05-14")
    assert (still.due, still.provisional_because) == (on("2019-06-04"), ("consult_open",))
    assert still.pause and still.pause.until is None


def test_under_the_old_law_another_organ_stops_no_clock() -> None:
    steps = asked("2019-05-16", "2019-05-16", "2019-05-24", party="other_organ")
    assert due(steps, "2019-05-14").due == on("2019-06-04")


def test_an_answer_ends_an_open_pause() -> None:
    answer = Step(StepKind.ANSWER, on("2024-02-28"))
    found = due([*asked("2024-02-06", "2024-02-07"), answer])
    assert (found.is_met, found.is_paused, found.is_provisional) == (True, False, False)


@pytest.mark.parametrize(
    ("today", "is_paused", "left"),
    [
        ("2024-02-06", False, 16),  # the day of sending still counts
        ("2024-02-07", True, 16),
        ("2024-02-20", True, 16),
        ("2024-02-21", False, 15),
        ("2024-03-13", False, 0),
        ("2024-03-14", False, -1),
    ],
)
def test_days_left_leave_out_the_pause(today: str, is_paused: bool, left: int) -> None:
    found = due(asked("2024-02-06", "2024-02-07", "2024-02-20"))
    assert is_paused_on(found, on(today)) is is_paused
    assert days_left(found, on(today), CALENDAR) == left
