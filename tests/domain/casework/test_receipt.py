"""Receipt numbers and query codes, as printed and as typed back."""

from __future__ import annotations

import secrets

import pytest

from reports.domain.casework import receipt


def test_a_number_names_year_agency_and_serial() -> None:
    assert receipt.number(2026, 12, 34) == "2026-0012-00034"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-0012-00034",
        " 2026 0012 00034 ",
        "２０２６－００１２－０００３４",
        "2026—0012—00034",
        "2026001200034",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert receipt.read_number(typed) == "2026-0012-00034"


@pytest.mark.parametrize("typed", ["", "2026", "abc", "' OR 1=1 --", "<script>", "2026-0012-", "9" * 10_000])
def test_what_is_no_number_is_read_as_none(typed: str) -> None:
    assert receipt.read_number(typed) == ""


def test_serials_beyond_five_digits_are_still_numbers() -> None:
    assert receipt.read_number(receipt.number(2026, 12, 123_456)) == "2026-0012-123456"


def test_a_code_has_twelve_signs_without_those_that_are_misread() -> None:
    code = receipt.new_code(secrets.choice)
    assert len(code) == 12
    assert not set(code) & set("ILOU")
    assert receipt.read_code(receipt.grouped(code)) == code


@pytest.mark.parametrize(
    "typed", ["7KQ4-9XTM-2H0C", "7kq4 9xtm 2hoc", "７ＫＱ４－９ＸＴＭ－２ＨＯＣ", "7KQ49XTM2HoC"]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert receipt.read_code(typed) == "7KQ49XTM2H0C"


@pytest.mark.parametrize(
    "typed", ["", "7KQ4-9XTM", "7KQ4-9XTM-2HNCX", "UUUUUUUUUUUU", "A" * 10_000, "<script>abc"]
)
def test_what_is_no_code_is_read_as_none(typed: str) -> None:
    assert receipt.read_code(typed) == ""
