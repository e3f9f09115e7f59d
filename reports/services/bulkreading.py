"""Reading many files side by side, each in a process that only reads. Stores nothing.

A file that takes too long, or takes its process with it, is refused; the others go on.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import FrameType

from reports.domain.document import Unreadable
from reports.services import readingprocess
from reports.services.reading import Reading, read

SECONDS = 120
"""The longest that one file may take; a PDF has limits of its own, which are shorter."""
AHEAD = 3
"""Files that are read or wait for each process; what is in memory of them is bounded so."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One file to be read. `data` None: not taken, and `problem` says why."""

    name: str
    data: bytes | None
    problem: Unreadable | None = None
    form_id: str = ""
    year: int | None = None


Read = tuple[Asked, Reading | Unreadable]


def read_all(files: Iterable[Asked], *, jobs: int) -> Iterator[Read]:
    """Each file with its reading, or with why there is none, in the order given. `jobs` 1: here, in turn."""
    if jobs <= 1:
        for asked in files:
            yield asked, _read(asked)
        return
    pool = _pool(jobs)
    waiting: deque[tuple[Asked, Future[Reading | Unreadable]]] = deque()
    try:
        for asked in files:
            waiting.append((asked, _begun(pool, asked)))
            if len(waiting) >= jobs * AHEAD:
                pool, read = _next(pool, waiting, jobs)
                yield from read
        while waiting:
            pool, read = _next(pool, waiting, jobs)
            yield from read
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Processes started afresh: none inherits our connection to the database."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=readingprocess.begin)


def _begun(pool: ProcessPoolExecutor, asked: Asked) -> Future[Reading | Unreadable]:
    if asked.data is None:
        done: Future[Reading | Unreadable] = Future()
        done.set_result(asked.problem or Unreadable("empty"))
        return done
    try:
        return pool.submit(_read_in_time, asked)
    except BrokenProcessPool as broken:
        failed: Future[Reading | Unreadable] = Future()
        failed.set_exception(broken)
        return failed


def _next(
    pool: ProcessPoolExecutor, waiting: deque[tuple[Asked, Future[Reading | Unreadable]]], jobs: int
) -> tuple[ProcessPoolExecutor, list[Read]]:
    """The first that waits. Where a process ended, all that wait are read again, each in one of its own."""
    asked, future = waiting.popleft()
    try:
        return pool, [(asked, future.result())]
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
        again = [asked, *(other for other, _future in waiting)]
        waiting.clear()
        return _pool(jobs), [(each, _read_alone(each)) for each in again]


def _read_alone(asked: Asked) -> Reading | Unreadable:
    with _pool(1) as pool:
        try:
            return _begun(pool, asked).result()
        except BrokenProcessPool:
            logger.error("The process that read %r ended by itself.", asked.name)
            return Unreadable("failed")


def _read_in_time(asked: Asked) -> Reading | Unreadable:
    """For a process that does nothing else."""
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(SECONDS)
    try:
        return _read(asked)
    finally:
        signal.alarm(0)


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise Unreadable("slow", limit=SECONDS)


def _read(asked: Asked) -> Reading | Unreadable:
    if asked.data is None:
        return asked.problem or Unreadable("empty")
    try:
        return read(asked.data, name=asked.name, form_id=asked.form_id or None, year=asked.year)
    except Unreadable as problem:
        # Without what caused it, which may not travel between processes.
        return Unreadable(problem.reason, **problem.detail)
    except Exception:
        logger.exception("Reading %r failed.", asked.name)
        return Unreadable("failed")
