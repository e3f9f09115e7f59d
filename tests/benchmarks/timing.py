"""CPU time of requests, in process, through the same door an application server uses."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import process_time

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS = 15
SHORTEST = 0.02
"""CPU seconds of one measurement at least: shorter ones say more about the clock than about the page."""


@dataclass(frozen=True, slots=True)
class Case:
    """A page to measure. `before` runs ahead of every single request, outside the measured time."""

    name: str
    path: str
    before: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request costs: median CPU milliseconds, queries, bytes sent."""

    name: str
    milliseconds: float
    queries: int
    size: int


class Door:
    """The portal's WSGI handler with every middleware. `cookie`: of somebody who has signed in."""

    def __init__(self, cookie: str = "") -> None:
        self.handler = WSGIHandler()
        self.cookie = cookie

    def get(self, path: str) -> bytes:
        """The body of a page. Raises RuntimeError unless it is served with 200."""
        address, _, query = path.partition("?")
        answered: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": self.cookie,
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
        }
        response = self.handler(environ, lambda status, headers: answered.append(status))
        body = b"".join(response)
        response.close()
        if answered[0] != "200 OK":
            raise RuntimeError(f"{path}: {answered[0]}")
        return body


def measure(cases: Iterable[Case], *, rounds: int = ROUNDS, door: Door | None = None) -> list[Cost]:
    """The cost of each case, taken in turns so that a slow moment of the machine falls on all of them."""
    door = door or Door()
    counted = [(case, *_looked_at(door, case)) for case in cases]
    times: dict[str, list[float]] = {case.name: [] for case, *_ in counted}
    for _ in range(rounds):
        for case, *_ in counted:
            times[case.name].append(_one(door, case))
    return [
        Cost(case.name, median(times[case.name]) * 1000, queries, size) for case, queries, size in counted
    ]


def _looked_at(door: Door, case: Case) -> tuple[int, int]:
    """Queries and bytes of a page once it is warm; warms it too."""
    for _ in range(3):
        door.get(case.path)
    if case.before:
        case.before()
    with CaptureQueriesContext(connection) as captured:
        size = len(door.get(case.path))
    return len(captured), size


def _one(door: Door, case: Case) -> float:
    """CPU seconds of one request, averaged over as many as fill SHORTEST."""
    spent, count = 0.0, 0
    while spent < SHORTEST:
        if case.before:
            case.before()
        started = process_time()
        door.get(case.path)
        spent += process_time() - started
        count += 1
    return spent / count
