"""A unit printed anywhere at a table is held against the form's: no figure is read 10,000 times wrong."""

from decimal import Decimal

import pytest

from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures, unread, values
from tests.factories import seed_figures
from tests.printing import printed

CHARGES = "本年收费金额（单位：万元）"
WAIVED = "政府信息公开收费减免金额"


def waived(label, *, layout="tabs", unit="元"):
    """The short form with 0.5 waived, its row so labelled."""
    figures = {
        key: Decimal("0.5") if FUJIAN.kind(key) == "money" else value for key, value in seed_figures().items()
    }
    text = printed(FUJIAN, figures, layout=layout)
    return text.replace(WAIVED, label).replace(f"{label}\t元", f"{label}\t{unit}")


def without_units(text):
    lines = [line.split("\t") for line in text.split("\n")]
    return "\n".join("\t".join([line[0], *line[2:]]) for line in lines)


def money(found):
    return [cell.value for cell in found.cells if FUJIAN.kind(cell.key) == "money"]


@pytest.mark.parametrize("bare", [True, False], ids=["no column of units", "a blank column of units"])
@pytest.mark.parametrize(
    "label", [f"{WAIVED}（万元）", f"{WAIVED}(单位：万元)", f"{WAIVED}【万元】", f"{WAIVED}（百元）"]
)
def test_another_unit_in_brackets_behind_a_label_leaves_its_row_unread(label, bare):
    text = waived(label, unit="")
    found = located(without_units(text) if bare else text, year=2016)

    assert money(found) == []
    assert any(label in text for _, text, _ in unread(found))
    assert len(found.cells) == 30


def test_that_a_unit_behind_a_label_is_another_is_the_reason_given():
    found = located(without_units(waived(f"{WAIVED}（万元）")), year=2016)
    assert [item[1:] for item in unread(found)] == [(f"{WAIVED}（万元） 0.5 0.5", "unit-unknown")]


@pytest.mark.parametrize("label", [f"{WAIVED}（元）", f"{WAIVED}（单位：元）"])
def test_the_forms_own_unit_behind_a_label_is_read(label):
    found = located(without_units(waived(label)), year=2016)

    assert (len(found.cells), found.unread) == (32, ())
    assert money(found) == [Decimal("0.5"), Decimal("0.5")]


@pytest.mark.parametrize(
    "said", ["单位：万元", "（单位：万元）", "金额单位：万元", "单位：件、万元", "计量单位：万元"]
)
@pytest.mark.parametrize("layout", ["tabs", "one_per_line"])
def test_a_unit_printed_above_the_table_is_that_of_its_money(said, layout):
    text = printed(FUJIAN, seed_figures(), layout=layout)
    head, rest = text.split("\n", 1)
    found = located(f"{head}\n{said}\n{rest}", year=2016)

    assert money(found) == []
    assert "unit-unknown" in {reason for _, _, reason in unread(found)}
    assert len(found.cells) == 30


@pytest.mark.parametrize("said", ["单位：元", "单位：条", "单位：件、元", "单位：示例市公安局"])
def test_a_unit_above_the_table_that_agrees_changes_nothing(said):
    head, rest = printed(FUJIAN, seed_figures(), layout="tabs").split("\n", 1)
    assert len(located(f"{head}\n{said}\n{rest}", year=2016).cells) == 32


@pytest.mark.parametrize("said", ["单位：万条", "（单位：千件）"])
def test_counts_in_thousands_are_not_read_as_counts(said):
    head, rest = printed(FUJIAN, seed_figures(), layout="tabs").split("\n", 1)
    found = located(f"{head}\n{said}\n{rest}", year=2016)

    assert [cell for cell in found.cells if cell.key.row == "1"] == []


@pytest.mark.parametrize("layout", ["tabs", "one_per_line"])
@pytest.mark.parametrize("said", ["（单位：元）", "单位:元", "（元）", "（亿元）"])
def test_a_unit_on_the_line_below_a_column_label_is_the_columns(said, layout):
    text = printed(NATIONAL, national_figures(), layout=layout, year=2024)
    assert CHARGES in text
    found = located(text.replace(CHARGES, f"本年收费金额\n{said}"), year=2024)

    assert values(found).get("disclosure/charges/amount") is None
    assert "unit-unknown" in {reason for _, _, reason in unread(found)}
    assert any(said in text for _, text, _ in unread(found))


def test_the_label_of_a_column_may_be_broken_before_its_unit():
    text = printed(NATIONAL, national_figures(), layout="tabs", year=2024)
    found = located(text.replace(CHARGES, "本年收费金额\n（单位：万元）"), year=2024)

    assert values(found)["disclosure/charges/amount"] == Decimal("96171.6")
    assert found.unread == ()


def test_counts_in_thousands_behind_a_label_leave_its_row_unread():
    text = printed(FUJIAN, seed_figures(), layout="tabs").replace(
        "主动公开文件数\t条", "主动公开文件数（万条）\t"
    )
    found = located(text, year=2016)

    assert [item[1:] for item in unread(found)] == [("主动公开文件数（万条） 4047 24112", "unit-unknown")]
