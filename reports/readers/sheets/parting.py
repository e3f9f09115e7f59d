"""Parts what stands on a sheet into tables and the prose between them; a sheet itself knows only places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.readers.building import Building, Row

LONGEST_LABEL = 60
"""Characters of a label or title; a longer text alone in its row is prose."""


def take(building: Building, rows: Iterable[Row]) -> None:
    """Adds what stands on a sheet: tables as grids, the prose between them as lines."""
    for part in parted(rows):
        if isinstance(part, list):
            building.grid(part)
        else:
            building.line(" ".join(cell.text for cell in part.cells), table=part.table, row=part.row)


def parted(rows: Iterable[Row]) -> Iterator[Row | list[Row]]:
    """Runs of rows that are tables, and the rows between them that are prose or blank.

    Prose is a row of nothing but a sentence, or of one field where a file has no others in it.
    """
    table: list[Row] = []
    reach = 0
    for row in rows:
        filled = [cell for cell in row.cells if cell.text.strip()]
        is_inside = reach > 0
        reach = max([reach - 1, *(cell.rowspan - 1 for cell in row.cells if cell.text.strip())])
        is_alone = len(row.cells) == 1 and row.cells[0].colspan == 1
        is_prose = len(filled) == 1 and (is_alone or _is_sentence(filled[0].text))
        if is_inside or (filled and not is_prose):
            table.append(row)
            continue
        if table:
            yield table
            table = []
        yield row
    if table:
        yield table


def _is_sentence(text: str) -> bool:
    return "。" in text or len(text.strip()) > LONGEST_LABEL
