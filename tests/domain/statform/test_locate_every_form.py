"""Every form that is shipped, printed in every layout the readers know, reads back as it was printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.domain.statform.definition import Form
from reports.queries.statforms import all_forms, form
from tests.domain.statform.locating import located
from tests.printing import LAYOUTS, printed


def some_figures(one: Form) -> dict:
    """A figure of its own for every cell; amounts with decimals."""
    return {
        key: Decimal(f"{number}.25") if one.kind(key) == "money" else Decimal(number * 37 % 1009)
        for number, key in enumerate(one.keys(), start=3)
    }


def year_of(one: Form) -> int:
    return one.last_year or one.first_year


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form_id", all_forms())
def test_a_full_table_reads_back(form_id, layout):
    one = form(form_id)
    figures = some_figures(one)
    text = printed(one, figures, year=year_of(one), layout=layout)

    found = located(text, year=year_of(one))

    assert (found.form_id, found.unread) == (form_id, ())
    assert {cell.key: cell.value for cell in found.cells} == figures


@pytest.mark.parametrize("layout", sorted(LAYOUTS.keys() - {"single_spaces"}))
@pytest.mark.parametrize("form_id", all_forms())
def test_a_table_printed_blank_is_blank_and_never_zero(form_id, layout):
    one = form(form_id)
    found = located(printed(one, {}, year=year_of(one), layout=layout), year=year_of(one))

    assert (found.form_id, found.unread) == (form_id, ())
    assert {cell.key: cell.value for cell in found.cells} == dict.fromkeys(one.keys())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form_id", all_forms())
def test_the_labels_alone_tell_the_form(form_id, layout):
    one = form(form_id)
    found = located(printed(one, some_figures(one), year=year_of(one), layout=layout))

    assert (found.form_id, len(found.cells)) == (form_id, len(list(one.keys())))
