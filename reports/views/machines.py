"""What robots read first."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.sitemaps import Sitemap, views
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

NOT_FOR_ROBOTS = ("/admin/", "/api/", "/feeds/search/")
"""What programs need not visit: /api/ is asked on agreement, and feeds of searches are without number."""
Sections = Mapping[str, type[Sitemap]]


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read as pages; the staff's door and what is made for programs are not."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    closed = [f"Disallow: {language}{path}" for path in NOT_FOR_ROBOTS for language in ("", "/en")]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def sitemap_index(request: HttpRequest, sitemaps: Sections) -> HttpResponseBase:
    """The parts of the site map."""
    return views.index(request, sitemaps, sitemap_url_name="sitemap-section")


def sitemap(request: HttpRequest, sitemaps: Sections, section: str) -> HttpResponseBase:
    """One part of it, 5,000 addresses a page."""
    try:
        return views.sitemap(request, sitemaps, section)
    except Http404 as missing:  # Django says it in English
        raise Http404(_("The site map has no such part.")) from missing
