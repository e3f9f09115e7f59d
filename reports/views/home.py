"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.forms.reportfilter import AgencySearch
from reports.queries import home as queries


def home(request: HttpRequest) -> HttpResponse:
    """The latest reports, a way to an agency, how far the year's reports have come."""
    page = queries.page(on=timezone.localdate())
    return render(request, "home/home.html", {"page": page, "search": AgencySearch({})})
