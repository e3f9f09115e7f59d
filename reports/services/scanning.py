"""Asks a ClamAV daemon, where one is configured, whether a file holds a virus.

Speaks the daemon's own INSTREAM command (clamd(8)); the bytes go over the socket, never a path. No answer is
no leave: where a scanner is configured and cannot be asked, the file is refused.
"""

from __future__ import annotations

import logging
import socket
import struct
import time
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings

from reports.domain.refusal import Refused

SECONDS = 30
"""The longest that one file may take, all in all."""
BLOCK = 64 * 1024
LONGEST_ANSWER = 4096
logger = logging.getLogger(__name__)


class Verdict(Enum):
    """What is known of a file. OFF: no scanner is configured."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNAVAILABLE = "unavailable"
    OFF = "off"


def scan(data: bytes) -> Verdict:
    """What the scanner says of those bytes. Never raises."""
    address = settings.CLAMAV
    if not address:
        return Verdict.OFF
    try:
        answer = _asked(address, data)
    except (OSError, ValueError) as problem:
        logger.error("The virus scanner did not answer: %s", type(problem).__name__)
        return Verdict.UNAVAILABLE
    if answer == "stream: OK":
        return Verdict.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        logger.warning("The virus scanner found %s.", answer[8:-6][:80])
        return Verdict.INFECTED
    logger.error("The virus scanner answered %r.", answer[:120])
    return Verdict.UNAVAILABLE


def demand_clean(data: bytes, *, name: str) -> None:
    """Raises Refused "infected", or "unscanned" where a scanner is configured and gave no verdict."""
    verdict = scan(data)
    if verdict is Verdict.INFECTED:
        raise Refused("infected", name=name)
    if verdict is Verdict.UNAVAILABLE:
        raise Refused("unscanned", name=name)


def _asked(address: str, data: bytes) -> str:
    """The daemon's answer, as "stream: OK". Raises OSError, also when time is over, and ValueError."""
    end = time.monotonic() + SECONDS
    with _connected(address) as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), BLOCK):
                block = data[start : start + BLOCK]
                connection.settimeout(_left(end))
                connection.sendall(struct.pack("!I", len(block)) + block)
            connection.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # a daemon that has had enough says why before it hangs up
        answer = b""
        while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
            connection.settimeout(_left(end))
            more = connection.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.partition(b"\0")[0].decode("ascii", "replace").strip()


def _left(end: float) -> float:
    """The seconds that are left. Raises TimeoutError."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(SECONDS)
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection
