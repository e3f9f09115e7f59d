"""How public pages are reached: who may keep them, what may be sent to them, and the parts of addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http.response import HttpResponseBase
from django.urls import register_converter
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

View = Callable[..., HttpResponseBase]


class Year:
    """A report year: four digits, so that nothing longer reaches the database."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The four digits."""
        return f"{value:04d}"


class Revision(Year):
    """A revision number as in `v2`."""

    regex = "[1-9][0-9]{0,3}"

    def to_url(self, value: int) -> str:
        """The digits."""
        return str(value)


register_converter(Year, "year")
register_converter(Revision, "revision")


def public(view: View, *, seconds: int = 60) -> View:
    """The page as anybody may read and any proxy may keep it: no cookies, an ETag, stale after a minute.

    Other methods than reading are refused as such (405), not for want of a form's token.
    """
    kept = cache_control(public=True, max_age=seconds)(view)
    return csrf_exempt(wraps(view)(require_safe(kept)))


def asking(view: View) -> View:
    """A page that answers to what is sent and keeps nothing: no token is needed, and no proxy keeps it."""
    return csrf_exempt(never_cache(wraps(view)(require_POST(view))))


def private(view: View) -> View:
    """A page about one person's application: its forms bear a token, and no proxy or browser keeps it."""
    return never_cache(csrf_protect(wraps(view)(require_http_methods(["GET", "HEAD", "POST"])(view))))
