"""Cells of cut lines keep their places: blank, holding a space, or without the label of their row."""

from decimal import Decimal

import pytest

from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures, unread, values, wrong
from tests.factories import seed_figures
from tests.printing import printed

ARCHIVES = "7.属于行政执法案卷"


def national(layout="tabs"):
    return printed(NATIONAL, national_figures(), layout=layout, year=2024)


def line_of(text, label):
    return next(line for line in text.split("\n") if label in line)


@pytest.mark.parametrize(("tab", "layout"), [("\t", "tabs"), ("|", "pipes"), ("    ", "gaps")])
def test_a_cell_that_holds_a_space_is_one_cell_and_no_number(tab, layout):
    text = national(layout)
    rules = line_of(text, "规章")
    found = located(text.replace(rules, tab.join(["规章", "1 234", "-", "567"])), year=2024)

    assert values(found)["disclosure/rules/issued"] is None
    assert values(found)["disclosure/rules/in_force"] == Decimal(567)
    assert ("1 234", "spaces") in [item[1:] for item in unread(found)]


@pytest.mark.parametrize("tab", ["\t", "|"])
def test_a_blank_cell_beside_a_cell_that_holds_a_space_is_not_filled_from_it(tab):
    text = national()
    rules = line_of(text, "规章")
    found = located(text.replace(rules, tab.join(["规章", "1 234", "", "567"])), year=2024)

    assert values(found)["disclosure/rules/issued"] is None
    assert values(found)["disclosure/rules/repealed"] is None
    assert values(found)["disclosure/rules/in_force"] == Decimal(567)


def test_a_space_in_one_of_two_cells_does_not_make_them_two():
    text = printed(FUJIAN, seed_figures(), layout="tabs").replace("4047\t24112", "4 112\t")
    found = located(text, year=2016)

    assert {c.key.column: (c.value, c.raw) for c in found.cells if c.key.row == "1"} == {
        "year": (None, "4 112"),
        "cumulative": (None, ""),
    }
    assert ("4 112", "spaces") in [item[1:] for item in unread(found)]


def test_a_blank_row_does_not_take_the_figures_of_a_row_without_label():
    figures = national_figures()
    text = national()
    whole = line_of(text, ARCHIVES)
    label, *cells = whole.split("\t")
    blanks = "\t" * len(cells)
    found = located(text.replace(whole, f"{label}{blanks}\n\t20\t1\t0\t0\t0\t0\t21"), year=2024)

    row = next(
        row.code for row in NATIONAL.tables[1].blocks[0].rows if row.label in label or label in row.label
    )
    assert [cell.value for cell in found.cells if cell.key.row == row and cell.value is not None] == []
    assert ("20 1 0 0 0 0 21", "row-label-missing") in [item[1:] for item in unread(found)]
    assert wrong(found, {k: v for k, v in figures.items() if k.row != row} | {}) == {}


@pytest.mark.parametrize("unit", ["条", ""])
def test_nor_does_it_in_a_table_with_a_column_of_units(unit):
    text = printed(FUJIAN, seed_figures(), layout="tabs")
    whole = line_of(text, "当面申请数")
    found = located(text.replace(whole, f"当面申请数\t{unit}\t\t\n\t\t3\t4"), year=2016)

    assert [cell.value for cell in found.cells if cell.key.row == "2.1" and cell.value is not None] == []
    assert ("3 4", "row-label-missing") in [item[1:] for item in unread(found)]


@pytest.mark.parametrize("layout", ["tabs", "pipes", "framed"])
@pytest.mark.parametrize("form", [NATIONAL, FUJIAN], ids=lambda form: form.id)
def test_a_form_printed_blank_in_cells_is_all_blank(form, layout):
    found = located(printed(form, {}, layout=layout, year=2024), year=2024, form_id=form.id)

    assert len(found.cells) == len(list(form.keys()))
    assert ({cell.value for cell in found.cells}, found.unread) == ({None}, ())


def test_a_blank_row_between_filled_ones_is_blank():
    figures = national_figures()
    blank = [key for key in figures if key.row == "3.3.7"]
    text = printed(NATIONAL, figures | dict.fromkeys(blank), layout="tabs", year=2024)
    found = located(text, year=2024)

    assert {cell.key: cell.value for cell in found.cells} == figures | dict.fromkeys(blank)
    assert found.unread == ()


DOCUMENTS = "行政规范性文件"


@pytest.mark.parametrize(("tab", "layout"), [("\t", "tabs"), ("|", "pipes")])
@pytest.mark.parametrize("cells", [("", "2\n437", "5616"), ("2\n437", "", "5616"), ("2\n437", "5616", "")])
def test_a_figure_cut_in_two_beside_a_blank_cell_does_not_fill_the_row(cells, tab, layout):
    text = national(layout)
    documents = line_of(text, DOCUMENTS)
    found = located(text.replace(documents, tab.join([DOCUMENTS, *cells])), year=2024)

    assert {key: value for key, value in values(found).items() if "normative_documents" in key} == {}
    assert "cell-count" in [reason for _, _, reason in unread(found)]


@pytest.mark.parametrize("printed_below", ["3", "12\t14", "3 / 8", "3/8"])
def test_a_page_number_below_a_row_is_none_of_its_figures(printed_below):
    text = national()
    documents = line_of(text, DOCUMENTS)
    beside = "\t".join([DOCUMENTS, *["5"] * (3 - len(printed_below.split("\t")))])
    found = located(text.replace(documents, f"{beside}\n{printed_below}"), year=2024)

    assert not [value for key, value in values(found).items() if "normative_documents" in key and value]
    assert DOCUMENTS in " ".join(text for _, text, _ in unread(found))


@pytest.mark.parametrize("printed_below", ["3 / 8", "3/8"])
def test_a_page_of_how_many_fills_no_blank_row(printed_below):
    blank = dict.fromkeys(national_figures())
    text = printed(NATIONAL, blank, layout="gaps", year=2024)
    found = located(text.replace(DOCUMENTS, f"{DOCUMENTS}\n{printed_below}"), year=2024)

    assert {cell.value for cell in found.cells} == {None}
    assert DOCUMENTS in [text for _, text, _ in unread(found)]
