"""Checking what was read once it is known whose report it is: what needs the agency, and the other years."""

from __future__ import annotations

from dataclasses import replace

from reports.domain.prose.passages import Prose, prose_of
from reports.domain.statform.table import figures
from reports.models import Agency, Report
from reports.queries import everycheck
from reports.services.reading import Reading


def beside_others(reading: Reading, *, agency: Agency | None, year: int | None, kind: str) -> Reading:
    """The reading with every check of a stored report: in time, against last year, against neighbours.

    Unchanged where the agency or the year is not known, and for tables that were downloaded here. Decisions
    of staff are not looked at.
    """
    year = year or reading.year
    if agency is None or year is None or reading.part_of:
        return reading
    report = Report(
        agency=agency,
        year=year,
        kind=kind,
        title=reading.title,
        form_id=reading.form_id or "",
        published_at=reading.published_at,
    )
    found = everycheck.of_unstored(report, _words(reading), figures(reading.cells))
    return replace(reading, findings=found.tables, prose=found.prose)


def _words(reading: Reading) -> Prose:
    return prose_of(
        title=reading.title,
        preamble=reading.preamble,
        chapters=[(part.number, part.heading, part.text) for part in reading.chapters],
        closing=reading.closing,
    )
