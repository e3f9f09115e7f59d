"""The list of annual reports, and the page of one."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from reports.forms.reportfilter import ReportFilter
from reports.models import Report
from reports.queries import addresses, linkeddata, reportfigures, statforms
from reports.queries import reports as queries
from reports.queries.stattables import local
from reports.tables.reports import ReportTable
from reports.views.access import of_public_report
from reports.writers import qr as qr_codes

A_DAY = 24 * 3600


def listing(request: HttpRequest) -> HttpResponse:
    """Every report that stands, narrowed, sorted, 20 a page."""
    is_large = request.GET.get("view") == "large"
    narrowed = ReportFilter(request.GET, years=queries.years(), statforms=_form_choices())
    table = ReportTable(
        queries.listing(**narrowed.chosen),
        report_address=lambda report: addresses.carried(addresses.of_report(report), is_large=is_large),
        agency_address=lambda agency: addresses.carried(
            reverse("agency-detail", args=[agency.slug]), is_large=is_large
        ),
    )
    table.turn_to(page=request.GET.get("page", ""), sort=request.GET.getlist("sort"))
    numbers = table.paginator.get_elided_page_range(table.page.number, on_each_side=2, on_ends=1)
    return render(request, "report/list.html", {"filter": narrowed, "table": table, "numbers": numbers})


@of_public_report
def detail(request: HttpRequest, chosen: queries.Chosen) -> HttpResponse:
    """One revision of one report, with everything that belongs to it."""
    page = queries.page(chosen)
    context = {
        "page": page,
        "report": page.report,
        "figures": _figures(request, page),
        "linked": linkeddata.of_report(page, request.build_absolute_uri),
    }
    return render(request, "report/detail.html", context)


@of_public_report
def qr(request: HttpRequest, chosen: queries.Chosen) -> HttpResponse:
    """The code that opens this very page on a phone."""
    path = addresses.of_report(chosen.report, is_pinned=chosen.is_pinned)
    return HttpResponse(qr_codes.write(request.build_absolute_uri(path)), content_type=qr_codes.MEDIA_TYPE)


def _form_choices() -> list[tuple[str, str]]:
    return [(f.id, local(f.short_title, f.short_title_en)) for f in statforms.all_forms().values()]


def _figures(request: HttpRequest, page: queries.ReportPage) -> dict[str, object]:
    """The page's tables as HTML by code, the summary of their checks, and the place of the first that fails.

    Kept by the cache: a published revision never changes. The one it is checked against may, and the
    agency's address, to which the links lead: see the key.
    """
    if page.form is None:
        return {}
    previous = reportfigures.previous_of(page.report)
    is_large = request.GET.get("view") == "large"
    parts = [page.report, previous] if previous else [page.report]
    seen = "-".join(f"{part.pk}.{part.version}.{part.updated_at.timestamp()}" for part in parts)
    where = page.report.agency.slug
    key = f"report-figures:{seen}:{where}:{get_language()}:{page.is_pinned}:{is_large}"
    return cache.get_or_set(key, lambda: _rendered(request, page, previous), A_DAY)


def _rendered(request: HttpRequest, page: queries.ReportPage, previous: Report | None) -> dict[str, object]:
    figures = reportfigures.of_report(page.report, previous)
    if figures is None:
        return {}
    appended = {table.code for table in page.appendix}
    tables: dict[str, SafeString] = {}
    problems: list[str] = []
    for view in figures.tables:
        checks = figures.checks_of(view.code)
        problems += [problem.anchor for problem in checks.problems]
        context = {
            "page": page,
            "table": view,
            "checks": checks,
            "hides_title": view.code not in appended,
        }
        tables[view.code] = render_to_string("report/_table.html", context, request)
    return {"summary": figures.summary, "tables": tables, "first_problem": problems[0] if problems else ""}
