"""Where applying begins: what may be applied for, to whom, and what is public already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from reports.forms.reportfilter import AgencySearch
from reports.models.application import ApplicationKind
from reports.queries import applying
from reports.queries.applyingpublic import already_public
from reports.services import applyguard, throttle


def start(request: HttpRequest) -> HttpResponse:
    """What may be applied for, and the agencies in being: as a tree, or those that fit what was asked."""
    search = AgencySearch(request.GET)
    text, today = search.text, timezone.localdate()
    found = applying.matching(text, on=today) if text else applying.choices(on=today)
    kind = request.GET.get("kind", "")
    context = {
        "search": search,
        "text": text,
        "choices": found,
        "kind": kind if kind in ApplicationKind.values else ApplicationKind.APPLICATION.value,
        "expected": applying.expected(ApplicationKind.APPLICATION, on=today),
    }
    return render(request, "application/start.html", context)


@sensitive_post_parameters()
def public_already(request: HttpRequest) -> HttpResponseBase:
    """The titles that fit what is being typed, as a piece of a page. The text is not kept and not logged."""
    if not throttle.passes(applyguard.LOOKS, request):
        return HttpResponse(status=429)
    found = applying.target(request.POST.get("agency", "")[:80].replace("\0", ""), on=timezone.localdate())
    rows = already_public(request.POST.get("text", ""), found.agency) if found else []
    return render(request, "application/_public.html", {"rows": rows})
