"""Attachments of documents: judged by their content, kept by it, erased for good."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.filetype import FileKind, recognise
from reports.models import Attachment, Document, DocumentFile, SourceFile
from reports.services.files import fault, neutral_name
from reports.services.revisions import Refused

TYPES: Mapping[FileKind, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
PICTURES = frozenset({"image/png", "image/jpeg"})
MOST = 100
"""Attachments of one document."""


class NewFile(NamedTuple):
    """A file to be attached; `title` "" takes the file's name. `is_inline`: a picture within the text."""

    data: bytes
    name: str
    title: str = ""
    position: int = 0
    is_inline: bool = False


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


def _attach(row: Document, new: NewFile) -> DocumentFile:
    problem = fault(new.data, new.name)
    if problem:
        raise Refused(problem)
    if row.files.filter(removed_at=None).count() >= MOST:
        raise Refused(_("A document has at most %(limit)s attachments.") % {"limit": MOST})
    name = neutral_name(new.name)
    kind = recognise(new.data, name.rpartition(".")[2])
    kept = DocumentFile(
        document=row,
        name=name,
        title=new.title.strip()[:200],
        position=new.position,
        is_inline=new.is_inline,
        sha256=hashlib.sha256(new.data).hexdigest(),
        size=len(new.data),
        content_type=TYPES[kind] if kind else "application/octet-stream",
    )
    if kept.is_inline and kept.content_type not in PICTURES:
        raise Refused(_("“%(name)s” is no picture. Give a PNG or JPEG.") % {"name": name})
    # Every row has bytes of its own: those of one document can be erased and nobody else's go with them.
    kept.file.save(f"{kept.sha256}.{kind}", ContentFile(new.data), save=False)
    kept.save()
    return kept


def _shown(kept: DocumentFile) -> str:
    return f"{kept.position} {kept.title} ({kept.name})"
