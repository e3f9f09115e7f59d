"""A document as staff read it where it is not to be changed: what the public reads, and why it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from reports.models import Document, DocumentFile, DocumentLink
from reports.models.documentcontent import Openness
from reports.queries import documentpublic, kindwords
from reports.queries.documentchanges import field_name
from reports.queries.documentreviews import facts


@dataclass(frozen=True, slots=True)
class Shown:
    """`rows`: what a field is called, and its value in words. `body`: clean HTML, names masked."""

    rows: tuple[tuple[str, str], ...]
    body: SafeString
    files: tuple[DocumentFile, ...]
    links: tuple[DocumentLink, ...]


def of(document: Document) -> Shown:
    """What a document says, in the active language; a fixed number of queries."""
    return Shown(
        rows=tuple(_rows(document)),
        # Cleaned by readers.richtext when it was stored.
        body=SafeString(documentpublic.content_of(document)["body"]),  # nosec B308 B703
        files=tuple(document.files.filter(removed_at=None)),
        links=tuple(document.links.select_related("target__agency")),
    )


def _rows(document: Document) -> Iterator[tuple[str, str]]:
    content = documentpublic.content_of(document)
    yield field_name("agency"), str(document.agency)
    for fact in facts(document, content, None):
        yield fact.name, fact.new
    if document.openness == Openness.OPEN:
        return
    if document.ground:
        yield field_name("ground"), kindwords.ground_name(document.ground)
    if document.ground_note:
        yield field_name("ground_note"), document.ground_note
