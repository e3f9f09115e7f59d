"""Adding a form is adding a file: a made-up fifth one is loaded, found, checked, shown and exported."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from rapidfuzz.fuzz import ratio

from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.identities import check
from reports.domain.statform.locate import locate
from reports.models import Report
from reports.queries import reportfigures, statforms
from reports.readers.text import read
from tests.factories import make_agency, make_report
from tests.printing import LAYOUTS, printed

FILES = Path(__file__).parents[1] / "files" / "statforms"
CELLS = {
    "services/1.1/year": "3",
    "services/1.1/to_date": "14",
    "services/1.2/year": "250",
    "services/1.2/to_date": "1250",
    "services/1.2.1/year": "80",
    "services/1.2.1/to_date": "400",
    "services/2/spent": "12.5",
    "services/2/change": "-2",
    "replies/online/agreed": "7",
    "replies/online/refused": "2",
    "replies/online/total": "9",
    "replies/by_letter/agreed": "1",
    "replies/by_letter/refused": "0",
    "replies/by_letter/total": "1",
}
FIGURES: dict[CellKey, Decimal | None] = {CellKey.parse(cell): Decimal(raw) for cell, raw in CELLS.items()}


@pytest.fixture
def fifth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Form]:
    """The portal with one more file in its folder of forms."""
    folder = shutil.copytree(statforms.FOLDER, tmp_path / "statforms")
    for path in FILES.iterdir():
        shutil.copy(path, folder)
    monkeypatch.setattr(statforms, "FOLDER", folder)
    for cached in (statforms.all_forms, statforms.links):
        cached.cache_clear()
    yield statforms.form("made-2030")
    monkeypatch.undo()
    for cached in (statforms.all_forms, statforms.links):
        cached.cache_clear()


def test_it_is_loaded_beside_the_others(fifth: Form) -> None:
    assert list(statforms.all_forms())[-1] == "made-2030"
    assert len(statforms.all_forms()) == 5
    assert [str(key) for key in fifth.keys()] == list(CELLS)  # noqa: SIM118
    assert [form.id for form in statforms.in_force(2030)] == ["made-2030", "national-2021"]
    assert [form.id for form in statforms.in_force(2029)] == ["national-2021"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_its_table_is_found_in_a_text(fifth: Form, layout: str) -> None:
    text = printed(fifth, FIGURES, year=2030, layout=layout)
    found = locate(read(text.encode()), statforms.all_forms().values(), similarity=ratio, year=2030)
    assert (found.form_id, found.unread) == ("made-2030", ())
    assert {cell.key: cell.value for cell in found.cells} == FIGURES


def test_a_variant_of_its_labels_is_found_too(fifth: Form) -> None:
    text = printed(fifth, FIGURES, year=2030).replace("查阅点数", "查阅场所数")
    found = locate(read(text.encode()), statforms.all_forms().values(), similarity=ratio, year=2030)
    assert len(found.cells) == len(CELLS)


def test_its_figures_are_checked_in_the_year_and_across_years(fifth: Form) -> None:
    before = {CellKey("services", "1.2", "to_date"): Decimal(1000)}
    assert [finding.status for finding in check(fifth, FIGURES, before)] == ["holds"] * 5
    wrong = FIGURES | {CellKey("services", "1.2.1", "year"): Decimal(251)}
    failing = [finding.check for finding in check(fifth, wrong, before) if finding.status == "fails"]
    assert failing == ["services/1.2.1/year:within"]


def published(year: int = 2030, **changes: Decimal | None) -> Report:
    figures = FIGURES | {CellKey.parse(cell): value for cell, value in changes.items()}
    return make_report(
        agency=make_agency("示例局", slug="shiliju"), year=year, form_id="made-2030", figures=figures
    )


@pytest.mark.django_db
def test_its_tables_are_shown_on_the_page_of_a_report(fifth: Form, client: Client) -> None:
    published()
    page = client.get("/reports/shiliju/2030/").content.decode()
    for words in ("便民公开情况", "甲、服务点", "2030年度", "查阅点数", "人次", "岗位增减", "1,250", "12.5"):
        assert words in page
    assert "书面答复" in page
    assert "历年合计" in client.get("/reports/shiliju/2030/").content.decode()


@pytest.mark.django_db
def test_its_tables_are_exported(fifth: Form, client: Client) -> None:
    published()
    found = {}
    for table in ("services", "replies"):
        answer = client.get(f"/reports/shiliju/2030/tables/{table}.csv").content.decode("utf-8-sig")
        found |= {line["cell"]: line["value"] for line in csv.DictReader(io.StringIO(answer, newline=""))}
        told = json.loads(client.get(f"/reports/shiliju/2030/tables/{table}.json").content)
        assert told["form"] == "made-2030"
        assert {cell["cell"]: cell["value"] for cell in told["cells"]} == {
            cell: value for cell, value in found.items() if cell.startswith(table)
        }
    assert found == CELLS


@pytest.mark.django_db
def test_a_form_that_no_link_names_is_compared_with_nothing(fifth: Form) -> None:
    agency = make_agency("示例局", slug="shiliju")
    make_report(agency=agency, year=2029, form_id="national-2021", figures={})
    report = published(2030)
    figures = reportfigures.of_report(report, reportfigures.previous_of(report))
    assert figures is not None
    [crossing] = [finding for finding in figures.findings if finding.kind == "carry-over"]
    assert crossing.status == "cannot-tell"
    assert [part.is_absent for part in crossing.right] == [True, False]
