"""Runs a reader of hostile files in a process of its own, with limits on time, memory and output.

The process is started afresh (no fork of this one), gets the bytes as a file and a bare environment, and
answers in JSON; nothing it says is ever executed or unpickled. It ends itself at its limits even if nobody
waits for it any more. Costs the start of an interpreter: a quarter of a second with a PDF library.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reports.domain.document import Unreadable

START = (
    "import json, runpy, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__')"
)
"""What the interpreter is told: where modules are, and which to run. Takes nothing from the environment."""
GRACE = 2
"""Seconds beyond its own limit after which a process is ended from outside."""
ENDED_BY_TIME = (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)
ENDED_BY_MEMORY = (-signal.SIGABRT, -signal.SIGTRAP)
"""How libraries in C end themselves that are given no more memory."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a reader may use: seconds of processor (twice that of the clock), bytes of memory, of answer."""

    seconds: int
    memory: int
    answer: int


def run(module: str, data: bytes, bounds: Bounds, *, kind: str) -> Any:
    """What `serve` of a module answers for those bytes, as JSON gives it. `kind` is the format's name.

    Raises what the module found Unreadable; "slow", "swollen" or "damaged" where it did not come to an end.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answered:
        given.write(data)
        given.seek(0)
        code = _code_of(module, bounds, given.fileno(), answered.fileno())
        answered.seek(0)
        answer = answered.read(bounds.answer + 1)
    if code in ENDED_BY_TIME:
        raise Unreadable("slow", limit=bounds.seconds)
    if code in ENDED_BY_MEMORY:
        raise Unreadable("swollen", limit=bounds.memory // 2**20)
    try:
        said = json.loads(answer)
        if code == 0 and "reason" not in said:
            return said["found"]
        reason, detail = str(said["reason"]), dict(said["detail"])
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise Unreadable("damaged", kind=kind) from problem
    given_up = {"swollen": bounds.memory // 2**20}
    raise Unreadable(reason, **{"kind": kind, "limit": given_up.get(reason), **detail})


def _code_of(module: str, bounds: Bounds, given: int, answered: int) -> int:
    """Runs the module to its end and returns its exit code, -SIGKILL where it had to be ended."""
    limits = json.dumps([bounds.seconds, bounds.memory, bounds.answer])
    paths = [os.path.abspath(path) for path in sys.path]
    command = [sys.executable, "-I", "-c", START, json.dumps(paths), module, limits]
    environment = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
    with subprocess.Popen(
        command, stdin=given, stdout=answered, stderr=subprocess.DEVNULL, env=environment, cwd="/"
    ) as process:
        try:
            return process.wait(bounds.seconds * 2 + GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            return -signal.SIGKILL


def serve(work: Callable[[bytes], Any]) -> None:
    """What a module run by `run` does: limits itself, reads the bytes, answers what `work` makes of them."""
    seconds, memory, answer = json.loads(sys.argv[1])
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, answer),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(seconds * 2)
    logging.disable(logging.CRITICAL)
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    said = json.dumps(_said(work)).encode()
    with contextlib.suppress(OSError), os.fdopen(out, "wb") as answered:
        answered.write(said)
    os._exit(0)


def _said(work: Callable[[bytes], Any]) -> dict[str, Any]:
    try:
        return {"found": work(sys.stdin.buffer.read())}
    except Unreadable as problem:
        return {"reason": problem.reason, "detail": problem.detail}
    except Exception as problem:
        # Whatever a library raises over a broken file; which of its many errors tells a reader nothing.
        return {"reason": _reason(problem), "detail": {}}


def _reason(problem: BaseException) -> str:
    """Why it failed: some libraries wrap what ran out into an error of their own."""
    inner: BaseException | None = problem
    while inner is not None:
        wrapped = (inner, *(part for part in inner.args if isinstance(part, BaseException)))
        if any(isinstance(part, MemoryError) for part in wrapped):
            return "swollen"
        if any(isinstance(part, RecursionError) for part in wrapped):
            return "nested"
        inner = inner.__cause__ or inner.__context__
    return "damaged"
