"""By when an application is due. Every expected day is counted out by hand beside the case.

2024: 4 and 18 February (Sundays) are worked, 10 to 17 February are not; 7 April (Sunday) is worked, 4 to 6
April are not; 29 September (Sunday) and 12 October (Saturday) are worked, 1 to 7 October are not.
"""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework.deadline import Deadline, days_left, deadline, provisional_deadline
from reports.domain.casework.limits import NoLaw
from reports.domain.casework.steps import Step, StepKind
from tests.domain.casework.notices import CALENDAR, LIMITS, calendar, on


def step(kind: str, day: str, **more: object) -> Step:
    return Step(StepKind(kind), on(day), **more)


def due(*steps: Step) -> Deadline:
    found = deadline(steps, CALENDAR, LIMITS)
    assert found is not None
    return found


def codes(found: Deadline) -> list[str]:
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        # Feb 2 · 4 5 6 7 8 9 = 7, 18 19 20 21 22 23 = 13, 26 27 28 29 = 17, Mar 1 = 18, 4 5 = 20
        ("2024-02-01", "2024-03-05"),
        # 18 to 23 = 6, 26 to 29 = 10, Mar 1 = 11, 4 to 8 = 16, 11 12 13 14 = 20
        ("2024-02-09", "2024-03-14"),
        ("2024-02-10", "2024-03-14"),  # received on a holiday, the same first day
        ("2024-02-17", "2024-03-14"),  # the last day off
        ("2024-02-18", "2024-03-15"),  # the worked Sunday itself is not counted
        # Saturday: 11 to 15 = 5, 18 to 22 = 10, 25 to 29 = 15, Apr 1 2 3 = 18, 7 (worked Sunday) = 19, 8 = 20
        ("2024-03-09", "2024-04-08"),
        ("2024-03-10", "2024-04-08"),  # Sunday
        ("2024-03-11", "2024-04-09"),  # Monday: one later
        # Sep 29 30 = 2, Oct 8 9 10 11 12 = 7, 14 to 18 = 12, 21 to 25 = 17, 28 29 30 = 20
        ("2024-09-27", "2024-10-30"),
        ("2024-09-28", "2024-10-30"),  # Saturday
        ("2024-09-29", "2024-10-31"),  # the worked Sunday
        # Oct 8 to 12 = 5, 14 to 18 = 10, 21 to 25 = 15, 28 to Nov 1 = 20
        ("2024-09-30", "2024-11-01"),
        ("2024-10-07", "2024-11-01"),
        # Dec 23 to 27 = 5, 30 31 = 7, Jan 2 3 = 9, 6 to 10 = 14, 13 to 17 = 19, 20 = 20
        ("2024-12-20", "2025-01-20"),
        # Jan 2 3 = 2, 6 to 10 = 7, 13 to 17 = 12, 20 to 24 = 17, 26 (worked Sunday) = 18, 27 = 19, Feb 5 = 20
        ("2024-12-31", "2025-02-05"),
        ("2025-01-01", "2025-02-05"),  # New Year's Day
    ],
)
def test_twenty_working_days_from_the_day_after_receipt(received: str, expected: str) -> None:
    found = due(step("accept", received))
    assert (found.due, found.is_provisional, found.is_paused) == (on(expected), False, False)
    assert sum(reason.counted for reason in found.reasons) == 20


@pytest.mark.parametrize(
    ("received", "expected", "law"),
    [
        # 15 days: May 15 16 17 = 3, 20 to 24 = 8, 27 to 31 = 13, Jun 3 4 = 15
        ("2019-05-14", "2019-06-04", "2007-492"),
        # 20 days: May 16 17 = 2, 20 to 24 = 7, 27 to 31 = 12, Jun 3 4 5 6 = 16, (7 off) 10 11 12 13 = 20
        ("2019-05-15", "2019-06-13", "2019-711"),
    ],
)
def test_the_law_is_that_of_the_day_of_legal_receipt(received: str, expected: str, law: str) -> None:
    found = due(step("register", "2019-05-10"), step("accept", received))
    assert (found.due, found.law.id) == (on(expected), law)


def test_there_is_no_deadline_before_the_legal_receipt() -> None:
    assert deadline([step("register", "2024-02-01")], CALENDAR, LIMITS) is None
    assert deadline([], CALENDAR, LIMITS) is None


def test_no_law_governs_a_receipt_before_may_2008() -> None:
    with pytest.raises(NoLaw, match="2008-04-30"):
        deadline([step("accept", "2008-04-30")], CALENDAR, LIMITS)
    assert due(step("accept", "2008-05-01")).law.id == "2007-492"


