"""What the public would read of a document: names masked, staff-only fields gone; and its canonical text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Prefetch

from reports.domain.catalogue.kinds import Kind, hidden_names, masked_markup, masked_public
from reports.domain.chain import canonical
from reports.models import Document, DocumentVersion, VersionFile, VersionLink
from reports.models.documentcontent import CONTENT
from reports.models.documentversion import DocumentVersionQuerySet
from reports.queries import cataloguedata, respelt
from reports.readers import richtext

LAYOUT = 2
"""Of the canonical text. What was entered into the manifest is compared with it for ever: another layout gets
another number, and this one stays computable."""
MASKED = ("title", "summary", "keywords", "document_number", "issued_by", "source_line")


def content_of(document: Document) -> dict[str, Any]:
    """The fields of CONTENT as the next version would freeze them, by attribute name."""
    kind = cataloguedata.kind(document.kind)
    found = {name: getattr(document, name) for name in CONTENT}
    found["fields"] = masked_public(kind, document.fields)
    if kind.masks_names:
        names = hidden_names(kind, document.fields)
        found["fields"] = {name: respelt.without(names, text) for name, text in found["fields"].items()}
        found |= {name: respelt.without(names, found[name]) for name in MASKED}
        found["body"], found["body_text"] = _masked_body(kind, document)
    return found


def hidden_of(version: DocumentVersion) -> tuple[str, ...]:
    """Names that the public must not read, as typed: its files bear the names that they were given.

    What was published keeps them apart from what is shown.
    """
    kept = version.document.kept_content.get("fields", {})
    return hidden_names(cataloguedata.kind(version.kind), {**version.fields, **kept})


def shown_until(document: Document) -> date | None:
    """The last day on which the public may read it, where its kind sets one and it is filled in."""
    name = cataloguedata.kind(document.kind).ends_with
    text = str(document.fields.get(name, "")) if name else ""
    return date.fromisoformat(text) if text else None


def _masked_body(kind: Kind, document: Document) -> tuple[str, str]:
    """The text with the names masked, cleaned again: a name may look like a tag."""
    masked = masked_markup(kind, document.fields, document.body)
    masked = respelt.without(hidden_names(kind, document.fields), masked)
    if masked == document.body:
        return document.body, document.body_text
    clean = richtext.clean(masked)
    return clean.html, clean.text


def whole(versions: DocumentVersionQuerySet) -> DocumentVersionQuerySet:
    """Those versions with all that their record tells, in a constant number of queries."""
    files = VersionFile.objects.select_related("file")
    return versions.select_related("agency", "category").prefetch_related(
        Prefetch("file_rows", files), "link_rows"
    )


def record_of(version: DocumentVersion) -> str:
    """A stored version as the one canonical text (domain/chain) whose SHA-256 is its fingerprint.

    Only what never changes while it is public: agencies and other documents by their ids, times in UTC. Its
    `salt` keeps anybody from finding out by guessing what a document said that was erased since.
    """
    return text_of(version, list(version.file_rows.all()), list(version.link_rows.all()))


def text_of(version: DocumentVersion, files: Sequence[VersionFile], links: Sequence[VersionLink]) -> str:
    """The same of a version whose rows are not stored yet."""
    content = {
        name: _plain(getattr(version, name)) for name in CONTENT if name not in ("category", "replaced_by")
    }
    return canonical(
        content
        | {
            "layout": LAYOUT,
            "salt": version.salt,
            "agency": version.agency_id,
            "document": version.document_id,
            "index_number": version.index_number,
            "version": version.number,
            "is_single_handed": version.is_single_handed,
            "category": version.category.code,
            "replaced_by": version.replaced_by_id,
            "change_note": version.change_note,
            "files": [row.file.sha256 for row in files],  # their names may name somebody whom pages mask
            "links": [{"relation": row.relation, "to": row.target_id} for row in links],
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
