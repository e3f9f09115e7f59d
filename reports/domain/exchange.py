"""What two installations send one another: reading it strictly, whatever a hostile one may send.

The layout is described in docs/exchange.md. Nothing is looked at here but the form: whose it is, whether it
may be stored and whether it is clean is asked by `services.exchange`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reports.domain.chain import canonical

LAYOUT = 1
"""Of changes and records. Another layout gets another number, and an older installation refuses it."""
ACTIONS = ("created", "changed", "withdrawn")
KINDS = ("document", "report", "agency")
MOST_FILES = 100
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
_DOCUMENT = re.compile(r"/documents/[0-9a-z](?:[0-9a-z-]{0,98}[0-9a-z])?/")
_CODE = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Malformed(ValueError):
    """It is not in the agreed layout; the text says where: "changes[3].sequence"."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `address`: where it is read there; `record`: where its record is, "" for a withdrawal."""

    sequence: int
    action: str
    kind: str
    address: str
    record: str
    reason: str


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
    whole = _object(_json(data), "")
    _demand_layout(whole)
    changes = [_change(part, f"changes[{place}]") for place, part in enumerate(_list(whole, "changes", 1000))]
    for place, change in enumerate(changes):
        if change.sequence != since + place + 1:
            raise Malformed(f"changes[{place}].sequence")
    head = _whole(whole, "head")
    if changes and head < changes[-1].sequence:
        raise Malformed("head")
    return Page(tuple(changes), head, _truth(whole, "more"))


def read_record(data: bytes, *, address: str) -> Record:
    """The document that stands at that address. Raises Malformed, also where its digest does not fit."""
    whole = _object(_json(data), "")
    _demand_layout(whole)
    if _text(whole, "kind", 20) != "document" or _text(whole, "address", 300) != address:
        raise Malformed("address")
    content = _object(whole.get("content"), "content")
    try:
        sha256 = digest(content)
    except (TypeError, ValueError, RecursionError) as problem:
        raise Malformed("content") from problem
    if _text(whole, "content_sha256", 64) != sha256:
        raise Malformed("content_sha256")
    texts = {name: _text(content, name, 1000) for name in LINES}
    texts |= {"summary": _text(content, "summary", 10_000), "body": _text(content, "body", LONGEST_BODY)}
    if texts["source_url"] and not texts["source_url"].startswith(("http://", "https://")):
        raise Malformed("content.source_url")
    columns = tuple(_str(one, "columns", 60) for one in _list(whole, "columns", 8))
    if not columns or not all(_CODE.fullmatch(one) for one in columns):
        raise Malformed("columns")
    return Record(
        address=address,
        agency=read_body(whole.get("agency")),
        columns=columns,
        change_note=_text(whole, "change_note", 2000),
        sha256=sha256,
        texts=texts,
        days={name: _day(content, name) for name in DAYS},
        published_at=_moment(content, "published_at"),
        fields=_fields(content),
        replaced_by=_text(content, "replaced_by", 80),
        links=tuple(_link(part) for part in _list(content, "links", 200)),
        files=_files(content, _object(whole.get("downloads"), "downloads")),
    )


def read_body(data: object) -> Body:
    """An agency's public facts. Raises Malformed."""
    part = _object(data, "agency")
    number = _whole(part, "id")
    if not 0 < number < 2**62:
        raise Malformed("agency.id")
    facts = _object(part.get("facts"), "agency.facts")
    if len(facts) > 40:
        raise Malformed("agency.facts")
    return Body(number, {_str(name, "agency.facts", 40): _text(facts, name, 300) for name in facts})


def read_agency(data: bytes) -> Body:
    """The record of an agency. Raises Malformed."""
    whole = _object(_json(data), "")
    _demand_layout(whole)
    return read_body(whole.get("agency"))


def _change(data: object, where: str) -> Change:
    part = _object(data, where)
    change = Change(
        sequence=_whole(part, "sequence"),
        action=_text(part, "action", 10),
        kind=_text(part, "kind", 20),
        address=_text(part, "address", 300),
        record=_text(part, "record", 300),
        reason=_text(part, "reason", 2000),
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


def is_path(text: str) -> bool:
    """Whether it is a plain path of the same host, that leads nowhere else."""
    return bool(_ADDRESS.fullmatch(text)) and "//" not in text and ".." not in text


def _files(content: Mapping[str, Any], downloads: Mapping[str, Any]) -> tuple[File, ...]:
    found = []
    for part in _list(content, "files", MOST_FILES):
        one = _object(part, "content.files")
        sha256 = _text(one, "sha256", 64)
        path = downloads.get(sha256)
        if not _DIGEST.fullmatch(sha256) or not isinstance(path, str) or not is_path(path):
            raise Malformed("content.files")
        found.append(
            File(
                title=_text(one, "title", 200),
                name=_text(one, "name", 200),
                sha256=sha256,
                size=_whole(one, "size"),
                is_inline=_truth(one, "is_inline"),
                path=path,
            )
        )
    return tuple(found)


def _fields(content: Mapping[str, Any]) -> dict[str, str]:
    fields = _object(content.get("fields"), "content.fields")
    if len(fields) > 100:
        raise Malformed("content.fields")
    return {_str(name, "content.fields", 40): _text(fields, name, 20_000) for name in fields}


def _link(data: object) -> tuple[str, str]:
    part = _object(data, "content.links")
    relation = _text(part, "relation", 12)
    if relation not in RELATIONS:
        raise Malformed("content.links")
    return relation, _text(part, "to", 80)


def _json(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise Malformed("JSON") from problem


def _demand_layout(whole: Mapping[str, Any]) -> None:
    if whole.get("layout") != LAYOUT or isinstance(whole.get("layout"), bool):
        raise Malformed("layout")


def _object(data: object, where: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise Malformed(where or "JSON")
    return data


def _list(whole: Mapping[str, Any], name: str, most: int) -> list[Any]:
    part = whole.get(name)
    if not isinstance(part, list) or len(part) > most:
        raise Malformed(name)
    return part


def _text(whole: Mapping[str, Any], name: str, longest: int) -> str:
    return _str(whole.get(name), name, longest)


def _str(value: object, where: str, longest: int) -> str:
    """A text that a database and a page take: no NUL, no half sign."""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise Malformed(where)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise Malformed(where) from problem
    return value


def _whole(whole: Mapping[str, Any], name: str) -> int:
    value = whole.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**62:
        raise Malformed(name)
    return value


def _truth(whole: Mapping[str, Any], name: str) -> bool:
    value = whole.get(name)
    if not isinstance(value, bool):
        raise Malformed(name)
    return value


def _day(whole: Mapping[str, Any], name: str) -> date | None:
    text = _text(whole, name, 10)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise Malformed(name) from problem


def _moment(whole: Mapping[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(whole, name, 40))
    except ValueError as problem:
        raise Malformed(name) from problem
    if moment.tzinfo is None or not 1949 <= moment.year <= 2099:
        raise Malformed(name)
    return moment
