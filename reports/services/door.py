"""The staff's door: who has proved what in this session, and what is still to be done before they are let in.

A password alone makes a session that can do one thing: the next step here. Until every step is done nobody
is signed in as far as the rest of the portal can tell (`admitted`).
"""

from __future__ import annotations

import hashlib
import secrets
from enum import StrEnum

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from reports.models import Account
from reports.models.event import Act
from reports.services import doorbrowsers, doorcookies, doorfactor, doorsessions, events

FACTOR, PROOF = "door_factor", "door_proof"
"""Keys of the session: the phone that proved it; the digest and time (Unix seconds) of the last proof."""
PROOF_COOKIE = "proof"
RECENT = 300
"""Seconds for which a proof holds for grave acts."""


class Step(StrEnum):
    """What stands between a password and the desk, in this order."""

    CODE = "code"
    PASSWORD = "password"
    ENROL = "enrol"
    DONE = "done"


class ProofNeeded(Exception):
    """A grave act asks for password (and code) once more; the door's middleware leads there and back."""


def step(request: HttpRequest, account: Account) -> Step:
    """The next step of that account in this session.

    The code comes before the new password: a password that somebody else chose must not be enough to choose
    another.
    """
    device = doorfactor.device_of(account)
    if device is not None and request.session.get(FACTOR) != device.pk:
        return Step.CODE
    if account.must_change_password:
        return Step.PASSWORD
    if device is None and doorfactor.is_obligatory(account):
        return Step.ENROL
    return Step.DONE


def admitted(request: HttpRequest, account: Account | AnonymousUser) -> Account | AnonymousUser:
    """The account, if it has gone through the whole door and its session is not over; else nobody."""
    if (
        not account.is_authenticated
        or doorsessions.is_over(request)
        or step(request, account) is not Step.DONE
    ):
        return AnonymousUser()
    return account


def account_named(name: str) -> Account | None:
    """The account that signs in with that name."""
    return Account.objects.filter(username=name).first()


def sign_in(request: HttpRequest, account: Account, response: HttpResponseBase) -> None:
    """After the password: a session with a new key, entered by DoorHandler. A code may still have to come."""
    login(request, account)
    if step(request, account) is not Step.CODE:
        _welcome(request, response, account, how="password")


def give_code(request: HttpRequest, response: HttpResponseBase, account: Account, code: str) -> bool:
    """After the code; returns whether it was right."""
    how = doorfactor.verify(account, code)
    device = doorfactor.device_of(account)
    if not how or device is None:
        return False
    request.session[FACTOR] = device.pk
    doorsessions.renew(request)
    _welcome(request, response, account, how=f"password and {how}")
    return True


def sign_out(request: HttpRequest, *, why: str = "") -> None:
    """Ends this session, with an event if somebody was signed in."""
    account = at_door(request)
    if account is not None:
        doorsessions.leave(request, account, why=why)
    logout(request)


def at_door(request: HttpRequest) -> Account | None:
    """Whose password this session has, however far they have come."""
    account = getattr(request, "account_at_door", None) or request.user
    return account if isinstance(account, Account) else None


def prove(request: HttpRequest, response: HttpResponseBase, password: str, code: str) -> bool:
    """Password (and code, where a phone is set up) once more; a wrong one counts as at the sign-in."""
    account = at_door(request)
    if account is None or not has_password(request, account, password):
        return False
    if doorfactor.device_of(account) is not None and not doorfactor.verify(account, code):
        return False
    doorsessions.renew(request)
    remember_proof(request, response)
    return True


def has_password(request: HttpRequest, account: Account, password: str) -> bool:
    """Whether that is its password, throttled as every sign-in is."""
    return authenticate(request, username=account.get_username(), password=password) == account


def set_up_factor(request: HttpRequest, account: Account, code: str) -> list[str] | None:
    """The phone shows the right code: it counts at once in this session. Returns the recovery codes."""
    recovery = doorfactor.confirm(account, code)
    device = doorfactor.device_of(account)
    if recovery is None or device is None:
        return None
    request.session[FACTOR] = device.pk
    doorsessions.renew(request)
    return recovery


def remember_proof(request: HttpRequest, response: HttpResponseBase) -> None:
    """From now on, for RECENT seconds, this browser may do grave things.

    The proof is half in the session, half in a cookie of its own that lives as long: the session's cookie
    alone, taken from somewhere, never suffices.
    """
    token = secrets.token_urlsafe(32)
    request.session[PROOF] = [_digest(token), int(timezone.now().timestamp())]
    doorcookies.write(response, PROOF_COOKIE, token, seconds=RECENT, same_site="Strict")


def is_recent(request: HttpRequest) -> bool:
    """Whether who asks has proved who they are within RECENT seconds, with this browser."""
    digest, at = request.session.get(PROOF) or ("", 0)
    is_fresh = 0 <= timezone.now().timestamp() - at <= RECENT
    token = doorcookies.read(request, PROOF_COOKIE)
    return bool(is_fresh and token) and constant_time_compare(_digest(token), digest)


def demand_recent(request: HttpRequest) -> None:
    """Call it first in a view that exports personal data or the log, resets a password or a second factor.

    Raises ProofNeeded, which the middleware answers by asking for password and code, then leading back.
    """
    if not is_recent(request):
        raise ProofNeeded


def change_password(
    request: HttpRequest, response: HttpResponseBase, account: Account, password: str
) -> None:
    """A password of the account's own choice, already validated; ends its sessions elsewhere."""
    with transaction.atomic():
        set_password(account, password, by=account)
        before = request.session.session_key
        request.user = account  # who is not through the door yet is nobody to Django
        update_session_auth_hash(request, account)
        doorsessions.follow(request, before)
        doorsessions.end_all(account, by=account, but=request.session.session_key)
    remember_proof(request, response)
    doorbrowsers.remember(request, response, account)


@transaction.atomic
def reset_password(account: Account, password: str, *, by: Account | None, reason: str = "") -> None:
    """A first password that somebody else hands over: it has to be changed at once. Ends all sessions."""
    set_password(account, password, by=by, must_change=True, reason=reason)
    doorsessions.end_all(account, by=by)


def set_password(
    account: Account, password: str, *, by: Account | None, must_change: bool = False, reason: str = ""
) -> None:
    """Stores the password's hash, with an event that tells nothing of it."""
    account.set_password(password)
    account.must_change_password = must_change
    account.save(update_fields=["password", "must_change_password"])
    changes = {"must_change_password": ("", str(must_change))}
    events.record(Act.PASSWORD_CHANGED, by=by, subject=account, reason=reason, changes=changes)


@transaction.atomic
def reset_factor(account: Account, *, by: Account | None, reason: str = "") -> bool:
    """For a lost phone without recovery codes: it is set up anew at the next sign-in. Every session ends."""
    had = doorfactor.remove(account, by=by, reason=reason)
    doorsessions.end_all(account, by=by)
    return had


def _welcome(request: HttpRequest, response: HttpResponseBase, account: Account, *, how: str) -> None:
    remember_proof(request, response)
    doorbrowsers.remember(request, response, account)
    events.record(Act.SIGNED_IN, by=account, subject=account, changes={"how": ("", how)})


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
