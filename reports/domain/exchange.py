"""What two installations send one another: reading it strictly, whatever a hostile one may send.

The layout is described in docs/exchange.md. Nothing is looked at here but the form: whose it is, whether it
may be stored and whether it is clean is asked by `services.exchange`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reports.domain.agreed import (
    Malformed,
    a_day,
    a_list,
    a_moment,
    a_text,
    a_truth,
    a_whole,
    an_object,
    clean,
    demand_layout,
    parsed,
)
from reports.domain.chain import canonical

ACTIONS = ("created", "changed", "withdrawn")
KINDS = ("document", "report", "agency")
MOST_FILES = 100
MOST_REVISIONS = 200
LONGEST_BODY = 2 * 2**20
PICTURE = re.compile(r'(?<=src=")files/([0-9a-f]{64})(?=")')
"""In a portable text, an attachment shown within it: named by its SHA-256."""
LINES = (
    *("index_number", "kind", "title", "document_number", "issued_by", "theme", "genre"),
    *("stated_validity", "keywords", "source_line", "source_url"),
)
DAYS = ("made_on", "effective_on", "amended_on", "expires_on", "repealed_on")
RELATIONS = ("interprets", "answers", "replaces", "amends")
_ADDRESS = re.compile(r"/(?:en/)?[0-9A-Za-z/_.-]{1,290}")
REPORT_KINDS = ("own", "roll_up")
_DOCUMENT = re.compile(r"/documents/[0-9a-z](?:[0-9a-z-]{0,98}[0-9a-z])?/")
_CODE = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Named:
    """Which revision of which report a change is about. `agency`: its id over there."""

    agency: int
    year: int
    kind: str
    revision: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `address`: where it is read there; `record`: where its record is, "" for a withdrawal.

    `report`: only of a report, and None where a portal of before does not tell.
    """

    sequence: int
    action: str
    kind: str
    address: str
    record: str
    reason: str
    report: Named | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Changes in order. `head`: the newest number there; `has_more`: whether there are more now."""

    changes: tuple[Change, ...]
    head: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class File:
    """An attachment. `path`: where its bytes are there."""

    title: str
    name: str
    sha256: str
    size: int
    is_inline: bool
    path: str


@dataclass(frozen=True, slots=True)
class Body:
    """The agency of a record: its id over there, and its facts by the names of the model's fields."""

    id: int
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """A document as it stands there. `content`: every public word of it; `columns`: codes, the block first.

    `texts`, `days`: fields of the document by name. `links`: (relation, index number).
    """

    address: str
    agency: Body
    columns: tuple[str, ...]
    change_note: str
    sha256: str
    texts: Mapping[str, str]
    days: Mapping[str, date | None]
    published_at: datetime
    fields: Mapping[str, str]
    replaced_by: str
    links: tuple[tuple[str, str], ...]
    files: tuple[File, ...] = field(default=())


def digest(content: Mapping[str, object]) -> str:
    """SHA-256 (hex) of a document's portable content: the same at every installation that has it."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def read_page(data: bytes, *, since: int) -> Page:
    """The changes after number `since`, without a gap. Raises Malformed."""
    whole = an_object(parsed(data), "")
    demand_layout(whole)
    changes = [
        _change(part, f"changes[{place}]") for place, part in enumerate(a_list(whole, "changes", 1000))
    ]
    for place, change in enumerate(changes):
        if change.sequence != since + place + 1:
            raise Malformed(f"changes[{place}].sequence")
    head = a_whole(whole, "head")
    if changes and head < changes[-1].sequence:
        raise Malformed("head")
    return Page(tuple(changes), head, a_truth(whole, "more"))


def read_record(data: bytes, *, address: str) -> Record:
    """The document that stands at that address. Raises Malformed, also where its digest does not fit."""
    whole = an_object(parsed(data), "")
    demand_layout(whole)
    if a_text(whole, "kind", 20) != "document" or a_text(whole, "address", 300) != address:
        raise Malformed("address")
    content = an_object(whole.get("content"), "content")
    try:
        sha256 = digest(content)
    except (TypeError, ValueError, RecursionError) as problem:
        raise Malformed("content") from problem
    if a_text(whole, "content_sha256", 64) != sha256:
        raise Malformed("content_sha256")
    texts = {name: a_text(content, name, 1000) for name in LINES}
    texts |= {"summary": a_text(content, "summary", 10_000), "body": a_text(content, "body", LONGEST_BODY)}
    if texts["source_url"] and not texts["source_url"].startswith(("http://", "https://")):
        raise Malformed("content.source_url")
    columns = tuple(clean(one, "columns", 60) for one in a_list(whole, "columns", 8))
    if not columns or not all(_CODE.fullmatch(one) for one in columns):
        raise Malformed("columns")
    return Record(
        address=address,
        agency=read_body(whole.get("agency")),
        columns=columns,
        change_note=a_text(whole, "change_note", 2000),
        sha256=sha256,
        texts=texts,
        days={name: a_day(content, name) for name in DAYS},
        published_at=a_moment(content, "published_at"),
        fields=_fields(content),
        replaced_by=a_text(content, "replaced_by", 80),
        links=tuple(_link(part) for part in a_list(content, "links", 200)),
        files=_files(content, an_object(whole.get("downloads"), "downloads")),
    )


def read_body(data: object) -> Body:
    """An agency's public facts. Raises Malformed."""
    part = an_object(data, "agency")
    number = a_whole(part, "id")
    if not 0 < number < 2**62:
        raise Malformed("agency.id")
    facts = an_object(part.get("facts"), "agency.facts")
    if len(facts) > 40:
        raise Malformed("agency.facts")
    return Body(number, {clean(name, "agency.facts", 40): a_text(facts, name, 300) for name in facts})


