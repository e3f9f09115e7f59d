"""The files of a case: added through the gate for files, downloaded on record, never shown inline."""

from __future__ import annotations

from itertools import chain

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reports.admin.scope import opened, seen
from reports.domain import refusal
from reports.domain.roles import Action
from reports.forms.casefile import PaperForm
from reports.models import Application, CaseFile
from reports.models.encrypted import Unreadable
from reports.queries import refusals
from reports.queries.access import NotTheirs
from reports.services import assigning, casefiles
from reports.services.revisions import Refused


class PaperPages(ModelAdmin):
    """The addresses of a case's files."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path(
                "<int:object_id>/file/<int:file_id>/", wrap(self.paper_view), name="reports_application_paper"
            ),
            path(
                "<int:object_id>/file/<int:file_id>/take-back/",
                wrap(self.take_back_view),
                name="reports_application_takeback",
            ),
            path("<int:object_id>/files/", wrap(self.add_paper_view), name="reports_application_files"),
        ]
        return [*routes, *super().get_urls()]

    def paper_view(self, request: HttpRequest, object_id: int, file_id: int) -> HttpResponse:
        """A file of the case, always as a download, and on record."""
        application = seen(request, Application, object_id)
        kept = CaseFile.objects.filter(application=application, pk=file_id).first()
        if kept is None:
            raise NotTheirs(application.agency_id)
        pieces = casefiles.pieces(kept)
        try:
            first = next(pieces)
        except (Unreadable, OSError):
            messages.error(
                request,
                _("This file cannot be read. Tell the system administrator its number: %(number)s.")
                % {"number": kept.pk},
            )
            return redirect("admin:reports_application_change", application.pk)
        assigning.taken_out(application, by=request.user, file=kept)
        return StreamingHttpResponse(
            chain([first], pieces),
            content_type="application/octet-stream",
            headers={"Content-Disposition": content_disposition_header(True, kept.name)},
        )

    def take_back_view(self, request: HttpRequest, object_id: int, file_id: int) -> HttpResponse:
        """POST takes a file back that the applicant may download."""
        application = opened(request, Application, object_id, Action.WORK_APPLICATION)
        kept = CaseFile.objects.filter(application=application, pk=file_id).first()
        if kept is None:
            raise NotTheirs(application.agency_id)
        if request.method == "POST":
            assigning.take_back(kept, by=request.user)
            messages.success(
                request, _("The applicant can no longer download the file. It stays with the case.")
            )
        return redirect("admin:reports_application_change", application.pk)

    def add_paper_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """POST adds a file; one that is not taken is named on the page of the case, with why."""
        application = opened(request, Application, object_id, Action.WORK_APPLICATION)
        if request.method != "POST":
            return redirect("admin:reports_application_change", application.pk)
        steps = application.steps.filter(struck_at=None).order_by("number")
        form = PaperForm(request.POST, request.FILES, steps=steps)
        if not form.is_valid() or not self._kept(request, application, form):
            return self.case_page(request, application, form)
        messages.success(request, _("The file is kept with the case."))
        return redirect("admin:reports_application_change", application.pk)

    def _kept(self, request: HttpRequest, application: Application, form: PaperForm) -> bool:
        sent = form.cleaned_data["file"]
        try:
            assigning.add_paper(
                application,
                by=request.user,
                name=sent.name,
                data=sent,
                role=form.cleaned_data["role"],
                step=form.cleaned_data["step"],
                is_for_applicant=form.cleaned_data["is_for_applicant"],
            )
        except refusal.Refused as refused:
            form.add_error("file", refusals.sentence(refused))
            return False
        except Refused as refused:
            form.add_error(None, str(refused))
            return False
        return True
