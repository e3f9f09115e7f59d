"""The year as published beside the year as the register counts it: cell by cell, equal, explained or open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.domain.statform.definition import CellKey
from reports.models import Agency, Difference, Report, YearCount
from reports.queries.figures import figures_of


@dataclass(frozen=True, slots=True)
class CellPair:
    """One cell of both. `published` None: blank, which equals a count of 0 to nobody. `reason` "": open."""

    key: CellKey
    counted: int
    published: Decimal | None
    reason: str = ""

    @property
    def agrees(self) -> bool:
        """Whether both say the same number."""
        return self.published is not None and self.published == self.counted


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A report's counted tables against the register. `pairs` in the order of the form."""

    pairs: tuple[CellPair, ...]
    counted_at: datetime

    @property
    def total(self) -> int:
        """Cells compared."""
        return len(self.pairs)

    @property
    def agreeing(self) -> int:
        """Cells in which both say the same."""
        return sum(pair.agrees for pair in self.pairs)

    @property
    def explained(self) -> tuple[CellPair, ...]:
        """Cells that differ, with the reason that is given for it."""
        return tuple(pair for pair in self.pairs if not pair.agrees and pair.reason)

    @property
    def open(self) -> tuple[CellPair, ...]:
        """Cells that differ and nobody has said why."""
        return tuple(pair for pair in self.pairs if not pair.agrees and not pair.reason)


def of_report(report: Report) -> Reconciliation | None:
    """The report against the last count of its year. None: no register that is complete for that year, or a
    roll-up, or counted in another form than the report's. Three queries."""
    if report.kind != "own" or not is_complete(report.agency, report.year):
        return None
    count = YearCount.objects.filter(agency=report.agency_id, year=report.year).first()
    if count is None or count.form_id != report.form_id:
        return None
    return compare(count, figures_of(report), reasons(report.agency_id, report.year))


def is_complete(agency: Agency, year: int) -> bool:
    """Whether the agency has declared its register complete for that year."""
    return agency.register_from is not None and agency.register_from <= year


def compare(
    count: YearCount, published: Mapping[CellKey, Decimal | None], why: Mapping[CellKey, Difference]
) -> Reconciliation:
    """Both, cell by cell. A reason holds only for the two values it was given for."""
    pairs = []
    for key, number in counted_cells(count).items():
        value = published.get(key)
        given = why.get(key)
        holds = given is not None and given.counted == number and given.published == said(value)
        pairs.append(CellPair(key, number, value, given.reason if given and holds else ""))
    return Reconciliation(tuple(pairs), count.counted_at)


def counted_cells(count: YearCount) -> dict[CellKey, int]:
    """The counted cells by their keys."""
    return {
        CellKey(table, row, column): number
        for table, rows in count.cells.items()
        for row, columns in rows.items()
        for column, number in columns.items()
    }


def reasons(agency_id: int, year: int) -> dict[CellKey, Difference]:
    """The reasons given for differences of that year."""
    rows = Difference.objects.filter(agency=agency_id, year=year)
    return {CellKey(row.table, row.row, row.column): row for row in rows}


def said(value: Decimal | None) -> str:
    """A published value as a reason remembers it: "12", "0.5", "" for blank."""
    return "" if value is None else f"{value.normalize():f}"
