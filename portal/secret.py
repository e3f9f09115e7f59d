"""The secret key: from the environment, or made once and kept in a file that only its owner reads."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from portal.environment import BadSetting, text

SHORTEST = 50
"""Characters; Django's own check (security.W009) asks as many."""


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
        _make(kept_in)
    return _read(name, kept_in)


def _make(kept_in: Path) -> None:
    """Write a key in full before it gets its name, so that two processes starting at once agree on one."""
    handle, unnamed = tempfile.mkstemp(dir=kept_in.parent, prefix=".key-")  # mode 600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # the other process was first: its key stands
            os.link(unnamed, kept_in)
    finally:
        os.unlink(unnamed)


def _read(name: str, kept_in: Path) -> str:
    mode = kept_in.stat().st_mode & 0o777
    if mode & 0o077:
        raise BadSetting(
            f"{kept_in} holds the secret key and others can read it (mode {mode:o}). Run: chmod 600 {kept_in}"
            " — or delete it, if somebody may have seen it: a new one is made and everybody signs in again."
        )
    try:
        key = kept_in.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(f"{kept_in} holds the secret key and cannot be read. {REMEDY} {name}.") from None
    if len(key) < SHORTEST:
        raise BadSetting(f"{kept_in} should hold the secret key and is empty or cut short. {REMEDY} {name}.")
    return key


REMEDY = "Delete it, and a new one is made (everybody signs in again); or give the key as"
