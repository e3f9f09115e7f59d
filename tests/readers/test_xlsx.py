"""Excel files to lines and grids: what the sheets show."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.domain.document import Document
from reports.readers.xlsx import read
from tests.readers.office import excel


def made(fill: Callable[[Worksheet], object]) -> Document:
    book = Workbook()
    fill(book.active)
    return read(saved(book))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def slots(document: Document) -> list[tuple[int, int, int, int, str]]:
    (grid,) = document.grids
    return [(s.row, s.column, s.rowspan, s.colspan, s.text) for s in grid.slots]


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}" {more}>{"".join(cells)}</row>'


def cell(place: str, value: str, more: str = "") -> str:
    return f'<c r="{place}" {more}><v>{value}</v></c>'


def test_a_sheet_is_a_grid_and_its_rows_are_lines() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B2"], sheet["C2"], sheet["B3"], sheet["C3"] = "规章", "件数", "甲\n乙", 0

    document = made(fill)
    assert [(line.position.line, line.cells) for line in document.lines] == [
        (1, ("规章", "件数")),
        (2, ("甲 乙", "0")),
    ]
    last = document.grids[0].slots[-1]
    assert (last.row, last.column, last.text) == (2, 2, "0")
    assert (last.position.table, last.position.row, last.position.column) == (1, 3, 3)
    assert document.format == "xlsx"


def test_merged_cells_are_one_slot_each_and_blank_places_are_blank() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["B2"], sheet["A3"] = "角", "组", "甲", "行"
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    assert slots(made(fill)) == [
        (1, 1, 2, 1, "角"),
        (1, 2, 1, 2, "组"),
        (2, 2, 1, 1, "甲"),
        (2, 3, 1, 1, ""),
        (3, 1, 1, 1, "行"),
        (3, 2, 1, 1, ""),
        (3, 3, 1, 1, ""),
    ]


def test_a_blank_row_parts_two_tables_unless_a_merged_cell_reaches_over_it() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["A3"], sheet["B3"] = "甲", "0", "乙", "1"

    assert len(made(fill).grids) == 2

    def merged(sheet: Worksheet) -> None:
        fill(sheet)
        sheet.merge_cells("A1:A2")

    assert len(made(merged).grids) == 1


def test_hidden_sheets_rows_and_columns_are_not_read() -> None:
    book = Workbook()
    sheet = book.active
    for number in range(1, 5):
        for letter in "ABC":
            sheet[f"{letter}{number}"] = f"{letter}{number}"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A1:B2")
    book.create_sheet("隐藏").append(["不见"])
    book["隐藏"].sheet_state = "hidden"
    book.create_sheet("第三").append(["见"])
    document = read(saved(book))
    assert [line.text for line in document.lines] == ["A1\tC1", "A3\tC3", "A4\tC4", "见"]
    first = document.grids[0].slots[0]
    assert (first.row, first.column, first.rowspan, first.colspan) == (1, 1, 1, 1)
    assert document.grids[0].slots[3].position.column == 3
    last = document.lines[-1].position
    assert (last.line, last.table, last.row) == (4, 3, 1)


def test_numbers_are_as_the_sheet_shows_them() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([4047, 3940.5, 0.1 + 0.2, "4047", 1234567, 0.125, date(2024, 1, 31), -5, True])
        for place, code in {"E1": "#,##0", "F1": "0.0%", "G1": 'yyyy"年"m"月"d"日"', "H1": "0_ "}.items():
            sheet[place].number_format = code

    shown = ("4047", "3940.5", "0.3", "4047", "1,234,567", "12.5%", "2024年1月31日", "-5", "TRUE")
    assert made(fill).lines[0].cells == shown


def test_a_formula_shows_what_was_last_calculated_and_itself_where_nothing_was() -> None:
    done = '<c r="A1"><f>B1+1</f><v>12</v></c>'
    text = '<c r="B1" t="str"><f>"甲"</f><v>甲</v></c>'
    never = '<c r="C1"><f>SUM(A1:A9)</f></c>'
    wrong = '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    assert read(excel(f"<sheetData>{row(1, done, text, never, wrong)}</sheetData>")).lines[0].cells == (
        *("12", "甲", "=SUM(A1:A9)", "#DIV/0!"),
    )


def test_texts_are_read_with_their_parts_and_without_readings() -> None:
    strings = (
        "<si><t>规章</t></si><si><r><t>行政</t></r><r><t>许可</t></r><rPh><t>xuke</t></rPh></si>"
        "<si><t>甲_x000D_乙</t></si>"
    )
    cells = [cell(f"{letter}1", str(n), 't="s"') for n, letter in enumerate("ABC")]
    cells.append('<c r="D1" t="inlineStr"><is><t>内</t></is></c>')
    data = excel(f"<sheetData>{row(1, *cells)}</sheetData>", sharedStrings=strings)
    assert read(data).lines[0].cells == ("规章", "行政许可", "甲 乙", "内")


def test_what_is_raised_or_struck_out_is_no_part_of_the_figure_beside_it() -> None:
    strings = (
        '<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
        "<si><r><rPr><strike/></rPr><t>9</t></r><r><t>12</t></r></si>"
        '<si><r><rPr><strike val="0"/></rPr><t>1</t></r><r><t>2</t></r></si>'
    )
    styles = (
        "<fonts><font/><font><strike/></font></fonts>"
        '<cellXfs><xf fontId="0"/><xf fontId="1" numFmtId="0"/></cellXfs>'
    )
    cells = [cell(f"{letter}1", str(n), 't="s"') for n, letter in enumerate("ABC")]
    cells.append(cell("D1", "12", 's="1"'))
    data = excel(f"<sheetData>{row(1, *cells)}</sheetData>", sharedStrings=strings, styles=styles)
    assert read(data).lines[0].cells == ("12^1", "~~9~~12", "12", "~~12~~")


def test_cells_without_an_address_follow_one_another() -> None:
    data = excel("<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>")
    assert [line.text for line in read(data).lines] == ["1\t2", "3"]


def test_zeros_that_a_sheet_does_not_show_are_blank() -> None:
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    data = excel(f"{view}<sheetData>{row(1, cell('A1', '0'), cell('B1', '7'))}</sheetData>")
    assert read(data).lines[0].cells == ("7",)


def test_days_count_from_1904_where_the_book_says_so() -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    day = cell("A1", "1", 's="0"')
    sheet = f"<sheetData>{row(1, day)}</sheetData>"
    assert read(excel(sheet, styles=styles)).lines[0].text == "1900/1/1"
    assert read(excel(sheet, styles=styles, book='<workbookPr date1904="1"/>')).lines[0].text == "1904/1/2"


@pytest.mark.parametrize("merge", ["A1:XFD1048576", "A1:C1000000", "XFD1048576:A1"])
def test_a_merged_area_ends_where_the_sheet_does(merge: str) -> None:
    sheet = f"<sheetData>{row(1, cell('A1', '1'))}{row(2, cell('C2', '2'))}</sheetData>"
    document = read(excel(f'{sheet}<mergeCells><mergeCell ref="{merge}"/></mergeCells>'))
    assert slots(document) == [(1, 1, 2, 3, "1")]


def test_of_merged_areas_that_overlap_the_first_counts() -> None:
    sheet = f"<sheetData>{row(1, cell('A1', '1'), cell('B1', '2'), cell('C1', '3'))}</sheetData>"
    merges = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:C1"/></mergeCells>'
    assert slots(read(excel(sheet + merges))) == [(1, 1, 1, 2, "1"), (1, 3, 1, 1, "3")]