def read_agency(data: bytes) -> Body:
    """The record of an agency. Raises Malformed."""
    whole = an_object(parsed(data), "")
    demand_layout(whole)
    return read_body(whole.get("agency"))


def _change(data: object, where: str) -> Change:
    part = an_object(data, where)
    change = Change(
        sequence=a_whole(part, "sequence"),
        action=a_text(part, "action", 10),
        kind=a_text(part, "kind", 20),
        address=a_text(part, "address", 300),
        record=a_text(part, "record", 300),
        reason=a_text(part, "reason", 2000),
        report=read_named(part["report"], f"{where}.report") if "report" in part else None,
    )
    if change.action not in ACTIONS:
        raise Malformed(f"{where}.action")
    if change.kind not in KINDS:
        raise Malformed(f"{where}.kind")
    if not (_DOCUMENT if change.kind == "document" else _ADDRESS).fullmatch(change.address):
        raise Malformed(f"{where}.address")
    if change.action != "withdrawn" and not is_path(change.record):
        raise Malformed(f"{where}.record")
    return change


def read_named(data: object, where: str) -> Named:
    """Which revision is meant. Raises Malformed."""
    part = an_object(data, where)
    named = Named(
        agency=a_whole(part, "agency"),
        year=a_whole(part, "year"),
        kind=a_text(part, "kind", 8),
        revision=a_whole(part, "revision"),
    )
    is_sound = named.agency and 1990 <= named.year <= 2100 and 1 <= named.revision <= MOST_REVISIONS
    if not is_sound or named.kind not in REPORT_KINDS:
        raise Malformed(where)
    return named


def is_path(text: str) -> bool:
    """Whether it is a plain path of the same host, that leads nowhere else."""
    return bool(_ADDRESS.fullmatch(text)) and "//" not in text and ".." not in text


def _files(content: Mapping[str, Any], downloads: Mapping[str, Any]) -> tuple[File, ...]:
    found = []
    for part in a_list(content, "files", MOST_FILES):
        one = an_object(part, "content.files")
        title, size = a_text(one, "title", 200), a_whole(one, "size")
        found.append(read_file(one, downloads, title=title, size=size, is_inline=a_truth(one, "is_inline")))
    return tuple(found)


def read_file(
    part: Mapping[str, Any],
    downloads: Mapping[str, Any],
    *,
    title: str,
    size: int = 0,
    is_inline: bool = False,
) -> File:
    """A file by its name and SHA-256, with where its bytes are. Raises Malformed."""
    sha256 = a_text(part, "sha256", 64)
    path = downloads.get(sha256)
    if not _DIGEST.fullmatch(sha256) or not isinstance(path, str) or not is_path(path):
        raise Malformed("content.files")
    return File(title, a_text(part, "name", 200), sha256, size, is_inline, path)


def _fields(content: Mapping[str, Any]) -> dict[str, str]:
    fields = an_object(content.get("fields"), "content.fields")
    if len(fields) > 100:
        raise Malformed("content.fields")
    return {clean(name, "content.fields", 40): a_text(fields, name, 20_000) for name in fields}


def _link(data: object) -> tuple[str, str]:
    part = an_object(data, "content.links")
    relation = a_text(part, "relation", 12)
    if relation not in RELATIONS:
        raise Malformed("content.links")
    return relation, a_text(part, "to", 80)
