"""A year of a register for the public: anonymous counts, as a page and as files."""

from __future__ import annotations

from json import dumps

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reports.queries import registerpages
from reports.views.access import moved
from reports.writers import csv, json, rows


def year(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """The counts of that year; a former address of the agency leads on for ever."""
    found = registerpages.of_year(slug, year)
    if found is None:
        return moved(request, slug) or _not_here()
    return render(request, "register/year.html", {"found": found, "agency": found.agency})


def file(request: HttpRequest, slug: str, year: int, suffix: str) -> HttpResponseBase:
    """The same counts as CSV or JSON."""
    found = registerpages.of_year(slug, year) if suffix in ("csv", "json") else None
    if found is None:
        return moved(request, slug) or _not_here()
    if suffix == "csv":
        content, media_type = rows.write(registerpages.lines(found)), csv.MEDIA_TYPE
    else:
        address = request.build_absolute_uri(reverse("register-year", args=[slug, year]))
        told = registerpages.as_json(found, address=address)
        content, media_type = dumps(told, ensure_ascii=False, indent=2).encode(), json.MEDIA_TYPE
    name = _("%(agency)s, %(year)d, applications in numbers") % {"agency": found.agency.name, "year": year}
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.{suffix}")},
    )


def _not_here() -> HttpResponseBase:
    raise Http404(_("No counts of that register have been published here."))
