"""The steps of a case, a page each: it says what follows, asks for what the step needs, then takes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.admin.applicationsteps import OFFERS, Offer
from reports.admin.scope import opened
from reports.domain.casework.fees import NoTariff
from reports.domain.casework.standing import BrokenCase
from reports.domain.casework.states import NotAllowed
from reports.domain.casework.steps import StepKind
from reports.domain.roles import Action
from reports.forms.casestep import FIELD_OF, StepForm, StrikeForm
from reports.models import Application, CaseStep
from reports.queries import answerguides, casefees, casepage, casewords
from reports.queries.access import NotTheirs
from reports.queries.answerguides import Guide
from reports.queries.casecalendar import calendar as present_calendar
from reports.queries.casefees import Bill
from reports.queries.casepage import CasePage
from reports.services import casework, personal
from reports.services.applications import SAME_DAY

TO_SUPPLEMENT = 15
"""Working days suggested for a supplement; the Regulations set none."""


class StepPages(ModelAdmin):
    """The addresses of the steps below a case's page in the admin."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path("<int:object_id>/step/<slug:kind>/", wrap(self.step_view), name="reports_application_step"),
            path(
                "<int:object_id>/strike/<int:step_id>/",
                wrap(self.strike_view),
                name="reports_application_strike",
            ),
        ]
        return [*routes, *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: int, kind: str) -> HttpResponse:
        """GET asks, POST takes the step, or with `_compute` shows the fee first."""
        application = opened(request, Application, object_id, Action.WORK_APPLICATION)
        if kind not in OFFERS:
            raise Http404
        offer, today = OFFERS[StepKind(kind)], timezone.localdate()
        page = casepage.of(application, on=today)
        if request.method != "POST":
            if offer.kind not in page.allowed:
                messages.error(request, _why_not(page, offer.kind, today))
                return redirect("admin:reports_application_change", application.pk)
            form = _form(page, offer, initial=_first(page, offer.kind, today))
            return self._ask(request, page, offer, form, _bill(application, page, form))
        form = _form(page, offer, data=request.POST)
        is_sound = form.is_valid()
        bill = _bill(application, page, form) if is_sound else None
        if not is_sound or "_compute" in request.POST:
            return self._ask(request, page, offer, form, bill)
        return self._take(request, page, offer, form, bill)

    def _take(
        self, request: HttpRequest, page: CasePage, offer: Offer, form: StepForm, bill: Bill | None
    ) -> HttpResponse:
        given = form.given
        if offer.kind is StepKind.NOTIFY_FEE:
            if bill is None or not bill.amount:
                form.add_error(None, _("Nothing is to be paid: it lies within what is free of charge."))
                return self._ask(request, page, offer, form, bill)
            given["detail"] = {bill.way: str(bill.units), "amount": str(bill.amount)}
        if offer.kind is StepKind.CONSULT:
            given["ref"] = _next_ref(page)
        version = form.cleaned_data["version"]
        try:
            casework.perform(
                page.application,
                offer.kind,
                by=request.user,
                today=timezone.localdate(),
                expected_version=version,
                **given,
            )
        except NotAllowed as refused:
            blame(form, refused)
            return self._ask(request, page, offer, form, bill)
        except casework.Gone:
            return self._stale(request, page, offer, form, version)
        messages.success(request, _("Recorded: %(step)s.") % {"step": casewords.step(offer.kind)})
        return redirect("admin:reports_application_change", page.application.pk)

    def _stale(
        self, request: HttpRequest, page: CasePage, offer: Offer, form: StepForm, version: int
    ) -> HttpResponse:
        """What was typed, beside what others did meanwhile; sent again, it is judged anew."""
        application = opened(request, Application, page.application.pk, Action.WORK_APPLICATION)
        now = casepage.of(application, on=timezone.localdate())
        form.add_error(
            None,
            _(
                "Somebody did something with this case while you had it open. Compare its steps below, "
                "then send yours again, or leave it."
            ),
        )
        form.data = form.data.copy()
        form.data["version"] = str(application.version)
        return self._ask(request, now, offer, form, None)

    def _ask(
        self, request: HttpRequest, page: CasePage, offer: Offer, form: StepForm, bill: Bill | None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": offer.button,
            "original": page.application,
            "page": page,
            "offer": offer,
            "form": form,
            "bill": bill,
            "is_fee": offer.kind is StepKind.NOTIFY_FEE,
            "guides": _guides(page, form),
        }
        return TemplateResponse(request, "admin/reports/application/step.html", context)

    def strike_view(self, request: HttpRequest, object_id: int, step_id: int) -> HttpResponse:
        """GET shows the step and asks why, POST takes it out of account."""
        application = opened(request, Application, object_id, Action.WORK_APPLICATION)
        step = CaseStep.objects.filter(application=application, pk=step_id).first()
        if step is None:
            raise NotTheirs(application.agency_id)
        why = _why_not_strike(step)
        if why:
            messages.error(request, why)
            return redirect("admin:reports_application_change", application.pk)
        form = StrikeForm(request.POST if request.method == "POST" else None, initial=_seen(application))
        if form.is_valid() and self._strike(request, application, step, form):
            messages.success(request, _("The step is struck. It stays on record and counts no more."))
            return redirect("admin:reports_application_change", application.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Strike a step"),
            "original": application,
            "step": step,
            "name": casewords.step(step.kind),
            "facts": casepage.facts(step),
            "form": form,
        }
        return TemplateResponse(request, "admin/reports/application/strike.html", context)

    def _strike(
        self, request: HttpRequest, application: Application, step: CaseStep, form: StrikeForm
    ) -> bool:
        reason = personal.without_own_data(form.cleaned_data["reason"], application)
        version = form.cleaned_data["version"]
        try:
            casework.strike(step, by=request.user, reason=reason, expected_version=version)
        except BrokenCase:
            form.add_error(None, _("Later steps rest on this one. Strike the later ones first."))
            return False
        except casework.Gone:
            form.add_error(
                None, _("Somebody did something with this case meanwhile. Look at it again first.")
            )
            return False
        return True


