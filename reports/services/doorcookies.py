"""Cookies beside Django's own, with the same flags: of the staff's door, of who applies or follows a case."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def name_of(name: str) -> str:
    """With the prefix that ties a cookie to this very host, where there is HTTPS (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def read(request: HttpRequest, name: str) -> str:
    """Its value, "" where there is none."""
    return request.COOKIES.get(name_of(name), "")


def write(response: HttpResponseBase, name: str, value: str, *, seconds: int, same_site: str = "Lax") -> None:
    """Sets it for that long."""
    response.set_cookie(
        name_of(name),
        value,
        max_age=seconds,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=same_site,
    )
