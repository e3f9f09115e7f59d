"""The trail of a report's figures: its source on one side, its grid on the other, linked both ways."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.admin.refusal import version_seen
from reports.admin.scope import opened
from reports.domain.document import Document, Unreadable
from reports.domain.roles import Action
from reports.domain.statform.definition import CellKey
from reports.models import Report, SourceFile
from reports.queries import statforms, trail, unreadable
from reports.services import figures, layouts
from reports.services.revisions import Refused


class TrailPage(ModelAdmin):
    """The address of the trail below a report's page in the admin."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [path("<int:object_id>/trail/", wrap(self.trail_view), name="reports_report_trail")]
        return [*routes, *super().get_urls()]

    def trail_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET shows both sides, `cell` chosen; POST accepts or corrects it, or accepts all read exactly."""
        is_sent = request.method == "POST"
        report = opened(request, Report, object_id, Action.WRITE_REPORT if is_sent else Action.VIEW_REPORT)
        if is_sent:
            return self._changed(request, report)
        sources = list(report.sources.order_by("pk"))
        source = next((one for one in sources if str(one.pk) == request.GET.get("source")), None)
        source = source or next(iter(sources), None)
        document, problem = _document(source)
        has_form = report.form_id in statforms.all_forms()
        chosen = request.GET.get("cell", "")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Source and figures"),
            "original": report,
            "trail": trail.of(report, document, chosen=chosen) if has_form else None,
            "source": source,
            "sources": sources,
            "problem": problem,
            "may_edit": self.has_change_permission(request, report),
        }
        return TemplateResponse(request, "admin/reports/report/trail.html", context)

    def _changed(self, request: HttpRequest, report: Report) -> HttpResponse:
        version, sent = version_seen(request), request.POST
        key = _key(sent.get("cell", ""))
        try:
            keys = trail.exact(report) if "_all" in sent else [key] if key else []
            if "_correct" in sent and key is not None:
                raws = {key: sent.get("raw", "")}
                figures.save_figures(report=report, raws=raws, by=request.user, expected_version=version)
                messages.success(request, _("The figure is corrected."))
            elif keys:
                self._accept(request, report, keys, version)
        except Refused as refused:
            messages.error(request, str(refused))
            return _back(report, key)
        return _back(report, _next(report) if "_all" not in sent else None)

    def _accept(self, request: HttpRequest, report: Report, keys: list[CellKey], version: int) -> None:
        count = figures.accept_cells(report=report, keys=keys, by=request.user, expected_version=version)
        words = ngettext("%(count)s figure is accepted.", "%(count)s figures are accepted.", count)
        messages.success(request, words % {"count": count})


def _document(source: SourceFile | None) -> tuple[Document | None, str]:
    """What the source says, and why it cannot be shown."""
    if source is None:
        return None, ""
    try:
        return layouts.of_source(source), ""
    except Unreadable as problem:
        return None, unreadable.sentence(problem, source.name)


def _key(text: str) -> CellKey | None:
    try:
        return CellKey.parse(text)
    except ValueError:
        return None


def _next(report: Report) -> CellKey | None:
    """The next cell that is to be looked at."""
    unsure = (cell for cell in report.cells.all() if trail.state_of(cell) == "unsure")
    return next((cell.key for cell in unsure), None)


def _back(report: Report, key: CellKey | None) -> HttpResponse:
    address = reverse("admin:reports_report_trail", args=[report.pk])
    return redirect(f"{address}?{urlencode({'cell': str(key)})}#chosen" if key else address)
