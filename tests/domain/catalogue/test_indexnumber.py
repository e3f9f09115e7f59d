"""Index numbers of documents, after real ones; check digits by hand (GB 11714)."""

from time import perf_counter

import pytest

from reports.domain.catalogue.indexnumber import (
    BadParts,
    check_digit,
    find,
    load,
    organisation_code,
    organisation_fault,
    parse,
    short_form,
)
from reports.domain.catalogue.loading import BadData
from tests.domain.catalogue.data import text

RULES = load(text("indexnumbers"))
BY_CODE = {rule.code: rule for rule in RULES}
NATIONAL = BY_CODE["national"]
COUNCIL = {"organisation": "000014349"}


def test_check_digits_are_those_of_real_organisations():
    # 0*3+0*7+0*9+0*10+1*5+4*8+3*4+4*2 = 57; 57 = 5*11+2; 11-2 = 9
    assert check_digit("00001434") == "9"
    assert check_digit("01441633") == "0"
    assert check_digit("01527918") == "X"
    assert check_digit("D2143569") == "X"  # the example of the standard


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("000014349", ""),
        ("000014348", "check"),
        ("00001434", "length"),
        ("0000143490", "length"),
        ("00001434-", "character"),
        ("00001434x", "character"),
        ("", "length"),
    ],
)
def test_a_wrong_organisation_code_says_what_is_wrong(code, fault):
    assert organisation_fault(code) == fault


def test_the_organisation_code_stands_inside_the_credit_code():
    assert organisation_code("11370883004325769B") == "004325769"
    assert organisation_code("91350100M000100Y43") == "M000100Y4"
    assert organisation_code("11370883004325769C") == ""
    assert organisation_code("") == ""


def test_the_national_rule_makes_twenty_characters():
    number = NATIONAL.make(COUNCIL, 2017, 110)
    assert number == "000014349/2017-00110"
    assert len(number) == 20


@pytest.mark.parametrize(("serial", "number"), [(1, "00001"), (99_999, "99999")])
def test_the_first_and_the_last_serial_have_room(serial, number):
    assert NATIONAL.make(COUNCIL, 2017, serial) == f"000014349/2017-{number}"


@pytest.mark.parametrize(
    ("parts", "year", "serial", "wrong"),
    [
        (COUNCIL, 2017, 0, "serial"),
        (COUNCIL, 2017, 100_000, "serial"),
        (COUNCIL, 1948, 1, "year"),
        (COUNCIL, 2100, 1, "year"),
        ({"organisation": "000014348"}, 2017, 1, "organisation"),
        ({"organisation": "00001434-9"}, 2017, 1, "organisation"),
        ({}, 2017, 1, "organisation"),
    ],
)
def test_a_number_that_cannot_be_is_refused(parts, year, serial, wrong):
    with pytest.raises(BadParts) as refused:
        NATIONAL.make(parts, year, serial)
    assert refused.value.part == wrong


def test_local_rules_make_their_own_numbers():
    assert BY_CODE["fujian"].make({"body": "SM0411500"}, 2016, 20) == "SM0411500-2016-00020"
    city = BY_CODE["fujian-category"]
    assert city.make({"body": "XM02100", "category": "0101"}, 2019, 1) == "XM02100-0101-2019-00001"
    parts = {"region": "330212", "department": "01", "category": "02", "group": "0102", "month_day": "0101"}
    assert BY_CODE["ningbo"].make(parts, 2007, 3) == "330212-01-02-0102-20070101-3"
    assert (
        BY_CODE["lianyungang"].make({"body": "LB001", "category": "0102"}, 2016, 34) == "LB001-0102-2016-0034"
    )


def test_parts_that_do_not_keep_the_rule_are_refused():
    with pytest.raises(BadParts, match="body"):
        BY_CODE["fujian"].make({"body": "SM0411500\n"}, 2016, 20)
    with pytest.raises(BadParts, match="body"):
        BY_CODE["fujian"].make({"body": "sm0411500"}, 2016, 20)
    with pytest.raises(BadParts, match="category"):
        BY_CODE["fujian-category"].make({"body": "XM02100", "category": "٠١٠١"}, 2019, 1)


def test_a_serial_counts_within_everything_that_stands_beside_it():
    assert NATIONAL.series(COUNCIL, 2017) == "000014349/2017-*"
    parts = {"body": "XM02100", "category": "0101"}
    assert BY_CODE["fujian-category"].series(parts, 2019) == "XM02100-0101-2019-*"
    with pytest.raises(BadParts):
        NATIONAL.series({}, 2017)


