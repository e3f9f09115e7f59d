"""By when something must be public, or gone, and how late it is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from reports.domain.catalogue.duties import due
from reports.domain.catalogue.kinds import load
from tests.domain.catalogue.data import text

KINDS = load(text("kinds"))


@dataclass(frozen=True)
class FiveDayWeek:
    """Works Monday to Friday and on the days given, but not on those given."""

    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    announced_until: date = date(2024, 12, 31)

    def add_working_days(self, day: date, n: int) -> tuple[date, bool]:
        while n:
            day += timedelta(days=1)
            is_working = day in self.worked or (day.weekday() < 5 and day not in self.free)
            n -= is_working
        return day, day > self.announced_until


WEEK = FiveDayWeek()


def test_a_document_is_public_within_twenty_working_days():
    # made on Monday 3 June 2024; the first day counted is Tuesday
    limit = due(KINDS["normative_document"].duty, WEEK, made_on=date(2024, 6, 3))
    assert (limit.day, limit.is_provisional) == (date(2024, 7, 1), False)
    assert (limit.duty.article, limit.duty.days) == ("第二十六条", 20)


@pytest.mark.parametrize("kind", ["licence", "penalty"])
def test_licences_and_penalties_are_public_within_seven_working_days(kind):
    assert due(KINDS[kind].duty, WEEK, made_on=date(2024, 6, 3)).day == date(2024, 6, 12)


def test_a_changed_or_annulled_penalty_is_gone_within_three_working_days():
    penalty = KINDS["penalty"]
    assert due(penalty.withdrawal, WEEK, made_on=date(2024, 6, 6)).day == date(
        2024, 6, 11
    )  # Thursday to Tuesday
    assert penalty.erase_on_withdrawal
    assert [kind.code for kind in KINDS.values() if kind.withdrawal or kind.erase_on_withdrawal] == [
        "penalty"
    ]


def test_budgets_and_accounts_are_public_within_twenty_days_of_the_calendar():
    assert due(KINDS["budget"].duty, WEEK, made_on=date(2024, 2, 1)).day == date(2024, 2, 21)
    assert due(KINDS["final_accounts"].duty, WEEK, made_on=date(2024, 12, 20)).day == date(2025, 1, 9)


def test_holidays_and_worked_weekends_move_the_day():
    holiday = FiveDayWeek(free=frozenset({date(2024, 6, 10)}), worked=frozenset({date(2024, 6, 8)}))
    assert due(KINDS["penalty"].duty, holiday, made_on=date(2024, 6, 3)).day == date(2024, 6, 12)
    only_free = FiveDayWeek(free=frozenset({date(2024, 6, 10)}))
    assert due(KINDS["penalty"].duty, only_free, made_on=date(2024, 6, 3)).day == date(2024, 6, 13)


def test_a_day_beyond_the_announced_holidays_is_provisional():
    assert due(KINDS["document"].duty, WEEK, made_on=date(2024, 12, 20)).is_provisional


def test_the_last_day_is_in_time_and_the_day_after_is_one_late():
    limit = due(KINDS["penalty"].duty, WEEK, made_on=date(2024, 6, 3))
    today = date(2024, 7, 1)
    assert limit.days_late(date(2024, 6, 12), today) == 0
    assert limit.days_late(date(2024, 6, 13), today) == 1
    assert limit.days_late(date(2024, 6, 4), today) == 0


def test_what_is_not_public_grows_later_every_day():
    limit = due(KINDS["penalty"].duty, WEEK, made_on=date(2024, 6, 3))
    assert limit.days_late(None, date(2024, 6, 12)) == 0
    assert limit.days_late(None, date(2024, 6, 22)) == 10


def test_the_end_of_the_calendar_is_an_error():
    with pytest.raises(OverflowError):
        due(KINDS["budget"].duty, WEEK, made_on=date.max)


def test_a_change_begins_a_new_count():
    duty, made_on = KINDS["document"].duty, date(2024, 6, 3)
    assert due(duty, WEEK, made_on=made_on, changed_on=date(2024, 6, 4)).day == date(2024, 7, 2)
    assert due(duty, WEEK, made_on=made_on, changed_on=date(2024, 5, 1)).day == date(2024, 7, 1)


def test_without_a_day_nothing_is_due():
    assert due(KINDS["document"].duty, WEEK, made_on=None) is None


def test_a_duty_may_count_from_a_field_of_its_kind():
    duty = replace(KINDS["penalty"].duty, counts_from="decided_on")
    made_on = date(2024, 6, 4)
    assert due(duty, WEEK, made_on=made_on, fields={"decided_on": "2024-06-03"}).day == date(2024, 6, 12)
    assert due(duty, WEEK, made_on=made_on, fields={"decided_on": "soon"}).day == date(2024, 6, 13)
    assert due(duty, WEEK, made_on=made_on, fields={}).day == date(2024, 6, 13)
