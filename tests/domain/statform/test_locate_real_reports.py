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


@pytest.mark.parametrize("name", ["22", "24", "25", "26", "37"])
def test_tables_of_forms_not_yet_known_are_forced_into_none(name):
    found = located(text_of(name))

    assert (found.form_id, found.cells) == (None, ())
    assert "unknown-form" in {item.reason for item in found.unread}
    unread = {item.position.line for item in found.unread if item.reason == "unknown-form"}
    lines = text_of(name).split("\n")
    assert unread == {line for line in found.lines if lines[line - 1].strip(" |")}


def test_every_line_of_the_unknown_form_is_listed():
    assert located(text_of("37")).lines == frozenset(range(3, 39))
