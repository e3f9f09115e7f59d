"""Files left behind by a process that was killed: what is swept away, and what stays."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from reports.services import files, strayfiles
from tests.factories import make_report

NOW = datetime(2026, 5, 1, 2, 30, tzinfo=UTC)
STRAY = f"{hashlib.sha256(b'left behind').hexdigest()}.pdf"


def lay(folder: Path, name: str, *, age: timedelta) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    os.utime(path, ((NOW - age).timestamp(),) * 2)
    return path


@pytest.mark.django_db
def test_only_the_portals_own_files_that_no_row_knows_of_go_after_thirty_days(settings: Settings) -> None:
    root = Path(settings.MEDIA_ROOT)
    kept = files.keep_source(report=make_report(), data=b"a report", name="a.txt")
    os.utime(kept.file.path, (0, 0))
    days = timedelta(days=1)
    gone = [
        lay(root, f"2026/03/{STRAY}", age=31 * days),
        lay(root, f"desk/2026/03/{STRAY[:64]}", age=31 * days),
    ]
    young = lay(root, f"2026/04/{STRAY}", age=29 * days)
    theirs = lay(root, "2026/03/read-me.txt", age=400 * days)
    sealed = lay(root, f"cases/2026/03/{STRAY}", age=400 * days)
    assert strayfiles.sweep(now=NOW) == 2
    assert [path.exists() for path in (*gone, young, theirs, sealed)] == [False, False, True, True, True]
    assert Path(kept.file.path).read_bytes() == b"a report"
    assert strayfiles.sweep(now=NOW) == 0


@pytest.mark.django_db
def test_a_portal_without_any_file_has_nothing_to_sweep() -> None:
    assert strayfiles.sweep(now=NOW) == 0
