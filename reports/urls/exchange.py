"""Addresses of feeds and of the exchange with other portals.

Whoever keeps a copy asks first whether it still stands: what is withdrawn is gone at once.
"""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from reports import feeds
from reports.models.report import ReportKind
from reports.urls.reach import View, public
from reports.views import api

_report = "api/v1/reports/<slug:slug>/<year:year>/"
_own = {"kind": ReportKind.OWN.value}
_roll_up = {"kind": ReportKind.ROLL_UP.value}
_KIND = "(?P<kind>atom|rss)"
_SLUG = "(?P<slug>[-a-zA-Z0-9_]{1,80})"
_CODE = "(?P<code>[a-z0-9./-]{1,60})"


def _fresh(view: View) -> View:
    return public(view, seconds=0)


urlpatterns: list[URLPattern] = [
    path("api/v1/changes", _fresh(api.changes), name="api-changes"),
    path("api/v1/changes/", _fresh(api.changes)),
    path("api/v1/documents/<slug:address>/", _fresh(api.document), name="api-document"),
    path(f"{_report}roll-up/v<revision:revision>/", _fresh(api.report), _roll_up),
    path(f"{_report}roll-up/", _fresh(api.report), _roll_up),
    path(f"{_report}v<revision:revision>/", _fresh(api.report), _own),
    path(_report, _fresh(api.report), _own, name="api-report"),
    path("api/v1/agencies/<slug:slug>/", _fresh(api.agency), name="api-agency"),
    re_path(rf"^feeds/latest\.{_KIND}$", _fresh(feeds.latest), name="feed"),
    re_path(rf"^feeds/agencies/{_SLUG}/latest\.{_KIND}$", _fresh(feeds.of_agency), name="feed-agency"),
    re_path(
        rf"^feeds/agencies/{_SLUG}/columns/{_CODE}/latest\.{_KIND}$",
        _fresh(feeds.of_column),
        name="feed-column",
    ),
    re_path(rf"^feeds/search/latest\.{_KIND}$", _fresh(feeds.of_search), name="feed-search"),
]
