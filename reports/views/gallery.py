"""Every component once, on made-up data without the database. Only while developing (DEBUG)."""

from __future__ import annotations

from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone

from reports.domain.decisions import Decision, decided, digest_of
from reports.domain.statform.definition import Form
from reports.domain.statform.identities import check
from reports.forms.reportfilter import ReportFilter
from reports.models import Agency, Attachment, Publication, Report, StatCell
from reports.queries import statforms
from reports.queries.reportfigures import Figures
from reports.queries.stattables import tables_of
from reports.queries.timeliness import Standing
from reports.tables.reports import ReportTable

SHEETS = ("report", "stat_table", "checks", "file_list", "list", "tree", "home")


def gallery(request: HttpRequest) -> HttpResponse:
    """One page with all of them."""
    figures = [_made_up(form) for form in statforms.all_forms().values()]
    pages = Paginator(range(400), 20)
    context = {
        "sheets": [static(f"css/{name}.css") for name in SHEETS],
        "kinds": ("plain", "holds", "fails", "open"),
        "standings": list(Standing),
        "tables": [view for one in figures for view in one.tables],
        "checks": next(
            one.checks_of(t.code) for one in figures for t in one.tables if one.checks_of(t.code).decided
        ),
        "files": [Attachment(pk=1, title="附件", name="附件.pdf", size=123_456, sha256="0" * 64)],
        "entry": Publication(sequence=1, at=timezone.now(), fingerprint="0" * 64),
        "filter": ReportFilter({"year": "wrong"}, years=[2016], statforms=[("fujian-2008", "2008")]),
        "list": _list(),
        "page": pages.page(7),
        "numbers": pages.get_elided_page_range(7, on_each_side=1, on_ends=1),
    }
    return render(request, "gallery/gallery.html", context)


def _made_up(form: Form) -> Figures:
    """Every third cell blank, the rest growing numbers: so that some sums fail and some cannot be told."""
    cells = {
        key: StatCell(
            table=key.table,
            row=key.row,
            column=key.column,
            value=None if number % 3 == 2 else Decimal(number * number),
        )
        for number, key in enumerate(form.keys())
    }
    findings = check(form, {key: cell.value for key, cell in cells.items()})
    failing = [finding for finding in findings if finding.status == "fails"][:1]
    findings = decided(
        findings, {one.check: Decision(digest_of(one), "A made-up reason.") for one in failing}
    )
    return Figures(form, 2016, tables_of(form, 2016, cells, findings), tuple(findings))


def _list() -> ReportTable:
    body = Agency(name="示例市公安局", slug="sample")
    made_up = [
        Report(agency=body, year=2016, title="示例报告", checks_failed=1),
        Report(agency=body, year=2017, title="示例报告", checks_held=14),
    ]
    table = ReportTable(
        made_up,
        report_address=lambda _r: "#",
        agency_address=lambda _a: "#",
    )
    table.turn_to(page="1", sort=[])
    return table
