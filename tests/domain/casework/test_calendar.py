"""Working days: what is announced, what is overridden, and what only the weekday says."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework.calendar import Source, Workday
from tests.domain.casework.notices import CALENDAR, calendar, on


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2024-02-03", False),  # an ordinary Saturday
        ("2024-02-04", True),  # the Sunday worked before Spring Festival
        ("2024-02-09", True),  # New Year's Eve, a working Friday in 2024
        ("2024-02-10", False),
        ("2024-02-17", False),
        ("2024-02-18", True),  # the Sunday worked after it
        ("2024-09-29", True),
        ("2024-10-01", False),
        ("2024-10-07", False),
        ("2024-10-12", True),
    ],
)
def test_a_day_is_worked_as_announced(day: str, is_worked: bool) -> None:
    assert CALENDAR.is_workday(on(day)) == Workday(is_worked, True, Source.ANNOUNCED)


def test_a_year_not_announced_knows_weekends_only_and_says_so() -> None:
    assert CALENDAR.is_workday(date(2027, 1, 1)) == Workday(True, False, Source.WEEKDAY)  # a Friday
    assert CALENDAR.is_workday(date(2027, 1, 2)) == Workday(False, False, Source.WEEKDAY)


def test_an_override_wins_over_the_notice_and_over_the_weekday() -> None:
    moved = calendar({date(2024, 2, 18): False, date(2027, 1, 1): False})
    assert moved.is_workday(date(2024, 2, 18)) == Workday(False, True, Source.OVERRIDE)
    assert moved.is_workday(date(2027, 1, 1)) == Workday(False, True, Source.OVERRIDE)


@pytest.mark.parametrize(
    ("day", "n", "end"),
    [
        ("2024-02-01", 0, "2024-02-01"),
        ("2024-02-03", 0, "2024-02-03"),  # no days leave a Saturday where it is
        ("2024-02-02", 1, "2024-02-04"),  # Friday → the worked Sunday
        ("2024-02-09", 1, "2024-02-18"),  # over the whole of Spring Festival
        ("2024-02-08", 1, "2024-02-09"),
        ("2024-02-12", 1, "2024-02-18"),  # from within it
        ("2024-12-31", 1, "2025-01-02"),  # over New Year's Day
        ("2024-12-31", 248, "2025-12-31"),  # 2025 has 248 working days
    ],
)
def test_working_days_are_counted_from_the_day_after(day: str, n: int, end: str) -> None:
    assert CALENDAR.add_working_days(on(day), n) == (on(end), False)


def test_a_count_is_provisional_from_the_first_day_nobody_announced() -> None:
    assert CALENDAR.add_working_days(date(2026, 12, 30), 1) == (date(2026, 12, 31), False)
    assert CALENDAR.add_working_days(date(2026, 12, 31), 1) == (date(2027, 1, 1), True)


def test_a_count_over_overridden_days_alone_is_not_provisional() -> None:
    settled = calendar({date(2027, 1, 1): False, date(2027, 1, 2): False, date(2027, 1, 3): True})
    assert settled.add_working_days(date(2026, 12, 31), 1) == (date(2027, 1, 3), False)


@pytest.mark.parametrize(
    ("day", "until", "counted"),
    [
        ("2024-02-09", "2024-02-17", 0),
        ("2024-02-09", "2024-02-18", 1),
        ("2024-02-08", "2024-02-18", 2),
        ("2024-02-18", "2024-02-18", 0),
        ("2024-02-18", "2024-02-01", 0),
        ("2024-12-30", "2025-01-02", 2),  # 31 December and 2 January
        ("2023-12-31", "2024-12-31", 251),
    ],
)
def test_working_days_between_two_days(day: str, until: str, counted: int) -> None:
    assert CALENDAR.working_days_between(on(day), on(until)) == counted


def test_the_days_a_weekday_would_tell_wrong_are_named() -> None:
    found = CALENDAR.exceptions_between(date(2024, 2, 1), date(2024, 2, 20))
    assert [(day.day, workday.is_working) for day, workday in found] == [
        (4, True),
        (12, False),
        (13, False),
        (14, False),
        (15, False),
        (16, False),
        (18, True),
    ]


@pytest.mark.parametrize("n", [-1, 20_001])
def test_senseless_numbers_of_days_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        CALENDAR.add_working_days(date(2024, 2, 1), n)


def test_the_end_of_all_years_is_an_error_that_says_so() -> None:
    with pytest.raises(ValueError, match="10000"):
        CALENDAR.add_working_days(date(9999, 12, 31), 1)
