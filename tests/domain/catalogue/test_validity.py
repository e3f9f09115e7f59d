"""Whether a document is in force on a day."""

from datetime import date

import pytest

from reports.domain.catalogue.validity import TITLES, State, Validity, stated

DAY = date(2024, 6, 1)
BEFORE = date(2024, 5, 31)
AFTER = date(2024, 6, 2)


def test_a_document_without_dates_is_in_force():
    assert Validity().on(DAY) == "in_force"


def test_it_is_in_force_from_its_first_day():
    validity = Validity(effective_on=DAY)
    assert (validity.on(BEFORE), validity.on(DAY)) == ("not_yet", "in_force")
    assert (validity.stands(BEFORE), validity.stands(DAY)) == (False, True)


def test_its_last_day_is_still_in_force():
    validity = Validity(expires_on=DAY)
    assert (validity.on(DAY), validity.on(AFTER)) == ("in_force", "expired")


def test_a_repeal_holds_from_its_day():
    validity = Validity(repealed_on=DAY)
    assert (validity.on(BEFORE), validity.on(DAY)) == ("in_force", "repealed")
    assert not validity.stands(DAY)


def test_an_amended_document_stands_as_amended():
    validity = Validity(amended_on=DAY)
    assert (validity.on(BEFORE), validity.on(DAY)) == ("in_force", "amended")
    assert validity.stands(DAY)


def test_a_whole_life():
    validity = Validity(date(2019, 1, 1), date(2021, 1, 1), date(2023, 12, 31), date(2025, 1, 1))
    days = ("2018-12-31", "2019-01-01", "2020-12-31", "2021-01-01", "2023-12-31", "2024-01-01", "2025-01-01")
    assert [validity.on(date.fromisoformat(day)) for day in days] == [
        "not_yet",
        "in_force",
        "in_force",
        "amended",
        "amended",
        "expired",
        "repealed",
    ]
    assert validity.faults() == ()


@pytest.mark.parametrize(
    ("validity", "faults"),
    [
        (Validity(DAY, expires_on=BEFORE), ("expires_on",)),
        (Validity(DAY, expires_on=DAY), ()),
        (Validity(DAY, repealed_on=BEFORE), ("repealed_on",)),
        (Validity(DAY, amended_on=BEFORE, expires_on=BEFORE), ("amended_on", "expires_on")),
        (Validity(amended_on=AFTER, expires_on=DAY), ("amended_on",)),
        (Validity(amended_on=DAY, expires_on=DAY), ()),
        (Validity(amended_on=AFTER, expires_on=AFTER, repealed_on=DAY), ("amended_on",)),
    ],
)
def test_dates_that_cannot_be_are_named(validity, faults):
    assert validity.faults() == faults


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("现行有效", "in_force"),
        ("有效", "in_force"),
        (" 有效 ", "in_force"),
        ("已修改", "amended"),
        ("已失效", "expired"),
        ("失效", "expired"),
        ("已被废止", "repealed"),
        ("已废止", "repealed"),
        ("尚未施行", "not_yet"),
    ],
)
def test_printed_words_are_understood(printed, state):
    assert stated(printed) == state


@pytest.mark.parametrize("printed", ["", "有效 失效 废止 修改", "现行有效失效", "x" * 10_000])
def test_other_words_or_all_of_them_at_once_say_nothing(printed):
    assert stated(printed) is None


def test_every_state_has_its_printed_word():
    assert set(TITLES) == set(State)
