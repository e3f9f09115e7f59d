"""By when a document must be public: working days after it was made (2019 Regulations, article 26)."""

from __future__ import annotations

from datetime import date

from reports.domain.catalogue.duties import Due, due
from reports.models import Document, DocumentVersion
from reports.queries import casecalendar, cataloguedata


def due_of(document: Document) -> Due | None:
    """The last day in time, by the duty of its kind; None where no day is known to count from."""
    kind = cataloguedata.all_kinds().get(document.kind)
    if kind is None:
        return None
    fields = {name: str(value) for name, value in document.fields.items()}
    return due(kind.duty, casecalendar.calendar(), made_on=document.made_on, fields=fields)


def days_late(version: DocumentVersion, first_public_on: date) -> int:
    """Calendar days after its last day in time; 0 in time, or where no day was known."""
    return max(0, (first_public_on - version.due_on).days) if version.due_on else 0
