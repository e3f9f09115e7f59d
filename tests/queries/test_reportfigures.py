"""The figures of a report beside those of the year before, whatever form that report is in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.domain.statform.definition import CellKey
from reports.models import Report
from reports.queries import grids, reportfigures, statforms
from reports.services.figures import recount
from tests.factories import make_agency, make_report

pytestmark = pytest.mark.django_db

NOW = statforms.form("national-2021")
CARRIED_IN = CellKey("applications", "2", "total")
CARRIED_ON = CellKey("applications", "4", "total")


def report(year: int, form_id: str, cells: dict[CellKey, int | None], **fields: object) -> Report:
    figures = {key: None if value is None else Decimal(value) for key, value in cells.items()}
    return make_report(agency=make_agency(), year=year, form_id=form_id, figures=figures, **fields)


def carried(now: Report) -> dict[str, str]:
    """Status of each check that crosses years."""
    figures = reportfigures.of_report(now, reportfigures.previous_of(now))
    assert figures is not None
    return {f.check: f.status for f in figures.findings if f.kind == "carry-over"}


@pytest.mark.parametrize(("before", "status"), [(3, "holds"), (4, "fails"), (None, "cannot-tell")])
def test_requests_are_carried_over_from_the_form_of_2019(before, status):
    report(2020, "national-2019", {CARRIED_ON: before})
    now = report(2021, "national-2021", {CARRIED_IN: 3})
    found = carried(now)
    assert found["carry-over/applications/2/total"] == status
    assert found["carry-over/disclosure/rules/in_force"] == "cannot-tell"
    assert len(found) == 9


@pytest.mark.parametrize(("form_id", "year"), [("national-2014", 2018), ("fujian-2008", 2018)])
def test_an_older_form_that_carried_nothing_on_cannot_tell(form_id, year):
    report(year, form_id, {})
    now = report(2019, "national-2019", {CARRIED_IN: 3})
    assert set(carried(now).values()) == {"cannot-tell"}
    assert len(carried(now)) == 12


def test_a_report_without_a_form_is_no_year_before():
    report(2020, "", {})
    now = report(2021, "national-2021", {CARRIED_IN: 3})
    assert reportfigures.previous_of(now) is None
    assert carried(now) == {}


def test_a_form_that_is_no_longer_shipped_is_no_year_before():
    report(2020, "lost-form", {})
    assert reportfigures.previous_of(report(2021, "national-2021", {})) is None


def test_a_draft_or_another_kind_is_no_year_before():
    report(2020, "national-2019", {CARRIED_ON: 3}, state="draft")
    report(2020, "national-2019", {CARRIED_ON: 3}, kind="roll_up")
    assert reportfigures.previous_of(report(2021, "national-2021", {})) is None


def test_the_counts_that_are_stored_are_those_of_the_page():
    report(2020, "national-2019", {CARRIED_ON: 4})
    now = report(2021, "national-2021", {CARRIED_IN: 3})
    recount(now)
    figures = reportfigures.of_report(now, reportfigures.previous_of(now))
    assert figures is not None
    assert (now.checks_failed, now.checks_warned) == (1, 1)  # the warning: two chapters of six
    assert (figures.summary.failed, figures.summary.open) == (1, now.checks_open)


def test_the_grid_holds_last_years_figures_at_the_addresses_of_this_years_form():
    other = CellKey("applications", "3.6", "total")
    report(2020, "national-2019", {CARRIED_ON: 4, other: 2})
    grid = grids.grid(report(2021, "national-2021", {CARRIED_IN: 3}))
    assert grid.has_previous
    assert grid.data["previous"] == {"applications/4/total": "4"}


@pytest.mark.parametrize("form_id", ["national-2021", "national-2019", "fujian-2008"])
def test_another_form_costs_no_more_queries(form_id, django_assert_num_queries):
    report(2020, form_id, dict.fromkeys(statforms.form(form_id).keys(), 1))
    now = report(2021, "national-2021", {CARRIED_IN: 3})
    with django_assert_num_queries(4):  # last year's report, its figures, this year's cells, decisions
        carried(now)
