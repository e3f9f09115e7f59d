"""An Office Open XML file (.docx, .xlsx) as a bundle of parts, bounded in entries, size and ratio.

Source: ECMA-376 part 2 (Open Packaging Conventions). Not what stands in the parts.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from reports.domain.document import Unreadable

MAX_BYTES = 20 * 1024 * 1024
"""A report of a few pages with photographs."""
MAX_ENTRIES = 2_000
MAX_PART = 8 * 1024 * 1024
"""Bytes of one part unpacked: thirty times the largest of a real report."""
MAX_UNPACKED = 16 * 1024 * 1024
"""Bytes of all parts read."""
MAX_RATIO = 300
"""Unpacked to packed, from SMALL bytes on; forms full of blank cells reach 60."""
SMALL = 1024 * 1024

TYPES = "[Content_Types].xml"
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|spreadsheetml)/main")
TRANSITIONAL = {
    b"wordprocessingml": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"spreadsheetml": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
}
DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.XMLSyntaxError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
)
"""What a broken file makes the libraries raise."""


@contextmanager
def damage_told(kind: str) -> Iterator[None]:
    """Whatever a library raises over a broken file of that kind is Unreadable "damaged" or "nested"."""
    try:
        yield
    except Unreadable:
        raise
    except etree.XMLSyntaxError as problem:
        is_deep = "depth" in str(problem).lower()
        raise Unreadable("nested" if is_deep else "damaged", kind=kind) from problem
    except FAULTS as problem:
        raise Unreadable("damaged", kind=kind) from problem


@dataclass
class Package:
    """The parts of a file by name. Use within `damage_told`."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    unpacked: int = field(default=0)

    def part(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none. Raises Unreadable "swollen", "locked"."""
        if name not in self.names:
            return None
        info = self.archive.getinfo(name)
        if info.flag_bits & 1:
            raise Unreadable("locked")
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Unreadable("swollen", limit=MAX_PART // 2**20)
        with self.archive.open(info) as stream:
            data = stream.read(MAX_PART + 1)
        self.unpacked += len(data)
        if len(data) > MAX_PART or self.unpacked > MAX_UNPACKED:
            raise Unreadable("swollen", limit=MAX_PART // 2**20)
        return data

    def xml(self, name: str) -> bytes | None:
        """The bytes of an XML part that are safe to parse: UTF-8, no document type, no entities."""
        data = self.part(name)
        if data is None:
            return None
        encoding = DECLARED.match(data.lstrip(b"\xef\xbb\xbf"))
        if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
            raise ValueError(name)
        if b"\x00" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ValueError(name)
        return STRICT.sub(lambda found: TRANSITIONAL[found[1]], data)

    def tree(self, name: str) -> etree._Element | None:
        """The root of an XML part; None where there is none."""
        data = self.xml(name)
        return None if data is None else etree.fromstring(data, parser())

    def of_type(self, ending: str) -> str | None:
        """The first part whose content type ends so ("document.main+xml")."""
        types = self.tree(TYPES)
        if types is None:
            raise ValueError(TYPES)
        for entry in types:
            if str(entry.get("ContentType", "")).endswith(ending) and entry.get("PartName"):
                return str(entry.get("PartName")).lstrip("/")
        return None

    def targets(self, name: str) -> dict[str, str]:
        """The parts that a part refers to, by the id of the relation; external ones left out."""
        folder, file = posixpath.split(name)
        relations = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        if relations is None:
            return {}
        inside = [entry for entry in relations if entry.get("TargetMode") != "External"]
        paths = {
            str(entry.get("Id")): posixpath.join("/", folder, entry.get("Target", "")) for entry in inside
        }
        return {key: posixpath.normpath(path).lstrip("/") for key, path in paths.items()}


def parser() -> etree.XMLParser:
    """A parser that fetches nothing, expands nothing and keeps the limits of libxml2 on depth and length."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def open_package(data: bytes, kind: str) -> Package:
    """The file's parts. Raises Unreadable: too-large, swollen, macros; and what `damage_told` tells."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", limit=MAX_BYTES // 2**20)
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise Unreadable("swollen", limit=MAX_PART // 2**20)
    archive = zipfile.ZipFile(io.BytesIO(data))
    names = archive.namelist()
    if len(set(names)) < len(names):
        raise ValueError("a part stands twice")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros", kind=kind)
    return Package(archive, frozenset(names))
