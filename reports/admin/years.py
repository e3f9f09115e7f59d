"""The year of a register in the admin: counted tables, the cases behind them, the draft, the differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.admin.scope import opened
from reports.domain.casework.counting import UncountableCase
from reports.domain.roles import Action
from reports.domain.statform.definition import CellKey
from reports.forms.year import CompleteForm, DifferenceForm, DisputeRuleForm
from reports.models import Agency, Application
from reports.queries import access, yearpages
from reports.queries.yearpages import YearPage
from reports.services import yearly
from reports.services.revisions import Refused

Context = dict[str, Any]


@require_safe
def index(request: HttpRequest, context: Context) -> HttpResponse:
    """The agencies whose counts one may see, with the years of each."""
    if not access.may(request.user, Action.VIEW_COUNT):
        raise access.Denied(Action.VIEW_COUNT)
    parts = {
        "title": _("Years of the register"),
        "agencies": yearpages.years(request.user, on=timezone.localdate()),
    }
    return TemplateResponse(request, "admin/reports/year/index.html", context | parts)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, context: Context, *, agency_id: int, year: int) -> HttpResponse:
    """GET shows the year as last counted; POST does what its button says."""
    agency = _agency(request, agency_id, year)
    if request.method == "POST":
        for name, act in ACTS.items():
            if name in request.POST:
                return _done(request, agency, year, act)
        return redirect(_address(agency, year))
    return _shown(request, context, yearpages.page(agency, year))


@require_safe
def cases(request: HttpRequest, context: Context, *, agency_id: int, year: int) -> HttpResponse:
    """The cases behind a number, as it would be counted now."""
    agency = _agency(request, agency_id, year, Action.VIEW_APPLICATION)
    asked = request.GET
    at = asked.get("page", "")
    try:
        found = yearpages.behind(
            agency,
            year,
            cell=asked.get("cell", ""),
            name=asked.get("list", ""),
            at=int(at) if at.isdecimal() and len(at) < 8 else 1,
        )
    except UncountableCase as broken:
        messages.error(request, _broken(request, broken))
        return redirect(_address(agency, year))
    if found is None:
        raise Http404
    parts = {"title": found.title, "agency": agency, "year": year, "found": found, "asked": asked}
    return TemplateResponse(request, "admin/reports/year/cases.html", context | parts)


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest, context: Context, *, agency_id: int, year: int) -> HttpResponse:
    """One figure that is published otherwise than counted: both numbers, and why."""
    agency = _agency(request, agency_id, year, Action.WORK_APPLICATION)
    asked = (request.POST if request.method == "POST" else request.GET).get("cell", "")
    found = yearpages.page(agency, year)
    one = next((each for each in found.differing if str(each.pair.key) == asked), None)
    if one is None or not found.is_complete:
        messages.error(request, _("That figure does not differ from the register."))
        return redirect(_address(agency, year))
    form = DifferenceForm(request.POST or None, initial={"reason": one.pair.reason})
    if request.method == "POST" and form.is_valid():
        try:
            _explained(request, agency, year, one.pair.key, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The reason is stored. The public will read it."))
            return redirect(_address(agency, year))
    parts = {"title": _("Explain a difference"), "agency": agency, "year": year, "one": one, "form": form}
    return TemplateResponse(request, "admin/reports/year/explain.html", context | parts)


def _explained(request: HttpRequest, agency: Agency, year: int, key: CellKey, form: DifferenceForm) -> None:
    reason = form.cleaned_data["reason"]
    yearly.explain(agency=agency, year=year, key=key, reason=reason, by=request.user)


def _shown(request: HttpRequest, context: Context, found: YearPage) -> HttpResponse:
    agency, user = found.agency, request.user
    parts = {
        "title": _("%(year)s as the register counts it") % {"year": found.year},
        "found": found,
        "agency": agency,
        "year": found.year,
        "may_see_cases": access.may(user, Action.VIEW_APPLICATION, agency),
        "may_work": access.may(user, Action.WORK_APPLICATION, agency),
        "may_write": access.may(user, Action.WRITE_REPORT, agency),
        "may_see_report": access.may(user, Action.VIEW_REPORT, agency),
        "complete": CompleteForm(initial={"register_from": agency.register_from}),
        "rule": DisputeRuleForm(initial={"rule": agency.dispute_rule}),
    }
    return TemplateResponse(request, "admin/reports/year/page.html", context | parts)


Act = Callable[[HttpRequest, Agency, int], HttpResponse]


def _count(request: HttpRequest, agency: Agency, year: int) -> HttpResponse:
    if yearly.count(agency, year) is None:
        raise Refused(_("No form of %(year)s counts applications.") % {"year": year})
    messages.success(request, _("The year is counted."))
    return redirect(_address(agency, year))


def _draft(request: HttpRequest, agency: Agency, year: int) -> HttpResponse:
    access.demand(request.user, Action.WRITE_REPORT, agency)
    report = yearly.make_draft(agency=agency, year=year, by=request.user)
    messages.success(request, _("The counted figures stand in the draft. Look them through, then go on."))
    return redirect("admin:reports_report_table", report.pk)


def _complete(request: HttpRequest, agency: Agency, year: int) -> HttpResponse:
    access.demand(request.user, Action.WORK_APPLICATION, agency)
    form = CompleteForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(str(one) for errors in form.errors.values() for one in errors))
    yearly.declare_complete(agency=agency, year=form.cleaned_data["register_from"], by=request.user)
    messages.success(request, _("Stored. The years are counted again in the background."))
    return redirect(_address(agency, year))


def _rule(request: HttpRequest, agency: Agency, year: int) -> HttpResponse:
    access.demand(request.user, Action.WORK_APPLICATION, agency)
    yearly.choose_dispute_rule(agency=agency, rule=request.POST.get("rule", ""), by=request.user)
    messages.success(request, _("Stored. Count the year again to see it."))
    return redirect(_address(agency, year))


ACTS: dict[str, Act] = {"_count": _count, "_draft": _draft, "_complete": _complete, "_rule": _rule}
"""The name of a button → what it does."""


def _done(request: HttpRequest, agency: Agency, year: int, act: Act) -> HttpResponse:
    try:
        return act(request, agency, year)
    except Refused as refused:
        messages.error(request, str(refused))
    except UncountableCase as broken:
        messages.error(request, _broken(request, broken))
    return redirect(_address(agency, year))


def _broken(request: HttpRequest, broken: UncountableCase) -> str:
    """Names the case to those who may see cases; the others learn whom to ask."""
    row = access.limited(Application.objects.all(), request.user, Action.VIEW_APPLICATION)
    row = row.filter(pk=broken.case).only("pk", "number").first()
    if row is None:
        return _(
            "Nothing was counted: the steps of one case contradict each other. Ask the agency's caseworkers "
            "to open this page; it will name the case to them."
        )
    return _(
        "Nothing was counted: the steps of case %(number)s contradict each other (closed before its receipt, "
        "or with an outcome unknown here). Strike the wrong step, then count again."
    ) % {"number": row.number}


def _agency(request: HttpRequest, pk: int, year: int, action: Action = Action.VIEW_COUNT) -> Agency:
    agency = opened(request, Agency, pk, action)
    if not yearpages.FIRST_YEAR <= year <= yearpages.LAST_YEAR:
        raise Http404
    return agency


def _address(agency: Agency, year: int) -> str:
    return reverse("admin:year", args=[agency.pk, year])
