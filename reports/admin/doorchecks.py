"""What `check --deploy` says about the door; and the tables of its libraries, which nobody edits here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib import admin
from django.core import checks
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.services import doorbreaches

for _model in (TOTPDevice, StaticDevice, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


@checks.register(checks.Tags.security, deploy=True)
def second_factor_is_asked_for(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A public installation asks those who publish or see personal data for a second factor."""
    if settings.SECOND_FACTOR != "off":
        return []
    return [
        checks.Warning(
            "SECOND_FACTOR is off: a stolen password is enough to publish.",
            hint="Leave the variable out, or set it to roles or everyone.",
            id="reports.W001",
        )
    ]


@checks.register(checks.Tags.security)
def breach_list_can_be_read(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A list that cannot be searched would fail when somebody changes a password; it fails here instead."""
    if not settings.BREACH_LIST:
        return []
    try:
        doorbreaches.verify(Path(settings.BREACH_LIST))
    except (OSError, doorbreaches.NotABreachList) as problem:
        hint = "It may be the download ordered by hash: lines of 40 hexadecimal digits, sorted."
        return [checks.Error(f"BREACH_LIST cannot be used: {problem}", hint=hint, id="reports.E001")]
    return []
