"""A bar on standard error that tells how far a long command is. Silent where nobody sees it."""

from __future__ import annotations

import shutil
from types import TracebackType

from django.core.management.base import OutputWrapper

WIDTH = 30


class Progress:
    """Counts up to `total`; use with `with`, so that its line is wiped at the end."""

    def __init__(self, out: OutputWrapper, *, total: int) -> None:
        self.out, self.total, self.done = out, total, 0
        self.is_seen = bool(total and out.isatty())

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_seen:
            self._line("")

    def show(self, name: str) -> None:
        """One more is done; `name` is what it was."""
        self.done += 1
        if self.is_seen:
            full = WIDTH * min(self.done, self.total) // self.total
            self._line(f"[{'#' * full}{'.' * (WIDTH - full)}] {self.done}/{self.total} {name}")

    def _line(self, text: str) -> None:
        # Half of the terminal's columns at most: a Chinese character takes two.
        most = max(20, shutil.get_terminal_size().columns - 1)
        kept = text if text.isascii() else text[: most // 2 + WIDTH // 2]
        self.out.write(f"\r\x1b[K{kept[:most]}", style_func=str, ending="")
        self.out.flush()
