"""The columns that the law and the national platform rules ask for."""

from datetime import date

import pytest

from reports.domain.catalogue.categories import load
from reports.domain.catalogue.loading import BadData
from tests.domain.catalogue.data import text

COLUMNS = load(text("categories"))


def codes(categories):
    return [category.code for category in categories]


def test_the_blocks_stand_in_the_order_of_the_page():
    assert codes(COLUMNS.children()) == [
        "guide",
        "system",
        "library",
        "statutory",
        "local",
        "township",
        "annual-reports",
        "on-request",
        "response",
    ]


def test_article_20_has_its_fifteen_items_in_order():
    items = COLUMNS.children("statutory")
    assert codes(items) == [
        "regulations",
        "organs",
        "plans",
        "statistics",
        "licences",
        "penalties",
        "budgets",
        "charges",
        "procurement",
        "projects",
        "welfare",
        "emergencies",
        "inspections",
        "recruitment",
        "other",
    ]
    assert [item.article for item in items[::7]] == [
        "第二十条第（一）项",
        "第二十条第（八）项",
        "第二十条第（十五）项",
    ]


def test_article_21_asks_one_thing_of_cities_and_counties_and_another_of_townships():
    local, township = "local", "township"
    city = codes(COLUMNS.of("government", "city"))
    assert local in city and township not in city
    town = codes(COLUMNS.of("government", "township"))
    assert township in town and local not in town
    assert len(COLUMNS.children(local)) == 7
    assert len(COLUMNS.children(township)) == 8
    assert not {local, township} & set(codes(COLUMNS.of("department", "province")))


def test_departments_of_a_city_have_its_columns_and_no_library_of_rules():
    department = codes(COLUMNS.of("department", "city"))
    assert "local-urban-works" in department
    assert "library" not in department and "library-normative" not in department


def test_rules_are_made_by_provinces_and_cities_only():
    having = [
        level
        for level in ("national", "province", "city", "county", "township")
        if "library-rules" in codes(COLUMNS.of("government", level))
    ]
    assert having == ["province", "city"]


def test_every_column_has_both_names_and_says_how_sure_it_is():
    for category in COLUMNS.all:
        assert category.title and category.title_en and category.law, category.code
        assert category.certainty in ("S", "K", "?"), category.code
        assert bool(category.max_age_days) == bool(category.age_source), category.code


def test_codes_are_addresses_that_the_database_takes():
    for category in COLUMNS.all:
        assert category.code.replace("-", "").isalnum() and category.code.islower(), category.code
        assert len(category.code) <= 60, category.code


def test_what_is_not_statutory_stands_beside_the_platform():
    beside = [category.code for category in COLUMNS.all if not category.is_in_platform]
    assert beside == [
        "response",
        "response-interpretation",
        "response-concern",
        "response-press",
        "response-interview",
    ]


def test_a_column_sleeps_the_day_after_its_allowed_age():
    documents = COLUMNS["library-normative"]
    assert documents.max_age_days == 183
    last = date(2025, 1, 1)
    assert not documents.is_asleep(last, date(2025, 7, 3))  # 183 days later
    assert documents.is_asleep(last, date(2025, 7, 4))


def test_an_empty_column_and_one_without_an_age_never_sleep():
    assert not COLUMNS["library-normative"].is_asleep(None, date(2025, 7, 4))
    assert COLUMNS["guide"].max_age_days is None
    assert not COLUMNS["guide"].is_asleep(date(2008, 5, 1), date(2025, 7, 4))


def test_an_unknown_code_is_a_key_error():
    with pytest.raises(KeyError):
        COLUMNS["nonsense"]


ONE = '[[category]]\ncode="a"\ntitle="a"\ntitle_en="a"\n'


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ("", "no category"),
        (ONE + ONE, "category a stands twice"),
        (ONE + 'parent="b"\n', "no group 'b' stands before"),
        (ONE + ONE.replace('"a"', '"b"') + 'parent="a"\n', "no group 'a' stands before"),
        (ONE + 'certainty="sure"\n', "none of S, K"),
        (ONE + "colour=1\n", "category a: .*colour"),
        ("[[category]\n", "Expected"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(data, complaint):
    with pytest.raises(BadData, match=complaint):
        load(data)