def test_the_printed_receipt_says_that_its_day_is_provisional() -> None:
    found = provisional_deadline(date(2024, 2, 1), CALENDAR, LIMITS)
    assert (found.due, found.provisional_because) == (on("2024-03-05"), ("receipt_not_confirmed",))


def test_a_date_in_a_year_not_announced_is_provisional() -> None:
    # Dec 4 = 1, 7 to 11 = 6, 14 to 18 = 11, 21 to 25 = 16, 28 to 31 = 20: all in 2026
    assert due(step("accept", "2026-12-03")).due == on("2026-12-31")
    assert due(step("accept", "2026-12-03")).provisional_because == ()
    # one day later: the twentieth is Friday 1 January 2027, of which nothing is announced
    found = due(step("accept", "2026-12-04"))
    assert (found.due, found.provisional_because) == (on("2027-01-01"), ("year_not_announced",))
    # Dec 29 30 31 = 3, Jan 1 = 4, 4 to 8 = 9, 11 to 15 = 14, 18 to 22 = 19, 25 = 20
    assert due(step("accept", "2026-12-28")).due == on("2027-01-25")


@pytest.mark.parametrize(
    ("day", "is_worked", "expected"),
    [
        ("2024-02-19", False, "2024-03-06"),  # a day fewer: one later
        ("2024-03-02", True, "2024-03-04"),  # a Saturday more: one earlier
        ("2024-03-05", False, "2024-03-06"),  # the due day itself
        ("2024-03-06", False, "2024-03-05"),  # the day after it
        ("2024-02-01", False, "2024-03-05"),  # the day of receipt
    ],
)
def test_an_overridden_day_moves_the_deadline(day: str, is_worked: bool, expected: str) -> None:
    found = deadline([step("accept", "2024-02-01")], calendar({on(day): is_worked}), LIMITS)
    assert found and found.due == on(expected)


# ------------------------------------------------------------------------------------------ extension


@pytest.mark.parametrize(
    ("extended", "more", "expected"),
    [
        # 20 from 5 March: 6 7 8 = 3, 11 to 15 = 8, 18 to 22 = 13, 25 to 29 = 18, Apr 1 2 = 20
        ("2024-03-05", {}, "2024-04-02"),  # on the last day
        ("2024-02-01", {"days": "20"}, "2024-04-02"),
        ("2024-03-05", {"days": "5"}, "2024-03-12"),  # 6 7 8 = 3, 11 12 = 5
        ("2024-03-05", {"days": "21"}, "2024-04-02"),  # more than the law allows is cut
        ("2024-03-06", {}, "2024-03-05"),  # the day after: without effect
    ],
)
def test_an_extension_counts_if_made_before_the_first_deadline_ends(
    extended: str, more: dict[str, str], expected: str
) -> None:
    assert due(step("accept", "2024-02-01"), step("extend", extended, detail=more)).due == on(expected)


def test_the_first_deadline_is_told_beside_the_extended_one() -> None:
    found = due(step("accept", "2024-02-01"), step("extend", "2024-03-05"))
    assert (found.first_due, found.due) == (on("2024-03-05"), on("2024-04-02"))


def test_the_old_law_extends_by_fifteen_days() -> None:
    # due 2019-06-04; Jun 5 6 = 2, (7 off) 10 to 14 = 7, 17 to 21 = 12, 24 25 26 = 15
    found = due(step("accept", "2019-05-14"), step("extend", "2019-06-04"))
    assert found.due == on("2019-06-26")


def test_an_extension_that_came_too_late_is_told_with_its_article() -> None:
    found = due(step("accept", "2024-02-01"), step("extend", "2024-03-06"))
    told = next(reason for reason in found.reasons if reason.code == "too_late")
    assert (told.start, told.values, told.article) == (
        on("2024-03-06"),
        {"step": "extend"},
        "第三十三条第三款",
    )


# ------------------------------------------------------------------------------------------ supplement


@pytest.mark.parametrize(("asked", "is_late"), [("2024-02-09", False), ("2024-02-18", True)])
def test_the_seventh_working_day_is_the_last_to_ask_for_a_supplement(asked: str, is_late: bool) -> None:
    # 2 4 5 6 7 8 9 February are seven working days; the next is the 18th
    found = due(step("accept", "2024-02-01"), step("ask_supplement", asked, until=on("2024-02-29")))
    assert ("supplement_notice_late" in codes(found)) is is_late


