"""The sample data for tests in a browser: made once a process and copied, since making them takes long.

Only where the database is SQLite in memory, as in `make test`; elsewhere they are made each time.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

_kept: list[tuple[sqlite3.Connection, tempfile.TemporaryDirectory[str]]] = []


def load() -> None:
    """Fills the empty database of a test with real transactions, and its folder of files."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        call_command("load_samples", verbosity=0)
    elif _kept:
        database, files = _kept[0]
        database.backup(connection.connection)
        shutil.copytree(files.name, settings.MEDIA_ROOT, dirs_exist_ok=True)
    else:
        call_command("load_samples", verbosity=0)
        _keep()


def _keep() -> None:
    database, files = sqlite3.connect(":memory:", check_same_thread=False), tempfile.TemporaryDirectory()
    connection.connection.backup(database)
    if Path(settings.MEDIA_ROOT).exists():
        shutil.copytree(settings.MEDIA_ROOT, files.name, dirs_exist_ok=True)
    _kept.append((database, files))
