"""Brings database and static files of an installation up to date; leaves alone what is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> bool:
    """Apply the migrations that are missing; returns whether any was. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_static() -> bool:
    """Gather, fingerprint and compress the static files if one has changed; returns whether any had."""
    stamp = Path(settings.DATA_DIR) / "static.stamp"
    now = _static_state()
    gathered = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if gathered and stamp.exists() and stamp.read_text("utf-8") == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now, "utf-8")
    return True


def _static_state() -> str:
    """A digest of every static file's name, size and time, and of what processes them."""
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
