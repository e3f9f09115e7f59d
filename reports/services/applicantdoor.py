"""The applicant's key to one case: a signed cookie of half an hour, nothing of it in the database.

It names the case and a part of the hash of its query code, so that a renewed or erased code ends it at once.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponseBase

from reports.models import Application

NAME = "case"
SECONDS = 30 * 60
_SIGNER = "reports.case"
_PART = 16


def open_for(response: HttpResponseBase, application: Application) -> None:
    """Gives the browser the key. It is sent to this site's pages only, never to scripts."""
    value = f"{application.pk}:{application.query_code_hash[:_PART]}"
    response.set_cookie(
        NAME,
        TimestampSigner(salt=_SIGNER).sign(value),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def close(response: HttpResponseBase) -> None:
    """Takes the key back."""
    response.delete_cookie(NAME, samesite="Lax")


def case_of(request: HttpRequest) -> Application | None:
    """The case this browser has the key to; None without one, after half an hour, or with another code."""
    try:
        value = TimestampSigner(salt=_SIGNER).unsign(request.COOKIES.get(NAME, ""), max_age=SECONDS)
    except BadSignature:
        return None
    pk, _colon, part = value.partition(":")
    found = Application.objects.filter(pk=int(pk)).select_related("agency").first()
    if found is None or not part or not hmac.compare_digest(found.query_code_hash[:_PART], part):
        return None
    return found
