"""Explaining one finding of a draft: its arithmetic, the reason for the public, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.reportacts import placed, told_again
from reports.domain.road import Step, why_not
from reports.forms.reportact import ActForm
from reports.models import Report
from reports.queries import dossiers
from reports.queries.changes import Deed
from reports.queries.dossiers import Dossier
from reports.queries.explaining import Explained
from reports.services import overrides
from reports.services.revisions import Refused, refusal

ASKED = "check"
"""The part of the address, and the field, that names the check."""


class ExplainPage(ModelAdmin):
    """The address of an explanation below a report's page in the admin: `explain/?check=CODE`."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [path("<int:object_id>/explain/", wrap(self.explain_view), name="reports_report_explain")]
        return [*routes, *super().get_urls()]

    def explain_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET shows the finding and its reason, POST stores the reason or takes it back."""
        report, place = placed(request, object_id, Step.EDIT)
        code = (request.POST if request.method == "POST" else request.GET).get(ASKED, "")
        dossier = dossiers.of(report)
        one = dossier.explaining.named(code)
        why = why_not(Step.EDIT, place)
        if request.method == "POST":
            return self._store(request, dossier, code, one)
        if why is not None or one is None:
            told = (
                refusal(Step.EDIT, why, report)
                if why
                else _("There is nothing to explain about this check now.")
            )
            messages.error(request, told)
            return redirect("admin:reports_report_change", report.pk)
        known = one.decision or one.offered
        form = _form(one, initial={"version": report.version, "words": known.reason if known else ""})
        return self._explain_page(request, dossier, one, form)

    def _store(
        self, request: HttpRequest, dossier: Dossier, code: str, one: Explained | None
    ) -> HttpResponse:
        report = dossier.report
        form = _form(one, data=request.POST)
        is_lifted = "_lift" in request.POST
        if is_lifted:
            form.fields["words"].required = False
        if not form.is_valid() and one is not None:
            return self._explain_page(request, dossier, one, form)
        try:
            done = _act(request, report, code, form, is_lifted=is_lifted)
        except Refused as refused:
            if one is None:
                messages.error(request, str(refused))
                return redirect("admin:reports_report_change", report.pk)
            return self._explain_page(request, dossier, one, form, told_again(form, refused))
        self.log_change(request, report, done)
        messages.success(request, done)
        return redirect("admin:reports_report_change", report.pk)

    def _explain_page(
        self,
        request: HttpRequest,
        dossier: Dossier,
        one: Explained,
        form: ActForm,
        deeds: tuple[Deed, ...] = (),
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Answer a question") if one.kind == "asks" else _("Explain a finding"),
            "original": dossier.report,
            "one": one,
            "form": form,
            "deeds": deeds,
        }
        return TemplateResponse(request, "admin/reports/report/explain.html", context)


def _act(request: HttpRequest, report: Report, code: str, form: ActForm, *, is_lifted: bool) -> str:
    """Stores the reason, or takes it back; returns what was done, in words. Raises Refused."""
    version = form.cleaned_data.get("version", -1)
    if is_lifted:
        overrides.lift(report=report, check_code=code, by=request.user, expected_version=version)
        return _("The reason is taken back; the finding stands again.")
    overrides.override(
        report=report,
        check_code=code,
        reason=form.cleaned_data.get("words", ""),
        by=request.user,
        expected_version=version,
    )
    return _("The reason is stored. The public will read it beside the arithmetic.")


def _form(one: Explained | None, **given: object) -> ActForm:
    asks = one is not None and one.kind == "asks"
    return ActForm(
        label=gettext_lazy("Answer") if asks else gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "At most 2,000 characters. Everyone reads it beside the arithmetic. It lapses as soon as one of "
            "the figures or words that the check looks at changes."
        ),
        is_required=True,
        **given,
    )
