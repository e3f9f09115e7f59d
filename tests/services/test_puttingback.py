"""A downloaded table, corrected and handed in again: into the draft, or a correction of what is public."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.test import Client

from reports.domain.statform.definition import CellKey
from reports.models import Account, Report
from reports.queries.figures import figures_of
from reports.services.importing import Stored, store
from reports.services.reading import read
from reports.services.revisions import Refused
from tests.factories import make_account, make_agency, make_report, seed_figures

pytestmark = pytest.mark.django_db
KEY = CellKey("statistics", "1", "year")
ADDRESS = "/reports/police/2016/tables/statistics."


@pytest.fixture
def chen() -> Account:
    return make_account("wu", "editor", "reviewer", "publisher")


@pytest.fixture
def report() -> Report:
    return make_report(agency=make_agency(slug="police"))


def download(suffix: str) -> bytes:
    return Client().get(ADDRESS + suffix).content


def corrected(suffix: str = "csv", value: str = "4048") -> bytes:
    """The download with 4047 in its first cell changed."""
    data = download(suffix)
    if suffix == "json":
        table = json.loads(data)
        table["cells"][0]["value"] = value
        return json.dumps(table).encode()
    return data.replace(b",4047,4047,", f",{value},4047,".encode())


def handed_in(data: bytes, by: Account, *, name: str = "table.csv", **options: object) -> Stored:
    return store(read(data, name=name), data=data, name=name, by=by, **options)


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_correction_of_what_is_public_is_a_new_draft_with_everything_else_as_it_was(
    report: Report, chen: Account, suffix: str
) -> None:
    stored = handed_in(corrected(suffix), chen, name=f"t.{suffix}")
    draft = stored.report
    assert (draft.pk != report.pk, draft.revision, draft.state, stored.is_created) == (True, 2, "draft", True)
    assert figures_of(draft) == {**seed_figures(), KEY: Decimal(4048)}
    assert [c.heading for c in draft.chapters.all()] == ["概述", "主动公开"]
    assert stored.changes == (("statistics/1/year", ("4047", "4048")),)
    assert figures_of(report) == seed_figures()
    event = draft.events.filter(act="imported").get()
    assert event.changes["statistics/1/year"] == ["4047", "4048"]
    assert draft.sources.get().name == f"t.{suffix}"
    cell = draft.cells.get(table="statistics", row="1", column="year")
    assert (cell.raw, cell.rule, cell.at_row is not None) == ("4048", "own-download", True)


def test_an_excel_download_finds_its_report_and_changes_nothing(report: Report, chen: Account) -> None:
    stored = handed_in(download("xlsx"), chen, name="t.xlsx")
    assert (stored.report, stored.is_created, stored.is_put_back) == (report, False, True)
    assert Report.objects.count() == 1
    assert not report.sources.exists()


def test_a_draft_is_changed_in_place_and_again(report: Report, chen: Account) -> None:
    draft = handed_in(corrected(), chen).report
    again = handed_in(corrected(value="4049"), chen).report
    assert (again.pk, figures_of(again)[KEY]) == (draft.pk, Decimal(4049))
    back = handed_in(corrected(), chen)
    assert (back.report.pk, figures_of(back.report)[KEY]) == (draft.pk, Decimal(4048))
    assert [event.act for event in draft.events.all()].count("imported") == 3


def test_a_report_in_review_is_not_changed(chen: Account) -> None:
    make_report(agency=make_agency(slug="police"))
    data = corrected()
    Report.objects.update(state="in_review", released_at=None, released_by=None)
    with pytest.raises(Refused, match="审核"):
        handed_in(data, chen)
    assert Report.objects.count() == 1


def test_a_table_of_another_form_is_refused(report: Report, chen: Account) -> None:
    data = corrected()
    report.cells.all().delete()
    Report.objects.update(form_id="national-2021")
    with pytest.raises(Refused, match="不一致"):
        handed_in(data, chen)


def test_a_table_whose_form_cannot_be_told_is_refused(report: Report, chen: Account) -> None:
    with pytest.raises(Refused, match="无法判断"):
        handed_in(corrected().replace(b"fujian-2008", b"unheard-of"), chen)


def test_a_table_that_does_not_say_whose_it_is_needs_to_be_told(report: Report, chen: Account) -> None:
    old = b"\r\n".join(line.rsplit(b",", 4)[0] for line in corrected().split(b"\r\n") if line)
    with pytest.raises(Refused, match="--agency"):
        handed_in(old, chen)
    with pytest.raises(Refused, match="--year"):
        handed_in(old, chen, agency="police")
    stored = handed_in(old, chen, agency="police", year=2016)
    assert figures_of(stored.report)[KEY] == Decimal(4048)


def test_a_table_of_a_report_that_is_not_there_makes_a_draft_of_its_own(chen: Account) -> None:
    make_report(agency=make_agency(slug="police"))
    data = corrected().replace(b",2016,own", b",2015,own")
    stored = handed_in(data, chen)
    assert (stored.report.year, stored.report.revision, stored.is_created) == (2015, 1, True)
    assert figures_of(stored.report)[KEY] == Decimal(4048)


def test_a_figure_that_is_no_number_is_kept_and_told(report: Report, chen: Account) -> None:
    stored = handed_in(corrected(value="若干"), chen)
    cell = stored.report.cells.get(table="statistics", row="1", column="year")
    assert (cell.value, cell.raw) == (None, "若干")
    (part,) = stored.report.import_record.unread
    assert (part["reason"], part["row"], part["text"]) == ("not-a-number", 2, "若干")


def test_a_roll_up_finds_the_roll_up(chen: Account) -> None:
    agency = make_agency(slug="police")
    make_report(agency=agency)
    data = corrected().replace(b",2016,own", b",2016,roll_up")
    make_report(agency=agency, kind="roll_up")
    assert handed_in(data, chen).report.kind == "roll_up"


def test_a_table_of_another_agency_or_year_never_goes_into_a_report(report: Report, chen: Account) -> None:
    other = make_report(agency=make_agency(slug="fire", name="消防局"))
    for options in ({"agency": "fire"}, {"agency": other.agency}, {"year": 2015}):
        with pytest.raises(Refused, match="不能并入"):
            data = corrected()
            reading = read(data, name="t.csv", year=options.get("year"))
            store(reading, data=data, name="t.csv", by=chen, **options)
    assert Report.objects.count() == 2
    assert figures_of(report) == figures_of(other) == seed_figures()
