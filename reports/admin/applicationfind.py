"""Finding a case by an exact number. What is typed is sent by POST: it stands in no address and in no log."""

from __future__ import annotations

from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from reports.forms.casefile import FindForm
from reports.queries import cases, casewords
from reports.services import personal


class FindPage(ModelAdmin):
    """The address of the search, beside the list."""

    def get_urls(self) -> list[URLPattern]:
        view = sensitive_post_parameters()(self.admin_site.admin_view(self.find_view))
        return [path("find/", view, name="reports_application_find"), *super().get_urls()]

    def find_form(self) -> FindForm:
        """An empty one, for the head of the list."""
        return FindForm(label_suffix="")

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks; POST shows what was found, or goes to the one case of a receipt number."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = FindForm(request.POST if request.method == "POST" else None, label_suffix="")
        rows = None
        if form.is_valid():
            typed = form.cleaned_data["text"]
            rows = cases.found(request.user, typed, personal.of_contact(typed))
            if len(rows) == 1:
                return redirect("admin:reports_application_change", rows[0].pk)
        lines = cases.lines(rows or [], on=timezone.localdate())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Find a case"),
            "form": form,
            "found": None
            if rows is None
            else [
                {
                    "row": row,
                    "state": casewords.state(row.state),
                    "line": lines[row.pk],
                    "applicant": cases.masked_name(row),
                }
                for row in rows
            ],
            "most": cases.MOST,
        }
        return TemplateResponse(request, "admin/reports/application/find.html", context)