def test_the_clock_starts_anew_with_the_supplement() -> None:
    found = due(
        step("accept", "2024-02-01"),
        step("ask_supplement", "2024-02-06", until=on("2024-03-04")),
        step("supplement", "2024-02-29"),
    )
    # Mar 1 = 1, 4 to 8 = 6, 11 to 15 = 11, 18 to 22 = 16, 25 26 27 28 = 20
    assert (found.due, found.counts_from, found.is_provisional) == (
        on("2024-03-28"),
        on("2024-02-29"),
        False,
    )
    void = next(reason for reason in found.reasons if reason.code == "supplement")
    # lost: 2 4 5 6; waited: 7 8 9, 18 to 23, 26 to 29
    assert (void.start, void.end, void.values, void.not_counted) == (
        on("2024-02-06"),
        on("2024-02-29"),
        {"lost": "4"},
        13,
    )


def test_while_a_supplement_is_awaited_the_day_supposes_the_end_of_the_period() -> None:
    found = due(step("accept", "2024-02-01"), step("ask_supplement", "2024-02-06", until=on("2024-02-29")))
    assert (found.due, found.provisional_because) == (on("2024-03-28"), ("supplement_open",))
    assert found.pause and (found.pause.why, found.pause.since) == ("supplement", on("2024-02-06"))


def test_asking_after_the_deadline_saves_nothing() -> None:
    found = due(
        step("accept", "2024-02-01"),
        step("ask_supplement", "2024-03-06", until=on("2024-03-20")),
        step("supplement", "2024-03-10"),
    )
    assert (found.due, found.is_paused) == (on("2024-03-05"), False)
    assert "too_late" in codes(found)


def test_a_supplement_nobody_asked_for_changes_nothing() -> None:
    found = due(step("accept", "2024-02-01"), step("supplement", "2024-02-20"))
    assert found.due == on("2024-03-05")


def test_an_extension_before_the_new_start_is_used_up() -> None:
    found = due(
        step("accept", "2024-02-01"),
        step("extend", "2024-02-05"),
        step("ask_supplement", "2024-02-06", until=on("2024-03-04")),
        step("supplement", "2024-02-29"),
    )
    assert found.due == on("2024-03-28")


# ------------------------------------------------------------------------------------------ fee


def fee(*more: Step) -> Deadline:
    return due(step("accept", "2024-02-01"), step("notify_fee", "2024-02-05"), *more)


def test_the_fee_is_awaited_for_twenty_working_days_after_its_notice_was_received() -> None:
    # 7 8 9 = 3, 18 to 23 = 9, 26 to 29 = 13, Mar 1 = 14, 4 to 8 = 19, 11 = 20
    found = fee(step("receive_fee_notice", "2024-02-06"))
    assert found.pause and found.pause.until == on("2024-03-11")
    # and 20 more: 12 to 15 = 4, 18 to 22 = 9, 25 to 29 = 14, Apr 1 2 3 = 17, 7 8 9 = 20
    assert (found.due, found.provisional_because) == (on("2024-04-09"), ("fee_open",))


def test_the_clock_starts_anew_the_day_after_payment() -> None:
    # 1 March paid: 4 to 8 = 5, 11 to 15 = 10, 18 to 22 = 15, 25 to 29 = 20
    paid = fee(step("receive_fee_notice", "2024-02-06"), step("pay_fee", "2024-03-01"))
    assert (paid.due, paid.is_paused, paid.counts_from) == (on("2024-03-29"), False, on("2024-03-01"))
    told = next(reason for reason in paid.reasons if reason.code == "fee")
    assert told.law.startswith("《政府信息公开信息处理费管理办法》")


@pytest.mark.parametrize(("notified", "is_paused"), [("2024-03-05", True), ("2024-03-06", False)])
def test_a_fee_notice_after_the_deadline_stops_nothing(notified: str, is_paused: bool) -> None:
    assert due(step("accept", "2024-02-01"), step("notify_fee", notified)).is_paused is is_paused


@pytest.mark.parametrize(("notified", "is_paused"), [("2020-12-31", False), ("2021-01-01", True)])
def test_before_2021_there_is_no_fee_to_wait_for(notified: str, is_paused: bool) -> None:
    found = due(step("accept", "2020-12-10"), step("notify_fee", notified))
    assert found.is_paused is is_paused
    assert ("no_ground" in codes(found)) is not is_paused


# ------------------------------------------------------------------------------------------ reasons, delay


