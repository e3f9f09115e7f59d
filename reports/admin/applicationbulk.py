"""Acts on many cases of the list: who handles them, one day of legal receipt; shown first, then one by one.

Never an answer: what an applicant is told is looked at case by case.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin import outcome
from reports.admin.boxes import LONGEST_ID
from reports.admin.outcome import Outcome
from reports.domain.casework.states import NotAllowed
from reports.domain.casework.steps import StepKind
from reports.domain.casework.transitions import State
from reports.domain.roles import Action
from reports.forms.casefile import AssignForm, DayForm
from reports.models import Account, Application
from reports.queries import access, cases, casewords
from reports.services import assigning, casework
from reports.services.revisions import Refused

MOST = 200
"""Cases at once; each takes a transaction of its own."""
ASSIGN, ACCEPT = "assign_selected", "accept_selected"
BUTTONS: dict[str, str | Promise] = {
    ASSIGN: gettext_lazy("Give the ticked cases to somebody"),
    ACCEPT: gettext_lazy("Confirm legal receipt of the ticked cases"),
}


class BulkActs(ModelAdmin):
    """The acts below the list of cases."""

    actions = (ASSIGN, ACCEPT)

    def get_actions(self, request: HttpRequest) -> dict[str, object]:
        offered = super().get_actions(request)
        return {name: act for name, act in offered.items() if name in BUTTONS}

    def has_work_permission(self, request: HttpRequest) -> bool:
        """Whether they handle applications anywhere."""
        return access.may(request.user, Action.WORK_APPLICATION)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Application]) -> HttpResponse | None:
        """The stock answer, asked with ids that a database can hold."""
        sent = request.POST.copy()
        ticked = [pk for pk in sent.getlist(ACTION_CHECKBOX_NAME) if pk.isdecimal() and len(pk) <= LONGEST_ID]
        sent.setlist(ACTION_CHECKBOX_NAME, ticked)
        request.POST = sent
        return super().response_action(request, queryset)

    @admin.action(description=gettext_lazy("Give to somebody …"), permissions=["work"])
    def assign_selected(self, request: HttpRequest, queryset: QuerySet[Application]) -> HttpResponse | None:
        """One handler for all of them."""
        return self._bulk(request, queryset, ASSIGN)

    @admin.action(description=gettext_lazy("Confirm legal receipt …"), permissions=["work"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Application]) -> HttpResponse | None:
        """One day of legal receipt for all of them."""
        return self._bulk(request, queryset, ACCEPT)

    def _bulk(self, request: HttpRequest, queryset: QuerySet[Application], act: str) -> HttpResponse | None:
        within = access.limited(queryset, request.user, Action.WORK_APPLICATION)
        rows = list(within.order_by("year", "serial")[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Tick at most %(limit)s cases at once.") % {"limit": MOST})
            return None
        form = _form(act, rows, request.POST if "_do" in request.POST else None)
        if "_do" in request.POST and form.is_valid():
            return outcome.told(request, _run(request, rows, act, form))
        kept_back = {row.pk: why for row in rows if (why := _why_not(row, act))}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": BUTTONS[act],
            "act": act,
            "form": form,
            "ready": [row for row in rows if row.pk not in kept_back],
            "kept_back": [(row, kept_back[row.pk]) for row in rows if row.pk in kept_back],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/reports/application/bulk.html", context)


def _form(act: str, rows: list[Application], data: Any) -> forms.Form:
    if act == ASSIGN:
        agencies = {row.agency_id for row in rows}
        return AssignForm(data, among=cases.caseworkers(agencies))
    return DayForm(data, label_suffix="", initial={"on": timezone.localdate()})


def _why_not(row: Application, act: str) -> str:
    """What keeps a case from it, looked at before."""
    if act == ACCEPT and row.state != State.REGISTERED:
        return _("its legal receipt is confirmed already")
    return _("it has ended") if row.closed_on is not None else ""


def _run(request: HttpRequest, rows: list[Application], act: str, form: forms.Form) -> Outcome:
    """Each as it was shown: one that was changed meanwhile is refused."""
    given, today = form.cleaned_data, timezone.localdate()

    def run(row: Application) -> object:
        if act == ASSIGN:
            return assigning.assign(row, to=given["to"], by=request.user)
        sent = request.POST.get(f"version-{row.pk}", "")
        version = int(sent) if sent.isdecimal() and len(sent) < 10 else -1
        return _accept(row, request.user, given["on"], today, version)

    def name(row: Application) -> tuple[str, str]:
        return row.number, reverse("admin:reports_application_change", args=[row.pk])

    back = reverse("admin:reports_application_changelist")
    return outcome.each(rows, run, name, Outcome(str(BUTTONS[act]), back))


def _accept(row: Application, by: Account, on: date, today: date, version: int) -> None:
    try:
        casework.perform(row, StepKind.ACCEPT, by=by, on=on, today=today, expected_version=version)
    except NotAllowed as refused:
        raise Refused(" ".join(casewords.refusal(one) for one in refused.refusals)) from refused
    except casework.Gone:
        raise Refused(_("Somebody did something with this case meanwhile. Look at it again.")) from None
