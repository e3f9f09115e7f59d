"""Addresses of the catalogue: documents, search, feeds and exchange."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