@pytest.mark.parametrize(
    ("decided", "until", "expected"),
    [
        ("2024-03-05", "2024-06-28", "2024-06-28"),
        ("2024-03-06", "2024-06-28", "2024-03-05"),  # decided after the deadline
        ("2024-02-20", "2024-02-28", "2024-03-05"),  # a day before the statutory one shortens nothing
    ],
)
def test_an_answer_can_be_delayed_to_a_stated_day(decided: str, until: str, expected: str) -> None:
    found = due(
        step("accept", "2024-02-01"),
        step("ask_reasons", "2024-02-05"),
        step("give_reasons", "2024-02-19"),
        step("delay", decided, until=on(until)),
    )
    assert found.due == on(expected)


def test_asking_for_reasons_stops_no_clock() -> None:
    assert due(step("accept", "2024-02-01"), step("ask_reasons", "2024-02-05")).due == on("2024-03-05")


def test_the_old_law_knows_no_delay() -> None:
    found = due(step("accept", "2019-05-14"), step("delay", "2019-05-20", until=on("2019-09-30")))
    assert (found.due, "no_ground" in codes(found)) == (on("2019-06-04"), True)


# ------------------------------------------------------------------------------------------ the end


@pytest.mark.parametrize(
    ("answered", "is_met", "late"),
    [("2024-03-05", True, 0), ("2024-03-06", False, 1), ("2024-03-09", False, 3), ("2024-03-11", False, 4)],
)
def test_an_answer_is_in_time_on_the_last_day_and_late_the_day_after(
    answered: str, is_met: bool, late: int
) -> None:
    found = due(step("accept", "2024-02-01"), step("answer", answered))
    assert (found.is_met, found.days_late, found.ended_on) == (is_met, late, on(answered))


def test_what_comes_after_the_answer_changes_nothing() -> None:
    found = due(
        step("accept", "2024-02-01"),
        step("answer", "2024-02-20", number=2),
        step("deliver", "2024-02-20", number=3),
        step("extend", "2024-02-20", number=4),
        step("correct_answer", "2024-05-20", number=5),
    )
    assert (found.due, found.is_met) == (on("2024-03-05"), True)


@pytest.mark.parametrize(
    ("asked", "ended"), [("ask_supplement", "lapse_supplement"), ("notify_fee", "lapse_fee")]
)
def test_a_case_that_lapsed_on_the_applicants_side_is_never_late(asked: str, ended: str) -> None:
    found = due(
        step("accept", "2024-02-01"),
        step(asked, "2024-02-06", until=on("2024-02-29")),
        step(ended, "2024-07-01"),
    )
    assert (found.is_met, found.days_late, found.is_paused, found.is_provisional) == (True, 0, False, False)


@pytest.mark.parametrize(("withdrawn", "late"), [("2024-03-05", 0), ("2024-03-07", 2)])
def test_a_withdrawal_ends_the_clock(withdrawn: str, late: int) -> None:
    found = due(step("accept", "2024-02-01"), step("withdraw", withdrawn))
    assert (found.days_late, found.ended_on) == (late, on(withdrawn))


# ------------------------------------------------------------------------------------------ days left


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2024-02-01", 20),
        ("2024-02-09", 13),
        ("2024-02-17", 13),
        ("2024-02-18", 12),
        ("2024-03-04", 1),
        ("2024-03-05", 0),
        ("2024-03-06", -1),
        ("2024-03-10", -3),
    ],
)
def test_days_left_are_working_days(today: str, left: int) -> None:
    assert days_left(due(step("accept", "2024-02-01")), on(today), CALENDAR) == left


def test_a_weekend_after_a_friday_is_late_by_a_day() -> None:
    # 6 7 8 9 February = 4, 18 to 23 = 10, 26 to 29 = 14, Mar 1 = 15, 4 to 8 = 20: a Friday
    steps = [step("accept", "2024-02-05")]
    assert due(*steps).due == on("2024-03-08")
    assert days_left(due(*steps), on("2024-03-09"), CALENDAR) == -1
    assert days_left(due(*steps), on("2024-03-11"), CALENDAR) == -1
    late = due(*steps, step("answer", "2024-03-09"))
    assert (late.is_met, late.days_late) == (False, 1)


def test_steps_may_come_in_any_order() -> None:
    steps = [
        step("accept", "2024-02-01", number=1),
        step("ask_supplement", "2024-02-06", number=2, until=on("2024-03-04")),
        step("supplement", "2024-02-29", number=3),
        step("extend", "2024-03-04", number=4),
    ]
    assert due(*reversed(steps)) == due(*steps)
