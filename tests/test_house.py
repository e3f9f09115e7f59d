"""`manage.py serve`, as `make run` starts it: a real server and a real worker, stopped as a person would."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.xdist_group("house")  # one first run for all of them
PATIENCE = 240
"""Seconds; a machine that runs tests on every core is slow."""


class House:
    """A portal started from the command line, with what it prints."""

    def __init__(self, data_dir: Path, log: Path, **variables: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.port = int(variables.get("PORT") or free_port())
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "serve"],
                env={
                    **kept,
                    "HOME": "/nonexistent",
                    "DATA_DIR": str(data_dir),
                    "PORT": str(self.port),
                    **variables,
                },
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while words not in self.said():
            assert self.process.poll() is None, f"ended before it said {words!r}:\n{self.said()}"
            assert time.monotonic() < deadline, f"never said {words!r}:\n{self.said()}"
            time.sleep(0.05)

    def get(self, path: str) -> tuple[int, dict[str, str]]:
        """The status and headers of a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
                return answer.status, dict(answer.headers)
        except urllib.error.HTTPError as answer:
            return answer.code, dict(answer.headers)

    def family(self) -> dict[int, str]:
        """Our descendants: process id → command line."""
        listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout
        rows = [line.split(None, 2) for line in listing.splitlines()]
        found: dict[int, str] = {}
        wanted = {self.process.pid}
        while wanted:
            wanted = {int(pid) for pid, parent, _args in rows if int(parent) in wanted}
            found.update({int(pid): args for pid, _parent, args in rows if int(pid) in wanted})
        return found

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to end; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """End it in whatever state it is."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive(pid: int) -> bool:
    """Whether it still runs; one that ended and waits to be counted does not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def contents(data_dir: Path) -> dict[str, list[object]]:
    """Every row of every table, but of the worker's queue, which lives."""
    with closing(sqlite3.connect(data_dir / "db.sqlite3")) as database:
        names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: sorted(map(repr, database.execute(f'select * from "{name}"')))
            for name in sorted(names)
            if not name.startswith(("django_tasks", "sqlite_"))
        }


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, list[object]]]:
    """A data folder after one whole run with samples: (folder, what was said, rows)."""
    folder = tmp_path_factory.mktemp("house")
    house = House(folder / "data", folder / "log")
    try:
        house.wait_for("Ctrl-C stops")
        assert house.get("/")[0] == 200
        assert house.get("/en/")[0] == 200
        assert house.get("/admin/login/")[0] == 200
        family = house.family()
        assert sum("gunicorn" in args for args in family.values()) == 3  # one that leads, two that serve
        assert sum("manage.py work" in args for args in family.values()) == 1
        assert house.stop() == 0
        assert not any(map(alive, family))
    finally:
        house.end()
    return folder / "data", house.said(), contents(folder / "data")


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[list[House]]:
    """Whatever a test starts and does not stop is ended after it."""
    started: list[House] = []
    yield started
    for house in started:
        house.end()


def test_the_first_run_prints_both_addresses_and_a_password_that_works(
    first_run: tuple[Path, str, dict[str, list[object]]],
) -> None:
    _folder, said, rows = first_run
    assert re.search(r"Site +http://127\.0\.0\.1:\d+/\n", said)
    assert re.search(r"Admin +http://127\.0\.0\.1:\d+/admin/\n", said)
    assert "Staff account: admin\n" in said
    assert len(re.findall(r"Password: +(\w{5}-){3}\w{5}\n", said)) == 1
    assert said.rstrip().endswith("Stopped.")
    assert "Traceback" not in said
    assert rows["reports_report"], "no sample report was loaded"


def test_the_second_run_is_quick_and_changes_no_data_and_no_password(
    first_run: tuple[Path, str, dict[str, list[object]]], tmp_path: Path, houses: list[House]
) -> None:
    folder, _said, rows = first_run
    house = House(folder, tmp_path / "log")
    houses.append(house)
    house.wait_for("Ctrl-C stops")
    assert "Password" not in house.said()
    assert house.stop(signal.SIGTERM) == 0
    assert contents(folder) == rows


def test_pages_and_static_files_come_with_their_headers(
    first_run: tuple[Path, str, dict[str, list[object]]], tmp_path: Path, houses: list[House]
) -> None:
    house = House(first_run[0], tmp_path / "log")
    houses.append(house)
    house.wait_for("Ctrl-C stops")
    for path in ("/", "/no/such/page/", "/admin/login/", "/static/admin/css/base.css"):
        _status, headers = house.get(path)
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
    assert house.stop() == 0


def test_a_worker_that_dies_is_noticed_and_started_again(
    first_run: tuple[Path, str, dict[str, list[object]]], tmp_path: Path, houses: list[House]
) -> None:
    house = House(first_run[0], tmp_path / "log")
    houses.append(house)
    house.wait_for("Ctrl-C stops")
    worker = next(pid for pid, args in house.family().items() if "manage.py work" in args)
    os.kill(worker, signal.SIGKILL)
    house.wait_for("The background worker ended by itself (exit status -9); starting it again in 1 s.")
    deadline = time.monotonic() + PATIENCE
    while not any("manage.py work" in args for args in house.family().values()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert house.get("/robots.txt")[0] == 200
    assert house.stop() == 0


def test_a_server_that_dies_takes_the_worker_with_it(
    first_run: tuple[Path, str, dict[str, list[object]]], tmp_path: Path, houses: list[House]
) -> None:
    house = House(first_run[0], tmp_path / "log")
    houses.append(house)
    house.wait_for("Ctrl-C stops")
    family = house.family()
    os.kill(min(pid for pid, args in family.items() if "gunicorn" in args), signal.SIGKILL)
    assert house.process.wait(PATIENCE) == 1
    assert "The web server ended by itself (exit status -9); stopping." in house.said()
    deadline = time.monotonic() + PATIENCE
    while any(map(alive, family)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux to end children with their parent")
def test_nothing_is_left_behind_when_the_launcher_is_killed_outright(
    first_run: tuple[Path, str, dict[str, list[object]]], tmp_path: Path, houses: list[House]
) -> None:
    house = House(first_run[0], tmp_path / "log")
    houses.append(house)
    house.wait_for("Ctrl-C stops")
    family = house.family()
    house.process.kill()
    house.process.wait()
    deadline = time.monotonic() + PATIENCE
    while any(map(alive, family)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_busy_port_gets_one_sentence_before_anything_is_done(tmp_path: Path, houses: list[House]) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        house = House(tmp_path / "data", tmp_path / "log", PORT=str(port))
        houses.append(house)
        assert house.process.wait(PATIENCE) == 1
    assert house.said() == (
        f"CommandError: Port {port} is in use by another program; choose another, such as PORT={port + 1}.\n"
    )
    assert not (tmp_path / "data" / "db.sqlite3").exists()


def test_an_address_of_another_machine_gets_one_sentence(tmp_path: Path, houses: list[House]) -> None:
    house = House(tmp_path / "data", tmp_path / "log", HOST="192.0.2.1")
    houses.append(house)
    assert house.process.wait(PATIENCE) == 1
    assert "192.0.2.1 is no address of this machine;" in house.said()
    assert len(house.said().splitlines()) == 1


def test_a_database_that_is_none_gets_one_sentence(tmp_path: Path, houses: list[House]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "db.sqlite3").write_text("not a database " * 100)
    house = House(tmp_path / "data", tmp_path / "log")
    houses.append(house)
    assert house.process.wait(PATIENCE) == 1
    assert "The database cannot be used: file is not a database" in house.said()
    assert "Traceback" not in house.said()
