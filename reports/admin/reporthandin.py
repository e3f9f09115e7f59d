"""Handing a published report in from its page, and the receipt to print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from reports.admin.scope import seen
from reports.domain.roles import Action
from reports.models import Report
from reports.queries import access, handins
from reports.queries.access import NotTheirs
from reports.services import handins as services
from reports.services.revisions import Refused


class HandInPages(ModelAdmin):
    """Two addresses below a report's page; what they need to be offered stands in its context."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path("<int:object_id>/hand-in/", wrap(self.hand_in_view), name="reports_report_hand_in"),
            path(
                "<int:object_id>/receipt/<int:hand_in_id>/",
                wrap(self.receipt_view),
                name="reports_report_receipt",
            ),
        ]
        return [*routes, *super().get_urls()]

    def hand_in_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET says what is handed in to whom, POST does it."""
        report = seen(request, Report, object_id)
        access.demand(request.user, Action.HAND_IN_REPORT, report.agency_id)
        if request.method == "POST":
            try:
                made = services.hand_in(report=report, by=request.user)
            except Refused as refused:
                messages.error(request, str(refused))
                return redirect("admin:reports_report_change", report.pk)
            messages.success(request, _("Handed in. The receipt number is %(number)s.") % {"number": made})
            return redirect("admin:reports_report_receipt", report.pk, made.pk)
        handed = handins.of_report(report)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Hand in"),
            "original": report,
            "may_hand_in": handins.may_be_handed_in(report, handed),
            "handed": handed,
        }
        return TemplateResponse(request, "admin/reports/report/hand_in.html", context)

    def receipt_view(self, request: HttpRequest, object_id: int, hand_in_id: int) -> HttpResponse:
        """The receipt, for whoever may see the report."""
        report = seen(request, Report, object_id)
        found = handins.one(report, hand_in_id)
        if found is None:
            raise NotTheirs
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Receipt %(number)s") % {"number": found},
            "original": report,
            "hand_in": found,
            "fingerprint": handins.fingerprint(report),
            "may_receive": handins.receivable(request.user).filter(pk=found.pk).exists(),
        }
        return TemplateResponse(request, "admin/reports/report/receipt.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Report | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        if obj is not None:
            stored = Report.objects.select_related("agency").get(pk=obj.pk)
            handed = handins.of_report(stored)
            context["handed"] = handed
            context["may_hand_in"] = handins.may_be_handed_in(stored, handed) and access.may(
                request.user, Action.HAND_IN_REPORT, stored.agency_id
            )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
