"""Figures are read exactly as printed; what may be something else is refused with its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.statform.numbers import REASONS, Parsed, parse, written
from reports.domain.statform.units import convert, english, is_known

READ = [
    ("12", "count", "12", ""),
    (" 4047\u3000", "count", "4047", ""),
    ("１２", "count", "12", ""),
    ("4,047", "count", "4047", ""),
    ("４，０４７", "count", "4047", ""),
    ("1,808,595", "count", "1808595", ""),
    ("\ufeff12\u200b", "count", "12", ""),
    ("0", "count", "0", ""),
    ("3件", "count", "3", "件"),
    ("3 人次", "count", "3", "人次"),
    ("9" * 14, "count", "9" * 14, ""),
    ("96171.6", "money", "96171.6", ""),
    ("59237.2449", "money", "59237.2449", ""),
    ("12.50", "money", "12.50", ""),
    ("0.123456", "money", "0.123456", ""),
    ("１２．５万元", "money", "12.5", "万元"),
    ("251000元", "money", "251000", "元"),
    ("12.5 万元", "money", "12.5", "万元"),
    ("￥8,040", "money", "8040", "元"),
    ("¥ 8040.00 元", "money", "8040.00", "元"),
    ("8040", "money", "8040", ""),
    ("+3", "change", "3", ""),
    ("-2", "change", "-2", ""),
    ("＋3", "change", "3", ""),
    ("－2", "change", "-2", ""),
    ("−2", "change", "-2", ""),
    ("增3", "change", "3", ""),
    ("减1", "change", "-1", ""),
    ("增加 3", "change", "3", ""),
    ("减少2项", "change", "-2", "项"),
    ("0", "change", "0", ""),
    ("-0", "change", "0", ""),
]


@pytest.mark.parametrize(("raw", "kind", "value", "unit"), READ)
def test_it_reads_what_is_printed(raw, kind, value, unit):
    parsed = parse(raw, kind)
    assert parsed == Parsed(Decimal(value), "", unit)
    assert str(parsed.value) == value


@pytest.mark.parametrize(
    "raw", ["", " ", "\u3000", "\xa0", "\n\t", "\u200b", "-", "—", "——", "－", "–", "/", "／"]
)
@pytest.mark.parametrize("kind", ["count", "money", "change"])
def test_an_empty_cell_and_a_dash_are_blank_and_not_zero(raw, kind):
    parsed = parse(raw, kind)
    assert parsed == Parsed(None)
    assert parsed.is_blank


REFUSED = [
    ("无", "count", "not-a-number"),
    ("零", "count", "not-a-number"),
    ("约12", "count", "not-a-number"),
    ("12%", "count", "not-a-number"),
    ("规章000", "count", "not-a-number"),
    ("1e5", "count", "not-a-number"),
    ("NaN", "count", "not-a-number"),
    ("Infinity", "money", "not-a-number"),
    ("-Infinity", "change", "not-a-number"),
    ("0x10", "count", "not-a-number"),
    ("1_000", "count", "not-a-number"),
    ("²", "count", "not-a-number"),
    ("½", "count", "not-a-number"),
    ("①", "count", "not-a-number"),
    ("Ⅳ", "count", "not-a-number"),
    ("١٢", "count", "not-a-number"),
    ("१२", "count", "not-a-number"),
    ("(5)", "count", "not-a-number"),
    ("1.2.3", "money", "not-a-number"),
    ("12.", "money", "not-a-number"),
    (".5", "money", "not-a-number"),
    ("12.5万", "money", "not-a-number"),
    ("12.5美元", "money", "not-a-number"),
    ("=1+1", "count", "not-a-number"),
    ("<script>alert(1)</script>", "count", "not-a-number"),
    ("1'; DROP TABLE cells; --", "count", "not-a-number"),
    ("1\x00", "count", "not-a-number"),
    ("增12减4", "change", "not-a-number"),
    ("增", "change", "not-a-number"),
    ("+", "change", "not-a-number"),
    ("+-3", "change", "not-a-number"),
    ("-3", "count", "negative"),
    ("－3", "money", "negative"),
    ("减3", "count", "negative"),
    ("+3", "count", "signed"),
    ("增3", "money", "signed"),
    ("12.5", "count", "not-whole"),
    ("12.0", "count", "not-whole"),
    ("+1.5", "change", "not-whole"),
    ("12,34", "count", "separators"),
    ("1,2345", "count", "separators"),
    ("1234,567", "count", "separators"),
    (",123", "count", "not-a-number"),
    ("1,", "count", "separators"),
    ("1 2", "count", "spaces"),
    ("1\u30002", "count", "spaces"),
    ("1\n2", "count", "spaces"),
    ("1 000", "count", "spaces"),
    ("00", "count", "leading-zeros"),
    ("000", "count", "leading-zeros"),
    ("007", "count", "leading-zeros"),
    ("01.5", "money", "leading-zeros"),
    ("9" * 15, "count", "too-long"),
    ("1234567890.123456", "money", "too-long"),
    ("9" * 61, "count", "too-long"),
    ("数" * 10_000, "count", "too-long"),
    ("0.1234567", "money", "too-precise"),
    ("3元", "count", "wrong-unit"),
    ("￥3", "count", "wrong-unit"),
    ("3件", "money", "wrong-unit"),
]


@pytest.mark.parametrize(("raw", "kind", "reason"), REFUSED, ids=[f"{r[:12]!r}-{k}" for r, k, _ in REFUSED])
def test_it_refuses_what_may_be_something_else(raw, kind, reason):
    parsed = parse(raw, kind)
    assert parsed == Parsed(None, reason)
    assert not parsed.is_blank


def test_every_reason_has_a_case_above():
    assert {reason for _, _, reason in REFUSED} == set(REASONS)


@given(st.text(max_size=80), st.sampled_from(["count", "money", "change"]))
def test_any_text_is_a_figure_that_can_be_stored_or_is_refused(raw, kind):
    parsed = parse(raw, kind)
    assert parsed.reason in ("", *REASONS)
    if parsed.value is not None:
        assert parsed.reason == ""
        assert parsed.value.is_finite()
        assert abs(parsed.value) < 10**14
        assert -parsed.value.as_tuple().exponent <= 6
        assert kind == "change" or parsed.value >= 0


@given(st.decimals(min_value=0, max_value=10**11 - 1, places=4))
def test_a_figure_written_reads_back_the_same(value):
    assert parse(written(value), "money").value == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("0.000000", "0"),
        ("4047", "4,047"),
        ("4047.000000", "4,047"),
        ("100", "100"),
        ("1E+3", "1,000"),
        ("96171.600000", "96,171.6"),
        ("59237.2449", "59,237.2449"),
        ("-3", "-3"),
    ],
)
def test_figures_are_written_with_separators_and_without_idle_zeros(value, text):
    assert written(Decimal(value)) == text


def test_money_converts_exactly():
    assert convert(Decimal("96171.6"), "万元", "元") == Decimal(961716000)
    assert convert(Decimal(3940), "元", "万元") == Decimal("0.394")
    with pytest.raises(KeyError):
        convert(Decimal(1), "件", "元")


def test_units_are_known_and_have_english_names():
    assert is_known("人次") and is_known("万元") and not is_known("桶") and not is_known("")
    assert (english("条"), english("万元"), english("")) == ("items", "CNY 10,000", "")