@pytest.mark.parametrize(
    ("printed", "rule", "year", "serial"),
    [
        ("000014349/2017-00110", "national", 2017, 110),
        ("014416330/2018-04736", "national", 2018, 4736),
        ("01527918X-2020-153077", "organisation-dash", 2020, 153_077),
        ("SM0411500-2016-00020", "fujian", 2016, 20),
        ("XM02100-0101-2019-00001", "fujian-category", 2019, 1),
        ("330212-01-02-0102-20070101-3", "ningbo", 2007, 3),
        ("LB001-0102-2016-0034", "lianyungang", 2016, 34),
    ],
)
def test_numbers_seen_on_portals_are_read_by_their_rule(printed, rule, year, serial):
    number = parse(printed, RULES)
    assert (number.rule, number.year, number.serial, number.faults) == (rule, year, serial, ())


def test_what_a_rule_made_it_reads_again():
    for rule in RULES:
        read = parse(rule.example, RULES)
        assert rule.make(read.parts, read.year, read.serial) == rule.example


def test_a_number_is_read_however_it_was_typed_and_kept_as_printed():
    number = parse(" ０00014349 ／ 2017－00110", RULES)
    assert (number.text, number.printed) == ("000014349/2017-00110", " ０00014349 ／ 2017－00110")
    assert parse("01527918x-2020-153077", RULES).text == "01527918X-2020-153077"
    assert number.short == "2017-00110"


def test_the_dash_that_ought_to_be_dropped_is_told():
    number = parse("00001434-9/2017-00110", RULES)
    assert (number.text, number.rule, number.faults) == ("000014349/2017-00110", "national", ("dash",))


def test_a_malformed_number_is_read_with_its_faults():
    published = parse("0142768-8/2022-00185", RULES)
    assert (published.rule, published.faults) == ("", ("dash", "length"))
    assert (published.year, published.serial) == (2022, 185)
    assert parse("035210000/2025-00016", RULES).faults == ("check",)
    assert parse("000014349/2017-110", RULES).rule == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2017-00110",
        "000014349",
        "000014349/1948-00110",
        "养老服务",
        "../../2017-00110",
        "0" * 10_000,
        "-" * 80,
    ],
)
def test_what_is_no_index_number_is_none(typed):
    assert parse(typed, RULES) is None


def test_numbers_are_found_among_searched_words():
    assert [one.text for one in find("索引号 000014349/2017-00110，养老", RULES)] == ["000014349/2017-00110"]
    assert find("养老", RULES) == ()


def test_the_short_form_is_recognised():
    assert short_form(" 2017－00110 ") == (2017, 110)
    assert short_form("2017-0011") is None
    assert short_form("2017-0011000") is None
    assert short_form("1" * 10_000) is None


@pytest.mark.parametrize("bomb", ["0-" * 50_000, "A" * 100_000, "000014349/2017-" * 7_000, "0/ " * 30_000])
def test_a_hundred_thousand_characters_are_read_in_no_time(bomb):
    started = perf_counter()
    assert find(bomb, RULES) == ()
    assert parse(bomb, RULES) is None
    assert perf_counter() - started < 2


def rule(parts: str, example: str) -> str:
    names = "".join(f'{key}="x"\n' for key in ("code", "title", "title_en", "source"))
    return f'[[rule]]\n{names}certainty="K"\nexample="{example}"\nparts=[{parts}]'


def test_a_new_rule_is_a_few_lines_of_data():
    made = load(rule('{name="year"},{sign="."},{name="serial",width=3}', "2024.007"))[0]
    assert made.make({}, 2024, 8) == "2024.008"


@pytest.mark.parametrize(
    ("parts", "example", "complaint"),
    [
        ('{name="year"}', "2024", "needs one serial"),
        ('{name="serial",width=3}', "001", "needs one serial"),
        ('{name="year"},{name="serial",width=3}', "2024-001", "does not read its example"),
        ('{name="year"},{name="serial",width=3},{name="a",pattern="("}', "2024001", "rule x"),
        ('{name="year"},{nonsense=1}', "2024", "part of rule x"),
    ],
)
def test_a_bad_rule_is_refused_with_its_code(parts, example, complaint):
    with pytest.raises(BadData, match=complaint):
        load(rule(parts, example))


def test_a_file_without_rules_is_refused():
    with pytest.raises(BadData, match="no rule"):
        load("")
    with pytest.raises(BadData, match="stands twice"):
        load((rule('{name="year"},{name="serial",width=1}', "20241") + "\n") * 2)
