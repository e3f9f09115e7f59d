"""Hints at personal data. Every number here is made up; those that must fit have a computed check digit."""

from __future__ import annotations

import pytest

from reports.domain.text.privacy import is_card, is_id_number, masked, suspects

ID = "11010519491231002X"
CARD = "6222021234567890128"


def found(text: str) -> list[tuple[str, str]]:
    """(kind, the words themselves) of each find."""
    return [(one.kind, text[one.start : one.end]) for one in suspects(text)]


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        (ID, True),
        (ID.lower(), True),
        ("110105194912310021", False),  # wrong check digit
        ("990105194912310022", False),  # no such region
        ("11010519491331002X", False),  # no month 13
        ("110105491231002", True),
        ("110105491331002", False),
        ("11010549123100", False),
        ("1101054912310020", False),
    ],
)
def test_an_identity_number_has_a_region_a_birthday_and_a_check_digit(digits: str, is_one: bool) -> None:
    assert is_id_number(digits) is is_one


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        (CARD, True),
        ("6222021234567890127", False),
        ("4111111111111111", True),
        ("1111111111111117", False),  # no issuer of bank cards
        ("0000000000000000", False),
        ("622202123456789", False),  # 15 digits
    ],
)
def test_a_bank_card_has_an_issuer_and_a_check_digit(digits: str, is_one: bool) -> None:
    assert is_card(digits) is is_one


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (f"身份证号{ID}，", "id_number", ID),
        (
            "身份证号１１０１０５１９４９１２３１００２Ｘ。",
            "id_number",
            "１１０１０５１９４９１２３１００２Ｘ",
        ),
        ("身份证号110105 19491231 002X。", "id_number", "110105 19491231 002X"),
        ("电话13800138000。", "mobile", "13800138000"),
        ("电话138-0013-8000。", "mobile", "138-0013-8000"),
        ("电话138 0013 8000。", "mobile", "138 0013 8000"),
        ("电话+86 13800138000。", "mobile", "+86 13800138000"),
        (f"卡号{CARD}。", "bank_card", CARD),
        ("卡号6222 0212 3456 7890 128。", "bank_card", "6222 0212 3456 7890 128"),
        ("申请人王小明不服。", "name", "王小明"),
        ("当事人：欧阳小明，", "name", "欧阳小明"),
        ("联系人 李四 电话", "name", "李四"),
        ("投诉人张三向我局反映。", "name", "张三"),
        ("第三人欧阳文静称未收到。", "name", "欧阳文静"),
        ("证号110105 1949 1231 002X。", "id_number", "110105 1949 1231 002X"),
        ("证号1101051949\u200b1231002X。", "id_number", "1101051949\u200b1231002X"),
        ("电话138 00138000。", "mobile", "138 00138000"),
        ("电话138-00138000。", "mobile", "138-00138000"),
        ("电话138\u00a00013\u00a08000。", "mobile", "138\u00a00013\u00a08000"),
        ("电话138–0013–8000。", "mobile", "138–0013–8000"),
        ("电话0086-13800138000。", "mobile", "0086-13800138000"),
        ("Tel.13800138000", "mobile", "13800138000"),
    ],
)
def test_it_is_found(text: str, kind: str, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "咨询电话0591-87654321。",
        "统一社会信用代码11350100003610712W。",
        "电话12800138000。",
        "2012 2013 2014 2015 年",
        "申请编号138001380001。",
        "金额13800138000.50元",
        "金额13800138000元",
        "网站浏览量15912345678次",
        "索引号QZ07100-3000-2017-00012",
        "2018年1月1日至2018年12月31日，20180101-20181231",
        "听取当事人陈述和申辩。",
        "第三人高等院校",
        "申请人向我局提出申请。",
        "申请人某某不服。",
        "申请人王某某不服。",
        "申请人可以书面申请。",
        "申请人应当说明。",
        "当事人申请行政复议。",
        "申请人数量明显增加。",
        "第三人",
        "向申请人提供、答复申请人、告知当事人。",
        "<script>alert(1)</script>'; DROP TABLE x; --",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_middle_is_masked() -> None:
    masked = [one.masked for one in suspects(f"申请人王小明，{ID}，13800138000，{CARD}")]
    assert masked == ["王**", "110***********002X", "138****8000", "6222***********0128"]


def test_a_text_that_is_kept_holds_no_number_of_a_person():
    assert (
        masked(f"申请人王小明，{ID}，电话１３８００１３８０００")
        == "申请人王小明，110***********002X，电话138****8000"
    )
    assert masked("13800138000") == "13800138000"  # a figure
    assert masked("") == ""


def test_of_two_readings_of_the_same_digits_one_is_kept() -> None:
    assert len(suspects(ID)) == 1


def test_a_very_long_text_is_read_in_good_time() -> None:
    assert suspects("1" * 200_000) == []
    assert len(suspects("申请人王小明，" * 20_000)) == 20_000
