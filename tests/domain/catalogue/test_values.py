"""Single values of fields, cleaned or refused."""

import pytest

from reports.domain.catalogue.values import (
    Choice,
    Wrong,
    as_choice,
    as_choices,
    as_credit_code,
    as_date,
    as_money,
    as_number,
    as_url,
    as_year,
    tidy,
)

CHOICES = (
    Choice("warning", "警告", "Warning"),
    Choice("fine", "罚款", "Fine"),
    Choice("other", "其他", "Other"),
)


@pytest.mark.parametrize(
    "typed",
    [
        "2024-01-02",
        "2024/1/2",
        "2024.1.2",
        "2024年1月2日",
        "2024年1月2",
        "20240102",
        "２０２４-０１-０２",
        "2024-01-02 00:00:00",
        "2024-01-02T00:00:00",
        "2024-01-02 00:00:00.000000",
    ],
)
def test_every_way_of_writing_a_day_is_one(typed):
    assert as_date(typed) == "2024-01-02"


@pytest.mark.parametrize(
    "typed",
    ["2024-02-30", "2023-02-29", "2024-13-01", "1948-12-31", "2100-01-01", "24-01-02", "2024-01",
     "2024-01-02 09:30",
     "1/2/2024", "45293", "昨天", "2024-01-02\n2024"],
)  # fmt: skip
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(Wrong, match="date"):
        as_date(typed)


def test_the_first_and_the_last_day_are_taken():
    assert (as_date("1949-01-01"), as_date("2099-12-31")) == ("1949-01-01", "2099-12-31")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", "0"),
        ("1,234.50", "1234.5"),
        ("1234.00", "1234"),
        ("１２３４", "1234"),
        ("¥1,000", "1000"),
        ("￥100", "100"),
        ("0.000001", "0.000001"),
        ("100000", "100000"),
        ("999999999999999", "999999999999999"),
        ("007", "7"),
    ],
)
def test_money_comes_out_as_plain_digits(typed, amount):
    assert as_money(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["-1", "1e9", "NaN", "Infinity", "1,23", "1.2345678", "1.", ".5", "5万元", "10 00", "1" * 16, "٣"],
)
def test_other_amounts_are_refused_rather_than_guessed(typed):
    with pytest.raises(Wrong, match="money"):
        as_money(typed)


def test_years_and_numbers():
    assert (as_year("2024"), as_year("2024年度"), as_year("1949"), as_year("2099")) == (
        "2024",
        "2024",
        "1949",
        "2099",
    )
    assert (as_number("0"), as_number("007"), as_number("999999999")) == ("0", "7", "999999999")
    for typed in ("1948", "2100", "24", "2024-2025", "year"):
        with pytest.raises(Wrong, match="year"):
            as_year(typed)
    for typed in ("-1", "1.5", "1000000000", "五"):
        with pytest.raises(Wrong, match="number"):
            as_number(typed)


@pytest.mark.parametrize(
    "typed",
    ["https://example.gov.cn/a?b=1#c", "http://例子.政务/", "http://[::1]:8000/", "http://a.cn:65535"],
)
def test_addresses_of_the_web_are_kept(typed):
    assert as_url(typed) == typed


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "ftp://a/b", "//a/b", "/a", "http://",
     "a.cn",
     "http://name:word@a.cn/", "http://a.cn/<script>", "http://a.cn/\"onclick=", "http://a.cn:99999/", "http://[::1",
        "http://a.cn:65536/",
        "http:///a",
        "https:a.cn",
     "http://a.cn/ b"],
)  # fmt: skip
def test_every_other_address_is_refused(typed):
    with pytest.raises(Wrong, match="url"):
        as_url(typed)


def test_credit_codes_are_checked():
    assert as_credit_code(" 1137 0883 0043 2576 9b ") == "11370883004325769B"
    for typed in ("11370883004325769C", "110101199003071233", "1", "中" * 18):
        with pytest.raises(Wrong, match="credit_code"):
            as_credit_code(typed)


def test_a_choice_is_given_by_code_or_label():
    assert [as_choice(typed, CHOICES) for typed in ("fine", "罚款", "Fine", " FINE ")] == ["fine"] * 4
    with pytest.raises(Wrong, match="choice"):
        as_choice("罚", CHOICES)


def test_several_choices_come_in_the_order_of_the_kind_and_once():
    assert as_choices("其他；fine;警告;罚款;", CHOICES) == "warning;fine;other"
    with pytest.raises(Wrong, match="choice"):
        as_choices("警告;x", CHOICES)


def test_unseen_signs_go_and_control_signs_are_refused():
    assert tidy(" \ufeff张\u200b三\u202e ", is_long=False) == "张三"
    assert tidy("一\r\n二\r三\t四", is_long=True) == "一\n二\n三\t四"
    for text in ("a\x00b", "a\x1bb", "\ud800", "a\nb"):
        with pytest.raises(Wrong, match="control"):
            tidy(text, is_long=False)
