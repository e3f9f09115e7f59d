"""Files that are archives inside (Office, OFD): every entry is unpacked once, counted and looked at.

Source: ECMA-376 part 2 (Open Packaging Conventions), GB/T 33190-2016 (OFD).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from posixpath import normpath

from lxml import etree

from reports.domain.refusal import Refused
from reports.readers.package import FAULTS, TYPES, parser

MAX_ENTRIES = 5_000
MAX_UNPACKED = 100 * 2**20
"""Bytes of all entries unpacked."""
MAX_XML = 32 * 2**20
"""Bytes of one XML part: a sheet of 100,000 rows."""
MAX_RELATIONS = 4 * 2**20
MAX_INNER = 2
"""Files within files: a chart keeps its table as a file of its own."""
MAINS = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
)
NAMES = {"docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint", "ofd": "OFD"}
MACROS = re.compile(r"vbaproject|vbadata|macrosheet|/activex/|/ctrlprops/|\.(?:xlm|vba)$", re.IGNORECASE)
PROGRAMS = re.compile(
    r"\.(?:exe|dll|com|scr|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|msi|reg|py|sh|html?|mht|mhtml|swf"
    r"|zip|rar|7z|gz|doc|xls|ppt|docm|xlsm|pptm|xlsb|rtf|ole)$",
    re.IGNORECASE,
)
EMBEDDED = re.compile(r"(?:^|/)embeddings/[^/]+$", re.IGNORECASE)
INNER = re.compile(r"\.(?:docx|xlsx|pptx)$", re.IGNORECASE)
MACRO_TYPES = (b"macroEnabled", b"vbaProject", b"macrosheet", b"ms-office.activeX")
FIELDS = re.compile(rb"<(?:\w{1,20}:)?instrText\b[^>]{0,500}>([^<]*)<|\binstr\s*=\s*[\"']([^\"']*)")
DYNAMIC = re.compile(rb"\bDDE(?:AUTO)?\b", re.IGNORECASE)
COMMANDED = re.compile(rb"<(?:\w{1,20}:)?(?:ddeLink|oleLink)\b|<f\b[^>]{0,200}>[^<|]{0,200}\|[^<!]{0,500}!")
LOCAL = re.compile(r"(?:file:///)?[A-Za-z]:|[^:/\\][^:]*$")
"""A target on the machine of whoever wrote it: nothing is fetched over a network."""
OFD_ENDINGS = re.compile(
    r"\.(?:xml|jpe?g|png|bmp|tiff?|gif|jb2|gbig2|ttf|ttc|otf|cff|pfb|pfa|esl|dat|asn1|seal|sig)$",
    re.IGNORECASE,
)


def kind_of(data: bytes, depth: int = 0) -> str:
    """ "docx", "xlsx", "pptx" or "ofd". Raises Refused for any other archive and for what must not be inside:

    archive, damaged, swollen, locked, mixed, odd-path, macros, embedded, remote, dynamic, kind.
    """
    if depth > MAX_INNER:
        raise Refused("embedded")
    try:
        archive = _opened(data)
        kind = _kind(archive)
        seen = _Looking(kind, depth)
        for info in archive.infolist():
            seen.look(info.filename, archive, info)
    except RuntimeError as problem:
        raise Refused("locked") from problem
    except (*FAULTS, RecursionError) as problem:
        raise Refused("damaged", kind="Office") from problem
    return kind


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, whose entries fill the file from its first byte to its last and do not overlap."""
    if data.count(b"PK\x01\x02") > MAX_ENTRIES * 2:
        raise Refused("swollen", limit=MAX_UNPACKED // 2**20)
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if data[-22:-18] != b"PK\x05\x06":
        raise Refused("mixed", kind="ZIP")
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise Refused("mixed", kind="ZIP")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("swollen", limit=MAX_UNPACKED // 2**20)
    if sum(entry.compress_size + 30 for entry in entries) > len(data):
        raise Refused("swollen", limit=MAX_UNPACKED // 2**20)
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) < len(names):
        raise Refused("damaged", kind="ZIP")
    if any(_is_odd(name) for name in names):
        raise Refused("odd-path")
    if any(entry.flag_bits & 0x2041 for entry in entries):
        raise Refused("locked")
    return archive


def _is_odd(name: str) -> bool:
    path = name.rstrip("/")
    return (
        not path
        or len(name) > 500
        or "\\" in name
        or "\x00" in name
        or path.startswith(("/", ".."))
        or ":" in path[:2]
        or normpath(path) != path
    )


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "OFD.xml" in names:
        if b"http://www.ofdspec.org/" not in _part(archive, "OFD.xml"):
            raise Refused("archive", kind="ZIP")
        return "ofd"
    if TYPES not in names:
        raise Refused("kind", kind="OpenDocument") if "mimetype" in names else Refused("archive", kind="ZIP")
    types = _part(archive, TYPES)
    if any(mark in types for mark in MACRO_TYPES):
        raise Refused("macros", kind="Office")
    found = [kind for main, kind in MAINS if main in types]
    if len(found) != 1 and not (found and _has_inner(names)):
        raise Refused("kind", kind="Office")
    return found[0]


def _has_inner(names: set[str]) -> bool:
    return any(EMBEDDED.search(name) for name in names)


def _part(archive: zipfile.ZipFile, name: str, most: int = MAX_XML) -> bytes:
    with archive.open(name) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Refused("swollen", limit=most // 2**20)
    return data


class _Looking:
    """Looks at the entries of one archive in turn."""

    def __init__(self, kind: str, depth: int) -> None:
        self._kind = kind
        self._depth = depth
        self._left = MAX_UNPACKED

    def look(self, name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        """Unpacks an entry to its end, so that what its header says is proved. Raises Refused."""
        if name.endswith("/"):
            return
        if MACROS.search(name):
            raise Refused("macros", kind=NAMES[self._kind])
        is_inner = bool(EMBEDDED.search(name) and INNER.search(name))
        if PROGRAMS.search(name) or (EMBEDDED.search(name) and not is_inner):
            raise Refused("embedded")
        if self._kind == "ofd" and not OFD_ENDINGS.search(name):
            raise Refused("embedded")
        is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
        data = self._unpacked(archive, info, is_kept=is_xml or is_inner)
        if is_inner:
            kind_of(data, self._depth + 1)
        elif is_xml:
            self._look_at_xml(name, data)

    def _unpacked(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, is_kept: bool) -> bytes:
        kept: list[bytes] = []
        size = 0
        with archive.open(info) as stream:
            for block in iter(lambda: stream.read(2**16), b""):
                if not kept and not size and block.startswith((b"MZ", b"\x7fELF")):
                    raise Refused("embedded")
                size += len(block)
                self._left -= len(block)
                if self._left < 0 or (is_kept and size > MAX_XML):
                    raise Refused("swollen", limit=MAX_UNPACKED // 2**20)
                if is_kept:
                    kept.append(block)
        return b"".join(kept)

    def _look_at_xml(self, name: str, data: bytes) -> None:
        if b"\x00" in data[:200] or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Refused("damaged", kind=NAMES[self._kind])
        if name.lower().endswith(".rels"):
            if len(data) > MAX_RELATIONS:
                raise Refused("swollen", limit=MAX_RELATIONS // 2**20)
            self._look_at_relations(data)
        elif self._kind == "ofd":
            self._look_at_ofd(name, data)
        else:
            fields = b"".join(found[0] + found[1] for found in FIELDS.findall(data))
            if DYNAMIC.search(fields) or COMMANDED.search(data):
                raise Refused("dynamic")

    def _look_at_relations(self, data: bytes) -> None:
        for relation in etree.fromstring(data, parser()):
            kind, target = str(relation.get("Type", "")).lower(), str(relation.get("Target", ""))
            if kind.endswith(("/afchunk", "/subdocument", "/frame")):
                raise Refused("embedded")
            if relation.get("TargetMode") != "External" or kind.endswith("/hyperlink"):
                continue
            if not LOCAL.match(target):
                raise Refused("remote")

    def _look_at_ofd(self, name: str, data: bytes) -> None:
        last = name.rpartition("/")[2].lower()
        if last == "encryptions.xml" or b"Encryptions>" in data:
            raise Refused("locked")
        if last.startswith("attachment") and re.search(rb"<(?:\w{1,20}:)?Attachment\b", data):
            raise Refused("embedded")


def texts_in(data: bytes, pattern: str) -> Iterator[bytes]:
    """The parts of an archive that was let in, whose names match, in the order of their numbers."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        for name in sorted(names, key=lambda name: [int(number) for number in re.findall(r"\d{1,9}", name)]):
            yield _part(archive, name)
