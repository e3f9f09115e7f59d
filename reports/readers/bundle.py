"""The files of a folder or of a ZIP archive, one by one, never unpacked to disk. Not what stands in them."""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from reports.domain.document import Unreadable
from reports.readers.package import MAX_BYTES, MAX_RATIO, SMALL, TYPES

MAX_ENTRIES = 10_000
"""Files of one archive."""
MAX_DIRECTORY = 8 * 2**20
"""Bytes of the list of files at the end of an archive: 10,000 long names."""
MAX_UNPACKED = 4 * 2**30
"""Bytes of all files of an archive as it states them; one at a time is in memory."""
LONGEST_NAME = 500
TAIL = 2**16 + 200
"""Bytes in which the end of an archive stands: its longest comment and its records."""
LEFT_OUT = re.compile(
    r"(^|/)(\.(?![./]|$)[^/]*|__MACOSX|Thumbs\.db|desktop\.ini|~\$[^/]*)(/|$)", re.IGNORECASE
)
"""What systems and offices leave lying about; no file of anybody's."""
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")
NOT_BUNDLES = frozenset({TYPES, "OFD.xml", "mimetype"})
"""Parts by which files of offices are known that are packed as archives."""
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)
"""What a broken archive makes the library raise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file by its name with its folders, "/" between them. `problem`: why its bytes are not taken."""

    name: str
    place: Path | zipfile.ZipInfo
    problem: Unreadable | None = None


@dataclass
class Bundle:
    """The files of one folder or archive, by name."""

    entries: tuple[Entry, ...]
    archive: zipfile.ZipFile | None = field(default=None)

    def without(self, *paths: Path) -> Bundle:
        """The same but for those files, where they lie in the folder."""
        left_out = {path.resolve() for path in paths}
        kept = (
            entry
            for entry in self.entries
            if not (isinstance(entry.place, Path) and entry.place.resolve() in left_out)
        )
        return Bundle(tuple(kept), self.archive)

    def data(self, entry: Entry) -> bytes:
        """The bytes of a file, one more than the largest at most. Raises Unreadable."""
        if entry.problem is not None:
            raise entry.problem
        try:
            if isinstance(entry.place, Path):
                with entry.place.open("rb") as file:
                    return file.read(MAX_BYTES + 1)
            if self.archive is None:
                raise ValueError(entry.name)
            with self.archive.open(entry.place) as stream:
                return stream.read(MAX_BYTES + 1)
        except FAULTS as problem:
            raise Unreadable("cannot-open") from problem


def open_bundle(path: Path) -> Bundle:
    """The files below a folder, or in a ZIP archive.

    Raises Unreadable: "no-bundle" (neither), "damaged", "many-files", "swollen"; OSError.
    """
    if path.is_dir():
        return Bundle(tuple(sorted(_of_folder(path), key=lambda entry: entry.name)))
    if not path.is_file() or not _is_archive(path):
        raise Unreadable("no-bundle")
    with path.open("rb") as file:
        _refuse_endless(file, path.stat().st_size)
    return _opened(path, MAX_UNPACKED)


def archive_in(data: bytes, *, most_unpacked: int) -> Bundle | None:
    """The files of a ZIP archive that was handed in; None for what is none, office files among that.

    Raises Unreadable: "damaged", "many-files", "swollen".
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    _refuse_endless(io.BytesIO(data), len(data))
    found = _opened(io.BytesIO(data), most_unpacked)
    names = set(found.archive.namelist()) if found.archive else set()
    return None if names & NOT_BUNDLES else found


def _opened(source: Path | BinaryIO, most_unpacked: int) -> Bundle:
    try:
        archive = zipfile.ZipFile(source)
        entries = [entry for info in archive.infolist() for entry in _of_archive(info)]
    except FAULTS as problem:
        raise Unreadable("damaged", kind="ZIP") from problem
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("many-files", limit=MAX_ENTRIES)
    if sum(info.file_size for info in archive.infolist()) > most_unpacked:
        raise Unreadable("swollen", limit=most_unpacked // 2**20)
    return Bundle(tuple(sorted(_once(entries), key=lambda entry: entry.name)), archive)


def _of_folder(root: Path) -> Iterator[Entry]:
    """Links are not followed: one may lead anywhere, or round in a circle."""
    for folder, _folders, files in os.walk(root, followlinks=False):
        for file in files:
            path = Path(folder, file)
            name = _legible(path.relative_to(root).as_posix())
            if LEFT_OUT.search(name):
                continue
            is_file = stat.S_ISREG(path.lstat().st_mode)
            yield Entry(name, path, None if is_file else Unreadable("link"))


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _refuse_endless(file: BinaryIO, size: int) -> None:
    """The library reads the whole list of files into memory, so it is measured before."""
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    found = [struct.unpack_from("<L", tail, at + 12)[0] for at in _all(tail, b"PK\x05\x06", 22)]
    found += [struct.unpack_from("<Q", tail, at + 40)[0] for at in _all(tail, b"PK\x06\x06", 56)]
    if b"PK\x06\x07" in tail and b"PK\x06\x06" not in tail:
        raise Unreadable("damaged", kind="ZIP")
    if max(found, default=0) > MAX_DIRECTORY:
        raise Unreadable("many-files", limit=MAX_ENTRIES)


def _all(tail: bytes, sign: bytes, length: int) -> Iterator[int]:
    at = tail.find(sign)
    while at >= 0:
        if at + length <= len(tail):
            yield at
        at = tail.find(sign, at + 1)


def _of_archive(info: zipfile.ZipInfo) -> Iterator[Entry]:
    name = _name(info)
    if not info.is_dir() and not LEFT_OUT.search(name):
        yield Entry(_legible(name), info, _problem(info, name))


def _name(info: zipfile.ZipInfo) -> str:
    """Windows packs Chinese names in GBK and does not say so; the library takes them for code page 437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _problem(info: zipfile.ZipInfo, name: str) -> Unreadable | None:
    """Why that file is not taken; nothing is unpacked to know it."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or len(name) > LONGEST_NAME:
        return Unreadable("odd-path")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Unreadable("link")
    if info.flag_bits & 1:
        return Unreadable("locked")
    if name.lower().endswith(ARCHIVES):
        return Unreadable("archive-inside")
    if info.file_size > MAX_BYTES:
        return Unreadable("too-large", limit=MAX_BYTES // 2**20)
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return Unreadable("swollen", limit=MAX_BYTES // 2**20)
    return None


def _once(entries: list[Entry]) -> Iterator[Entry]:
    """Of two files of one name only the first is taken: which is meant nobody can say."""
    known: set[str] = set()
    for entry in entries:
        twice = entry.name in known and entry.problem is None
        known.add(entry.name)
        yield Entry(entry.name, entry.place, Unreadable("name-twice")) if twice else entry


def _legible(name: str) -> str:
    """The name without signs that would move a terminal's cursor or turn the direction of reading."""
    safe = name.encode("utf-8", "replace").decode("utf-8")
    return "".join("\ufffd" if unicodedata.category(sign)[0] == "C" else sign for sign in safe)
