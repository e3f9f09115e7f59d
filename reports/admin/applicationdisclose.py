"""Making an answer public: a proposed text, checked by whoever reads it, filed as a catalogue draft."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from reports.admin.scope import opened
from reports.domain.roles import Action
from reports.forms.disclose import DiscloseForm
from reports.models import Application, Category
from reports.queries import access
from reports.services import disclosing
from reports.services.disclosing import Proposal
from reports.services.revisions import Refused


class DisclosePage(ModelAdmin):
    """The address below a case."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.disclose_view)
        return [path("<int:pk>/disclose/", page, name="reports_application_disclose"), *super().get_urls()]

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    def disclose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET proposes, POST files what was checked."""
        application = opened(request, Application, pk, Action.WORK_APPLICATION)
        access.demand(request.user, Action.WRITE_DOCUMENT, application.agency_id)
        try:
            proposal = disclosing.propose(application, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("admin:reports_application_change", application.pk)
        categories = Category.objects.open_to(application.agency)
        if request.method != "POST":
            first = {"title": proposal.title, "text": proposal.text}
            return self._disclose_page(
                request, application, proposal, DiscloseForm(initial=first, categories=categories)
            )
        form = DiscloseForm(request.POST, categories=categories)
        if not form.is_valid():
            return self._disclose_page(request, application, proposal, form)
        try:
            document = disclosing.file_as_document(application, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("text", str(refused))
            return self._disclose_page(request, application, proposal, form)
        messages.success(request, _("Filed as a draft of the catalogue. Send it to review from here."))
        return redirect("admin:reports_document_change", document.pk)

    def _disclose_page(
        self, request: HttpRequest, application: Application, proposal: Proposal, form: DiscloseForm
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": application,
            "title": _("Make the answer public"),
            "form": form,
            "suspects": proposal.suspects,
        }
        return TemplateResponse(request, "admin/reports/application/disclose.html", context)
