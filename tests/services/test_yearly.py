"""The year counts itself: what is in the register, in the draft, and beside what was published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reports.domain.casework.steps import Step, StepKind
from reports.domain.roles import Role
from reports.domain.statform.definition import CellKey
from reports.models import Account, Agency, Dispute, Report, YearCount
from reports.queries import reconciling
from reports.queries.access import Denied
from reports.services import reports, yearly
from reports.services.revisions import NotAllowed, Refused
from tests.casefactories import make_application
from tests.factories import make_account, make_agency, make_publisher, make_reviewer, make_writer, released

pytestmark = pytest.mark.django_db

K = StepKind


def cell(row: str, column: str, table: str = "applications") -> CellKey:
    return CellKey(table, row, column)


def make_year(agency: Agency) -> None:
    """2024 by hand: one carried in and disclosed, one new and refused (a business), one new and carried out,
    one received on 31 December, one on 1 January 2025, one arrived and never confirmed, one complaint."""
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    make_application(
        agency=agency,
        arrived_on=date(2023, 12, 29),
        received_on=date(2023, 12, 29),
        then=[Step(K.ANSWER, first, outcome="disclosed")],
    )
    make_application(
        agency=agency,
        applicant_kind="business",
        arrived_on=date(2024, 5, 6),
        received_on=date(2024, 5, 6),
        then=[Step(K.ANSWER, date(2024, 5, 20), outcome="trade_secret")],
    )
    make_application(
        agency=agency,
        arrived_on=date(2024, 12, 2),
        received_on=date(2024, 12, 2),
        then=[Step(K.ANSWER, date(2025, 1, 2), outcome="disclosed")],
    )
    make_application(agency=agency, arrived_on=last, received_on=last)
    make_application(agency=agency, arrived_on=last, received_on=date(2025, 1, 1))
    make_application(agency=agency, arrived_on=date(2024, 6, 3), received_on=None)
    make_application(
        agency=agency, kind="complaint", arrived_on=date(2024, 6, 3), received_on=date(2024, 6, 3)
    )
    make_application(agency=make_agency("示例市教育局"), arrived_on=first, received_on=first)
    Dispute.objects.create(
        agency=agency, kind="review", filed_on=date(2024, 6, 1), created_by=caseworker(agency)
    )


def caseworker(agency: Agency) -> Account:
    return make_account("sun", Role.CASEWORKER, agency=agency)


def test_the_year_is_counted_as_it_stood_on_31_december() -> None:
    agency = make_agency()
    make_year(agency)
    counted = yearly.count(agency, 2024)
    assert counted is not None and counted.form_id == "national-2021"
    cells = reconciling.counted_cells(counted)
    expected = {
        cell("1", "natural_person"): 2,
        cell("1", "business"): 1,
        cell("1", "total"): 3,
        cell("2", "natural_person"): 1,
        cell("3.1", "natural_person"): 1,
        cell("3.3.4", "business"): 1,
        cell("3.7", "total"): 2,
        cell("4", "natural_person"): 2,
        cell("4", "total"): 2,
        cell("review", "pending", "disputes"): 1,
        cell("review", "total", "disputes"): 1,
    }
    assert {key: cells[key] for key in expected} == expected
    assert sum(cells.values()) == 2 + 1 + 3 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 2 + 2 + 2 + 1 + 1
    # the twelve above, and the totals of 2, 3.1, 3.3.4 and of 3.7 by applicant (1 and 1)
    assert counted.unconfirmed == 2  # one never confirmed, one confirmed on 1 January
    assert len([key for key in cells if key.table == "applications"]) == 175
    assert len([key for key in cells if key.table == "disputes"]) == 15


def test_later_steps_do_not_change_a_year_that_is_over() -> None:
    agency = make_agency()
    make_year(agency)
    before = yearly.count(agency, 2024).cells
    make_application(agency=agency, arrived_on=date(2025, 2, 3), received_on=date(2025, 2, 3))
    still_open = agency.applications.get(arrived_on=date(2024, 12, 31), received_on=date(2024, 12, 31))
    still_open.steps.create(number=3, kind="answer", on=date(2025, 1, 20), outcome="disclosed")
    still_open.closed_on = date(2025, 1, 20)
    still_open.save()
    Dispute.objects.update(result="upheld", result_on=date(2025, 3, 1))
    assert yearly.count(agency, 2024).cells == before


def test_a_struck_step_counts_no_more() -> None:
    agency = make_agency()
    application = make_application(
        agency=agency, then=[Step(K.ANSWER, date(2024, 3, 11), outcome="disclosed")]
    )
    application.steps.filter(kind="answer").update(
        struck_at="2024-03-12T00:00Z", struck_by=caseworker(agency), strike_reason="录错"
    )
    application.closed_on = None
    application.save()
    cells = reconciling.counted_cells(yearly.count(agency, 2024))
    assert (cells[cell("3.1", "total")], cells[cell("4", "total")]) == (0, 1)


def test_counting_costs_the_same_queries_for_any_number_of_cases(django_assert_num_queries) -> None:
    agency = make_agency()
    make_year(agency)
    yearly.count(agency, 2024)
    for _ in range(20):
        make_application(agency=agency)
    # cases, steps, disputes, working days; two savepoints; keeping the figures
    with django_assert_num_queries(11):
        yearly.count(agency, 2024)


def test_a_year_without_a_form_that_counts_is_not_counted() -> None:
    assert yearly.count(make_agency(), 2007) is None
    assert not YearCount.objects.exists()


def test_one_click_makes_a_draft_whose_tables_balance_and_are_marked_as_counted() -> None:
    agency = make_agency()
    make_year(agency)
    report = yearly.make_draft(agency=agency, year=2024, by=make_writer(agency))
    assert (report.state, report.form_id, report.year) == ("draft", "national-2021", 2024)
    assert report.cells.filter(rule="counted").count() == 190
    assert report.cells.get(table="applications", row="4", column="total").value == Decimal(2)
    balances = [one for one in reports.recount(report) if one.check.startswith("applications/")]
    failing = [one.check for one in balances if one.status == "fails"]
    assert balances
    assert failing == []


def test_counting_again_into_the_same_draft_leaves_what_was_typed_elsewhere() -> None:
    agency = make_agency()
    make_year(agency)
    by = make_writer(agency)
    report = yearly.make_draft(agency=agency, year=2024, by=by)
    licences = CellKey("disclosure", "licences", "decisions")
    reports.save_figures(report=report, raws={licences: "12"}, by=by)
    make_application(agency=agency, arrived_on=date(2024, 7, 1), received_on=date(2024, 7, 1))
    again = yearly.make_draft(agency=agency, year=2024, by=by)
    assert again == report
    assert again.cells.get(table="disclosure", row="licences").value == Decimal(12)
    assert again.cells.get(table="applications", row="1", column="total").value == Decimal(4)


def test_a_figure_typed_over_is_no_longer_marked_as_counted() -> None:
    agency = make_agency()
    by = make_writer(agency)
    report = yearly.make_draft(agency=agency, year=2024, by=by)
    reports.save_figures(report=report, raws={cell("1", "other"): "7"}, by=by)
    assert report.cells.get(row="1", column="other").rule == "typed"


def test_the_draft_needs_somebody_who_writes_reports_there() -> None:
    agency = make_agency()
    with pytest.raises(NotAllowed):
        yearly.make_draft(agency=agency, year=2024, by=caseworker(agency))
    with pytest.raises(NotAllowed):
        yearly.make_draft(agency=agency, year=2024, by=make_writer(make_agency("示例市教育局")))
    assert not Report.objects.exists()


@pytest.mark.parametrize("state", ["in_review", "published"])
def test_a_report_on_its_road_is_not_filled_in(state: str) -> None:
    agency = make_agency()
    report = yearly.make_draft(agency=agency, year=2024, by=make_writer(agency))
    if state == "in_review":
        reports.submit(report=report, by=make_writer(agency))
    else:
        make_reviewer(agency), make_publisher(agency)
        published(report)
    with pytest.raises(Refused):
        yearly.make_draft(agency=agency, year=2024, by=make_writer(agency))


def published(report: Report) -> Report:
    for make in (make_writer, make_reviewer, make_publisher):
        make(report.agency)
    report.refresh_from_db()
    return released(report)


def test_a_published_year_agrees_with_its_register_cell_by_cell() -> None:
    agency = make_agency()
    make_year(agency)
    yearly.declare_complete(agency=agency, year=2024, by=caseworker(agency))
    report = published(yearly.make_draft(agency=agency, year=2024, by=make_writer(agency)))
    found = reconciling.of_report(report)
    assert found is not None
    assert (found.total, found.agreeing, found.open, found.explained) == (190, 190, (), ())


def make_differing(agency: Agency) -> Report:
    make_year(agency)
    yearly.declare_complete(agency=agency, year=2024, by=caseworker(agency))
    by = make_writer(agency)
    report = yearly.make_draft(agency=agency, year=2024, by=by)
    reports.save_figures(report=report, raws={cell("1", "research"): "1"}, by=by)
    report.refresh_from_db()
    report.explanation = "见各表说明"
    report.save()
    return published(report)


def test_a_difference_is_open_until_somebody_says_why_and_again_once_either_number_changes() -> None:
    agency = make_agency()
    report = make_differing(agency)
    key = cell("1", "research")
    found = reconciling.of_report(report)
    assert [(pair.key, pair.counted, pair.published) for pair in found.open] == [(key, 0, Decimal(1))]
    yearly.explain(
        agency=agency, year=2024, key=key, reason="一件为纸质登记，未录入系统", by=caseworker(agency)
    )
    found = reconciling.of_report(report)
    assert (found.agreeing, len(found.explained), found.open) == (189, 1, ())
    day = date(2024, 8, 1)
    for _ in range(2):
        make_application(agency=agency, applicant_kind="research", arrived_on=day, received_on=day)
    yearly.count(agency, 2024)
    assert key in {pair.key for pair in reconciling.of_report(report).open}


def test_a_difference_is_explained_by_the_agencys_caseworkers_in_words_and_only_where_there_is_one() -> None:
    agency = make_agency()
    make_differing(agency)
    key = cell("1", "research")
    for other in (
        make_writer(agency),
        make_account("wang", Role.CASEWORKER, agency=make_agency("示例市教育局")),
    ):
        with pytest.raises(Denied):
            yearly.explain(agency=agency, year=2024, key=key, reason="某原因", by=other)
    with pytest.raises(Refused):
        yearly.explain(agency=agency, year=2024, key=key, reason="  ", by=caseworker(agency))
    with pytest.raises(Refused):
        yearly.explain(
            agency=agency, year=2024, key=cell("2", "total"), reason="某原因", by=caseworker(agency)
        )


def test_nothing_is_compared_before_the_register_is_declared_complete() -> None:
    agency = make_agency()
    make_year(agency)
    report = published(yearly.make_draft(agency=agency, year=2024, by=make_writer(agency)))
    assert reconciling.of_report(report) is None
    yearly.declare_complete(agency=agency, year=2025, by=caseworker(agency))
    report.refresh_from_db()
    assert reconciling.of_report(Report.objects.get(pk=report.pk)) is None
    yearly.declare_complete(agency=agency, year=2024, by=caseworker(agency))
    assert reconciling.of_report(Report.objects.get(pk=report.pk)) is not None
    with pytest.raises(Refused):
        yearly.declare_complete(agency=agency, year=99999, by=caseworker(agency))
