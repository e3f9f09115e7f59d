"""The applicant's key to one case: a signed cookie of half an hour, nothing of it in the database.

It names the case and a part of the hash of its query code, so that a renewed or erased code ends it at once.
"""

from __future__ import annotations

import hmac

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponseBase

from reports.models import Application
from reports.services import doorcookies

NAME = "case"
SECONDS = 30 * 60
_SIGNER = "reports.case"
_PART = 16


def open_for(response: HttpResponseBase, application: Application) -> None:
    """Gives the browser the key. It is sent to this site's pages only, never to scripts."""
    value = f"{application.pk}:{application.query_code_hash[:_PART]}"
    signed = TimestampSigner(salt=_SIGNER).sign(value)
    doorcookies.write(response, NAME, signed, seconds=SECONDS)


def close(response: HttpResponseBase) -> None:
    """Takes the key back."""
    response.delete_cookie(doorcookies.name_of(NAME), samesite="Lax")


def had_key(request: HttpRequest) -> bool:
    """Whether this browser was given a key, whether it still opens anything or not."""
    return bool(doorcookies.read(request, NAME))


def case_of(request: HttpRequest) -> Application | None:
    """The case this browser has the key to; None without one, after half an hour, or with another code."""
    try:
        value = TimestampSigner(salt=_SIGNER).unsign(doorcookies.read(request, NAME), max_age=SECONDS)
    except BadSignature:
        return None
    pk, _colon, part = value.partition(":")
    found = Application.objects.filter(pk=int(pk)).select_related("agency").first()
    if found is None or not part or not hmac.compare_digest(found.query_code_hash[:_PART], part):
        return None
    return found
