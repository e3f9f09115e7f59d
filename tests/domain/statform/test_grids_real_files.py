"""Published reports in formats that state the geometry of their tables, from file to cells."""

from pathlib import Path

import pytest

from reports.domain.statform.definition import CellKey
from reports.domain.statform.table import figures
from reports.readers import docx, pdf, text
from tests.domain.statform import real_tables
from tests.domain.statform.gridlocating import found_in

REPORTS = Path(__file__).resolve().parents[4] / "shared" / "reports"

pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the published reports are not at hand")


def read(reader, name):
    return found_in(reader.read((REPORTS / name).read_bytes()))


def test_the_pdf_of_a_report_gives_every_cell_of_its_tables():
    found = read(pdf, "02_d_huaian_2024.pdf")

    assert found.form_id == "national-2021"
    assert figures(found.cells) == real_tables.figures(real_tables.HUAIAN_2024)
    assert found.unread == ()
    assert {(cell.rule, cell.confidence) for cell in found.cells} == {("grid", 1.0), ("grid-line", 1.0)}


def test_the_pdf_and_its_text_layer_say_the_same():
    pages, lines = read(pdf, "02_d_huaian_2024.pdf"), read(text, "02_d_huaian_2024.txt")

    assert [(c.key, c.value, c.raw, c.unit) for c in pages.cells] == [
        (c.key, c.value, c.raw, c.unit) for c in lines.cells
    ]


def test_every_cell_of_the_pdf_tells_its_line_page_row_and_column():
    found = read(pdf, "02_d_huaian_2024.pdf")

    places = [cell.position for cell in found.cells]
    assert all(p.line and p.page and p.table and p.row and p.column for p in places)
    assert len(set(places)) == 200
    assert {p.line for p in places} <= found.lines
    requests = {cell.position.page for cell in found.cells if cell.key.table == "applications"}
    assert len(requests) == 2


def test_the_blank_template_gives_blank_cells_only():
    found = read(docx, "00_d_official_template_2021.docx")

    assert found.form_id == "national-2021"
    assert len(found.cells) == 200
    assert {cell.value for cell in found.cells} == {None}
    assert {cell.raw.strip() for cell in found.cells} == {""}
    assert found.unread == ()
    total = next(c for c in found.cells if c.key == CellKey("disputes", "suit_after_review", "total"))
    assert (total.position.table, total.position.row, total.position.column) == (3, 4, 15)
