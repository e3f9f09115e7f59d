"""Excel .xlsx to a Document: each sheet that is shown as tables parted by blank rows. Not what they mean.

Hidden sheets, rows and columns are not read, nor are charts, notes and headers. Walks the parts itself: see
docs/decisions.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from reports.domain.document import Document, Unreadable
from reports.readers.building import MAX_COLUMNS, MAX_PLACES, Building, Placed, Row
from reports.readers.package import damage_told, open_package
from reports.readers.sheets.book import Sheet, book_of
from reports.readers.sheets.cells import Area, Places, places_of
from reports.readers.sheets.parting import take
from reports.readers.text import MAX_CELLS

KIND = "Excel"
REACH = 100
"""Rows or columns that a merged cell of a table may reach over."""
MAIN = "spreadsheetml.sheet.main+xml"


def read(data: bytes) -> Document:
    """The document in the bytes of an .xlsx. Numbers are as shown, formulas as last calculated.

    Raises Unreadable: too-large, swollen, nested, too-long, line-too-long, macros, locked, damaged, empty.
    """
    with damage_told(KIND):
        package = open_package(data, KIND)
        name = package.of_type(MAIN)
        book = book_of(package, name) if name else None
        if book is None:
            raise Unreadable("damaged", kind=KIND)
        building = Building()
        for sheet in book.sheets:
            part = package.xml(sheet.part)
            if part is not None:
                for run in _runs(places_of(part, book), sheet):
                    take(building, run)
        return building.document(data, format="xlsx")


def _runs(places: Places, sheet: Sheet) -> Iterator[list[Row]]:
    """The parts of a sheet: runs of shown rows that hold something, each as wide as what it holds."""
    merged = _merged(places)
    filled = {row for row, _ in places.texts}
    for area in merged:
        if (area.top, area.left) in places.texts:
            filled.update(range(area.top, area.bottom + 1))
    run: list[int] = []
    for row in sorted(filled | places.hidden_rows):
        if row in places.hidden_rows:
            continue
        if run and not _is_beside(run[-1], row, places):
            yield _table(places, merged, run, sheet)
            run = []
        run.append(row)
    if run:
        yield _table(places, merged, run, sheet)


def _is_beside(above: int, below: int, places: Places) -> bool:
    """Whether only hidden rows part two rows."""
    gap = below - above - 1
    return gap <= len(places.hidden_rows) and all(
        row in places.hidden_rows for row in range(above + 1, below)
    )


def _merged(places: Places) -> list[Area]:
    """The merged areas as far as the sheet is used; one that overlaps an earlier one is left out.

    A cell merged over a whole row of the sheet, to its last column, uses no more than its text.
    """
    with_text = [area for area in places.merged if (area.top, area.left) in places.texts]
    bottom = max(
        (row for row, _ in [*places.texts, *((a.bottom, 0) for a in with_text if a.bottom - a.top < REACH)]),
        default=0,
    )
    right = max(
        (last for _, last in [*places.texts, *((0, a.right) for a in with_text if a.right - a.left < REACH)]),
        default=0,
    )
    taken: set[tuple[int, int]] = set()
    areas: list[Area] = []
    for merged in places.merged:
        area = merged._replace(bottom=min(merged.bottom, bottom), right=min(merged.right, right))
        if area.bottom < area.top or area.right < area.left:
            continue
        if len(taken) + area.size > MAX_PLACES:
            raise Unreadable("too-long", limit=MAX_CELLS)
        covered = set(area.places())
        if not taken & covered:
            taken |= covered
            areas.append(area)
    return areas


def _table(places: Places, merged: list[Area], run: list[int], sheet: Sheet) -> list[Row]:
    inside = [area for area in merged if area.top <= run[-1] and area.bottom >= run[0]]
    shown = set(run)
    used = {column for row, column in places.texts if row in shown}
    used |= {column for area in inside for column in (area.left, area.right)}
    columns = [c for c in range(min(used), max(used) + 1) if not places.hides_column(c)]
    if len(columns) > MAX_COLUMNS or len(columns) * len(run) > MAX_PLACES:
        raise Unreadable("too-long", limit=MAX_CELLS)
    begins, covered = _beginnings(inside, run, columns)
    rows = []
    for row in run:
        cells = []
        for number, column in enumerate(columns, start=1):
            area = begins.get((row, column))
            if area is not None:
                rowspan, colspan = _among(run, area.top, area.bottom), _among(columns, area.left, area.right)
                text = places.texts.get((area.top, area.left), "")
                cells.append(Placed(number, text, rowspan, colspan, column))
            elif (row, column) not in covered:
                cells.append(Placed(number, places.texts.get((row, column), ""), where=column))
        rows.append(Row(cells, sheet.number, row))
    return rows


def _among(shown: list[int], first: int, last: int) -> int:
    """How many of the numbers in order lie between two, both included."""
    return bisect_right(shown, last) - bisect_left(shown, first)


def _beginnings(
    areas: list[Area], run: list[int], columns: list[int]
) -> tuple[dict[tuple[int, int], Area], set[tuple[int, int]]]:
    """Where each merged area begins to be seen, and every place that one covers."""
    shown_rows, shown_columns = set(run), set(columns)
    begins: dict[tuple[int, int], Area] = {}
    covered: set[tuple[int, int]] = set()
    for area in areas:
        seen = [place for place in area.places() if place[0] in shown_rows and place[1] in shown_columns]
        covered.update(seen)
        if seen:
            begins[seen[0]] = area
    return begins, covered
