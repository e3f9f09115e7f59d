"""The tests that need several writers at once, run on PostgreSQL in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.postgres.conftest import OWNER, ROOT, Cluster

CHOSEN = (
    "tests/services/test_report_races.py",
    "tests/services/test_document_races.py",
    "tests/services/test_document_erasure.py",
    "tests/services/test_exchange_races.py",
    "tests/services/test_letter_races.py",
    "tests/services/test_manifest.py",
    "tests/models",
)


def test_races_and_guards_hold_on_postgresql(cluster: Cluster, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *CHOSEN],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": cluster.url(OWNER), "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout.splitlines()[-1]
