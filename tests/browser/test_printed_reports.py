"""A public page of this portal, as the browser saves and prints it, reads back as the report it shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from rapidfuzz.fuzz import ratio

from reports.domain.document import Document
from reports.domain.prose.outline import outline, report_year
from reports.domain.statform.definition import CellKey
from reports.domain.statform.locate import locate
from reports.models import Report
from reports.queries import statforms
from reports.readers import html, pdf
from tests import sampledata
from tests.browser.conftest import OpenPage


@pytest.fixture
def page(transactional_db: None, open_page: OpenPage) -> Page:
    sampledata.load()
    report = Report.objects.filter(form_id="national-2021", state="published").latest("year")
    return open_page(f"/reports/{report.agency.slug}/{report.year}/")


def figures(document: Document) -> dict[CellKey, str]:
    """The figures of the statistics tables in a document, as printed less their separators."""
    found = locate(document, statforms.all_forms().values(), similarity=ratio, year=report_year(document))
    return {cell.key: cell.raw.replace(",", "") for cell in found.cells if cell.value is not None}


def shown(page: Page) -> dict[CellKey, str]:
    """The figures the database holds of the report on the page."""
    slug, year = page.url.rstrip("/").split("/")[-2:]
    report = Report.objects.get(agency__slug=slug, year=year, state="published", superseded_at=None)
    return {
        CellKey(cell.table, cell.row, cell.column): f"{cell.value.normalize():f}"
        for cell in report.cells.all()
        if cell.value is not None
    }


def test_the_page_as_saved_reads_back_whole(page: Page) -> None:
    document = html.read(page.content().encode())

    assert figures(document) == shown(page)
    assert outline(document).title == page.locator("h1").inner_text()


def test_the_page_as_printed_to_pdf_reads_back_whole(page: Page) -> None:
    expected, title = shown(page), page.locator("h1").inner_text()
    for with_heads in (False, True):
        document = pdf.read(page.pdf(format="A4", display_header_footer=with_heads, print_background=True))

        assert figures(document) == expected
        assert outline(document).title == title
        assert len({line.position.page for line in document.lines}) > 1
