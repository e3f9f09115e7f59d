"""Numbers of official documents, as typed and as printed (GB/T 9704-2012)."""

from time import perf_counter

import pytest

from reports.domain.catalogue.docnumber import DocNumber, Found, canonical, find, guessed, parse


@pytest.mark.parametrize(
    "typed",
    [
        "榕政办〔2022〕73号",
        "榕政办[2022]73号",
        "榕政办【2022】73号",
        "榕政办(2022)73号",
        "榕政办（2022）73号",
        "榕政办［２０２２］７３号",
        "榕政办〖2022〗73号",
        "榕政办〔2022]73号",
        " 榕 政 办 〔 2022 〕 第 73 号 ",
        "榕政办〔2022年〕73号",
        "榕政办〔2022〕73",
        "榕政办〔202273号",  # as published, a bracket lost
        "榕政办2022〕73号",
        "榕政办　〔2022〕73号",
    ],
)
def test_every_way_of_typing_it_is_one_number(typed):
    assert parse(typed) == DocNumber("榕政办", 2022, 73)
    assert canonical(typed) == "榕政办〔2022〕73号"


@pytest.mark.parametrize(
    "typed",
    [
        "榕政办202273号",  # both brackets lost: 2022 and 73, or 20 and 2273
        "榕政办(202273号",  # a round bracket alone says nothing
        "榕政办〔20222〕73号",
        "榕政办〔22〕73号",
        "榕政办〔2022〕号",
        "榕政办〔2022〕0号",
        "榕政办〔1948〕73号",
        "榕政办〔2100〕73号",
        "榕政办〔2022〕7、8号",
        "榕政办〔2022〕73-75号",
        "榕政办〔2022〕73至75号",
        "榕政办〔2022〕73号和榕政办〔2022〕74号",
        "关于榕政办〔2022〕73号",
        "榕政办，〔2022〕73号",
        "榕政办1〔2022〕73号",
        "73号",
        "",
        "〔",
        "<script>〔2022〕73号",
        "'; DROP TABLE 〔2022〕73号",
    ],
)
def test_what_can_be_read_in_two_ways_is_no_number(typed):
    assert parse(typed) is None
    assert canonical(typed) == typed.strip()


@pytest.mark.parametrize("year", [1949, 2099])
def test_the_first_and_the_last_year_are_taken(year):
    assert parse(f"闽政〔{year}〕1号") == DocNumber("闽政", year, 1)


def test_an_issuers_word_may_hold_a_bracketed_part_and_figures():
    assert canonical("榕公(仓)行罚决字[2023]00012号") == "榕公（仓）行罚决字〔2023〕00012号"
    assert parse("闽0102行罚〔2023〕5号") == DocNumber("闽0102行罚", 2023, 5)


def test_leading_zeros_are_kept_in_print_and_make_no_difference():
    padded, plain = parse("明市监罚〔2023〕00012号"), parse("明市监罚〔2023〕12号")
    assert padded == plain
    assert (str(padded), padded.key) == ("明市监罚〔2023〕00012号", "明市监罚〔2023〕12号")


def test_parts_of_a_number_are_told_from_ranges():
    assert parse("明市监罚〔2023〕12-3号") == DocNumber("明市监罚", 2023, 12, "-3")
    assert parse("明市监罚〔2023〕12-12号") == DocNumber("明市监罚", 2023, 12, "-12")
    assert parse("明市监罚〔2023〕12-13号") is None
    assert canonical("明市监罚[2023]12号之一") == "明市监罚〔2023〕12号之一"
    assert canonical("明市监罚[2023]12—3号") == "明市监罚〔2023〕12-3号"


def test_orders_have_no_year():
    assert parse("国务院令第711号") == DocNumber("国务院令", None, 711)
    assert canonical("国务院第 711 号令") == "国务院令第711号"


def test_a_number_without_its_word_is_kept_for_searching():
    assert parse("[2016]51号") == DocNumber("", 2016, 51)
    assert canonical("[2016]51号") == "〔2016〕51号"


def test_numbers_are_found_in_what_somebody_types():
    assert find("查询闽政[2016]51号 养老") == (Found(DocNumber("闽政", 2016, 51), 2, 13),)
    assert find("养老服务") == ()


def test_numbers_are_found_in_a_sentence_at_their_places():
    text = "根据《印发国发〔2016〕55号的通知》、国务院令第711号（闽政〔2016〕51号）"
    found = find(text)
    assert [text[one.start : one.end] for one in found] == [
        "国发〔2016〕55号",
        "国务院令第711号",
        "闽政〔2016〕51号",
    ]
    assert [str(one.number) for one in found] == ["国发〔2016〕55号", "国务院令第711号", "闽政〔2016〕51号"]


def test_a_number_that_the_text_goes_on_behind_needs_its_last_sign():
    assert find("闽政〔2016〕51件") == ()
    assert find("闽政〔2016〕51")[0].number == DocNumber("闽政", 2016, 51)


@pytest.mark.parametrize(
    "bomb",
    [
        "〔2022" * 20_000,
        "〔" * 100_000,
        "2022〕" * 20_000,
        "令第" * 50_000,
        "字" * 100_000 + "〔2022〕3号",
        "(" * 100_000 + "〔2022〕3号",
        " " * 100_000 + "〔2022〕3号",
        "〔2022〕0号" * 12_000,
        "9" * 100_000,
        "\u0000" * 100_000,
    ],
)
def test_a_hundred_thousand_characters_are_read_in_no_time(bomb):
    started = perf_counter()
    find(bomb)
    assert perf_counter() - started < 2
    assert parse(bomb) is None


def test_eighty_characters_are_looked_at_and_no_more():
    number = "闽政〔2016〕51号"
    assert parse(number + " " * (80 - len(number))) == DocNumber("闽政", 2016, 51)
    assert parse(number + " " * (81 - len(number))) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("示政办2024年3号", "示政办〔2024〕3号"),
        ("示政办 2024 年 第 3 号", "示政办〔2024〕3号"),
        ("示政办2024-3", "示政办〔2024〕3号"),
        ("2024年3号", None),
        ("示政办2024年3号楼", None),
        ("示政办1948年3号", None),
        ("示政办2024年0号", None),
        ("示" * 100 + "2024年3号", None),
    ],
)
def test_a_number_without_brackets_is_guessed_at_and_never_read(typed: str, meant: str | None) -> None:
    number = guessed(typed)
    assert (str(number) if number else None) == meant
    assert parse(typed) is None
