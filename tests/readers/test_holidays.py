"""What the holiday library says, against notices written out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reports.readers.holidays import announced, is_announced
from tests.domain.casework import notices


def last_announced() -> int:
    year = 2026
    while is_announced(year + 1):
        year += 1
    return year


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2024, 2025])
def test_every_day_of_a_year_is_worked_as_the_notice_says(year: int) -> None:
    every = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [day for day in every if announced(day) != notices.announced(day)] == []


def test_2026_is_known_as_announced() -> None:
    assert announced(date(2026, 2, 14)) is True  # a worked Saturday
    assert announced(date(2026, 2, 15)) is False
    assert announced(date(2026, 2, 23)) is False
    assert announced(date(2026, 2, 24)) is True


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(1999, 1, 4), date(2099, 1, 5), date(9999, 12, 31)])
def test_a_year_without_a_notice_is_not_guessed(day: date) -> None:
    assert announced(day) is None


def test_the_first_known_year_begins_with_its_holiday() -> None:
    assert announced(date(2004, 1, 1)) is False


def test_the_last_days_of_december_wait_for_the_notice_on_the_next_year() -> None:
    year = last_announced()
    assert announced(date(year, 12, 24)) is not None
    assert announced(date(year, 12, 25)) is None
    assert announced(date(year, 12, 31)) is None
    assert announced(date(year - 1, 12, 25)) is not None


def test_new_year_2019_moved_days_of_december_2018() -> None:
    assert announced(date(2018, 12, 29)) is True  # a Saturday
    assert announced(date(2018, 12, 31)) is False  # a Monday
