"""What the single import and the import desk share: looking over what was read of a kept file, storing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.admin import scope
from reports.admin.boxes import ChoiceBox
from reports.domain.roles import Action
from reports.forms.importing import StoreForm
from reports.models import ImportItem, Report
from reports.queries import access, importdesk, previews, statforms
from reports.queries.stattables import local
from reports.services import importdesk as desk
from reports.services.importing import Stored
from reports.services.reading import Reading
from reports.services.revisions import Refused


class LookingOver(ModelAdmin):
    """Shows a reading with the form that stores it; does what that form asks for."""

    def look_over(self, request: HttpRequest, item: ImportItem, reading: Reading) -> HttpResponse:
        """The reading as it stands."""
        first = {
            "content": str(item.pk),
            "agency": item.agency_id,
            "year": item.year,
            "kind": item.kind,
            "form_id": item.form_id,
        }
        return self._looked_over(request, item, reading, self._store_form(request, initial=first))

    def act(self, request: HttpRequest, item: ImportItem) -> HttpResponse:
        """Reads it as was chosen, and stores it where asked and nothing is missing. Raises Unreadable."""
        form = self._store_form(request, data=request.POST)
        is_valid, cleaned = form.is_valid(), form.cleaned_data
        try:
            reading = desk.choose(
                item=item,
                by=request.user,
                agency=cleaned.get("agency"),
                year=cleaned.get("year"),
                kind=cleaned.get("kind") or item.kind,
                form_id=cleaned.get("form_id") or "",
            )
            if not is_valid or "_store" not in request.POST:
                return self._looked_over(request, item, reading, form)
            enter = "" if cleaned["agency"] else self._entered(request, cleaned["enter"])
            stored = desk.accept(item=item, by=request.user, enter=enter)
        except Refused as refused:
            form.add_error(None, str(refused))
            item.refresh_from_db()
            if not item.document:
                messages.error(request, str(refused))
                return redirect("admin:reports_report_import_desk")
            return self._looked_over(request, item, desk.reading_of(item), form)
        self._tell(request, stored)
        return redirect("admin:reports_report_change", stored.report.pk)

    def _entered(self, request: HttpRequest, name: str) -> str:
        if not may_enter(request):
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

    def _looked_over(
        self, request: HttpRequest, item: ImportItem, reading: Reading, form: StoreForm
    ) -> HttpResponse:
        preview = previews.preview(
            reading.form_id,
            reading.year,
            reading.cells,
            reading.findings,
            reading.unread,
            reading.prose,
        )
        is_new = bool(reading.agency_name) and previews.agency_named(reading.agency_name) is None
        shown = {
            "store": form,
            "item": item,
            "entry": importdesk.entry(item),
            "reading": reading,
            "preview": preview,
            "may_enter": is_new and may_enter(request),
        }
        return self.import_page(request, **shown)

    def import_page(self, request: HttpRequest, **shown: Any) -> HttpResponse:
        """The page of the single import: its form, or what was read."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import a report"),
            "media": self._store_form(request).media,
            **shown,
        }
        return TemplateResponse(request, "admin/reports/report/import.html", context)


def may_enter(request: HttpRequest) -> bool:
    """Whether somebody may write for an agency that is not there yet: whose would it be?"""
    return access.may(request.user, Action.MOVE_AGENCY, None) and access.may(
        request.user, Action.WRITE_REPORT, None
    )
