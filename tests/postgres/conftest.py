"""A PostgreSQL of the tests' own, from Debian's packages; skipped with its reason where none is."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWNER, RUNTIME = "portal_owner", "portal_runtime"
PASSWORD = "only-for-tests"


@dataclass(frozen=True)
class Cluster:
    """A running server. `owner` migrates, `runtime` runs the portal."""

    port: int

    def url(self, role: str, database: str = "portal") -> str:
        """The address of a database as that role."""
        return f"postgresql://{role}:{PASSWORD}@127.0.0.1:{self.port}/{database}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/postgres/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("postgres"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    programs = _programs()
    if programs is None:
        message = "no PostgreSQL on this machine: install Debian's package postgresql to run these tests"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    # Not a folder of pytest's: each pytest started inside a test closes those to other users again.
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", _free_port()
    _as_postgres(programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "-N")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _as_postgres(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    try:
        for statement in (
            f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{PASSWORD}'",
            f"CREATE ROLE {RUNTIME} LOGIN PASSWORD '{PASSWORD}'",
            f"CREATE DATABASE portal OWNER {OWNER}",
        ):
            psql = (programs / "psql", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-qc", statement)
            _as_postgres(*psql)
        yield Cluster(port)
    finally:
        _as_postgres(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """The portal's tables, made by the owner, with the runtime role's rights granted."""
    folder = tmp_path_factory.mktemp("data")
    manage(cluster.url(OWNER), folder, "migrate", "-v0")
    manage(cluster.url(OWNER), folder, "grant_runtime", RUNTIME)
    return cluster


def manage(url: str, folder: Path, *arguments: str) -> str:
    """What a management command of the installation in that folder prints; fails the test where it fails."""
    # The portal's own settings: those of the tests make themselves a new folder, and new keys, at each start.
    own = {"DJANGO_SETTINGS_MODULE": "portal.settings", "DATABASE_URL": url, "DATA_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _as_postgres(*command: object) -> None:
    """PostgreSQL refuses to run as root: then as the user that Debian's package makes."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = [shutil.which("runuser") or "runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=120)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
