"""Runs programs side by side until one that matters ends, or somebody asks to stop. Knows no Django."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

STOPPING = 20
"""Seconds a program gets to end by itself before it is killed."""
LONGEST_PAUSE = 60
"""Seconds, the most between two tries to start a program that keeps ending."""
STEADY = 300
"""Seconds after which a program that ended is started again at once."""
PR_SET_PDEATHSIG = 1


class NoAddress(Exception):
    """The address cannot be listened on; the message says why, in a sentence."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to that address, not yet listening. Raises NoAddress."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except PermissionError:
        raise NoAddress(f"Port {port} is for the administrator alone; choose one above 1023.") from None
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            raise NoAddress(
                f"{host} is no address of this machine; HOST may be 127.0.0.1 or 0.0.0.0."
            ) from None
        sentence = f"Port {port} is in use by another program; choose another, such as PORT={port + 1}."
        raise NoAddress(sentence) from None
    return bound


@dataclass
class Program:
    """A program to keep running. One that is `vital` takes the others with it when it ends."""

    name: str
    command: Sequence[str]
    is_vital: bool = False
    inherits: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    pause: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it apart from our terminal, so that Ctrl-C reaches us alone and we end it in order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            pass_fds=self.inherits,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End it and what it started, at once."""
        if self.process is not None and self.is_running():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def put_off(self) -> None:
        """Have it started again after a pause, which doubles while it keeps ending."""
        now = time.monotonic()
        is_first = not self.pause or now - self.started > STEADY
        self.pause = 1.0 if is_first else min(self.pause * 2, LONGEST_PAUSE)
        self.started, self.process = now, None

    def is_due(self) -> bool:
        """Whether it was put off and its pause is over."""
        return self.process is None and time.monotonic() - self.started >= self.pause


def _end_with_parent() -> None:
    """Linux ends the program when we are killed outright, so that none is left behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps programs running; `say` gets sentences for the person in front of it."""

    def __init__(self, programs: Sequence[Program], say: Callable[[str], None]) -> None:
        self.programs = programs
        self.say = say
        self.stop = threading.Event()

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        """Start all, call `when_ready` once `is_ready`, and wait. Returns 0 if asked to stop, else 1."""
        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # ignored under nohup, as it should stay
            numbers.append(signal.SIGHUP)
        before = {number: signal.signal(number, self._ask) for number in numbers}
        try:
            for program in self.programs:
                program.start()
            return self._watch(is_ready, when_ready)
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        """Asked once, the programs get time to end; asked again, they get none."""
        if self.stop.is_set():
            for program in self.programs:
                program.kill()
        self.stop.set()

    def _watch(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        ready = False
        while not self.stop.wait(0.5 if ready else 0.1):
            for program in self.programs:
                if program.is_due():
                    program.start()
                elif program.process is not None and not program.is_running():
                    status = program.process.returncode
                    if program.is_vital:
                        self.say(f"The {program.name} ended by itself (exit status {status}); stopping.")
                        return 1
                    program.put_off()
                    self.say(
                        f"The {program.name} ended by itself (exit status {status}); "
                        f"starting it again in {program.pause:.0f} s."
                    )
            if not ready and is_ready():
                ready = True
                when_ready()
        self.say("Stopping …")
        return 0

    def _end(self) -> None:
        """Ask all to end, wait, kill what is left."""
        running = [program.process for program in self.programs if program.process and program.is_running()]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOPPING
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        for program in self.programs:
            program.kill()
