"""Mail by URL: none by default, so that nothing is ever sent that nobody set up."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from portal.environment import BadSetting, text

MAY_BE = (
    "it may be smtp://user:password@host:587 (encrypted by STARTTLS), smtps://user:password@host:465, "
    "smtp+plain://host:25 (not encrypted: only to this machine or its own network), or empty"
)
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
TIMEOUT = 20
"""Seconds; only the worker ever waits for them."""


def mail(name: str, sender: str) -> dict[str, Any]:
    """Django's EMAIL_… settings. Raises BadSetting, which never repeats a password."""
    url = text(name)
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", "HAS_MAIL": False}
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise BadSetting(f"{name} cannot be read as an address; {MAY_BE}.") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadSetting(f"{name} is no address of a mail server; {MAY_BE}.")
    from_address = text(sender)
    if "@" not in from_address or any(sign in from_address for sign in "\r\n"):
        raise BadSetting(
            f"{sender} is {from_address!r}; with {name} it must be the address mail is sent from."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT,
        "DEFAULT_FROM_EMAIL": from_address,
        "HAS_MAIL": True,
    }
