"""Addresses of the catalogue: disclosure homes, columns, lists and documents.

Nothing of it is kept without asking: what is withdrawn is gone at once.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from reports.urls.reach import private, public
from reports.views import catalogue, documents, pagefault


class ColumnCode:
    """The code of a column, which may hold points and slashes (models.Category.code)."""

    regex = "[a-z0-9]+(?:[-./][a-z0-9]+){0,29}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(ColumnCode, "column")

_pages = [
    path("", public(documents.detail, seconds=0), name="document-detail"),
    path("qr.svg", public(documents.qr, seconds=0), name="document-qr"),
]

# `reverse()` tries the last first: without a number the version that stands is meant.
urlpatterns: list[URLPattern | URLResolver] = [
    path("agencies/<slug:slug>/disclosure/", public(catalogue.home, seconds=0), name="disclosure-home"),
    path(
        "agencies/<slug:slug>/disclosure/<column:code>/",
        public(catalogue.column, seconds=0),
        name="disclosure-column",
    ),
    path("documents/", public(catalogue.listing, seconds=0), name="document-list"),
    path(
        "documents/kinds/<slug:kind>.<str:suffix>", public(catalogue.table, seconds=0), name="document-table"
    ),
    path("documents/<slug:address>/v<revision:number>/", include(_pages)),
    path(
        "documents/<slug:address>/v<revision:number>/record.json",
        public(documents.record, seconds=0),
        name="document-record",
    ),
    path("documents/<slug:address>/", include(_pages)),
    path("documents/<slug:address>/files/<int:pk>/", public(documents.file, seconds=0), name="document-file"),
    path("page-error/", private(pagefault.page), name="page-error"),
]
