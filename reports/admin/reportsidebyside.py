"""A report's words beside those of the report that they repeat, the shared sentences marked on both sides."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from reports.admin.scope import seen
from reports.models import Report
from reports.queries import sidebyside


class SideBySidePage(ModelAdmin):
    """The address below a report's page in the admin, `side-by-side/?check=CODE`, for who sees the report."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.side_by_side_view)
        name = "reports_report_side_by_side"
        return [path("<int:object_id>/side-by-side/", view, name=name), *super().get_urls()]

    def side_by_side_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET shows both texts. The other one is public, whoever's it is."""
        report = seen(request, Report, object_id)
        both = sidebyside.of(report, request.GET.get("check", ""))
        if both is None:
            messages.info(request, _("This check no longer compares the report with another one."))
            return redirect("admin:reports_report_change", report.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Both texts side by side"),
            "original": report,
            "both": both,
        }
        return TemplateResponse(request, "admin/reports/report/side_by_side.html", context)
