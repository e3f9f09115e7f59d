"""Which report a public address opens, and what is said where it opens none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.queries import agencies, reports

View = Callable[..., HttpResponseBase]


def of_public_report(view: View) -> View:
    """Hands the view the revision that its address means (`reports.Chosen`).

    A withdrawn one answers 410 with when and why; a former address leads on for ever; the rest is 404.
    """

    @wraps(view)
    def opened(
        request: HttpRequest, *, slug: str, year: int, kind: str, revision: int | None = None, **parts: str
    ) -> HttpResponseBase:
        chosen = reports.choose(slug, year, kind, revision)
        if chosen is None:
            return moved(request, slug) or _not_here()
        if chosen.withdrawn:
            return _gone(request, chosen)
        return view(request, chosen, **parts)

    return opened


def moved(request: HttpRequest, slug: str) -> HttpResponseBase | None:
    """The same page under the agency's present address; None unless the slug is a former one."""
    present = agencies.moved(slug)
    if present is None or request.resolver_match is None:
        return None
    match = request.resolver_match
    path = reverse(match.view_name, kwargs={**match.kwargs, "slug": present})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def _not_here() -> HttpResponseBase:
    raise Http404(_("No such report has been published here."))


def _gone(request: HttpRequest, chosen: reports.Chosen) -> HttpResponse:
    return render(
        request,
        "report/withdrawn.html",
        {"report": chosen.report, "withdrawal": chosen.withdrawn},
        status=410,
    )
