"""The table finder on published reports, where they are at hand: ../shared/reports beside the repository."""

from decimal import Decimal
from pathlib import Path

import pytest

from reports.domain.statform.identities import check
from reports.domain.statform.table import figures
from reports.queries.statforms import form
from tests.domain.statform import real_tables
from tests.domain.statform.locating import located, values

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "reports"
needs_reports = pytest.mark.skipif(not FOLDER.is_dir(), reason="the published reports are not at hand")
pytestmark = needs_reports


def text_of(name):
    [path] = FOLDER.glob(f"{name}_*.txt")
    return path.read_text("utf-8")


def figures_in(text, first, last):
    """Every figure of those lines in the order of the text, found without the table finder."""
    lines = text.split("\n")[first - 1 : last]
    parts = [part.strip() for line in lines for part in line.split("\t")]
    return [Decimal(part) for part in parts if part.replace(".", "").isdecimal()]


def statuses(found):
    findings = check(form(found.form_id), figures(found.cells))
    return {finding.status for finding in findings}


def test_the_bureau_of_2016_has_its_32_cells():
    found = located(text_of("01"), year=2016)

    assert (found.form_id, len(found.cells), found.unread) == ("fujian-2008", 32, ())
    assert values(found)["statistics/1/year"] == Decimal(4047)
    assert values(found)["statistics/1/cumulative"] == Decimal(24112)
    assert [cell.value for cell in found.cells] == figures_in(text_of("01"), 84, 210)
    assert statuses(found) == {"holds"}
    assert (found.first_line, found.last_line, found.caption) == (70, 210, (70, 72, 74))


@pytest.mark.parametrize(
    ("name", "first", "last", "printed"),
    [("02", 64, 382, real_tables.HUAIAN_2024), ("04", 98, 174, real_tables.SUQIAN_2023)],
)
def test_two_national_reports_have_their_200_cells(name, first, last, printed):
    found = located(text_of(name))

    assert (found.form_id, len(found.cells), found.unread) == ("national-2021", 200, ())
    assert {cell.key: cell.value for cell in found.cells} == real_tables.figures(printed)
    assert [cell.value for cell in found.cells] == figures_in(text_of(name), first, last)
    assert statuses(found) == {"holds"}
    assert {cell.confidence for cell in found.cells} == {1.0}


@pytest.mark.parametrize("name", ["09", "10", "12", "13"])
def test_reports_without_a_table_give_no_cell_and_nothing_unread(name):
    found = located(text_of(name))
    assert (found.form_id, found.cells, found.unread, found.lines) == (None, (), (), frozenset())


@pytest.mark.parametrize("name", ["16", "20", "30", "31"])
def test_copies_cut_before_the_table_say_so(name):
    found = located(text_of(name))

    assert (found.form_id, found.cells, found.lines) == (None, (), frozenset())
    assert found.unread[-1].reason == "cut"
    assert {item.reason for item in found.unread} <= {"cut", "gap"}


@pytest.mark.parametrize(
    ("name", "decisions", "cut_at"),
    [("28", ("330", "1311", "126"), [19, 20]), ("33", ("0", "0", "0"), [22, 23, 24])],
)
def test_tables_cut_in_the_middle_give_what_is_there_and_where_they_end(name, decisions, cut_at):
    found = located(text_of(name))

    assert (found.form_id, len(found.cells)) == ("national-2021", 9)
    rows = ("licences", "penalties", "compulsory_measures")
    assert [values(found)[f"disclosure/{row}/decisions"] for row in rows] == [Decimal(d) for d in decisions]
    assert [item.position.line for item in found.unread if item.reason == "cut"] == cut_at
    assert {item.reason for item in found.unread} == {"cut", "gap"}


def told(found):
    """The unread parts that are no marks of a gap, and no cut behind the table."""
    return [(item.position.line, item.text, item.reason) for item in found.unread if item.reason != "gap"]


def test_a_header_broken_over_lines_is_read_and_an_amount_without_unit_stays_so():
    found = located(text_of("22"))

    assert (found.form_id, len(found.cells), found.year) == ("national-2019", 22, None)
    assert [item[2] for item in told(found)] == ["cut"]
    filled = {str(cell.key): cell.raw for cell in found.cells if cell.raw != "0"}
    assert filled == {
        "disclosure/normative_documents/made": "5",
        "disclosure/normative_documents/opened": "5",
        "disclosure/normative_documents/total_open": "5",
        "disclosure/procurement/items": "1",
        "disclosure/procurement/amount": "8040",
    }
    amount = found.cells[-1]
    assert (amount.value, amount.raw, amount.unit) == (Decimal(8040), "8040", "")


def test_rows_run_into_their_figures_are_unread_each_and_the_form_is_known():
    found = located(text_of("24"))

    assert (found.form_id, found.cells) == ("national-2019", ())
    glued = [13, 14, 17, 18, 21, 22]
    assert [line for line, _, reason in told(found) if reason == "glued"] == glued
    assert [line for line, _, reason in told(found) if reason == "cut"] == [25, 27]


def test_ragged_pipes_give_the_totals_and_leave_the_other_applicants_blank():
    found = located(text_of("25"))

    assert found.form_id == "national-2019"
    rows = ("1", "2", "3.1")
    applications = {cell.key: cell for cell in found.cells if cell.key.table == "applications"}
    assert {key.row for key in applications} == set(rows) and len(applications) == 21
    for key, cell in applications.items():
        assert cell.raw == ("0" if key.column == "total" else "")
        assert cell.value == (Decimal(0) if key.column == "total" else None)
    assert {cell.rule for cell in applications.values() if cell.raw} == {"last-of-merged"}
    assert {cell.confidence for cell in applications.values() if cell.raw} == {0.9}
    others = [str(cell.key) for cell in found.cells if cell.key.table == "disclosure"]
    assert len(others) == 16
    assert not [key for key in others if "rules" in key or "normative_documents" in key]
    lost = [line for line, _, reason in told(found) if reason == "header-missing"]
    assert lost == list(range(4, 20))


def test_a_table_of_labels_is_blank_but_for_one_figure_whose_column_nobody_can_know():
    found = located(text_of("26"))

    assert (found.form_id, len(found.cells)) == ("national-2019", 22 - 3 + 161 + 15)
    assert {(cell.value, cell.raw) for cell in found.cells} == {(None, "")}
    assert not [cell for cell in found.cells if cell.key.row == "rules"]
    assert told(found) == [
        (9, "规章 0", "cell-count"),
        (75, "[存储文本到此为止 / stored text ends here]", "cut"),
    ]


def test_a_cousin_of_the_short_table_is_forced_into_no_form():
    found = located(text_of("37"))

    assert (found.form_id, found.cells) == (None, ())
    assert "unknown-form" in {item.reason for item in found.unread}
    unread = {item.position.line for item in found.unread if item.reason == "unknown-form"}
    lines = text_of("37").split("\n")
    assert unread == {line for line in found.lines if lines[line - 1].strip(" |")}


def test_every_line_of_the_unknown_form_is_listed():
    assert located(text_of("37")).lines == frozenset(range(3, 39))
