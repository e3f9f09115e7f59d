"""A whole case as one download, unmasked, for a review, a court or the archive; asks who is there again."""

from __future__ import annotations

import io
import zipfile

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.admin.scope import opened
from reports.domain.roles import Action
from reports.forms.casefile import DossierForm
from reports.models import Application
from reports.models.encrypted import Unreadable
from reports.queries import casedossier
from reports.queries.casedossier import Dossier
from reports.services import assigning, casefiles, door

INDEX = "index.html"


class DossierPage(ModelAdmin):
    """The address of the dossier below a case's page."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.dossier_view)
        return [
            path("<int:object_id>/dossier/", view, name="reports_application_dossier"),
            *super().get_urls(),
        ]

    def dossier_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET asks what for, POST downloads it."""
        application = opened(request, Application, object_id, Action.EXPORT_APPLICATION)
        door.demand_recent(request)
        form = DossierForm(request.POST if request.method == "POST" else None, label_suffix="")
        if form.is_valid():
            has_internal = form.cleaned_data["has_internal"]
            dossier = casedossier.of(application, on=timezone.localdate(), has_internal=has_internal)
            try:
                data = _archive(dossier)
            except (Unreadable, OSError):
                messages.error(
                    request,
                    _(
                        "A file of this case cannot be read, so no dossier was made. "
                        "Tell the system administrator."
                    ),
                )
                return redirect("admin:reports_application_change", application.pk)
            assigning.taken_out(application, by=request.user, why=form.cleaned_data["purpose"])
            return HttpResponse(
                data,
                content_type="application/zip",
                headers={
                    "Content-Disposition": f'attachment; filename="{application.number}.zip"',
                    "Cache-Control": "no-store",
                },
            )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Dossier for review or court"),
            "original": application,
            "form": form,
        }
        return TemplateResponse(request, "admin/reports/application/dossier.html", context)


def _archive(dossier: Dossier) -> bytes:
    """A ZIP of an index to read and print, and every file by its number. Raises Unreadable, OSError.

    Made in memory: nothing of it, in clear, touches the disk.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            INDEX, render_to_string("admin/reports/application/dossier_index.html", {"dossier": dossier})
        )
        for paper in dossier.papers:
            archive.writestr(paper.path, casefiles.read(paper.file))
    return held.getvalue()
