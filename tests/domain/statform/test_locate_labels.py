"""A label that says something else is never read as one of the form's; a misprinted one still is."""

from decimal import Decimal

import pytest

from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures, unread, values, wrong
from tests.factories import seed_figures
from tests.printing import printed

OTHER_NATIONAL = [
    ("一、本年新收", "一、上年新收"),
    ("二、上年结转", "二、本年结转"),
    ("本机关不掌握", "本机关掌握"),
    ("仍不明确", "仍明确"),
    ("无正当理由大量", "有正当理由大量"),
    ("属于三类内部事务", "属于四类内部事务"),
    ("属于行政执法案卷", "不属于行政执法案卷"),
    ("（七）总计", "（七）小计"),
]
OTHER_FUJIAN = [
    ("\n同意公开答复数", "\n不同意公开答复数"),
    ("\n网上申请数", "\n非网上申请数"),
    ("\n受理政府信息公开申请总数", "\n未受理政府信息公开申请总数"),
    ("\n受理政府信息公开申请总数", "\n受理政府信息公开申诉总数"),
    ("\n政府信息公开收费减免金额", "\n政府信息公开收费金额"),
    ("\n政府信息公开收费减免金额", "\n政府信息公开收费减负金额"),
    ("\n不予公开答复数", "\n准予公开答复数"),
]


def national(layout="tabs"):
    return printed(NATIONAL, national_figures(), layout=layout, year=2024)


@pytest.mark.parametrize(("label", "other"), OTHER_NATIONAL)
@pytest.mark.parametrize("layout", ["tabs", "one_per_line"])
def test_a_row_of_another_meaning_is_unread_in_the_national_form(label, other, layout):
    text = national(layout)
    assert label in text
    found = located(text.replace(label, other, 1), year=2024)

    assert wrong(found, national_figures()) == {}
    assert len(found.cells) < 200
    assert any(other[-4:] in text and reason.startswith("row-label") for _, text, reason in unread(found))


@pytest.mark.parametrize(("label", "other"), OTHER_FUJIAN)
def test_a_row_of_another_meaning_is_unread_in_the_short_form(label, other):
    text = printed(FUJIAN, seed_figures())
    assert label in text
    found = located(text.replace(label, other, 1), year=2016)

    assert len(found.cells) == 30
    assert any(other.strip() in text for _, text, _ in unread(found))


@pytest.mark.parametrize("words", ["备注：辛壬癸", "甲", "其中"])
def test_words_run_into_a_long_label_leave_its_row_unread(words):
    text = national().replace("二、上年结转政府信息公开申请数量", f"二、上年结转政府信息公开申请数量{words}")
    found = located(text, year=2024)

    assert len(found.cells) == 193
    assert any(words in text for _, text, _ in unread(found))


@pytest.mark.parametrize("wrong_letter", ["清", "晴"])
def test_one_misprinted_character_of_no_meaning_is_still_that_label(wrong_letter):
    text = national().replace("二、上年结转政府信息公开申请", f"二、上年结转政府信息公开申{wrong_letter}")
    found = located(text, year=2024)

    assert (len(found.cells), found.unread) == (200, ())
    assert {c.rule for c in found.cells if c.key.row == "2"} == {"label-alike"}


def test_the_fees_charged_are_not_the_fees_waived():
    text = printed(FUJIAN, seed_figures() | {}).replace("收费减免金额\n元\n0\n0", "收费金额\n元\n77\n78")
    found = located(text, year=2016)

    assert Decimal(77) not in values(found).values()
    assert ("政府信息公开收费金额 元 77 78", "row-label-unknown") in [item[1:] for item in unread(found)]
