"""Browsers that have signed in before: they are let through when strangers at large are slowed down.

A signed cookie holds (account, tag, fragment of the password's hash) for up to FEW accounts; it opens nothing
by itself. A new password makes it worthless.
"""

from __future__ import annotations

import secrets

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from reports.models import Account
from reports.services import doorcookies

COOKIE = "known"
SALT = "reports.door.known"
FEW = 5
SECONDS = 180 * 24 * 3600


def tag_of(request: HttpRequest, account_id: int | None) -> str:
    """This browser's tag, if that account has signed in with it before; else ""."""
    for pk, tag, fragment in _entries(request):
        if pk == account_id:
            account = Account.objects.only("password").filter(pk=pk).first()
            is_good = account is not None and constant_time_compare(_fragment(account), fragment)
            return tag if is_good else ""
    return ""


def remember(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """Marks the browser as one that this account has signed in with."""
    tag = tag_of(request, account.pk) or secrets.token_hex(12)
    others = [entry for entry in _entries(request) if entry[0] != account.pk][: FEW - 1]
    value = signing.dumps([[account.pk, tag, _fragment(account)], *others], salt=SALT)
    doorcookies.write(response, COOKIE, value, seconds=SECONDS)


def _entries(request: HttpRequest) -> list[list]:
    try:
        return signing.loads(doorcookies.read(request, COOKIE), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return []


def _fragment(account: Account) -> str:
    return salted_hmac(SALT, account.password, algorithm="sha256").hexdigest()[:16]
