"""One-person publication switched at an agency: a page that says what it means, asks why, then does it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from reports.admin.scope import opened
from reports.domain.roles import Action
from reports.forms.agency import SwitchForm
from reports.models import Agency
from reports.services import agencies
from reports.services.revisions import Refused


class SwitchPage(ModelAdmin):
    """The address of the switch below an agency's page in the admin."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path("<int:object_id>/one-person/", wrap(self.switch_view), name="reports_agency_one_person")
        ]
        return [*routes, *super().get_urls()]

    def switch_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET asks, POST switches to what the page said: `on` travels with it."""
        agency = opened(request, Agency, object_id, Action.CHANGE_AGENCY)
        form = SwitchForm(
            request.POST if request.method == "POST" else None, initial={"on": not agency.is_one_person}
        )
        if request.method == "POST" and form.is_valid():
            on, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
            try:
                agencies.switch_one_person(agency=agency, on=on, reason=reason, by=request.user)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                done = _("One-person publication is on.") if on else _("One-person publication is off.")
                messages.success(request, done)
                return redirect("admin:reports_agency_change", agency.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("One-person publication"),
            "original": agency,
            "form": form,
        }
        return TemplateResponse(request, "admin/reports/agency/one_person.html", context)
