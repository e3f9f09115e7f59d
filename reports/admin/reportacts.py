"""The steps of a report's road, a page each: it says what will happen, asks for words, then does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.scope import opened
from reports.domain.roles import PERMISSIONS
from reports.forms.reportact import ActForm
from reports.models import Account, Report
from reports.models.report import State
from reports.queries import dossiers
from reports.queries.dossiers import Dossier
from reports.services import reports
from reports.services.reports import Refused, Stale

CHANGE = "reports.change_report"
PUBLISH = "reports.publish_report"


@dataclass(frozen=True)
class Step:
    """One step. `words` labels the text it takes, if any; `run` does it and tells which report to show."""

    name: str
    button: str | Promise
    done: str | Promise
    permission: str
    states: tuple[State, ...]
    explained: str | Promise
    run: Callable[[Report, Account, str, int], Report]
    words: str | Promise | None = None
    help_text: str | Promise = ""
    is_required: bool = False
    is_grave: bool = field(default=False)


def _submit(report: Report, by: Account, words: str, version: int) -> Report:
    reports.submit(report=report, by=by, expected_version=version)
    return report


def _send_back(report: Report, by: Account, words: str, version: int) -> Report:
    reports.send_back(report=report, reason=words, by=by, expected_version=version)
    return report


def _publish(report: Report, by: Account, words: str, version: int) -> Report:
    reports.publish(report=report, by=by, explanation=words, expected_version=version)
    return report


def _withdraw(report: Report, by: Account, words: str, version: int) -> Report:
    reports.withdraw(report=report, reason=words, by=by, expected_version=version)
    return report


def _correct(report: Report, by: Account, words: str, version: int) -> Report:
    return reports.new_revision(report=report, by=by, correction_note=words, expected_version=version)


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step(
            "submit",
            gettext_lazy("Submit for review"),
            gettext_lazy(
                "The report is in review. It can be read, not changed, until it is sent back or published."
            ),
            CHANGE,
            (State.DRAFT,),
            gettext_lazy("The report goes to review and can no longer be changed, until it is sent back."),
            _submit,
        ),
        Step(
            "send-back",
            gettext_lazy("Send back"),
            gettext_lazy("The report is a draft again. Its writers find your reason in its history."),
            PUBLISH,
            (State.IN_REVIEW,),
            gettext_lazy("The report becomes a draft again, so that it can be mended."),
            _send_back,
            words=gettext_lazy("Reason"),
            help_text=gettext_lazy("What is to be mended, and where. Only staff read it."),
            is_required=True,
        ),
        Step(
            "publish",
            gettext_lazy("Publish"),
            gettext_lazy("The report is public."),
            PUBLISH,
            (State.DRAFT, State.IN_REVIEW),
            gettext_lazy(
                "Everyone can read the report from now on. It cannot be changed any more, only corrected."
            ),
            _publish,
            words=gettext_lazy("Public explanation"),
            help_text=gettext_lazy(
                "Why figures that do not add up are published as they stand. Everyone reads it."
            ),
        ),
        Step(
            "withdraw",
            gettext_lazy("Withdraw"),
            gettext_lazy("The report is withdrawn. Its address says so, and gives your reason."),
            PUBLISH,
            (State.PUBLISHED,),
            gettext_lazy("The report is taken back from the public. Its address stays and says why."),
            _withdraw,
            words=gettext_lazy("Reason"),
            help_text=gettext_lazy("Everyone reads it."),
            is_required=True,
            is_grave=True,
        ),
        Step(
            "correct",
            gettext_lazy("Correct"),
            gettext_lazy(
                "This draft corrects the report. What was published stands until the draft is published."
            ),
            CHANGE,
            (State.PUBLISHED, State.WITHDRAWN),
            gettext_lazy(
                "A new revision is begun as a copy. What is public stays as it is until that is published."
            ),
            _correct,
            words=gettext_lazy("What is corrected"),
            help_text=gettext_lazy(
                "Everyone reads it beside the new revision. It can still be changed in the draft."
            ),
        ),
    )
}


def open_to(account: Account, dossier: Dossier) -> list[Step]:
    """The steps that account may take with that report now, in the order of the road."""
    report = dossier.report
    steps = [s for s in STEPS.values() if report.state in s.states and account.has_perm(s.permission, report)]
    is_last = dossier.siblings[-1].pk == report.pk
    return [step for step in steps if step.name != "correct" or is_last]


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
        report = opened(request, Report, object_id, PERMISSIONS[step.permission])
        if request.method == "POST":
            return self._take(request, report, step)
        if report.state not in step.states:
            messages.error(request, _not_now(report))
            return redirect("admin:reports_report_change", report.pk)
        dossier = dossiers.of(report)
        first = {"version": report.version, "words": report.explanation if name == "publish" else ""}
        return self._ask(request, step, dossier, _form(step, dossier, initial=first))

    def _take(self, request: HttpRequest, report: Report, step: Step) -> HttpResponse:
        dossier = dossiers.of(report)
        form = _form(step, dossier, data=request.POST)
        if not form.is_valid():
            return self._ask(request, step, dossier, form)
        words, version = form.cleaned_data.get("words", ""), form.cleaned_data["version"]
        try:
            shown = step.run(report, request.user, words, version)
        except Refused as refused:
            form.add_error(None, str(refused))
            if isinstance(refused, Stale):
                form.data = form.data.copy()
                form.data["version"] = str(refused.report.version)
            return self._ask(request, step, dossier, form)
        self.log_change(request, report, str(step.button))
        messages.success(request, step.done)
        return redirect("admin:reports_report_change", shown.pk)

    def _ask(self, request: HttpRequest, step: Step, dossier: Dossier, form: ActForm) -> HttpResponse:
        public = (one for one in dossier.siblings if one.state == State.PUBLISHED and not one.superseded_at)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.button,
            "original": dossier.report,
            "dossier": dossier,
            "step": step,
            "form": form,
            "standing": next(public, None),
        }
        return TemplateResponse(request, "admin/reports/report/step.html", context)


def _form(step: Step, dossier: Dossier, **given: object) -> ActForm:
    """Publishing takes words only where a check fails, and then demands them."""
    is_publishing = step.name == "publish"
    label = None if is_publishing and not dossier.failing else step.words
    return ActForm(
        label=label, help_text=step.help_text, is_required=step.is_required or is_publishing, **given
    )


def _not_now(report: Report) -> str:
    return _("This cannot be done now: the report is in the state “%(state)s”.") % {
        "state": report.get_state_display()
    }
