"""What adds up holds, what does not fails at its cells, and a blank is never taken for a zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.statform.definition import CellKey
from reports.domain.statform.identities import check
from reports.domain.statform.table import Cell
from reports.domain.statform.table import figures as figures_of_cells
from reports.queries.statforms import form
from tests.domain.statform.made_forms import SMALL, make_form
from tests.domain.statform.real_tables import HUAIAN_2024, SUQIAN_2023, figures
from tests.factories import seed_figures

SHORT = form("fujian-2008")
NATIONAL = form("national-2021")
SMALL_FORM = make_form(SMALL)
SMALL_CELLS = list(SMALL_FORM.keys())
SUMMED = [i for i in SHORT.identities if i.relation == "=" and not i.crosses_years]
AMOUNTS = st.decimals(min_value=0, max_value=Decimal("99999999999999.999999"), places=6)


def key(address: str) -> CellKey:
    return CellKey.parse(address)


def found(one, values, previous=None):
    """Status by code."""
    return {finding.check: finding.status for finding in check(one, values, previous)}


def failing(one, values, previous=None):
    return [finding for finding in check(one, values, previous) if finding.status == "fails"]


def small(**cells: int | None) -> dict[CellKey, Decimal | None]:
    """Figures of SMALL that hold, with those of row 2 replaced: man, firm, total and so on."""
    rows = {"1": (3, 4, 7), "2": (2, 3, 5), "2.1": (1, 1, 2), "2.2": (1, 2, 3)}
    values: dict[CellKey, Decimal | None] = {
        CellKey("figures", row, column): Decimal(value)
        for row, printed in rows.items()
        for column, value in zip(("man", "firm", "total"), printed, strict=True)
    }
    for column, changed in cells.items():
        values[CellKey("figures", "2", column)] = None if changed is None else Decimal(changed)
    return values


def test_a_sound_table_holds():
    assert set(found(SMALL_FORM, small()).values()) == {"holds"}


def test_a_wrong_total_fails_its_sums_with_the_arithmetic_laid_open():
    (down, across) = failing(SMALL_FORM, small(total=6))
    assert (down.check, down.found, down.expected) == ("figures/2/total:down", Decimal(6), Decimal(5))
    assert (across.check, across.found, across.expected) == ("figures/2/total:across", Decimal(6), Decimal(5))
    assert [str(cell) for cell in down.cells] == ["figures/2/total", "figures/2.1/total", "figures/2.2/total"]
    assert [(part.value, part.sign) for part in down.right] == [(Decimal(2), 1), (Decimal(3), 1)]


def test_a_blank_part_makes_its_sums_open_and_no_others():
    results = found(SMALL_FORM, small(firm=None))
    assert {code for code, status in results.items() if status == "cannot-tell"} == {
        "figures/2/firm:down",
        "figures/2/total:across",
    }
    assert "fails" not in results.values()


def test_a_blank_is_not_a_zero():
    values = {cell: Decimal(0) for cell in SMALL_CELLS}
    assert set(found(SMALL_FORM, values).values()) == {"holds"}
    assert set(found(SMALL_FORM, dict.fromkeys(values)).values()) == {"cannot-tell"}
    assert set(found(SMALL_FORM, {}).values()) == {"cannot-tell"}


def test_a_blank_total_is_not_the_sum_of_its_zeros():
    values = {cell: Decimal(0) for cell in SMALL_CELLS}
    values[key("figures/2/man")] = None
    assert found(SMALL_FORM, values)["figures/2/man:down"] == "cannot-tell"


def test_a_bound_holds_on_its_boundary_and_fails_beyond():
    values = seed_figures()
    bound = "statistics/1.1/year:within"
    values[key("statistics/1.1/year")] = Decimal(4047)
    assert found(SHORT, values)[bound] == "holds"
    values[key("statistics/1.1/year")] = Decimal(4048)
    assert found(SHORT, values)[bound] == "fails"


def test_a_year_may_equal_but_not_exceed_the_cumulative_figure():
    values = seed_figures()
    values[key("statistics/7/year")], values[key("statistics/7/cumulative")] = Decimal(3), Decimal(3)
    assert found(SHORT, values)["statistics/7/year:to-date"] == "holds"
    values[key("statistics/7/cumulative")] = Decimal(2)
    assert found(SHORT, values)["statistics/7/year:to-date"] == "fails"


def test_more_replies_than_requests_over_all_years_only_warns():
    values = seed_figures()
    for row in ("3", "3.1"):
        values[CellKey("statistics", row, "cumulative")] += 1
    (finding,) = failing(SHORT, values)
    assert (finding.check, finding.is_hard) == ("statistics/3/cumulative:within", False)


def test_channels_that_do_not_add_up_are_no_mistake():
    """2936 + 0 is not 4047: one document may be on several channels, and there are other channels."""
    assert failing(SHORT, seed_figures()) == []


def test_nothing_crosses_years_without_the_year_before():
    assert not any("carry-over" in code for code in found(SHORT, seed_figures()))


def test_cumulative_figures_follow_on_from_the_year_before():
    values = seed_figures()
    before = {
        cell: values[cell] - values[cell._replace(column="year")] if cell.column == "cumulative" else value
        for cell, value in values.items()
    }
    results = found(SHORT, values, before)
    assert len(results) == 41
    assert set(results.values()) == {"holds"}
    before[key("statistics/1.1/cumulative")] += 1
    (finding,) = failing(SHORT, values, before)
    assert finding.check == "carry-over/statistics/1.1/cumulative"
    assert (finding.found, finding.expected) == (Decimal(21506), Decimal(21507))
    assert [str(cell) for cell in finding.cells] == ["statistics/1.1/cumulative", "statistics/1.1/year"]


def test_an_empty_report_of_the_year_before_cannot_tell():
    results = found(SHORT, seed_figures(), {})
    assert {results[code] for code in results if code.startswith("carry-over")} == {"cannot-tell"}


def test_applications_carried_over_are_those_left_the_year_before():
    """Suqian: 121 left at the end of 2023, so 121 carried into 2024."""
    columns = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")
    taken = (118, 3, 0, 0, 0, 0, 121)
    values = {CellKey("applications", "2", c): Decimal(n) for c, n in zip(columns, taken, strict=True)}
    results = found(NATIONAL, values, figures(SUQIAN_2023))
    links = {code: status for code, status in results.items() if code.startswith("carry-over/applications")}
    assert len(links) == 7
    assert set(links.values()) == {"holds"}
    values[key("applications/2/total")] = Decimal(120)
    broken = {finding.check: finding.is_hard for finding in failing(NATIONAL, values, figures(SUQIAN_2023))}
    assert broken == {"carry-over/applications/2/total": True, "applications/2/total:across": True}


@pytest.mark.parametrize(("in_force", "status"), [(420, "holds"), (421, "fails")])
def test_documents_in_force_follow_on_with_a_warning(in_force, status):
    """Suqian: 597 in force at the end of 2023; 50 issued and 227 repealed in 2024 leave 420."""
    numbers = {"issued": 50, "repealed": 227, "in_force": in_force}
    values = {CellKey("disclosure", "normative_documents", c): Decimal(n) for c, n in numbers.items()}
    finding = next(
        f
        for f in check(NATIONAL, values, figures(SUQIAN_2023))
        if f.check == "carry-over/disclosure/normative_documents/in_force"
    )
    assert (finding.status, finding.is_hard, finding.expected) == (status, False, Decimal(420))


@pytest.mark.parametrize("cell", sorted({cell for i in SUMMED for cell in i.cells}), ids=str)
@pytest.mark.parametrize("step", [1, -1, 1000])
def test_any_summed_figure_of_the_first_report_that_changes_fails_its_sum(cell, step):
    values = seed_figures()
    values[cell] += step
    sums = [finding for finding in failing(SHORT, values) if finding.kind == "down"]
    assert len(sums) == 1
    assert cell in sums[0].cells


@pytest.mark.parametrize("printed", [HUAIAN_2024, SUQIAN_2023], ids=["huaian-2024", "suqian-2023"])
def test_any_summed_figure_of_a_published_report_that_changes_fails_all_its_sums(printed):
    values = figures(printed)
    covered = {cell for i in NATIONAL.identities if not i.crosses_years for cell in i.cells}
    assert len(covered) == 175 + 15
    for cell in covered:
        broken = {**values, cell: values[cell] + 1}
        expected = {i.code for i in NATIONAL.identities if cell in i.cells and not i.crosses_years}
        assert {finding.check for finding in failing(NATIONAL, broken)} == expected


@given(st.sampled_from(sorted(SHORT.keys())), st.integers(1, 10**12))
def test_every_failure_covers_the_figure_that_was_changed(cell, value):
    values = {**seed_figures(), cell: Decimal(value)}
    for finding in failing(SHORT, values):
        assert cell in finding.cells


@given(st.lists(AMOUNTS, min_size=4, max_size=4), st.lists(AMOUNTS, min_size=4, max_size=4))
def test_exact_sums_hold_at_any_precision(men, firms):
    rows = ("1", "2", "2.1", "2.2")
    table = {row: [m, f, m + f] for row, m, f in zip(rows, men, firms, strict=True)}
    table["2"] = [a + b for a, b in zip(table["2.1"], table["2.2"], strict=True)]
    values = {
        CellKey("figures", row, column): amount
        for row, amounts in table.items()
        for column, amount in zip(("man", "firm", "total"), amounts, strict=True)
    }
    assert set(found(SMALL_FORM, values).values()) == {"holds"}
    values[key("figures/2.1/man")] += Decimal("0.000001")
    assert {finding.check for finding in failing(SMALL_FORM, values)} == {
        "figures/2/man:down",
        "figures/2.1/total:across",
    }


@given(st.sets(st.sampled_from(sorted(NATIONAL.keys()))))
def test_blanks_open_checks_and_never_fail_them(blanks):
    values = {cell: None if cell in blanks else value for cell, value in figures(HUAIAN_2024).items()}
    for finding in check(NATIONAL, values):
        is_open = any(cell in blanks for cell in finding.cells)
        assert finding.status == ("cannot-tell" if is_open else "holds")
        has_open_side = any(part.value is None for part in finding.left)
        assert (finding.found is None) == has_open_side


def test_cells_as_read_become_figures_with_their_blanks():
    cell = Cell(key("figures/1/man"), Decimal(3), "3", "件")
    blank = replace(cell, key=key("figures/1/firm"), value=None, raw="—")
    assert figures_of_cells((cell, blank)) == {key("figures/1/man"): Decimal(3), key("figures/1/firm"): None}


def test_an_address_reads_back_and_nonsense_is_refused():
    assert str(key("figures/2.1/man")) == "figures/2.1/man"
    for nonsense in ("", "figures", "figures/1", "figures/1/man/x"):
        with pytest.raises(ValueError):
            key(nonsense)
