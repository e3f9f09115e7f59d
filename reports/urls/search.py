"""The address of the search. Nothing of it is kept for later: what is withdrawn is gone at once."""

from __future__ import annotations

from django.urls import URLPattern, path

from reports.urls.reach import public
from reports.views import search

urlpatterns: list[URLPattern] = [path("search/", public(search.page, seconds=0), name="search")]
