"""The gate for files from outside: what a citizen sends with an application, what staff attach to a document.

Says what a file is by its content, and refuses what acts, hides, swells or is two things at once. Does not
look for viruses (`reports.services.scanning`) and keeps nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from reports.domain.document import Unreadable
from reports.domain.refusal import Refused
from reports.readers.bounded import Bounds, run
from reports.readers.incoming import names, papers, pictures, signatures

CITIZENS = frozenset(("pdf", "jpg", "png", "docx", "txt"))
"""Kinds that an applicant may send."""
STAFF = CITIZENS | {"xlsx", "pptx", "csv", "ofd"}
"""Kinds that staff may attach to a document."""
LARGEST = 20 * 2**20
"""Bytes of one file."""
ENDINGS = {
    "pdf": ("pdf",),
    "jpg": ("jpg", "jpeg", "jpe", "jfif"),
    "png": ("png",),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
    "pptx": ("pptx",),
    "ofd": ("ofd",),
    "csv": ("csv", "tsv"),
    "txt": ("txt", "text", "log", "md"),
}
"""Kind → the endings that its name may bear; the first is the one it gets."""
WORDS = {
    **{"pdf": "PDF", "jpg": "JPEG", "png": "PNG", "docx": "Word (.docx)", "xlsx": "Excel (.xlsx)"},
    **{"pptx": "PowerPoint (.pptx)", "ofd": "OFD", "csv": "CSV", "txt": "TXT"},
}
"""Names of kinds in sentences."""
BUNDLE = Bounds(seconds=20, memory=768 * 2**20, answer=16 * 1024)
"""For looking through an archive: ten times what the largest one of ordinary make takes."""
COMMAND = re.compile(r"^[\"' \t]{0,20}[=+\-@][^\n|]{0,200}\|[^\n!]{0,300}!", re.MULTILINE)
"""A field of a CSV file that a spreadsheet would run as a command."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept. `data`: the bytes to keep; size (bytes) and sha256 (hex) are theirs."""

    kind: str
    safe_name: str
    size: int
    sha256: str
    data: bytes


def check(
    name: str,
    data: BinaryIO,
    allowed: Collection[str],
    *,
    largest: int = LARGEST,
    reencode: bool = False,
) -> Accepted:
    """The file of that name, if it is one of the allowed kinds and harmless by what can be told.

    `largest`: bytes that it may have. `reencode`: photographs are written anew, without place and camera.
    Raises Refused, `name` among its values always; codes: see `reports.queries.refusals`.
    """
    shown = names.safe_name(name, names.ending_of(name) or "file").removesuffix(".file")
    try:
        return _checked(name, data.read(largest + 1), frozenset(allowed), largest, reencode)
    except Refused as refused:
        kinds = ", ".join(WORDS[kind] for kind in ENDINGS if kind in allowed)
        raise Refused(refused.code, **{"kinds": kinds, **refused.values, "name": shown}) from refused
    except Unreadable as problem:
        raise Refused(problem.reason, **{**problem.detail, "name": shown}) from problem


def check_all(
    files: Collection[tuple[str, BinaryIO]],
    allowed: Collection[str],
    *,
    most: int,
    largest: int = LARGEST,
    together: int | None = None,
    reencode: bool = False,
) -> list[Accepted]:
    """Every file, or none: at most `most`, no larger than `together` bytes in all. Raises Refused.

    The same bytes sent twice are taken once.
    """
    if len(files) > most:
        raise Refused("many-files", limit=most)
    found: dict[str, Accepted] = {}
    size = 0
    for name, data in files:
        accepted = check(name, data, allowed, largest=largest, reencode=reencode)
        size += accepted.size
        if together is not None and size > together:
            raise Refused("large-together", limit=together // 2**20)
        found.setdefault(accepted.sha256, accepted)
    return list(found.values())


def _checked(name: str, data: bytes, allowed: frozenset[str], largest: int, reencode: bool) -> Accepted:
    if not data.strip(b"\x00 \t\r\n"):
        raise Refused("empty")
    if len(data) > largest:
        raise Refused("too-large", limit=max(1, largest // 2**20))
    ending = names.ending_of(name)
    kind = _kind(data, ending)
    if kind not in allowed:
        raise Refused("kind", kind=WORDS[kind])
    if ending in _KNOWN and ending not in ENDINGS[kind]:
        raise Refused("mismatch", named=f".{ending}", kind=WORDS[kind])
    signatures.demand_one(data, kind)
    kept = _looked_through(data, kind, reencode)
    own = ending if ending in ENDINGS[kind] else ENDINGS[kind][0]
    digest = hashlib.sha256(kept).hexdigest()
    return Accepted(kind, names.safe_name(name, own), len(kept), digest, kept)


def _kind(data: bytes, ending: str) -> str:
    begins = signatures.begins_as(data)
    if begins == "zip":
        return _kind_of_bundle(data)
    if begins:
        return begins
    text = signatures.text_of(data)
    if text is None:
        raise Refused("unknown")
    if ending in ENDINGS["csv"] and COMMAND.search(text):
        raise Refused("dynamic")
    return "csv" if ending in ENDINGS["csv"] else "txt"


def _kind_of_bundle(data: bytes) -> str:
    """What an archive is, looked through in a process of its own. Raises Refused and Unreadable."""
    said = run("reports.readers.incoming.bundlechild", data, BUNDLE, kind="Office")
    if "code" in said:
        raise Refused(str(said["code"]), **said["values"])
    return str(said["kind"])


def _looked_through(data: bytes, kind: str, reencode: bool) -> bytes:
    """The bytes to keep. Raises Refused "acting" with `what`, and Unreadable."""
    if kind == "pdf":
        found = papers.look(data)
        if found:
            raise Refused("acting", what=found)
    elif kind in ("jpg", "png"):
        if reencode:
            return pictures.anew(data, kind)
        pictures.look(data, kind)
    return data


_OTHERS = """
    doc docm dot dotm dotx xls xlsm xlsb xlt xltm ppt pps pptm odt ods odp rtf wps et dps htm html xhtml mht
    svg xml json gif bmp tif tiff webp heic heif avif zip rar 7z gz tar exe com bat cmd js jar msi scr
    ps1 vbs lnk php jsp asp aspx py sh apk dll iso mp3 mp4 mov avi hta
"""
_KNOWN = frozenset((*_OTHERS.split(), *(ending for endings in ENDINGS.values() for ending in endings)))
"""Endings that say what a file is; under another one ("报告.final") the content alone says it."""
