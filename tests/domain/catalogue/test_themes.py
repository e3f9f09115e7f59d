"""Themes, forms of document, ways of being open and their grounds."""

from datetime import date

import pytest

from reports.domain.catalogue import openness, themes
from reports.domain.catalogue.loading import BadData
from tests.domain.catalogue.data import text

THEMES = themes.load_themes(text("themes"))
GENRES = themes.load_genres(text("genres"))
RULES = openness.load(text("openness"))


def test_there_are_twenty_two_themes_in_the_national_order():
    assert [theme.code for theme in THEMES] == [f"{number:02}" for number in range(1, 23)]
    assert (THEMES[1].title, THEMES[21].title) == ("综合政务", "其他")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("综合政务", "02"),
        ("综合政务\\政务公开", "02"),
        ("综合政务 / 公民", "02"),
        ("02", "02"),
        ("财政、金融、审计", "04"),
        ("财政，金融，审计", "04"),
        ("财政 金融 审计", "04"),
        ("民政、乡村振兴、救灾", "17"),
        ("General government affairs", "02"),
    ],
)
def test_a_theme_is_known_however_it_is_printed(printed, code):
    assert themes.named(printed, THEMES).code == code


@pytest.mark.parametrize("printed", ["", " ", "\\", "政务", "、", "x" * 10_000, "\\" * 200])
def test_an_unknown_theme_is_none(printed):
    assert themes.named(printed, THEMES) is None


def test_the_fifteen_official_forms_and_the_rest():
    assert len(GENRES) == 16
    assert themes.named("命令", GENRES).code == "order"
    assert themes.named("命令(令)", GENRES).code == "order"
    assert themes.named("会议纪要", GENRES) == themes.named("纪要", GENRES)
    assert themes.named("通知书", GENRES) is None


def test_a_theme_twice_is_refused():
    one = '[[theme]]\ncode="01"\ntitle="a"\ntitle_en="a"\n'
    with pytest.raises(BadData, match="theme 01 stands twice"):
        themes.load_themes(one + one)


def test_only_what_is_open_may_be_public():
    assert [way.code for way in RULES.ways if way.is_public] == ["open"]


def test_the_grounds_are_counted_as_in_table_3_of_the_annual_report():
    assert [(ground.code, ground.outcome) for ground in RULES.grounds] == [
        ("state_secret", "3.3.1"),
        ("barred_by_law", "3.3.2"),
        ("security", "3.3.3"),
        ("trade_secret", "3.3.4"),
        ("privacy", "3.3.4"),
        ("internal", "3.3.5"),
        ("deliberative", "3.3.6"),
        ("enforcement_file", "3.3.7"),
    ]
    assert [ground.code for ground in RULES.grounds if ground.is_absolute] == [
        "state_secret",
        "barred_by_law",
        "security",
    ]


@pytest.mark.parametrize(
    ("way", "ground", "fault"),
    [
        ("open", "", ""),
        ("open", "privacy", "ground_too_many"),
        ("on_request", "", ""),
        ("on_request", "internal", ""),
        ("closed", "privacy", ""),
        ("closed", "", "ground_missing"),
        ("closed", "weather", "unknown"),
        ("ajar", "", "unknown"),
    ],
)
def test_what_is_closed_needs_a_ground_and_what_is_open_has_none(way, ground, fault):
    assert RULES.fault(way, ground) == fault


def test_what_stays_closed_is_looked_at_again_after_a_year():
    assert RULES.look_again(date(2024, 3, 31)) == date(2025, 3, 31)
    assert RULES.look_again(date(2024, 2, 29)) == date(2025, 2, 28)
    assert RULES.look_again(date(2024, 12, 1)) == date(2025, 12, 1)


def test_ways_and_grounds_are_found_by_code():
    assert RULES.way("closed").needs_ground
    assert RULES.ground("privacy").with_consent
    with pytest.raises(KeyError):
        RULES.way("ajar")
