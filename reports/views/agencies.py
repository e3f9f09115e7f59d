"""The tree of agencies, and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.forms.reportfilter import AgencySearch
from reports.queries import agencies as queries
from reports.views.access import moved


def listing(request: HttpRequest) -> HttpResponseBase:
    """All agencies as a tree, or those that fit what was asked."""
    search = AgencySearch(request.GET)
    text, today = search.text, timezone.localdate()
    nodes = queries.matching(text, on=today) if text else queries.tree(on=today)
    return render(request, "agency/list.html", {"search": search, "text": text, "nodes": nodes})


def detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One agency and every year it owes or has a report on."""
    page = queries.page(slug, on=timezone.localdate())
    if page is None:
        there = moved(request, slug)
        if there is None:
            raise Http404(_("No agency has this address."))
        return there
    return render(request, "agency/detail.html", {"page": page})
