"""The real report in ../shared/reports as a PDF, held against its own text."""

from pathlib import Path

import pytest
from rapidfuzz.fuzz import ratio

from reports.domain.prose.outline import outline, report_year
from reports.domain.statform.locate import locate
from reports.domain.statform.table import figures
from reports.queries import statforms
from reports.readers import pdf, text

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "reports"
NAME = "02_d_huaian_2024"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real reports are not on this machine")


@pytest.fixture(scope="module")
def document():
    return pdf.read((FOLDER / f"{NAME}.pdf").read_bytes())


def located(document):
    forms = statforms.all_forms().values()
    return locate(document, forms, similarity=ratio, year=report_year(document))


def test_its_three_tables_are_three_grids_over_three_pages(document):
    assert [(grid.position.page, len(grid.slots)) for grid in document.grids] == [(3, 30), (4, 215), (5, 34)]
    pages = [{slot.position.page for slot in grid.slots} for grid in document.grids]
    assert pages == [{3, 4}, {4, 5}, {5}]


def test_labels_that_the_page_cut_are_whole(document):
    slots = {slot.text: slot for slot in document.grids[1].slots}
    assert slots["（四）无 法提供"].rowspan == 3
    assert slots["三、 本 年 度 办 理 结 果"].rowspan == 22


def test_every_one_of_its_200_cells_is_that_of_its_text(document):
    found = located(document)
    expected = located(text.read((FOLDER / f"{NAME}.txt").read_bytes()))

    assert len(figures(found.cells)) == 200
    assert figures(found.cells) == figures(expected.cells)
    assert all(value is not None for value in figures(found.cells).values())
    assert found.unread == ()


def test_its_prose_is_in_chapters_and_nothing_but_page_numbers_left_out(document):
    found = outline(document, without=located(document).lines)

    assert found.year == 2024
    assert [chapter.number for chapter in found.chapters] == ["一", "二", "三", "四", "五", "六"]
    assert "\n" not in found.chapters[5].text
    assert {item.rule for item in found.furniture} <= {"page-number"}
