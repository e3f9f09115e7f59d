"""The portal's addresses and an empty view among them, behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls
from portal.urls import *  # noqa: F403 - error handlers, as the portal has them


def empty(request: HttpRequest) -> HttpResponse:
    """What no page can be cheaper than."""
    return HttpResponse("empty")


urlpatterns = [path("empty/", empty), *urls.urlpatterns]
