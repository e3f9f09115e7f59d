"""The engine holds what the forms of 2014 and 2019 need, shown on made-up forms of the same shapes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.domain.statform.definition import CellKey
from reports.domain.statform.identities import check
from reports.domain.statform.loading import BadDefinition
from reports.domain.statform.numbers import parse
from tests.domain.statform.made_forms import LIKE_2014, LIKE_2019, SMALL, make_form


def test_rows_nest_four_levels_deep():
    (block,) = make_form(LIKE_2014).table("statistics").blocks
    assert {row.code: row.depth for row in block.rows if row.code.startswith("3")} == {
        "3": 0,
        "3.3": 1,
        "3.3.1": 2,
        "3.3.4": 2,
        "3.3.4.1": 3,
        "3.3.4.2": 3,
    }


def test_heading_rows_hold_no_cells():
    keys = list(map(str, make_form(LIKE_2014).keys()))
    assert len(keys) == 13
    assert "statistics/1/count" not in keys
    assert "statistics/4/count" in keys


def test_each_row_has_its_own_unit_and_kind():
    form = make_form(LIKE_2014)
    fees, items = CellKey("statistics", "7", "count"), CellKey("statistics", "1.1", "count")
    assert (form.unit(fees), form.kind(fees)) == ("万元", "money")
    assert (form.unit(items), form.kind(items)) == ("条", "count")
    assert form.table("statistics").has_unit_column


def test_sums_stand_on_sums():
    codes = [identity.code for identity in make_form(LIKE_2014).identities]
    assert codes[:2] == ["statistics/3.3/count:down", "statistics/3.3.4/count:down"]


def test_two_bounds_on_one_cell_are_told_apart():
    """规范性文件 are at most what was disclosed (条), and at most what was issued (件)."""
    codes = [identity.code for identity in make_form(LIKE_2014).identities if identity.kind == "within"]
    assert codes == ["statistics/1.1.1/count:within", "statistics/1.1.1/count:within-issued"]


def test_stacked_blocks_have_columns_of_their_own():
    form = make_form(LIKE_2019)
    assert list(map(str, form.table("disclosure").keys())) == [
        "disclosure/licences/previous",
        "disclosure/licences/change",
        "disclosure/licences/decisions",
        "disclosure/other_services/previous",
        "disclosure/other_services/change",
        "disclosure/other_services/decisions",
        "disclosure/charges/previous",
        "disclosure/charges/change",
        "disclosure/procurement/items",
        "disclosure/procurement/amount",
    ]
    with pytest.raises(KeyError):
        form.column(CellKey("disclosure", "charges", "decisions"))


def test_an_identity_for_all_rows_reaches_every_block_that_has_its_columns():
    codes = [i.code for i in make_form(LIKE_2019).identities if i.kind == "carry-over"]
    assert codes == [
        "carry-over/disclosure/licences/previous",
        "carry-over/disclosure/other_services/previous",
        "carry-over/disclosure/charges/previous",
    ]


def test_an_identity_cannot_name_a_row_of_a_block_without_its_columns():
    text = LIKE_2019.replace('rows = "*"', 'rows = ["procurement"]', 1)
    with pytest.raises(BadDefinition, match="not all of them have a cell in the row 'procurement'"):
        make_form(text)


def test_a_signed_change_carries_last_years_figure_over():
    form = make_form(LIKE_2019)
    previous, change = (CellKey("disclosure", "licences", column) for column in ("previous", "change"))
    assert form.kind(change) == "change"
    last_year = {previous: Decimal(12), change: parse("减2", form.kind(change)).value}
    (finding, *_) = check(form, {previous: Decimal(10)}, last_year)
    assert (finding.status, finding.expected, finding.found) == ("holds", Decimal(10), Decimal(10))


def test_a_change_that_is_no_number_cannot_tell():
    form = make_form(LIKE_2019)
    previous, change = (CellKey("disclosure", "licences", column) for column in ("previous", "change"))
    last_year = {previous: Decimal(12), change: parse("增12减4", form.kind(change)).value}
    (finding, *_) = check(form, {previous: Decimal(10)}, last_year)
    assert (finding.status, finding.expected) == ("cannot-tell", None)


def test_money_may_have_no_fixed_unit():
    form = make_form(LIKE_2019)
    amount = CellKey("disclosure", "procurement", "amount")
    assert (form.kind(amount), form.unit(CellKey("disclosure", "procurement", "items"))) == ("money", "项")
    assert form.unit(amount) == ""


def test_a_line_of_15_has_its_cells_in_printed_order():
    table = make_form(LIKE_2019).table("disputes")
    assert table.layout == "line"
    keys = list(table.keys())
    assert len(keys) == 15
    assert [str(keys[n]) for n in (0, 4, 5, 14)] == [
        "disputes/review/upheld",
        "disputes/review/total",
        "disputes/suit_direct/upheld",
        "disputes/suit_after_review/total",
    ]


def test_column_groups_nest():
    (block,) = make_form(LIKE_2019).table("disputes").blocks
    assert [(group.code, group.parent) for group in block.groups] == [
        ("outcomes", ""),
        ("closed", "outcomes"),
    ]
    assert [column.group for column in block.columns] == ["closed", "closed", "closed", "outcomes", ""]


def test_a_table_printed_as_one_line_has_one_block():
    text = LIKE_2019.replace('title_en = "Proactive disclosure"', 'title_en = "Disclosure"\nlayout = "line"')
    with pytest.raises(BadDefinition, match="a table printed as one line has one block"):
        make_form(text)


def test_a_form_finds_its_rows_and_columns_and_knows_what_it_has_not():
    form = make_form(SMALL)
    cell = CellKey("figures", "2.1", "firm")
    assert (form.row(cell).label, form.column(cell).label) == ("公开", "法人")
    assert form.block(cell).code == "figures"
    for missing in (CellKey("x", "1", "man"), CellKey("figures", "9", "man"), CellKey("figures", "1", "x")):
        with pytest.raises(KeyError):
            form.column(missing)
    with pytest.raises(KeyError):
        form.table("x")
