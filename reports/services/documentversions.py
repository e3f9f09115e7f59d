"""Public versions: frozen at publication, taken back at withdrawal, erased for good where the law says so."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from reports.models import (
    Account,
    Document,
    DocumentLink,
    DocumentVersion,
    FormerDocumentAddress,
    PageFault,
    VersionFile,
    VersionLink,
)
from reports.models.document import Verdict
from reports.models.documentcontent import CONTENT, Openness
from reports.models.event import Act
from reports.queries import documentaddresses, documentforce, documentpublic
from reports.services import documentfiles

ERASED = ("ground_note", "replaced_by", "kept_content", "erased_at")
"""Fields of the working copy that go beside BLANK."""
BLANK = {
    "title": "",
    "document_number": "",
    "issued_by": "",
    "theme": "",
    "genre": "",
    "keywords": "",
    "summary": "",
    "body": "",
    "body_text": "",
    "fields": {},
    "source_line": "",
    "source_url": "",
    "change_note": "",
}
"""What erasing leaves of words. Index number, column, kind and dates stay: they name nobody."""


GONE = "…"
"""What is left of a reader's words about a page whose names are deleted for good."""
REVIEWED = ("secrecy_at", "secrecy_by", "secrecy_verdict")
"""Fields of the working copy that say who reviewed what stands."""


@transaction.atomic
def freeze(row: Document, *, by: Account, at: datetime) -> DocumentVersion:
    """Makes what a held document says now its public version, in place of the one that stands."""
    row.versions.standing().update(is_standing=False)
    last = row.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = DocumentVersion(
        document=row,
        number=last + 1,
        agency=row.agency,
        index_number=row.index_number,
        address=row.address,
        change_note=row.change_note,
        released_at=at,
        released_by=by,
        salt=secrets.token_hex(16),
        is_single_handed=row.is_single_handed,
        due_on=row.due_on,
        has_force=documentforce.has_force(row),
        shown_until=documentpublic.shown_until(row),
        **documentpublic.content_of(row),
    )
    files = [
        VersionFile(file=kept, title=kept.title or kept.name, position=place)
        for place, kept in enumerate(row.files.filter(removed_at=None), 1)
    ]
    links = [
        VersionLink(target=link.target, relation=link.relation, position=place)
        for place, link in enumerate(row.links.select_related("target"), 1)
    ]
    text = documentpublic.text_of(version, files, links)
    version.digest = hashlib.sha256(text.encode()).hexdigest()
    version.save(force_insert=True)
    for part in (*files, *links):
        part.version = version
    VersionFile.objects.bulk_create(files)
    VersionLink.objects.bulk_create(links)
    return version


def take_back(row: Document, *, at: datetime) -> None:
    """Lets no version of a held document be read any more."""
    row.versions.filter(withdrawn_at=None).update(is_standing=False, withdrawn_at=at)


def erase(row: Document, *, at: datetime) -> None:
    """Deletes for good what every version and the working copy say, and the bytes of all attachments.

    The caller stores the row.

    What stays behind: index number, address, column, kind, dates, and the reason of the withdrawal.
    """
    VersionFile.objects.filter(version__document=row).delete()
    VersionLink.objects.filter(version__document=row).delete()
    row.versions.filter(erased_at=None).update(erased_at=at, replaced_by=None, digest="", salt="", **BLANK)
    documentfiles.erase(row)
    DocumentLink.objects.filter(document=row).delete()
    faults = PageFault.objects.filter(path__contains=documentaddresses.of(row.address))
    faults.update(text=GONE, contact="", answer="")
    for former in FormerDocumentAddress.objects.filter(document=row):
        if not former.path.isascii():
            former.delete()
    for name, value in BLANK.items():
        setattr(row, name, value)
    row.ground_note, row.replaced_by, row.kept_content, row.erased_at = "", None, {}, at


def restore(row: Document) -> None:
    """Puts into a held working copy what it said when it was last published; the caller stores the fields."""
    version = row.versions.order_by("-number").first()
    if version is None or version.erased_at is not None:
        return
    for name in CONTENT:
        setattr(row, name, row.kept_content.get(name, getattr(version, name)))
    row.openness, row.ground, row.ground_note, row.reevaluate_on = Openness.OPEN, "", "", None
    if row.secrecy_verdict != Verdict.CLEAR:
        _restore_review(row, version)
    borne = {kept.file_id: kept for kept in version.file_rows.all()}
    for kept in row.files.all():
        if kept.pk in borne:
            kept.removed_at, kept.title, kept.position = None, borne[kept.pk].title, borne[kept.pk].position
            kept.save(update_fields=["removed_at", "title", "position"])
        elif kept.removed_at is None:
            documentfiles.remove(kept)
    row.links.all().delete()
    DocumentLink.objects.bulk_create(
        DocumentLink(document=row, target=link.target, relation=link.relation, position=link.position)
        for link in version.link_rows.select_related("target")
    )


def _restore_review(row: Document, version: DocumentVersion) -> None:
    """Puts back who reviewed what stands: handing the change to review had taken that away."""
    published = row.events.filter(act=Act.PUBLISHED).last()
    reviews = row.events.filter(act=Act.APPROVED, pk__lt=published.pk) if published else row.events.none()
    review = None if version.is_single_handed else reviews.last()
    row.secrecy_at = review.at if review else version.released_at
    row.secrecy_by = review.by if review else version.released_by
    row.secrecy_verdict = Verdict.CLEAR


def kept_apart(row: Document, version: DocumentVersion) -> dict[str, object]:
    """What the working copy says otherwise than its version, where names are masked."""
    plain = ("body", "body_text", "fields", *documentpublic.MASKED)
    pairs = ((name, getattr(row, name), getattr(version, name)) for name in plain)
    return {name: old for name, old, new in pairs if old != new}
