"""Agencies as a table: taken along, and brought in after a rehearsal that shows every row that matters."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.domain.document import Unreadable
from reports.domain.roles import Action
from reports.forms.agencyimport import TableForm, YesForm
from reports.models.event import Act
from reports.queries import access, unreadable
from reports.services import agencyimport, agencytable, events
from reports.services.agencyimport import MOST, Preview
from reports.services.revisions import Refused
from reports.writers import rows as rows_writer


class TablePages(ModelAdmin):
    """The addresses of import and export below the list of agencies."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path("import/", wrap(self.table_view), name="reports_agency_import"),
            path("export/", wrap(self.export_view), name="reports_agency_export"),
        ]
        return [*routes, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_import = access.may(request.user, Action.MOVE_AGENCY)
        return super().changelist_view(request, {"may_import": may_import, **(extra_context or {})})

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Every agency one may see, as CSV or .xlsx; the log says that it was taken along."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not access.may(request.user, Action.VIEW_AGENCY):
            raise access.Denied(Action.VIEW_AGENCY)
        ending = "xlsx" if request.POST.get("as") == "xlsx" else "csv"
        with transaction.atomic():
            table = agencytable.rows_out(request.user)
            changes = {"rows": ("", str(len(table) - 1))}
            events.record(Act.EXPORTED, by=request.user, kind="agencies", changes=changes)
        content = rows_writer.write_book(table) if ending == "xlsx" else rows_writer.write(table)
        headers = {
            "Content-Disposition": f'attachment; filename="agencies.{ending}"',
            "Cache-Control": "no-store",
        }
        return HttpResponse(content, content_type=rows_writer.MEDIA_TYPES[ending], headers=headers)

    def table_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for a table; POST rehearses it, or does what was shown."""
        if not access.may(request.user, Action.MOVE_AGENCY):
            raise access.Denied(Action.MOVE_AGENCY)
        if "_do" in request.POST:
            return self._carry_out(request)
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        if not form.is_valid():
            return self._table_page(request, form=form)
        return self._look_over(request, form.cleaned_data["file"].read(), form.cleaned_data["file"].name)

    def _look_over(self, request: HttpRequest, content: bytes, name: str) -> HttpResponse:
        try:
            preview = agencyimport.look_over(content, by=request.user)
        except (Unreadable, Refused) as problem:
            messages.error(request, _sentence(problem, name))
            return self._table_page(request, form=TableForm())
        return self._preview_page(request, content, preview)

    def _carry_out(self, request: HttpRequest) -> HttpResponse:
        form = YesForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("The table was lost on its way. Choose it again."))
            return redirect("admin:reports_agency_import")
        content = form.cleaned_data["content"]
        try:
            done = agencyimport.carry_out(content, digest=form.cleaned_data["digest"], by=request.user)
        except Unreadable as problem:
            messages.error(request, _sentence(problem, ""))
            return redirect("admin:reports_agency_import")
        except Refused as refused:
            messages.error(request, str(refused))
            return self._look_over(request, content, "")
        made, changed = done.counts["new"], done.counts["changed"]
        words = ngettext("%(count)d agency was added.", "%(count)d agencies were added.", made)
        more = ngettext("%(count)d was changed.", "%(count)d were changed.", changed)
        messages.success(request, f"{words % {'count': made}} {more % {'count': changed}}")
        return redirect("admin:reports_agency_changelist")

    def _preview_page(self, request: HttpRequest, content: bytes, preview: Preview) -> HttpResponse:
        first = {"content": base64.b64encode(content).decode(), "digest": preview.digest}
        form = YesForm(initial=first, auto_id=False)
        return self._table_page(request, yes=form, preview=preview, counts=preview.counts)

    def _table_page(self, request: HttpRequest, **shown: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import agencies"),
            "columns": agencytable.labels(),
            **shown,
        }
        return TemplateResponse(request, "admin/reports/agency/import.html", context)


def _sentence(problem: Unreadable | Refused, name: str) -> str:
    if isinstance(problem, Refused):
        return str(problem)
    if problem.reason == "too-long":
        return _("The table has more than %(limit)s rows or far too many cells. Import it in parts.") % {
            "limit": MOST
        }
    return unreadable.sentence(problem, name)
