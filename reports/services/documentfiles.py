"""Attachments of documents: judged by their content, kept by it, erased for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from io import BytesIO
from types import MappingProxyType
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from reports.models import Attachment, Document, DocumentFile, SourceFile
from reports.readers import attachmenttext
from reports.services import receiving
from reports.services.receiving import Judged
from reports.services.revisions import Refused

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ofd": "application/ofd",
    "csv": "text/csv",
    "txt": "text/plain",
}
PICTURES = frozenset({"image/png", "image/jpeg"})
MOST = 100
"""Attachments of one document."""


class NewFile(NamedTuple):
    """A file to be attached; `title` "" takes the file's name. `is_inline`: a picture within the text.

    `judged`: what was found out about these bytes under this name before.
    """

    data: bytes
    name: str
    title: str = ""
    position: int = 0
    is_inline: bool = False
    judged: Judged | None = None


class FileEdit(NamedTuple):
    """What a clerk did to the attachments: `kept` maps an id to (title, place)."""

    added: Sequence[NewFile] = ()
    kept: Mapping[int, tuple[str, int]] = MappingProxyType({})
    removed: Collection[int] = ()


def put(row: Document, edit: FileEdit) -> dict[str, tuple[str, str]]:
    """Does that to the files of a held draft; returns what the Event tells. Raises Refused."""
    changes: dict[str, tuple[str, str]] = {}
    for kept in row.files.filter(removed_at=None, pk__in={*edit.kept, *edit.removed}):
        before = _shown(kept)
        if kept.pk in edit.removed:
            remove(kept)
            changes[f"file {kept.pk}"] = (before, "")
            continue
        kept.title, kept.position = edit.kept[kept.pk]
        if _shown(kept) != before:
            kept.save(update_fields=["title", "position"])
            changes[f"file {kept.pk}"] = (before, _shown(kept))
    for new in edit.added:
        added = _attach(row, new)
        changes[f"file {added.pk}"] = ("", _shown(added))
    return changes


def remove(kept: DocumentFile) -> None:
    """Takes a file out of the working copy. A version that bears it keeps it; else its bytes go too."""
    if kept.versions.exists():
        kept.removed_at = timezone.now()
        kept.save(update_fields=["removed_at"])
        return
    name = kept.file.name
    kept.delete()
    drop_bytes(kept, name)


def erase(row: Document) -> None:
    """Blanks every file of a document and deletes its bytes, whoever bore it."""
    for kept in row.files.filter(erased_at=None):
        name = kept.file.name
        kept.name = kept.title = kept.text = kept.text_fault = kept.sha256 = ""
        kept.file.name, kept.size = "", 0
        kept.removed_at = kept.removed_at or timezone.now()
        kept.erased_at = timezone.now()
        kept.save()
        drop_bytes(kept, name)


def drop_bytes(kept: DocumentFile, name: str) -> None:
    """Deletes stored bytes that no other row needs, after the transaction was committed."""
    is_needed = any(
        model.objects.filter(file=name).exists() for model in (DocumentFile, Attachment, SourceFile)
    )
    if name and not is_needed:
        storage = kept.file.storage
        transaction.on_commit(lambda: storage.delete(name))


def read_all(row: Document) -> None:
    """Reads the words of every attachment that has not been read yet; bounded in time and memory each."""
    for kept in row.files.filter(removed_at=None, text="", text_fault=""):
        read(kept)


def read(kept: DocumentFile) -> None:
    """Reads the words of an attachment, for hints and for search."""
    kinds = {content_type: kind for kind, content_type in TYPES.items()}
    with kept.file.open("rb") as file:
        found = attachmenttext.extract(kinds.get(kept.content_type, ""), file.read())
    kept.text, kept.text_fault = found.text, found.reason
    kept.save(update_fields=["text", "text_fault"])


@task()
def read_due(file_id: int) -> str:
    """Reads the words of an attachment once it is kept. Returns "read" or "gone"."""
    kept = DocumentFile.objects.filter(pk=file_id, erased_at=None, text="", text_fault="").first()
    if kept is None:
        return "gone"
    read(kept)
    return "read"


def _attach(row: Document, new: NewFile) -> DocumentFile:
    if row.files.filter(removed_at=None).count() >= MOST:
        raise Refused(_("A document has at most %(limit)s attachments.") % {"limit": MOST})
    taken = new.judged.taken if new.judged else receiving.from_staff([(new.name, BytesIO(new.data))])[0]
    kept = DocumentFile(
        document=row,
        name=taken.safe_name,
        title=new.title.strip()[:200],
        position=new.position,
        is_inline=new.is_inline,
        sha256=taken.sha256,
        size=taken.size,
        content_type=TYPES[taken.kind],
        text=new.judged.text if new.judged else "",
        text_fault=new.judged.text_fault if new.judged else "",
    )
    if kept.is_inline and kept.content_type not in PICTURES:
        raise Refused(_("“%(name)s” is no picture. Give a PNG or JPEG.") % {"name": taken.safe_name})
    # Every row has bytes of its own: those of one document can be erased and nobody else's go with them.
    kept.file.save(f"{kept.sha256}.{taken.kind}", ContentFile(taken.data), save=False)
    kept.save()
    if new.judged is None:
        read_due.enqueue(kept.pk)
    return kept


def _shown(kept: DocumentFile) -> str:
    return f"{kept.position} {kept.title} ({kept.name})"
