"""A report's tables as files, and the files beside it, as far as the public may have them."""

from __future__ import annotations

from django.utils import timezone

from reports.domain.statform import units
from reports.domain.statform.definition import Form
from reports.domain.statform.identities import Finding
from reports.models import Attachment, Report, SourceFile
from reports.models.road import State
from reports.queries import checks
from reports.queries.reportfigures import Figures
from reports.queries.stattables import TableView, local
from reports.writers.exact import exact
from reports.writers.figures import FigureRow, FoundCheck, TableFile


def table_file(report: Report, figures: Figures, code: str, *, address: str) -> TableFile | None:
    """The table of that code, ready to be written; None where the report's form has no such table."""
    view = next((view for view in figures.tables if view.code == code), None)
    if view is None:
        return None
    return TableFile(
        agency=report.agency.name,
        year=report.year,
        kind=report.kind,
        revision=report.revision,
        title=report.title,
        published_at=timezone.localtime(report.published_at) if report.published_at else None,
        address=address,
        form=figures.form.id,
        table=code,
        table_title=view.title,
        explanation=report.explanation,
        rows=_rows(view),
        findings=tuple(_found(finding, figures.form, report.year) for finding in figures.findings_of(code)),
    )


def _rows(view: TableView) -> tuple[FigureRow, ...]:
    return tuple(
        FigureRow(
            cell=str(cell.key),
            row=cell.key.row,
            column=cell.key.column,
            row_label=cell.row_label,
            column_label=cell.column_label,
            unit=local(cell.unit, units.english(cell.unit)),
            value=None if cell.value is None else exact(cell.value),
            raw=cell.raw,
        )
        for block in view.blocks
        for row in block.rows
        for cell in row.cells
    )


def _found(finding: Finding, form: Form, year: int) -> FoundCheck:
    return FoundCheck(
        check=finding.check,
        status=finding.status,
        cells=tuple(str(key) for key in finding.cells),
        expected=finding.expected,
        found=finding.found,
        message=checks.sentence(finding, form, year),
        reason=finding.reason,
    )


def attachment(pk: int) -> Attachment | None:
    """The attachment, if its report is open to the public."""
    found = Attachment.objects.filter(pk=pk).defer("text").select_related("report__agency").first()
    return found if found and _is_open(found.report) else None


def source(pk: int) -> SourceFile | None:
    """The source file, if its report is open to the public."""
    found = SourceFile.objects.filter(pk=pk).select_related("report__agency").first()
    return found if found and _is_open(found.report) else None


def _is_open(report: Report) -> bool:
    """Whether the revision may be read: public, and some revision of its report still stands."""
    if report.state != State.PUBLISHED:
        return False
    stands = Report.objects.current().filter(agency_id=report.agency_id, year=report.year, kind=report.kind)
    return report.superseded_at is None or stands.exists()
