"""Public addresses. Chinese stands without a prefix, English under /en/ (portal/urls.py)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from reports.models.report import ReportKind
from reports.sitemaps import SECTIONS
from reports.views import agencies, calendar, downloads, gallery, home, machines, reports, verify

View = Callable[..., HttpResponseBase]


class Year:
    """A report year: four digits, so that nothing longer reaches the database."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The four digits."""
        return f"{value:04d}"


class Revision(Year):
    """A revision number as in `v2`."""

    regex = "[1-9][0-9]{0,3}"

    def to_url(self, value: int) -> str:
        """The digits."""
        return str(value)


register_converter(Year, "year")
register_converter(Revision, "revision")


def public(view: View, *, seconds: int = 60) -> View:
    """The page as anybody may read and any proxy may keep it: no cookies, an ETag, stale after a minute.

    Other methods than reading are refused as such (405), not for want of a form's token.
    """
    kept = cache_control(public=True, max_age=seconds)(view)
    return csrf_exempt(wraps(view)(require_safe(kept)))


def asking(view: View) -> View:
    """A page that answers to what is sent and keeps nothing: no token is needed, and no proxy keeps it."""
    return csrf_exempt(never_cache(wraps(view)(require_POST(view))))


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
