"""The list of annual reports, and the page of one."""

from __future__ import annotations

from typing import TypedDict

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from reports.forms.reportfilter import ReportFilter
from reports.models import Report
from reports.queries import (
    addresses,
    corrections,
    everycheck,
    likeness,
    linkeddata,
    prosechecks,
    registerpages,
    reportfigures,
    statforms,
)
from reports.queries import reports as queries
from reports.queries.checks import Summary, summary
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
    figures = _figures(request, page)
    context = {
        "page": page,
        "report": page.report,
        "figures": figures,
        "words": prosechecks.words(page, figures["marks"]),
        "corrections": _corrections(request, page),
        "register": registerpages.agreement(page.report),
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


def _corrections(request: HttpRequest, page: queries.ReportPage) -> SafeString:
    """What the revisions changed, as HTML; "" where there is only one. Kept by the cache like the figures."""
    if len(page.released) < 2:
        return SafeString("")
    seen = "-".join(f"{one.pk}.{one.version}.{one.state}" for one in page.released)
    where = f"{page.report.agency.slug}:{page.report.pk}:{page.is_pinned}"
    key = f"report-corrections:{seen}:{where}:{get_language()}"
    return cache.get_or_set(key, lambda: _recorded(request, page), A_DAY)


def _recorded(request: HttpRequest, page: queries.ReportPage) -> SafeString:
    made = corrections.of(page.released)
    context = {"page": page, "corrections": made}
    return render_to_string("report/_corrections.html", context, request) if made else SafeString("")


class Rendered(TypedDict):
    """What a page keeps: its tables as HTML by code, the checks of its words as HTML, how all checks stand.

    `first_problem`: the place of the first check that fails, "" for none; `first_decided`: that of the first
    that stands with a reason. `marks`: see `prosechecks`.
    """

    summary: Summary | None
    tables: dict[str, SafeString]
    prose: SafeString
    marks: prosechecks.Marks
    first_problem: str
    first_decided: str


def _figures(request: HttpRequest, page: queries.ReportPage) -> Rendered:
    """The page's tables and checks.

    Kept by the cache: a published revision never changes. Those it is checked against may, and the agency's
    address, to which the links lead: see the key.
    """
    previous = reportfigures.previous_of(page.report)
    is_large = request.GET.get("view") == "large"
    parts = [page.report, previous] if previous else [page.report]
    seen = "-".join(f"{part.pk}.{part.version}.{part.updated_at.timestamp()}" for part in parts)
    changed = likeness.newest_change(page.report)
    seen += f"-{changed.timestamp()}" if changed else ""
    where = page.report.agency.slug
    key = f"report-figures:{seen}:{where}:{get_language()}:{page.is_pinned}:{is_large}"
    return cache.get_or_set(key, lambda: _rendered(request, page, previous), A_DAY)


def _rendered(request: HttpRequest, page: queries.ReportPage, previous: Report | None) -> Rendered:
    figures = reportfigures.of_report(page.report, previous)
    appended = {table.code for table in page.appendix}
    tables: dict[str, SafeString] = {}
    problems: list[str] = []
    decided: list[str] = []
    for view in figures.tables if figures else ():
        checks = figures.checks_of(view.code)
        problems += [problem.anchor for problem in checks.problems]
        decided += [one.anchor for one in checks.decided]
        context = {
            "page": page,
            "table": view,
            "checks": checks,
            "hides_title": view.code not in appended,
        }
        tables[view.code] = render_to_string("report/_table.html", context, request)
    found = everycheck.prose_of_report(
        page.report, previous, figures=figures.values if figures else None, released=page.released
    )
    checks = prosechecks.in_words(found, page.form, prosechecks.titles(page), page.report.year)
    problems += [problem.anchor for problem in checks.problems]
    decided += [one.anchor for one in checks.decided]
    findings = [*(figures.findings if figures else ()), *found]
    return {
        "summary": summary(findings) if findings else None,
        "tables": tables,
        "prose": render_to_string("report/_prose_checks.html", {"page": page, "checks": checks}, request),
        "marks": prosechecks.marks(found),
        "first_problem": problems[0] if problems else "",
        "first_decided": decided[0] if decided else "",
    }
