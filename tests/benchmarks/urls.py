"""The portal's addresses and an empty view among them, behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal_urlpatterns


def empty(request: HttpRequest) -> HttpResponse:
    """What no page can be cheaper than."""
    return HttpResponse("empty")


urlpatterns = [path("empty/", empty), *portal_urlpatterns]
