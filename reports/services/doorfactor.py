"""The second factor: a one-time code from a phone (RFC 6238), and recovery codes for the day it is lost."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.models import Account
from reports.models.event import Act
from reports.queries import access
from reports.services import doorkeys, doorlog, events
from reports.services.accounts import ALPHABET

KEY_BYTES = 20
"""As RFC 4226 (4, R6) recommends."""
RECOVERY_CODES, RECOVERY_LENGTH = 10, 10
MOST_FAILURES = 10
"""What django-otp doubles the pause by; at ten it is 512 seconds, and nobody is shut out for long."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a phone needs: the key to type (groups of four) and the address for its camera."""

    key: str
    address: str


def is_on() -> bool:
    """Whether this installation asks for second factors at all."""
    return settings.SECOND_FACTOR != "off"


def is_obligatory(account: Account) -> bool:
    """Whether that account must have one."""
    return settings.SECOND_FACTOR == "everyone" or (is_on() and access.has_to_prove_twice(account))


def device_of(account: Account) -> TOTPDevice | None:
    """The phone that was set up, if any; None where the installation asks for none."""
    if not is_on():
        return None
    return TOTPDevice.objects.filter(user_id=account.pk, confirmed=True).order_by("-pk").first()


def begin(account: Account) -> Enrolment:
    """The key to set a phone up with: the same one until it is confirmed or a day has passed."""
    waiting = TOTPDevice.objects.filter(user_id=account.pk, confirmed=False).order_by("-pk").first()
    try:
        key = doorkeys.unseal(waiting.key, _about(account)) if waiting else b""
    except doorkeys.Unreadable:
        key = b""
    if not key:
        key = secrets.token_bytes(KEY_BYTES)
        TOTPDevice.objects.filter(user_id=account.pk, confirmed=False).delete()
        TOTPDevice.objects.create(
            user_id=account.pk, name="totp", confirmed=False, key=doorkeys.seal(key, _about(account))
        )
    text = base64.b32encode(key).decode()
    issuer = settings.SITE.domain or settings.SITE.name
    label = quote(f"{issuer}:{account.get_username()}")
    address = f"otpauth://totp/{label}?{urlencode({'secret': text, 'issuer': issuer}, quote_via=quote)}"
    return Enrolment(" ".join(re.findall(".{4}", text)), address)


def confirm(account: Account, code: str) -> list[str] | None:
    """The phone shows the right code: it is the second factor from now on, and the one before is not.

    Returns new recovery codes, kept nowhere in clear; None for a wrong code. A wrong code is counted, so the
    refusal must not be rolled back.
    """
    with transaction.atomic():
        waiting = TOTPDevice.objects.select_for_update().filter(user_id=account.pk, confirmed=False)
        device = waiting.order_by("-pk").first()
        if device is None or not _matches(device, account, code, timezone.now()):
            return None
        had = TOTPDevice.objects.filter(user_id=account.pk).exclude(pk=device.pk).delete()[0]
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        codes = _new_codes(account)
        before = "set" if had else ""
        events.record(
            Act.SECOND_FACTOR_SET,
            by=account,
            subject=account,
            changes={"second_factor": (before, "set")},
        )
    return codes


def verify(account: Account, code: str) -> str:
    """How the code proves who signs in: "code", "recovery code", or "" for not at all.

    Each code works once; after a wrong one the next is looked at only after a pause that doubles each time.
    """
    plain = re.sub(r"[\s-]", "", code).lower()
    is_number = plain.isascii() and plain.isdecimal() and len(plain) == 6
    with transaction.atomic():
        held = device_of(account)
        device = TOTPDevice.objects.select_for_update().filter(pk=held.pk).first() if held else None
        if device is None:
            return ""
        if is_number:
            found = "code" if _matches(device, account, plain, timezone.now()) else ""
        else:
            found = "recovery code" if _spends(account, plain) else ""
    if not found:
        doorlog.note(Act.SIGN_IN_FAILED, account, count=_failures(account), how="code")
    return found


def renew_codes(account: Account) -> list[str]:
    """New recovery codes; those from before no longer work."""
    with transaction.atomic():
        codes = _new_codes(account)
        changes = {"recovery_codes": ("", "renewed")}
        events.record(Act.SECOND_FACTOR_SET, by=account, subject=account, changes=changes)
    return codes


def codes_left(account: Account) -> int:
    """How many recovery codes have not been used."""
    return StaticToken.objects.filter(device__user_id=account.pk).count()


@transaction.atomic
def remove(account: Account, *, by: Account | None, reason: str = "") -> bool:
    """Forgets phone and recovery codes; returns whether there were any."""
    had = TOTPDevice.objects.filter(user_id=account.pk, confirmed=True).exists()
    TOTPDevice.objects.filter(user_id=account.pk).delete()
    StaticDevice.objects.filter(user_id=account.pk).delete()
    if had:
        changes = {"second_factor": ("set", "")}
        events.record(Act.SECOND_FACTOR_REMOVED, by=by, subject=account, reason=reason, changes=changes)
    return had


def _matches(device: TOTPDevice, account: Account, code: str, now: datetime) -> bool:
    """django-otp's check, over a sealed key: one step early or late, never the same step twice."""
    if not _may_try(device):
        return False
    try:
        key = doorkeys.unseal(device.key, _about(account))
    except doorkeys.Unreadable:
        return False
    check = TOTP(key, device.step, device.t0, device.digits)
    check.time = now.timestamp()
    is_right = len(code) == device.digits and code.isdecimal()
    if not is_right or not check.verify(int(code), device.tolerance, device.last_t + 1):
        device.throttle_increment()
        return False
    device.last_t = check.t()
    device.key = doorkeys.seal(key, _about(account))  # by the present key, should it have been changed
    device.throttle_reset(commit=False)
    device.set_last_used_timestamp(commit=False)
    device.save()
    return True


def _spends(account: Account, code: str) -> bool:
    device = StaticDevice.objects.select_for_update().filter(user_id=account.pk).first()
    if device is None or not _may_try(device):
        return False
    stood = doorkeys.digests(code, _about(account))
    kept = device.token_set.filter(token__in=stood).values_list("token", flat=True).first()
    return device.verify_token(kept or stood[0])


def _failures(account: Account) -> int:
    """Wrong codes in a row, of the phone or of recovery; 11 are counted at most."""
    counts = (
        model.objects.filter(user_id=account.pk).values_list("throttling_failure_count", flat=True)
        for model in (TOTPDevice, StaticDevice)
    )
    return max((count for each in counts for count in each), default=1)


def _may_try(device: TOTPDevice | StaticDevice) -> bool:
    device.throttling_failure_count = min(device.throttling_failure_count, MOST_FAILURES)
    return device.verify_is_allowed()[0]


def _new_codes(account: Account) -> list[str]:
    StaticDevice.objects.filter(user_id=account.pk).delete()
    device = StaticDevice.objects.create(user_id=account.pk, name="recovery")
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=doorkeys.digests(code, _about(account))[0]) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _about(account: Account) -> str:
    return f"account {account.pk}"
