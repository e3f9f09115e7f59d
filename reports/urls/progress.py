"""Addresses of following a case, by number and query code."""

from __future__ import annotations

from django.urls import URLPattern, path

from reports.urls.reach import private
from reports.views import progress

urlpatterns: list[URLPattern] = [
    path("progress/", private(progress.lookup), name="application-progress"),
    path("progress/case/", private(progress.case), name="application-case"),
    path("progress/case/files/<int:pk>/", private(progress.file), name="application-file"),
    path("progress/case/data/", private(progress.own_data), name="application-own-data"),
    path("progress/leave/", private(progress.leave), name="application-leave"),
]
