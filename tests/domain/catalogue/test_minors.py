"""Whether a decision may be about a minor: standard wordings, both sides of the eighteenth birthday."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.catalogue.minors import is_minor, signs

ON = date(2024, 3, 1)


def shown(text: str) -> list[str]:
    return [one.shown for one in signs(text, on=ON)]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2006, 2, 28), False),
        (date(2006, 3, 1), True),
        (date(2006, 3, 2), True),
        (date(2005, 12, 31), False),
    ],
)
def test_on_the_eighteenth_birthday_somebody_is_still_a_minor_and_the_day_after_no_more(
    born: date, expected: bool
) -> None:
    assert is_minor(born, ON) is expected


def test_who_was_born_on_a_leap_day_is_of_age_on_the_first_of_march() -> None:
    assert is_minor(date(2004, 2, 29), date(2022, 2, 28))
    assert not is_minor(date(2004, 2, 29), date(2022, 3, 1))


@pytest.mark.parametrize(
    "text",
    [
        "当事人系未成年人",
        "当事人未满18周岁",
        "已满十四周岁不满十八周岁的，从轻处罚",
        "男，17岁，学生",
        "现年十六周岁",
        "年龄：15",
        "年龄为１７，",
        "2006年3月1日出生",
        "出生日期：2008-07-09",
        "生于2010年1月2日",
    ],
)
def test_a_standard_wording_is_found(text: str) -> None:
    assert shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "男，18岁",
        "现年十八周岁",
        "四十六岁",
        "已满18周岁",
        "118岁",
        "年龄：18",
        "年龄：180",
        "16周岁以上的公民",
        "2006年2月28日出生",
        "2006年3月1日生效",
        "2010年1月2日生产的食品",
        "出生日期：2024-02-30",
        "企业成立于2010年1月2日",
        "第十六岁末",
    ],
)
def test_what_is_of_age_or_no_age_is_not(text: str) -> None:
    assert shown(text) == []


def test_an_identity_number_tells_the_age_and_is_shown_masked() -> None:
    number = valid("11010120060301001")
    assert shown(f"证件号{number}") == [f"110***********{number[-4:]}"]
    assert shown(f"证件号{valid('11010120060228001')}") == []


def valid(digits: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def test_a_birthday_is_shown_by_its_year_only() -> None:
    assert shown("张三，2008年7月9日出生") == ["2008年**月**日"]
