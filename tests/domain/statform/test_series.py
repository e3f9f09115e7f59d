"""Figures of one form at the addresses of another, and one figure over years and forms."""

from __future__ import annotations

from decimal import Decimal

from reports.domain.statform.definition import CellKey
from reports.domain.statform.identities import check
from reports.domain.statform.series import Reported, series, translated
from reports.queries.statforms import form, links

SHORT, OF_2014, TRIAL, NOW = map(form, ("fujian-2008", "national-2014", "national-2019", "national-2021"))


def keyed(**cells: int | None) -> dict[CellKey, Decimal | None]:
    """`applications__4__total=3` → the cell applications/4/total; `_` in a row's number is a stop."""
    found = {}
    for name, value in cells.items():
        table, row, column = name.split("__")
        code = row.removeprefix("r").replace("_", ".") if row.startswith("r") and row[1:2].isdigit() else row
        found[CellKey(table, code, column)] = None if value is None else Decimal(value)
    return found


def test_a_figure_keeps_its_address_and_a_blank_stays_blank():
    figures = keyed(applications__r4__total=3, applications__r4__business=None)
    found = translated(figures, TRIAL, NOW, links())
    assert found[CellKey("applications", "4", "total")] == 3
    assert found[CellKey("applications", "4", "business")] is None


def test_what_the_older_form_did_not_count_is_left_out_and_not_blank():
    found = translated({}, TRIAL, NOW, links())
    assert CellKey("disclosure", "rules", "in_force") not in found
    assert CellKey("applications", "3.6.1", "total") not in found
    assert len(found) == 154 + 15 + 3


def test_into_the_older_form_three_rows_add_up_and_one_blank_makes_the_sum_blank():
    address = CellKey("applications", "3.6", "total")
    rows = {"applications__r3_6_1__total": 1, "applications__r3_6_2__total": 0}
    whole = keyed(**rows, applications__r3_6_3__total=4)
    assert translated(whole, NOW, TRIAL, links())[address] == 5
    assert translated(keyed(**rows, applications__r3_6_3__total=None), NOW, TRIAL, links())[address] is None


def test_within_one_form_every_cell_is_there():
    found = translated(keyed(applications__r4__total=3), NOW, NOW, links())
    assert set(found) == set(NOW.keys())
    assert found[CellKey("applications", "4", "total")] == 3
    assert found[CellKey("applications", "1", "total")] is None


def test_carry_over_holds_fails_and_cannot_tell_across_forms():
    before = translated(keyed(applications__r4__total=3, applications__r4__business=1), TRIAL, NOW, links())
    year = keyed(
        applications__r2__total=3,
        applications__r2__business=2,
        applications__r2__other=0,
        disclosure__rules__in_force=5,
        disclosure__rules__issued=1,
        disclosure__rules__repealed=0,
    )
    found = {finding.check: finding for finding in check(NOW, year, before)}
    assert found["carry-over/applications/2/total"].status == "holds"
    failing = found["carry-over/applications/2/business"]
    assert (failing.status, failing.expected, failing.found) == ("fails", 1, 2)
    blank = found["carry-over/applications/2/other"]
    assert (blank.status, [part.is_absent for part in blank.right]) == ("cannot-tell", [False])
    absent = found["carry-over/disclosure/rules/in_force"]
    assert (absent.status, [part.is_absent for part in absent.right]) == ("cannot-tell", [True, False, False])


def test_a_series_follows_one_figure_over_four_forms():
    address = CellKey("applications", "1", "total")
    reports = [
        Reported(2021, NOW, keyed(applications__r1__total=9)),
        Reported(2016, SHORT, keyed(statistics__r2__year=1, statistics__r2__cumulative=2)),
        Reported(2018, OF_2014, keyed(statistics__r3_1__count=4)),
        Reported(2019, TRIAL, keyed(applications__r1__total=None)),
    ]
    found = series(address, NOW, reports, links())
    assert [(p.year, p.form_id, p.value, p.is_comparable) for p in found] == [
        (2016, "fujian-2008", 1, True),
        (2018, "national-2014", 4, True),
        (2019, "national-2019", None, True),
        (2021, "national-2021", 9, True),
    ]
    assert [str(cell) for point in found for cell in point.cells] == [
        "statistics/2/year",
        "statistics/3.1/count",
        "applications/1/total",
        "applications/1/total",
    ]


def test_a_year_that_is_not_comparable_says_why():
    address = CellKey("disclosure", "normative_documents", "in_force")
    reports = [
        Reported(2020, TRIAL, {}),
        Reported(2021, NOW, keyed(disclosure__normative_documents__in_force=6)),
    ]
    first, second = series(address, NOW, reports, links())
    assert (first.is_comparable, first.value, first.cells) == (False, None, ())
    assert "口径不同" in first.reason
    assert first.reason_en.startswith("The form of 2019 counts documents made")
    assert (second.value, second.reason) == (6, "")
