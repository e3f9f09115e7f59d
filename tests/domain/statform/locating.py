"""How the tests of the table finder call it."""

from decimal import Decimal

from rapidfuzz.fuzz import ratio

from reports.domain.statform.locate import locate
from reports.queries.statforms import all_forms, form
from reports.readers.text import read

FUJIAN = form("fujian-2008")
NATIONAL = form("national-2021")


def located(text, *, year=None, form_id=None, similarity=ratio):
    data = text if isinstance(text, bytes) else text.encode()
    return locate(read(data), all_forms().values(), similarity=similarity, year=year, form_id=form_id)


def values(found):
    """Cell → value, by their printed names."""
    return {str(cell.key): cell.value for cell in found.cells}


def unread(found):
    return [(item.position.line, item.text, item.reason) for item in found.unread]


def wrong(found, truth):
    """Cells that say something else than the truth and are not listed as unread with their text."""
    return {
        str(cell.key): (cell.value, truth.get(cell.key))
        for cell in found.cells
        if cell.value != truth.get(cell.key) and not (cell.value is None and cell.raw)
    }


def national_figures(seed=0):
    """A figure of its own for every cell of the national form, a few of them large or with decimals."""
    figures = {}
    for number, key in enumerate(NATIONAL.keys(), start=seed):
        figures[key] = Decimal(number * 37 % 1009)
    figures[next(key for key in figures if key.column == "amount")] = Decimal("96171.6")
    return figures
