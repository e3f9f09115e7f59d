"""Addresses of what the public reads of a register."""

from __future__ import annotations

from django.urls import URLPattern, path

from reports.urls.reach import public
from reports.views import register

urlpatterns: list[URLPattern] = [
    path("register/<slug:slug>/<year:year>/", public(register.year), name="register-year"),
    path(
        "register/<slug:slug>/<year:year>/figures.<str:suffix>", public(register.file), name="register-file"
    ),
]
