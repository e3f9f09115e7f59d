"""Going through the staff's door as a person does: password, code from a phone, recovery codes.

`prove(client)` is for tests of grave acts behind the door: the browser has just shown who it is.
"""

from __future__ import annotations

import re
import time

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.models import Account
from reports.services import door, doorcookies, doorfactor, doorkeys
from tests.factories import make_account

PASSWORD = "lantern-orbit-velvet-canoe"
OTHER = "harbour-pickle-thunder-quilt"


def make_staff(name: str = "chen", *roles: str, password: str = PASSWORD, **fields: object) -> Account:
    """A member of staff with a password."""
    account = make_account(name, *roles)
    account.set_password(password)
    for field, value in fields.items():
        setattr(account, field, value)
    account.save()
    return account


def sign_in(
    client: Client, name: str = "chen", password: str = PASSWORD, *, address: str = "10.1.1.1", **parts: str
) -> HttpResponse:
    """Sends the first form, from that network address."""
    sent = {"username": name, "password": password, **parts}
    return client.post(reverse("admin:login"), sent, REMOTE_ADDR=address)


def set_up_phone(account: Account) -> bytes:
    """A phone for that account, confirmed two steps ago; returns its key."""
    doorfactor.begin(account)
    device = TOTPDevice.objects.get(user=account, confirmed=False)
    key = doorkeys.unseal(device.key, f"account {account.pk}")
    assert doorfactor.confirm(account, code_of(key))
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1)
    return key


def code_of(key: bytes, *, steps: int = 0) -> str:
    """What the phone shows now, or that many steps of 30 seconds later."""
    phone = TOTP(key)
    phone.time = time.time() + 30 * steps
    return f"{phone.token():06d}"


def wrong_code(key: bytes) -> str:
    """Six digits that the phone shows at no step near."""
    near = {code_of(key, steps=step) for step in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333", *"4567") if code not in near)


def key_shown(response: HttpResponse) -> bytes:
    """The key on the page that sets a phone up."""
    text = re.search(r"<code>([A-Z2-7 ]+)</code>", response.content.decode())[1]
    return doorfactor.base64.b32decode(text.replace(" ", ""))


def prove(client: Client, *, seconds_ago: int = 0) -> None:
    """As if the browser of a signed-in client had answered the question who it is, that long ago."""
    request, response = RequestFactory().get("/"), HttpResponse()
    session: SessionBase = client.session
    request.session = session
    door.remember_proof(request, response)
    digest, at = session[door.PROOF]
    session[door.PROOF] = [digest, at - seconds_ago]
    session.save()
    name = doorcookies.name_of(door.PROOF_COOKIE)
    client.cookies[name] = response.cookies[name].value
