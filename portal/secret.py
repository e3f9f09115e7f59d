"""Secrets: from the environment, or made once and kept in a file that only its owner reads."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from portal.environment import BadSetting, text

SHORTEST = 50
"""Characters; Django's own check (security.W009) asks as many."""
CONSEQUENCES = {
    "SECRET_KEY": "a new one is made, and everybody signs in again",
    "SIGNING_KEY": "a new one is made, and the public manifest says that the key has changed",
    "PERSONAL_KEY": "a new one is made, and applicants' data stored until now can never be read again",
}
"""What follows for the installation when a kept secret is made anew."""
HEXADECIMAL = re.compile(r"[0-9a-fA-F]{64}")


def secret_key(name: str, kept_in: Path) -> str:
    """The key. Raises BadSetting for a weak one, and for a file that others can read or that holds none."""
    value = text(name)
    if value:
        if len(value) < SHORTEST or len(set(value)) < 5 or value.startswith("django-insecure-"):
            raise BadSetting(
                f"{name} is too easy to guess; it may be {SHORTEST} or more random characters,"
                f" or empty: then one is made and kept in {kept_in}."
            )
        return value
    if not kept_in.exists():
        _make(kept_in, secrets.token_urlsafe(64))
    return _read(name, kept_in)


def signing_key(name: str, kept_in: Path) -> str:
    """The private Ed25519 key that signs publications: 64 hexadecimal digits. Raises BadSetting."""
    value = text(name)
    if not value:
        if not kept_in.exists():
            _make(kept_in, secrets.token_hex(32))
        value = _read(name, kept_in)
    return _hexadecimal(name, value)


def old_signing_key(name: str) -> str:
    """The signing key in use until now, while it is being replaced; "" otherwise. Raises BadSetting."""
    value = text(name)
    return _hexadecimal(name, value) if value else ""


def _hexadecimal(name: str, value: str) -> str:
    if not HEXADECIMAL.fullmatch(value):
        raise BadSetting(f"{name} is no signing key; it may be 64 hexadecimal digits (openssl rand -hex 32).")
    return value.lower()


def old_keys(name: str) -> list[str]:
    """The key from before, while it is being changed: what it sealed stays readable. [] without one."""
    value = text(name)
    return [value] if value else []


def personal_keys(kept_in: Path) -> list[str]:
    """What encrypts applicants' data: the present key, then those of OLD_PERSONAL_KEYS (with commas).

    Raises BadSetting.
    """
    old = [key.strip() for key in text("OLD_PERSONAL_KEYS").split(",") if key.strip()]
    return [secret_key("PERSONAL_KEY", kept_in), *old]


def _make(kept_in: Path, secret: str) -> None:
    """Write a key in full before it gets its name, so that two processes starting at once agree on one."""
    handle, unnamed = tempfile.mkstemp(dir=kept_in.parent, prefix=".key-")  # mode 600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secret)
        with suppress(FileExistsError):  # the other process was first: its key stands
            os.link(unnamed, kept_in)
    finally:
        os.unlink(unnamed)


def _read(name: str, kept_in: Path) -> str:
    mode = kept_in.stat().st_mode & 0o777
    if mode & 0o077:
        raise BadSetting(
            f"{kept_in} holds the secret of {name} and others can read it (mode {mode:o}). "
            f"Run: chmod 600 {kept_in} — or delete it, if somebody may have seen it: {CONSEQUENCES[name]}."
        )
    try:
        key = kept_in.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(
            f"{kept_in} holds the secret of {name} and cannot be read. {_remedy(name)}"
        ) from None
    if len(key) < SHORTEST:
        raise BadSetting(
            f"{kept_in} should hold the secret of {name} and is empty or cut short. {_remedy(name)}"
        )
    return key


def _remedy(name: str) -> str:
    return f"Delete it: {CONSEQUENCES[name]}; or give the secret as {name}."
