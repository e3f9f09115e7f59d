"""Addresses of applying for disclosure and of following a case."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
