"""What is given into the applicant's hands: the receipt with its query code, a new code for a lost one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from reports.domain.casework import receipt as words
from reports.forms.applylost import LostForm
from reports.queries import applying
from reports.services import applicationdrafts, applyguard, lostcodes, throttle
from reports.views.applyaccess import Desk, led, of_agency


@of_agency
def receipt(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The receipt, for half an hour in the browser that sent it; a button hides it at once."""
    if request.method == "POST":
        applicationdrafts.hide_receipt(desk.slot)
        return led(request, desk.path("receipt"))
    found = applicationdrafts.sent(desk.slot)
    if found is None:
        return render(request, "application/receipt_gone.html", {"desk": desk}, status=404)
    case = found.application
    context = {
        "desk": desk,
        "case": case,
        "code": words.grouped(found.query_code),
        "has_message": found.has_message,
        "expected": applying.expected(case.kind, on=case.arrived_on),
        "minutes": applicationdrafts.RECEIPT_SHOWN.seconds // 60,
    }
    return render(request, "application/receipt.html", context)


@sensitive_post_parameters()
def lost(request: HttpRequest) -> HttpResponseBase:
    """Asks for a new query code: the same answer whether number and address fit or not."""
    form = LostForm(request.POST or None)
    context: dict[str, object] = {"form": form, "has_mail": settings.HAS_MAIL}
    if request.method != "POST" or not settings.HAS_MAIL:
        return render(request, "application/lost.html", context)
    if not form.is_valid():
        return render(request, "application/lost.html", context, status=400)
    if not throttle.passes(applyguard.LOST, request):
        return render(request, "application/lost.html", {**context, "is_too_many": True}, status=429)
    lostcodes.ask(form.cleaned_data["number"], form.cleaned_data["email"])
    return render(request, "application/lost.html", {**context, "is_done": True})
