"""Masks show enough to tell rows apart, and too little to know or prove who it is."""

from __future__ import annotations

import pytest

from reports.domain.text import mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三", "张**"),
        ("张三丰", "张**"),
        (" 欧阳娜 ", "欧阳**"),
        ("John Smith", "J**"),
        ("张", "张**"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_shows_its_surname_and_not_its_length(text: str, shown: str) -> None:
    assert mask.name(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("示例市样板贸易有限公司", "示例***"), ("样板厂", "样***"), ("样板厂社队", "样板***"), ("", "")],
)
def test_an_organisation_shows_how_it_begins(text: str, shown: str) -> None:
    assert mask.organisation(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("350203199001011248", "3502************48"),
        ("35020319900101123X", "3502************3X"),
        ("350203 19900101 1248", "3502************48"),
        ("350203900101124", "3502*********24"),
        ("E12345678", "E1*****78"),
        ("91350200MA2XXXXX0K", "91**************0K"),
        ("12345678", "12****78"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_an_identity_number_hides_birthday_and_last_four(text: str, shown: str) -> None:
    assert mask.identity(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800138000", "138****8000"),
        ("+86 138-0013-8000", "138****8000"),
        ("0086 13800138000", "138****8000"),
        ("0592-1234567", "*********67"),
        ("1234567", "*****67"),
        ("123456", "******"),
        ("none", ""),
        ("", ""),
    ],
)
def test_a_telephone_number_hides_its_middle(text: str, shown: str) -> None:
    assert mask.telephone(text) == shown


def test_an_address_of_mail_shows_one_sign_and_no_house() -> None:
    assert mask.email("lin@example.com") == "l***@…"
    assert mask.email("") == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("示例省示例市示例区样板路1号", "示例省示例市示例区***"),
        ("北京市海淀区样板路1号", "北京市海淀区***"),
        ("内蒙古自治区呼和浩特市赛罕区大学路", "内蒙古自治区呼和浩特市赛罕区***"),
        ("示例省 示例市 样板县 某村", "示例省示例市样板县***"),
        ("示例市幸福小区3号楼", "示例市***"),
        ("幸福小区3号楼", "***"),
        ("1 Sample Road", "***"),
        ("", ""),
    ],
)
def test_an_address_ends_with_its_county(text: str, shown: str) -> None:
    assert mask.address(text) == shown


def test_anything_else_shows_only_that_it_is_there() -> None:
    assert (mask.hidden("361000"), mask.hidden(" ")) == ("***", "")
