"""Database and cache by URL: SQLite and memory by default, PostgreSQL and Redis where asked for."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url

from portal.environment import BadSetting, scheme, text

DATABASE_MAY_BE = (
    "it may be postgresql://user:password@host:5432/name or sqlite:////folder/file.sqlite3"
    " (signs such as @ : / # in a password written as %40 %3A %2F %23)"
)
CACHE_MAY_BE = "it may be redis://host:6379/0, rediss://host:6379/0 or locmem://"


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """The database by URL, or SQLite in that file. Raises BadSetting, which never repeats a password."""
    url = text(name)
    if not url:
        return _sqlite({"ENGINE": "django.db.backends.sqlite3", "NAME": str(sqlite_file)})
    if scheme(url) not in ("sqlite", "postgres", "postgresql"):
        raise BadSetting(f"{name} does not begin with postgresql:// or sqlite://; {DATABASE_MAY_BE}.")
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        raise BadSetting(f"{name} cannot be read as an address; {DATABASE_MAY_BE}.") from None
    if not config["NAME"]:
        raise BadSetting(f"{name} names no database; {DATABASE_MAY_BE}.")
    if scheme(url) != "sqlite":
        return config
    if config["NAME"] == ":memory:" or not Path(config["NAME"]).parent.is_dir():
        raise BadSetting(f"{name} names a file in a folder that does not exist; {DATABASE_MAY_BE}.")
    return _sqlite({"ENGINE": config["ENGINE"], "NAME": config["NAME"]})


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    """SQLite for several processes: readers never wait, writers queue up to 20 seconds.

    A thread keeps its connection for a minute: opening the file anew for each request cost 2 ms of CPU.
    Without `recursive_triggers` an INSERT OR REPLACE would delete a row past the triggers of append-only
    tables.
    """
    config["CONN_MAX_AGE"] = 60
    config["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",
    }
    return config


def cache(name: str) -> dict[str, Any]:
    """The cache by URL, or memory of each process. Raises BadSetting."""
    url = text(name, "locmem://")
    if url == "locmem://":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if scheme(url) not in ("redis", "rediss"):
        raise BadSetting(f"{name} does not begin with redis://, rediss:// or locmem://; {CACHE_MAY_BE}.")
    if find_spec("redis") is None:
        raise BadSetting(
            f"{name} asks for Redis, and the Python package 'redis' is not installed. Install it beside the"
            " others (.venv/bin/python -m pip install redis), or leave the variable out."
        )
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
