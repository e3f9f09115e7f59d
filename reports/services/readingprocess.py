"""The start of a process that only reads files. Imports nothing that needs Django before it is set up."""

from __future__ import annotations

import signal

import django


def begin() -> None:
    """Sets Django up; leaves Ctrl-C to the process that asked, which ends this one in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
