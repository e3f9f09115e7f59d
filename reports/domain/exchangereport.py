"""The record of an annual report as another installation sends it, read strictly (docs/exchange.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from reports.domain.agreed import (
    Malformed,
    a_list,
    a_moment,
    a_text,
    a_whole,
    an_object,
    clean,
    demand_layout,
    parsed,
)
from reports.domain.exchange import MOST_FILES, Body, File, Named, digest, read_body, read_file, read_named

OUR_OWN = ("agency", "is_single_handed", "overrides")
"""Of what a fingerprint covers, the parts that each portal says of itself: by which id and name it keeps the
agency, who published it there, and which decisions about findings fit the checks that it makes."""
MOST_CHAPTERS, MOST_CELLS, MOST_OVERRIDES, MOST_LINKS = 200, 5_000, 500, 100
LONGEST_TEXT = 2 * 2**20
"""Characters of a chapter and of the words around the chapters."""
TEXTS = {
    "title": 200,
    "source_line": 200,
    "preamble": LONGEST_TEXT,
    "closing": LONGEST_TEXT,
    "explanation": LONGEST_TEXT,
    "correction_note": LONGEST_TEXT,
}
"""Words of a report by the names of the model's fields → the most characters."""
_ADDRESS = re.compile(r"/reports/[-a-zA-Z0-9_]{1,80}/[0-9]{4}/(?:roll-up/)?v[0-9]{1,3}/")
_NUMBER = re.compile(r"-?[0-9]{1,14}(?:\.[0-9]{1,6})?")  # what a cell of the database holds


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell: `key` is "table/row/column", `raw` the text as printed there, `value` None for a blank."""

    key: str
    value: Decimal | None
    raw: str
    unit: str


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A revision as it stands there. `texts`: fields by name; `chapters`: (number, heading, text).

    `sha256`: of its portable content, equal wherever the revision stands equal. `overrides`: (check, reason);
    `links`: (title, address).
    """

    address: str
    agency: Body
    named: Named
    form: str
    published_at: datetime | None
    texts: Mapping[str, str]
    chapters: tuple[tuple[str, str, str], ...]
    figures: tuple[Figure, ...]
    overrides: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    attachments: tuple[File, ...]
    sources: tuple[File, ...]
    sha256: str


def portable(content: Mapping[str, Any]) -> dict[str, Any]:
    """What of a report's fingerprinted content is the same at every installation that has it."""
    return {name: value for name, value in content.items() if name not in OUR_OWN}


def read_report(data: bytes, *, named: Named) -> ReportRecord:
    """The revision that was asked for. Raises Malformed, also where its digest does not fit."""
    whole = an_object(parsed(data), "")
    demand_layout(whole)
    content = an_object(whole.get("content"), "content")
    address = a_text(whole, "address", 300)
    if a_text(whole, "kind", 20) != "report" or not _ADDRESS.fullmatch(address):
        raise Malformed("address")
    agency = read_body(whole.get("agency"))
    if _meant(content, agency) != named:
        raise Malformed("content.revision")
    downloads = an_object(whole.get("downloads"), "downloads")
    return ReportRecord(
        address=address,
        agency=agency,
        named=named,
        form=a_text(content, "form", 40),
        published_at=None if content.get("published_at") is None else a_moment(content, "published_at"),
        texts={name: a_text(content, name, longest) for name, longest in TEXTS.items()},
        chapters=tuple(_chapter(part) for part in a_list(content, "chapters", MOST_CHAPTERS)),
        figures=_figures(an_object(content.get("cells"), "content.cells")),
        overrides=tuple(_override(part) for part in a_list(content, "overrides", MOST_OVERRIDES)),
        links=tuple(_link(part) for part in a_list(content, "links", MOST_LINKS)),
        attachments=_files(content, "attachments", downloads),
        sources=_files(content, "sources", downloads),
        sha256=_digest(whole, content),
    )


def _meant(content: Mapping[str, Any], agency: Body) -> Named:
    said = {
        "agency": agency.id,
        "year": a_whole(content, "year"),
        "kind": a_text(content, "report_kind", 8),
        "revision": a_whole(content, "revision"),
    }
    return read_named(said, "content")


def _digest(whole: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    try:
        sha256 = digest(portable(content))
    except (TypeError, ValueError, RecursionError) as problem:
        raise Malformed("content") from problem
    if a_text(whole, "portable_sha256", 64) != sha256:
        raise Malformed("portable_sha256")
    return sha256


def _chapter(data: object) -> tuple[str, str, str]:
    part = an_object(data, "content.chapters")
    return a_text(part, "number", 20), a_text(part, "heading", 200), a_text(part, "text", LONGEST_TEXT)


def _figures(cells: Mapping[str, Any]) -> tuple[Figure, ...]:
    if len(cells) > MOST_CELLS:
        raise Malformed("content.cells")
    return tuple(_figure(clean(key, "content.cells", 130), cells[key]) for key in cells)


def _figure(key: str, data: object) -> Figure:
    part = an_object(data, "content.cells")
    value = None if part.get("value") is None else a_text(part, "value", 22)
    if value is not None and not _NUMBER.fullmatch(value):
        raise Malformed("content.cells.value")
    number = None if value is None else Decimal(value)
    return Figure(key, number, a_text(part, "raw", 60), a_text(part, "unit", 20))


def _override(data: object) -> tuple[str, str]:
    part = an_object(data, "content.overrides")
    return a_text(part, "check", 200), a_text(part, "reason", 4000)


def _link(data: object) -> tuple[str, str]:
    """One that a browser may follow, never one that it would run."""
    part = an_object(data, "content.links")
    title, url = a_text(part, "title", 200), a_text(part, "url", 500)
    if not url.startswith(("https://", "http://")):
        raise Malformed("content.links")
    return title, url


def _files(content: Mapping[str, Any], name: str, downloads: Mapping[str, Any]) -> tuple[File, ...]:
    found = []
    for data in a_list(content, name, MOST_FILES):
        part = an_object(data, f"content.{name}")
        title = a_text(part, "title", 200) if name == "attachments" else ""
        found.append(read_file(part, downloads, title=title))
    return tuple(found)
