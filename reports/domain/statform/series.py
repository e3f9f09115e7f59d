"""Figures of one form at the addresses of another, and one figure followed over years and forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.links import Links
from reports.domain.statform.table import Figures


@dataclass(frozen=True, slots=True)
class Reported:
    """The figures of one report in the form of its year."""

    year: int
    form: Form
    figures: Figures


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a series.

    `cells` are those of the report's own form that add up to the figure; () where it is not comparable, and
    then `reason` and `reason_en` say why, if that is known. `value` None: blank, or not comparable.
    """

    year: int
    form_id: str
    cells: tuple[CellKey, ...]
    value: Decimal | None
    reason: str = ""
    reason_en: str = ""

    @property
    def is_comparable(self) -> bool:
        """Whether the report's form has the figure."""
        return bool(self.cells)


def translated(
    figures: Figures, from_form: Form, to_form: Form, links: Links
) -> dict[CellKey, Decimal | None]:
    """Figures of one form at the addresses of another.

    A cell of `to_form` without an equal in `from_form` is left out; one whose parts are blank is None.
    """
    found = {}
    for key in list(to_form.keys()):
        cells = (key,) if from_form.id == to_form.id else links.parts(key, of=to_form.id, within=from_form.id)
        if cells:
            found[key] = _sum(figures, cells)
    return found


def series(key: CellKey, form: Form, reports: Iterable[Reported], links: Links) -> tuple[Point, ...]:
    """The cell of that form in each report, oldest first, as far as the report's own form counts the same."""
    return tuple(
        _point(key, form, report, links) for report in sorted(reports, key=lambda report: report.year)
    )


def _point(key: CellKey, form: Form, report: Reported, links: Links) -> Point:
    if report.form.id == form.id:
        return Point(report.year, form.id, (key,), report.figures.get(key))
    cells = links.parts(key, of=form.id, within=report.form.id)
    if cells:
        return Point(report.year, report.form.id, cells, _sum(report.figures, cells))
    reasons = links.why_apart(key, of=form.id, within=report.form.id)
    return Point(report.year, report.form.id, (), None, *reasons)


def _sum(figures: Figures, cells: Iterable[CellKey]) -> Decimal | None:
    total = Decimal(0)
    for cell in cells:
        value = figures.get(cell)
        if value is None:
            return None
        total += value
    return total
