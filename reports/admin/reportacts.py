"""The steps of a report's road, a page each: it says what will happen, asks for words, then does it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from reports.admin.reportsteps import STEPS, Step
from reports.admin.scope import seen
from reports.domain.road import RIGHTS, Place, Why, why_not
from reports.domain.road import Step as Road
from reports.forms.reportact import ActForm
from reports.models import Report
from reports.models.road import State
from reports.queries import access, dossiers, powers
from reports.queries.changes import Deed
from reports.queries.dossiers import Dossier
from reports.services.revisions import Refused, Stale, refusal


def placed(request: HttpRequest, object_id: int, act: Road) -> tuple[Report, Place]:
    """The report of that id, and where it stands for the person who asks.

    Raises NotTheirs (404) where they may not see it, access.Denied (403) where that step is never theirs.
    """
    report = seen(request, Report, object_id)
    place = powers.place(report, request.user)
    if why_not(act, place) is Why.RIGHT:
        raise access.Denied(min(RIGHTS[act][0]), report.agency_id)
    return report, place


class StepPages(ModelAdmin):
    """The addresses of the steps below a report's page in the admin."""

    def get_urls(self) -> list[URLPattern]:
        routes = [
            path(
                f"<int:object_id>/{name}/",
                self.admin_site.admin_view(self.step_view),
                {"name": name},
                name=f"reports_report_{name.replace('-', '_')}",
            )
            for name in STEPS
        ]
        return [*routes, *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: int, name: str) -> HttpResponse:
        """GET asks, POST does."""
        step = STEPS[name]
        report, place = placed(request, object_id, step.act)
        if request.method == "POST":
            return self._take(request, report, step)
        why = why_not(step.act, place)
        if why is not None:
            messages.error(request, refusal(step.act, why, report))
            return redirect("admin:reports_report_change", report.pk)
        dossier = dossiers.of(report)
        first = {"version": report.version, "words": report.explanation if step.is_failing_only else ""}
        return self._ask(request, step, dossier, _form(step, dossier, initial=first))

    def _take(self, request: HttpRequest, report: Report, step: Step) -> HttpResponse:
        dossier = dossiers.of(report)
        form = _form(step, dossier, data=request.POST)
        if not form.is_valid():
            return self._ask(request, step, dossier, form)
        try:
            shown = step.run(report, request.user, form.cleaned_data)
        except Refused as refused:
            deeds = told_again(form, refused)
            return self._ask(request, step, dossier, form, deeds)
        self.log_change(request, report, str(step.button))
        messages.success(request, step.done)
        return redirect("admin:reports_report_change", shown.pk)

    def _ask(
        self,
        request: HttpRequest,
        step: Step,
        dossier: Dossier,
        form: ActForm,
        deeds: tuple[Deed, ...] = (),
    ) -> HttpResponse:
        public = (one for one in dossier.siblings if one.state == State.PUBLISHED and not one.superseded_at)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.button,
            "original": dossier.report,
            "dossier": dossier,
            "step": step,
            "form": form,
            "deeds": deeds,
            "standing": next(public, None),
        }
        return TemplateResponse(request, "admin/reports/report/step.html", context)


def told_again(form: ActForm, refused: Refused) -> tuple[Deed, ...]:
    """Puts a refusal into the form; what was typed stays. Returns what others did meanwhile, if they did."""
    form.add_error(None, str(refused))
    if not isinstance(refused, Stale):
        return ()
    form.data = form.data.copy()
    form.data["version"] = str(refused.report.version)
    return refused.deeds


def _form(step: Step, dossier: Dossier, **given: object) -> ActForm:
    """Submitting takes words only where a check fails, and then demands them."""
    is_without = step.is_failing_only and not dossier.failing
    return ActForm(
        label=None if is_without else step.words,
        help_text=step.help_text,
        is_required=step.is_required or step.is_failing_only,
        takes_time=step.takes_time,
        **given,
    )
