"""A portal of its own, on a fresh database with the sample data: the one command that an operator runs."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_START = 600
"""Seconds: translations, database, static files and sample data, on a slow machine."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where it answers, and the first account with its first password."""

    address: str
    account: str
    password: str


@contextmanager
def own_site() -> Iterator[Site]:
    """`manage.py serve` in a temporary folder; stopped at the end. Raises RuntimeError without a start."""
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        settings = {"DATA_DIR": folder, "PORT": str(port), "WEB_WORKERS": "1", "PYTHONUNBUFFERED": "1"}
        settings |= {
            "SITE_NAME": "示例市政府信息公开平台",
            "SITE_NAME_EN": "Disclosure Portal of Sample City",
        }
        program = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env={**_without_settings(), **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        said: list[str] = []
        threading.Thread(target=_listen, args=(program, said), daemon=True).start()
        try:
            told = _told_until(program, said, "Ctrl-C")
            account = re.search(r"Staff account: (\S+)\s+Password:\s+(\S+)", told)
            if account is None:
                raise RuntimeError(f"The portal told no first account:\n{told}")
            yield Site(f"http://127.0.0.1:{port}", account[1], account[2])
        except BaseException:
            sys.stderr.write("".join(said[-60:]))
            raise
        finally:
            program.send_signal(signal.SIGINT)
            program.wait(30)


def _without_settings() -> dict[str, str]:
    """The environment without what a developer may have set for the own portal."""
    ours = re.compile(
        "DEBUG|DATABASE_URL|CACHE_URL|SECOND_FACTOR|SAMPLE_DATA|HTTPS|SITE_|HOST|BREACH_LIST|SESSION_"
    )
    return {name: value for name, value in os.environ.items() if not ours.match(name)}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _listen(program: subprocess.Popen[str], said: list[str]) -> None:
    """Keeps what the program says, so that its pipe never fills."""
    for line in program.stdout or ():
        said.append(line)


def _told_until(program: subprocess.Popen[str], said: list[str], word: str) -> str:
    """What the program has said, once it has said that word."""
    end = time.monotonic() + LONGEST_START
    while word not in (told := "".join(said)):
        if program.poll() is not None or time.monotonic() > end:
            raise RuntimeError("The portal did not start.")
        time.sleep(0.2)
    return told
