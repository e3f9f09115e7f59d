"""The folder of an index: generations side by side, a file naming the one that counts, the writer's lock.

index/CURRENT            the name of the generation that is read, replaced in one step
index/generation-…/      the engine's own files
index/writer.lock        locked by the kernel as long as the writing process lives
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.search.engine import IndexMissing, WriterBusy

LAYOUT = 2
"""Raised whenever fields, folding or cutting change: an index of another layout counts as none."""
GENERATIONS = "generation-"
PREFIX = f"{GENERATIONS}{LAYOUT}-"


class Folder:
    """Where the generations of one index lie."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> Path:
        """The generation that counts. Raises IndexMissing."""
        try:
            name = (self.path / "CURRENT").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IndexMissing(str(self.path)) from error
        generation = self.path / name
        if not name.startswith(PREFIX) or generation.parent != self.path or not generation.is_dir():
            raise IndexMissing(str(self.path))
        return generation

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the writer's lock; a killed process loses it. Raises WriterBusy at once."""
        self.path.mkdir(parents=True, exist_ok=True)
        with open(self.path / "writer.lock", "a", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise WriterBusy(str(self.path)) from error
            yield

    @contextmanager
    def replacing(self) -> Iterator[Path]:
        """An empty folder that becomes the current generation unless an exception comes; under the lock."""
        self._clear(keep=self._named())
        fresh = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self.path))
        fresh.chmod(0o755)
        try:
            yield fresh
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        self._point_to(fresh.name)
        self._clear(keep=fresh.name)

    def _named(self) -> str:
        try:
            return self.current().name
        except IndexMissing:
            return ""

    def _point_to(self, name: str) -> None:
        draft = self.path / "CURRENT.new"
        with open(draft, "w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self.path / "CURRENT")

    def _clear(self, keep: str) -> None:
        """Removes generations that nobody points to; readers that hold one open go on reading it."""
        for old in self.path.glob(GENERATIONS + "*"):
            if old.name != keep:
                shutil.rmtree(old, ignore_errors=True)
