"""The statistics table of a report as a page of its own: a grid of inputs, its checks beside it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from reports.admin.refusal import version_seen
from reports.admin.scope import opened
from reports.domain.roles import Action
from reports.domain.statform.definition import CellKey, Form
from reports.models import Report
from reports.queries import grids, statforms
from reports.queries.changes import Deed
from reports.queries.grids import PREFIX, Grid
from reports.services import reports
from reports.services.reports import BadFigures, Refused, Stale


class TablePage(ModelAdmin):
    """The address of the grid below a report's page in the admin."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [path("<int:object_id>/table/", wrap(self.table_view), name="reports_report_table")]
        return [*routes, *super().get_urls()]

    def table_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET shows the grid, or the forms to choose from; POST saves either."""
        is_sent = request.method == "POST"
        report = opened(request, Report, object_id, Action.WRITE_REPORT if is_sent else Action.VIEW_REPORT)
        if not is_sent:
            return self._table_page(request, report)
        return (
            self._choose_form(request, report)
            if "_form" in request.POST
            else self._save_table(request, report)
        )

    def _choose_form(self, request: HttpRequest, report: Report) -> HttpResponse:
        version = version_seen(request)
        try:
            reports.choose_form(
                report=report, form_id=request.POST["_form"], by=request.user, expected_version=version
            )
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("admin:reports_report_table", report.pk)

    def _save_table(self, request: HttpRequest, report: Report) -> HttpResponse:
        form = statforms.all_forms().get(report.form_id)
        if form is None:
            messages.error(request, _("Choose the statistics form of this report first."))
            return redirect("admin:reports_report_table", report.pk)
        typed, version = _typed(request, form), version_seen(request)
        try:
            reports.save_figures(report=report, raws=typed, by=request.user, expected_version=version)
        except BadFigures as bad:
            kept = grids.grid(report, typed=typed, problems=bad.problems)
            return self._table_page(request, report, kept, version=version)
        except Stale as stale:
            kept = grids.grid(stale.report, typed=_touched(typed, stale.deeds), is_stale=True)
            return self._table_page(request, stale.report, kept, refused=str(stale), deeds=stale.deeds)
        except Refused as refused:
            kept = grids.grid(report, typed=typed)
            return self._table_page(request, report, kept, version=version, refused=str(refused))
        self.log_change(request, report, _("The table is saved."))
        messages.success(request, _("The table is saved."))
        if "_done" in request.POST:
            return redirect("admin:reports_report_change", report.pk)
        return redirect("admin:reports_report_table", report.pk)

    def _table_page(
        self,
        request: HttpRequest,
        report: Report,
        grid: Grid | None = None,
        *,
        version: int | None = None,
        refused: str = "",
        deeds: tuple[Deed, ...] = (),
    ) -> HttpResponse:
        """`grid` holds what was typed, if that could not be saved; `version` is the one it was typed over."""
        is_kept = grid is not None
        if grid is None and report.form_id in statforms.all_forms():
            grid = grids.grid(report)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Table of the report"),
            "subtitle": report.title,
            "original": report,
            "grid": grid,
            "is_kept": is_kept,
            "may_edit": is_kept or self.has_change_permission(request, report),
            "refused": refused,
            "deeds": deeds,
            "version": report.version if version is None else version,
            "choices": grids.choices(report),
        }
        return TemplateResponse(request, "admin/reports/report/table.html", context)


def _typed(request: HttpRequest, form: Form) -> dict[CellKey, str]:
    """What was sent for each cell of the form; a cell that was not sent is left as it is."""
    keys = list(form.keys())
    return {key: request.POST[f"{PREFIX}{key}"] for key in keys if f"{PREFIX}{key}" in request.POST}


def _touched(typed: dict[CellKey, str], deeds: tuple[Deed, ...]) -> dict[CellKey, str]:
    """What was typed, without the cells that stand as they were before others changed them.

    So that saving again does not take back what the others typed into cells that this clerk left alone.
    """
    first: dict[str, str] = {}
    for deed in deeds:
        for name, (before, _after) in deed.event.changes.items():
            first.setdefault(name, before)
    return {key: raw for key, raw in typed.items() if first.get(str(key)) != raw.strip()}
