"""Typed readers of environment variables; a wrong value stops the start and names the variable."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """The variable as text."""
    return os.environ.get(name, default)


def words(name: str, default: list[str]) -> list[str]:
    """The variable as a list, separated by commas."""
    value = os.environ.get(name)
    return default if value is None else [word.strip() for word in value.split(",") if word.strip()]


def boolean(name: str, default: bool) -> bool:
    """The variable as yes or no. Raises ImproperlyConfigured."""
    value = os.environ.get(name)
    if value is None:
        return default
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.lower() not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; it may be 1, true, yes, 0, false or no.")
    return known[value.lower()]


def secret_key(name: str, kept_in: Path) -> str:
    """The secret key, or one made at first run and kept in a file that only its owner reads."""
    value = os.environ.get(name)
    if value:
        return value
    if not kept_in.exists():
        with open(os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept_in.read_text().strip()


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """The database by URL, or SQLite in that file."""
    url = os.environ.get(name) or f"sqlite:///{sqlite_file}"
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    return config
