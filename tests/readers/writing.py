"""Writes lines and drawn tables as Word, Excel and CSV files, by the libraries that offices use too."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from docx import Document as Word
from openpyxl import Workbook

from tests.gridding import Drawing
from tests.readers.office import p, tbl, tc, tr, word

Parts = Iterable[str | Drawing]


def docx(parts: Parts) -> bytes:
    """A Word file by python-docx."""
    book = Word()
    for part in parts:
        if isinstance(part, str):
            book.add_paragraph(part)
            continue
        table = book.add_table(part.height, part.width)
        places = [list(row.cells) for row in table.rows]
        for spot in part.spots:
            cell = places[spot.row - 1][spot.column - 1]
            if (spot.rowspan, spot.colspan) != (1, 1):
                cell = cell.merge(places[spot.last_row - 1][spot.last_column - 1])
            cell.text = spot.text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_docx(parts: Parts) -> bytes:
    """A Word file by hand, quicker, without what a template brings."""
    return word("".join(p(_escaped(part)) if isinstance(part, str) else _table(part) for part in parts))


def _table(drawing: Drawing) -> str:
    rows = []
    for row in range(1, drawing.height + 1):
        over = sorted((s for s in drawing.spots if s.row <= row <= s.last_row), key=lambda spot: spot.column)
        cells = [
            tc(
                p(_escaped(spot.text if spot.row == row else "")),
                span=spot.colspan,
                merge="" if spot.rowspan == 1 else "restart" if spot.row == row else "continue",
            )
            for spot in over
        ]
        rows.append(tr(*cells))
    return tbl(*rows)


def xlsx(parts: Parts, *, is_typed: bool = True) -> bytes:
    """An Excel file by openpyxl, a blank row before and behind every table; figures as numbers or as text."""
    book = Workbook()
    sheet = book.active
    row = 0
    for part in parts:
        if isinstance(part, str):
            row += 1
            sheet.cell(row, 1).value = part
            continue
        for spot in part.spots:
            cell = sheet.cell(row + 1 + spot.row, spot.column)
            cell.value = (_number(spot.text) if is_typed else None) or spot.text or None
            if cell.data_type == "f":
                cell.data_type = "s"
            if (spot.rowspan, spot.colspan) != (1, 1):
                last = (row + 1 + spot.last_row, spot.last_column)
                sheet.merge_cells(None, cell.row, spot.column, *last)
        row += part.height + 2
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def comma(parts: Parts, *, encoding: str = "utf-8-sig") -> bytes:
    """A CSV file as a spreadsheet saves one: merged cells as their first place, the others blank."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for part in parts:
        if isinstance(part, str):
            writer.writerow([part])
            continue
        for row in range(1, part.height + 1):
            texts = {spot.column: spot.text for spot in part.placed(row)}
            writer.writerow([texts.get(column, "") for column in range(1, part.width + 1)])
    return out.getvalue().encode(encoding)


WRITERS: dict[str, Callable[[Parts], bytes]] = {"docx": plain_docx, "xlsx": xlsx, "csv": comma}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _number(text: str) -> Decimal | None:
    """The text as a number, where writing it as one changes nothing."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if text == f"{number.normalize():f}" else None
