"""The register an agency kept before, brought in after a rehearsal that shows every row that matters."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from reports.admin.scope import choices
from reports.domain.document import Unreadable
from reports.domain.roles import Action
from reports.forms.registerimport import RegisterTableForm, RegisterYesForm
from reports.models import Agency, Application
from reports.queries import access, unreadable
from reports.services import registerimport, registerrows
from reports.services.registerimport import MOST, SHOWN, Preview
from reports.services.revisions import Refused


class ImportPage(ModelAdmin):
    """The address of the import below the list of cases."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.import_view)
        return [path("import/", page, name="reports_application_import"), *super().get_urls()]

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    def import_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for a table; POST rehearses it, or does what was shown."""
        if not access.may(request.user, Action.WORK_APPLICATION):
            raise access.Denied(Action.WORK_APPLICATION)
        agencies = choices(request, Application._meta.get_field("agency")).order_by("name", "pk")
        if "_do" in request.POST:
            return self._carry_out(request, RegisterYesForm(request.POST, agencies=agencies))
        if request.method != "POST":
            first = agencies.first() if agencies.count() == 1 else None
            return self._import_page(
                request, form=RegisterTableForm(agencies=agencies, initial={"agency": first})
            )
        form = RegisterTableForm(request.POST, request.FILES, agencies=agencies)
        if not form.is_valid():
            return self._import_page(request, form=form)
        file = form.cleaned_data["file"]
        return self._look_over(request, form.cleaned_data["agency"], file.read(), file.name, form)

    def _look_over(
        self, request: HttpRequest, agency: Agency, content: bytes, name: str, form: Any = None
    ) -> HttpResponse:
        today = timezone.localdate()
        try:
            preview = registerimport.look_over(content, agency=agency, by=request.user, today=today)
        except (Unreadable, Refused) as problem:
            messages.error(request, _sentence(problem, name))
            return redirect("admin:reports_application_import")
        return self._preview_page(request, agency, content, preview)

    def _carry_out(self, request: HttpRequest, form: RegisterYesForm) -> HttpResponse:
        if not form.is_valid():
            messages.error(request, _("The table was lost on its way. Choose it again."))
            return redirect("admin:reports_application_import")
        agency, content = form.cleaned_data["agency"], form.cleaned_data["content"]
        try:
            count = registerimport.carry_out(
                content,
                digest=form.cleaned_data["digest"],
                agency=agency,
                by=request.user,
                today=timezone.localdate(),
            )
        except Unreadable as problem:
            messages.error(request, _sentence(problem, ""))
            return redirect("admin:reports_application_import")
        except Refused as refused:
            messages.error(request, str(refused))
            return self._look_over(request, agency, content, "")
        words = ngettext("%(count)d case was added.", "%(count)d cases were added.", count)
        messages.success(request, words % {"count": count})
        return redirect("admin:reports_application_changelist")

    def _preview_page(
        self, request: HttpRequest, agency: Agency, content: bytes, preview: Preview
    ) -> HttpResponse:
        first = {
            "content": base64.b64encode(content).decode(),
            "digest": preview.digest,
            "agency": agency.pk,
        }
        yes = RegisterYesForm(initial=first, auto_id=False, agencies=Agency.objects.filter(pk=agency.pk))
        shown = {"preview": preview, "counts": preview.counts, "agency": agency, "most_shown": SHOWN}
        return self._import_page(request, yes=yes, **shown)

    def _import_page(self, request: HttpRequest, **shown: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import a former register"),
            "columns": registerrows.labels(),
            "needed": registerrows.NEEDED,
            **shown,
        }
        return TemplateResponse(request, "admin/reports/application/import.html", context)


def _sentence(problem: Unreadable | Refused, name: str) -> str:
    if isinstance(problem, Refused):
        return str(problem)
    if problem.reason == "too-long":
        return _("The table has more than %(limit)s rows or far too many cells. Import it in parts.") % {
            "limit": MOST
        }
    return unreadable.sentence(problem, name)
