"""Figures of a draft: typed or read, exact, blank or zero, refused by row and column."""

from decimal import Decimal

import pytest

from reports.domain.document import Position
from reports.domain.statform.definition import CellKey
from reports.domain.statform.table import Cell
from reports.queries.figures import figures_of
from reports.services import reports
from tests.factories import make_report, make_writer, seed_figures

pytestmark = pytest.mark.django_db


def key(row, column="year"):
    return CellKey("statistics", row, column)


def make_draft(**fields):
    return make_report(state="draft", **fields)


def type_in(report, **raws):
    typed = {CellKey("statistics", name[1:].replace("_", "."), "year"): raw for name, raw in raws.items()}
    return reports.save_figures(report=report, raws=typed, by=make_writer())


def test_what_is_typed_is_kept_as_typed_and_read_exactly():
    report = make_draft(figures={})
    type_in(report, r1="4,047", r2="０", r2_1="", r4="0.10")
    stored = {cell.row: (cell.value, cell.raw, cell.unit) for cell in report.cells.all()}
    assert stored == {
        "1": (Decimal("4047"), "4,047", "条"),
        "2": (Decimal("0"), "０", "条"),
        "4": (Decimal("0.1"), "0.10", "元"),
    }


def test_emptying_a_cell_makes_it_blank_and_not_zero():
    report = make_draft()
    type_in(report, r1="")
    assert figures_of(report)[key("1")] is None
    assert figures_of(report)[key("1.2")] == 0


def test_a_text_that_is_no_number_names_row_and_column_and_saves_nothing():
    report = make_draft(figures={})
    with pytest.raises(reports.BadFigures) as caught:
        type_in(report, r1="12", r2="约十件", r5="<script>", r6="1'; DROP TABLE")
    assert set(caught.value.problems) == {key("2"), key("5"), key("6")}
    message = caught.value.problems[key("2")]
    assert "受理政府信息公开申请总数" in message and "2016" in message and "约十件" in message
    assert report.cells.count() == 0


@pytest.mark.parametrize(
    ("raw", "fits"),
    [
        ("9" * 14, True),
        ("9" * 15, False),
        ("9" * 13 + ".99", True),
        ("9" * 13 + ".999", False),
        ("0.123456", True),
        ("0.1234567", False),
    ],
)
def test_figures_no_database_keeps_exactly_are_refused(raw, fits):
    report = make_draft(figures={})
    if fits:
        type_in(report, r4=raw)
        assert figures_of(report)[key("4")] == Decimal(raw)
    else:
        with pytest.raises(reports.BadFigures):
            type_in(report, r4=raw)


@pytest.mark.parametrize(("raw", "is_read"), [("12元", True), ("12万元", False), ("12条", False)])
def test_an_amount_in_another_unit_than_the_forms_is_refused_and_not_converted(raw, is_read):
    report = make_draft(figures={})
    if is_read:
        type_in(report, r4=raw)
        assert figures_of(report)[key("4")] == 12
    else:
        with pytest.raises(reports.BadFigures):
            type_in(report, r4=raw)


def test_an_overlong_text_is_refused_and_not_cut():
    with pytest.raises(reports.BadFigures):
        type_in(make_draft(figures={}), r1="1" * 10000)


def test_a_cell_the_form_does_not_have_is_refused():
    with pytest.raises(reports.Refused, match="99"):
        type_in(make_draft(), r99="1")


def test_a_report_without_a_form_takes_no_figures():
    with pytest.raises(reports.Refused):
        type_in(make_draft(form_id="", figures={}), r1="1")


def test_saving_tells_and_counts_what_the_checks_find():
    report = make_draft()
    findings = type_in(report, r2="3")
    failing = [finding for finding in findings if finding.status == "fails" and finding.is_hard]
    assert [(f.check, f.found, f.expected) for f in failing] == [
        ("statistics/2/year:down", 3, 1),
        ("statistics/2/year:to-date", 3, 2),
    ]
    report.refresh_from_db()
    assert report.checks_failed == 2
    type_in(report, r2="1")
    assert report.checks_failed == 0


def test_last_years_published_report_in_the_same_form_is_carried_over():
    report = make_draft(year=2017, figures=seed_figures())
    reports.recount(report)
    assert report.checks_failed == 0
    make_report(year=2016, form_id="national-2014", kind="roll_up", figures={})
    before = make_report(year=2016)
    findings = reports.recount(report)
    crossing = [finding for finding in findings if finding.kind == "carry-over"]
    assert {f.status for f in crossing} == {"holds", "fails"}
    assert report.checks_failed == len([f for f in crossing if f.status == "fails" and f.is_hard])
    assert before.checks_failed == 0


def test_cells_as_read_keep_where_they_came_from_even_without_a_value():
    report = make_draft(figures={})
    cells = [
        Cell(key("1"), Decimal(4047), "4047", "条", Position(line=92), 1.0, "label"),
        Cell(key("2"), None, "见附件", "条", Position(line=101), 0.4, "label"),
    ]
    reports.save_cells(report=report, cells=cells, by=make_writer(), act=None)
    stored = {cell.row: (cell.value, cell.raw, cell.line, cell.rule) for cell in report.cells.all()}
    assert stored == {"1": (Decimal(4047), "4047", 92, "label"), "2": (None, "见附件", 101, "label")}
    assert not report.events.exists()
    type_in(report, r1="4047", r2="见附件", r3="1")
    kept = report.cells.get(row="2")
    assert (kept.line, kept.value) == (101, None)
    assert report.cells.get(row="1").line == 92
    type_in(report, r1="4048")
    typed = report.cells.get(row="1")
    # The place stays: there it stands in the source, whatever was made of it.
    assert (typed.line, typed.rule, typed.accepted_by.username) == (92, "typed", "chen")


def test_an_edit_of_figures_is_one_event_with_before_and_after():
    report = make_draft()
    type_in(report, r1="4048", r1_1="2936")
    assert report.events.get().changes == {"statistics/1/year": ["4047", "4048"]}


def test_a_form_is_chosen_while_no_figure_loses_its_place():
    empty, filled = make_draft(form_id="", figures={}), make_draft(year=2015)
    reports.choose_form(report=empty, form_id="national-2021", by=make_writer())
    assert empty.form_id == "national-2021"
    with pytest.raises(reports.Refused, match="32"):
        reports.choose_form(report=filled, form_id="national-2021", by=make_writer())
    with pytest.raises(reports.Refused, match="nothing"):
        reports.choose_form(report=empty, form_id="nothing", by=make_writer())
