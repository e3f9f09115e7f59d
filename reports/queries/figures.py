"""The figures of a stored report, keyed by their address in its form."""

from __future__ import annotations

from decimal import Decimal

from reports.domain.statform.definition import CellKey
from reports.models import Report, StatCell


def cells_of(report: Report) -> dict[CellKey, StatCell]:
    """Every stored cell of a report; one query."""
    return {cell.key: cell for cell in report.cells.all()}


def figures_of(report: Report) -> dict[CellKey, Decimal | None]:
    """Its values; blank cells are None. One query, without the weight of whole cells."""
    values = report.cells.order_by().values_list("table", "row", "column", "value")
    return {CellKey(table, row, column): value for table, row, column, value in values}
