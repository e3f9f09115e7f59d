"""Public addresses. Chinese stands without a prefix, English under /en/ (portal/urls.py)."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from reports.models.report import ReportKind
from reports.sitemaps import SECTIONS
from reports.urls import applications, catalogue, exchange, progress, register, search
from reports.urls.reach import asking, public
from reports.views import agencies, calendar, downloads, gallery, home, machines, reports, verify

_pages = [
    path("", public(reports.detail), name="report-detail"),
    path("tables/<slug:table>.<str:suffix>", public(downloads.table), name="report-table"),
    path("corrections.<str:suffix>", public(downloads.corrections), name="report-corrections"),
    path("qr.svg", public(reports.qr), name="report-qr"),
    path("record.json", public(verify.record), name="report-record"),
]
_here = "reports/<slug:slug>/<year:year>/"
_own = {"kind": ReportKind.OWN.value}
_roll_up = {"kind": ReportKind.ROLL_UP.value}


# `reverse()` tries the last first: without a kind, and without a revision, the own report is meant.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public(home.home), name="home"),
    path("agencies/", public(agencies.listing), name="agency-list"),
    path("agencies/<slug:slug>/", public(agencies.detail), name="agency-detail"),
    path("calendar/", public(calendar.calendar), name="calendar"),
    path("reports/", public(reports.listing), name="report-list"),
    path(f"{_here}roll-up/v<revision:revision>/", include(_pages), _roll_up),
    path(f"{_here}roll-up/", include(_pages), _roll_up),
    path(f"{_here}v<revision:revision>/", include(_pages), _own),
    path(_here, include(_pages), _own),
    path("files/attachments/<int:pk>/", public(downloads.attachment), name="attachment-file"),
    path("files/sources/<int:pk>/", public(downloads.source), name="source-file"),
    path("verify/", public(verify.page), name="verify"),
    path("verify/file/", asking(verify.file), name="verify-file"),
    path("verify/manifest.json", public(verify.entries), name="manifest"),
    *applications.urlpatterns,
    *progress.urlpatterns,
    *catalogue.urlpatterns,
    *search.urlpatterns,
    *register.urlpatterns,
    *exchange.urlpatterns,
    path("robots.txt", public(machines.robots, seconds=3600), name="robots"),
    path(
        "sitemap.xml",
        public(machines.sitemap_index),
        {"sitemaps": SECTIONS},
        name="sitemap",
    ),
    path(
        "sitemap-<slug:section>.xml",
        public(machines.sitemap),
        {"sitemaps": SECTIONS},
        name="sitemap-section",
    ),
]
if settings.DEBUG:
    urlpatterns += [path("gallery/", gallery.gallery, name="gallery")]
