"""The processing fee, band by band, in whole yuan."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework.fees import BadTariff, Charge, NoTariff, fee_by_items, fee_by_pages, load
from tests.domain.casework.notices import DATA

TARIFFS = load((DATA / "fees.toml").read_text("utf-8"))
DAY = date(2024, 2, 1)


@pytest.mark.parametrize(
    ("items", "yuan"),
    [
        (0, 0),
        (10, 0),
        (11, 100),
        (30, 2000),  # 20 × 100
        (31, 2200),
        (35, 3000),  # 20 × 100 + 5 × 200
        (40, 4000),
        (41, 4300),  # the next ten at 300
        (50, 7000),
        (51, 7400),
    ],
)
def test_applications_of_one_month(items: int, yuan: int) -> None:
    assert fee_by_items(items, DAY, TARIFFS).amount == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        (0, 0),
        (30, 0),
        (31, 10),
        (68, 380),  # 38 × 10
        (100, 700),
        (101, 720),
        (200, 2700),
        (201, 2740),
        (250, 4700),  # 70 × 10 + 100 × 20 + 50 × 40
    ],
)
def test_pages_of_one_application(pages: int, yuan: int) -> None:
    assert fee_by_pages(pages, DAY, TARIFFS).amount == yuan


def test_every_band_is_explained() -> None:
    fee = fee_by_items(35, DAY, TARIFFS)
    assert fee.charges == (Charge(1, 10, 0, 0), Charge(11, 30, 100, 2000), Charge(31, 35, 200, 1000))
    assert (fee.scale.article, fee.tariff.id) == ("第四条", "2020-109")


def test_one_more_application_costs_its_own_band_only() -> None:
    assert fee_by_items(31, DAY, TARIFFS, already=30).charges == (Charge(31, 31, 200, 200),)
    singles = sum(fee_by_items(number, DAY, TARIFFS, already=number - 1).amount for number in range(1, 52))
    assert singles == 7400


def test_no_fee_before_2021() -> None:
    with pytest.raises(NoTariff, match="2020-12-31"):
        fee_by_pages(68, date(2020, 12, 31), TARIFFS)
    assert fee_by_pages(68, date(2021, 1, 1), TARIFFS).amount == 380


@pytest.mark.parametrize(("count", "already"), [(-1, 0), (5, 6), (5, -1)])
def test_senseless_numbers_are_refused(count: int, already: int) -> None:
    with pytest.raises(ValueError, match="Cannot charge"):
        fee_by_items(count, DAY, TARIFFS, already=already)


GOOD = (DATA / "fees.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("first = 31, last = 100", "first = 32, last = 100", "comes one from 32"),
        ("first = 1, last = 30", "first = 2, last = 30", "first unit"),
        ("first = 201, rate", "first = 201, last = 300, rate", "no end"),
        ("size = 10", "size = 0", "size"),
        ("rate = 40", "price = 40", "2020-109"),
        ("[[tariff]]", "[[other]]", "no tariff"),
        ("[[tariff]]", "[[tariff", "line"),
    ],
)
def test_a_wrong_file_is_refused_by_name(old: str, new: str, said: str) -> None:
    with pytest.raises(BadTariff, match=said):
        load(GOOD.replace(old, new, 1))