def blame(form: forms.Form, refused: NotAllowed) -> None:
    """Puts each reason of a refusal, in words, beside the field it is about."""
    for one in refused.refusals:
        field = FIELD_OF.get(one.code)
        form.add_error(field if field in form.fields else None, casewords.refusal(one))


def _guides(page: CasePage, form: StepForm) -> list[Guide]:
    """What each answer needs and tells, as of the day that is given; [] for steps that answer nothing."""
    if "outcome" not in form.fields:
        return []
    on = form.cleaned_data.get("on") if form.is_bound else None
    codes = [code for _group, found in casepage.outcomes(page.reading) for code, _title in found]
    return answerguides.of(page.application, page.reading, codes, on=on or timezone.localdate())


def _form(page: CasePage, offer: Offer, **given: Any) -> StepForm:
    law = page.deadline.law if page.deadline else None
    return StepForm(
        kind=offer.kind,
        outcomes=casepage.outcomes(page.reading),
        refs=_refs(page),
        reasoned=casepage.reasoned(page.reading),
        longest_extension=law.extension_days if law else 20,
        words=offer.words,
        words_help=offer.help_text,
        **given,
    )


def _first(page: CasePage, kind: StepKind, today: date) -> dict[str, Any]:
    """What stands in the form at first."""
    application = page.application
    days = present_calendar()
    found: dict[str, Any] = {**_seen(application), "on": today}
    if kind is StepKind.ACCEPT and application.channel in SAME_DAY:
        found["on"] = application.arrived_on
    elif kind is StepKind.ASK_SUPPLEMENT:
        found["until"] = days.add_working_days(today, TO_SUPPLEMENT)[0]
    elif kind is StepKind.DELAY and page.deadline:
        found["until"] = page.deadline.due + timedelta(days=1)
    elif kind is StepKind.EXTEND and page.deadline:
        found |= {"days": page.deadline.law.extension_days, "consent_on": today}
    return found


def _seen(application: Application) -> dict[str, Any]:
    return {"version": application.version}


def _refs(page: CasePage) -> list[tuple[str, str]]:
    """The consultations that are open, with whom and since when."""
    return [
        (ref, f"{ref} · {casewords.party(step.detail.get('party', 'third_party'))} · {step.on:%Y-%m-%d}")
        for ref, step in page.reading.standing.consultations.items()
    ]


def _next_ref(page: CasePage) -> str:
    """A reference no consultation of the case has had, struck ones included."""
    taken = {entry.step.ref for entry in page.entries}
    return next(ref for number in range(1, 1000) if (ref := f"C{number}") not in taken)


def _bill(application: Application, page: CasePage, form: StepForm) -> Bill | None:
    """The fee by what was chosen; by number of applications at first. None: no fee on that day."""
    received_on = page.reading.standing.received_on
    if form.kind is not StepKind.NOTIFY_FEE or received_on is None:
        return None
    chosen = form.cleaned_data if form.is_bound else {"charge": "items"}
    try:
        if chosen["charge"] == casefees.PAGES:
            return casefees.by_pages(chosen["pages"], received_on)
        return casefees.by_items(personal.count_in_month(application), received_on)
    except NoTariff:
        return None


def _why_not(page: CasePage, kind: StepKind, today: date) -> str:
    return " ".join(casewords.refusal(one) for one in casepage.refusals(page, kind, today))


def _why_not_strike(step: CaseStep) -> str:
    if step.struck_at is not None:
        return _("This step is struck already.")
    if step.kind == StepKind.REGISTER:
        return _("The registration is not struck: without it there is no case.")
    return ""
