"""Importing a report in the admin: a text is handed in, read, looked over, then stored as a draft."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.admin import scope
from reports.admin.boxes import ChoiceBox
from reports.domain.document import Unreadable
from reports.domain.roles import Action
from reports.forms.importing import ReadForm, StoreForm
from reports.models import Report
from reports.queries import access, previews, statforms, unreadable
from reports.queries.stattables import local
from reports.services import importing
from reports.services.importing import Reading, Stored
from reports.services.revisions import Refused


class ImportPage(ModelAdmin):
    """The address of the import below the list of reports."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("import/", wrap(self.import_view), name="reports_report_import"), *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for a text; POST reads it, or stores what was read and looked over."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "_store" in request.POST or "_again" in request.POST:
            return self._store_reading(request)
        form = ReadForm(request.POST, request.FILES) if request.method == "POST" else ReadForm()
        if not form.is_valid():
            return self._import_page(request, form=form)
        content, name = form.cleaned_data["content"], form.cleaned_data["name"]
        try:
            reading = importing.read(content, name=name)
        except Unreadable as problem:
            form.add_error(None, unreadable.sentence(problem, name))
            return self._import_page(request, form=form)
        first = {
            "content": base64.b64encode(content).decode(),
            "name": name,
            "agency": previews.agency_named(reading.agency_name),
            "year": reading.year,
        }
        return self._look_over(request, reading, self._store_form(request, initial=first))

    def _store_reading(self, request: HttpRequest) -> HttpResponse:
        form = self._store_form(request, data=request.POST)
        if form.errors.keys() & {"content", "name"}:
            form = ReadForm()
            messages.error(request, _("The text was lost on its way. Choose it again."))
            return self._import_page(request, form=form)
        is_valid = form.is_valid()
        cleaned = form.cleaned_data
        try:
            reading = importing.read(
                cleaned["content"],
                name=cleaned["name"],
                form_id=cleaned.get("form_id") or None,
                year=cleaned.get("year"),
            )
            if not is_valid or "_again" in request.POST:
                return self._look_over(request, reading, form)
            stored = importing.store(
                reading,
                data=cleaned["content"],
                name=cleaned["name"],
                by=request.user,
                agency=cleaned["agency"] or self._entered(request, cleaned["enter"]),
                year=cleaned["year"],
            )
        except Unreadable as problem:
            messages.error(request, unreadable.sentence(problem, cleaned["name"]))
            return self._import_page(request, form=ReadForm())
        except Refused as refused:
            form.add_error(None, str(refused))
            return self._look_over(request, reading, form)
        self._tell(request, stored)
        return redirect("admin:reports_report_change", stored.report.pk)

    def _entered(self, request: HttpRequest, name: str) -> str:
        if not _may_enter(request):
            raise PermissionDenied
        return name

    def _tell(self, request: HttpRequest, stored: Stored) -> None:
        if stored.is_put_back and stored.is_created:
            self.log_change(request, stored.report, _("Imported"))
            count = len(stored.changes)
            messages.success(
                request,
                ngettext(
                    "%(count)s figure of the table was changed in this draft. Look it over.",
                    "%(count)s figures of the table were changed in this draft. Look them over.",
                    count,
                )
                % {"count": count},
            )
        elif stored.is_put_back:
            messages.info(request, _("The table says what the report says already; nothing was changed."))
        elif stored.is_created:
            self.log_addition(request, stored.report, _("Imported"))
            messages.success(request, _("The report is stored as a draft. Compare it with its source."))
        else:
            messages.info(request, _("This file had been imported before; nothing was changed."))

    def _store_form(self, request: HttpRequest, **given: Any) -> StoreForm:
        agency = Report._meta.get_field("agency")
        box = ChoiceBox(agency, self.admin_site)
        forms = statforms.all_forms().values()
        choices = [(form.id, local(form.short_title, form.short_title_en)) for form in forms]
        return StoreForm(choices=choices, agencies=scope.choices(request, agency), box=box, **given)

    def _look_over(self, request: HttpRequest, reading: Reading, form: StoreForm) -> HttpResponse:
        preview = previews.preview(
            reading.form_id, reading.year, reading.cells, reading.findings, reading.unread
        )
        is_new = bool(reading.agency_name) and previews.agency_named(reading.agency_name) is None
        may_enter = is_new and _may_enter(request)
        return self._import_page(request, store=form, reading=reading, preview=preview, may_enter=may_enter)

    def _import_page(self, request: HttpRequest, **shown: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import a report"),
            "media": self._store_form(request).media,
            **shown,
        }
        return TemplateResponse(request, "admin/reports/report/import.html", context)


def _may_enter(request: HttpRequest) -> bool:
    """Whether somebody may write for an agency that is not there yet: whose would it be?"""
    return access.may(request.user, Action.MOVE_AGENCY, None) and access.may(
        request.user, Action.WRITE_REPORT, None
    )
