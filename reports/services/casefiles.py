"""Files of cases and drafts: sealed before they reach the storage, under names that say nothing, really gone
when they are deleted or when what wrote them is rolled back.

A stored file is a first line that names the format, then pieces, each the length of a Fernet token in four
bytes and the token itself. A piece carries the file's random mark, its own number and whether it is the last,
so that pieces cut off, swapped or taken from another file are noticed.
"""

from __future__ import annotations

import secrets
import weakref
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count
from tempfile import SpooledTemporaryFile
from typing import IO

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.db import transaction

from reports.models import Account, Application, ApplicationDraft, CaseFile, CaseStep, DraftFile
from reports.models.casefile import FileRole
from reports.models.encrypted import Unreadable, is_of_present_key, seal, unseal
from reports.services.files import neutral_name

MAGIC = b"sealed-file 1\n"
PIECE = 2**20
"""Bytes sealed at a time."""
MARK = 16
FOLDERS = ("cases", "drafts")
"""Where the storage keeps them; `sweep` looks nowhere else."""
UNCLAIMED_AFTER = timedelta(hours=24)
"""A stored file that no row knows of is older than any transaction by then."""

Data = bytes | IO[bytes] | File
"""What is kept: bytes, or an open file that is read from its beginning."""


@transaction.atomic
def keep(
    application: Application,
    *,
    role: FileRole | str,
    name: str,
    kind: str,
    data: Data,
    by: Account | None,
    step: CaseStep | None = None,
    is_for_applicant: bool = False,
) -> CaseFile:
    """Keeps a file of a case. The caller has judged type and size; `kind` is what recognise() called it."""
    kept = CaseFile(
        application=application,
        step=step,
        role=str(role),
        name=neutral_name(name),
        kind=kind,
        is_for_applicant=is_for_applicant,
        added_by=by,
    )
    _store(kept, data)
    kept.save()
    return kept


@transaction.atomic
def keep_draft_file(draft: ApplicationDraft, *, name: str, kind: str, data: Data) -> DraftFile:
    """Keeps a file sent up with a draft; judged by the caller."""
    kept = DraftFile(draft=draft, name=neutral_name(name), kind=kind)
    _store(kept, data)
    kept.save()
    return kept


@transaction.atomic
def move_draft_files(
    draft: ApplicationDraft, application: Application, *, step: CaseStep | None = None
) -> list[CaseFile]:
    """Hands the files of a draft over to the case made of it; their bytes stay where they lie."""
    moved = [
        CaseFile.objects.create(
            application=application,
            step=step,
            role=FileRole.UPLOADED,
            file=each.file.name,
            name=each.name,
            kind=each.kind,
            size=each.size,
        )
        for each in draft.files.all()
    ]
    draft.files.all().delete()
    return moved


def read(kept: CaseFile | DraftFile) -> bytes:
    """The whole file as it came. Raises Unreadable, OSError where it is missing."""
    return b"".join(pieces(kept))


def pieces(kept: CaseFile | DraftFile) -> Iterator[bytes]:
    """The file piece by piece, for a download. Raises Unreadable at the first piece that is not right.

    A download that has begun can only break off then; the first piece is opened before anything is sent
    when the caller takes it with next().
    """
    with kept.file.storage.open(kept.file.name) as stored:
        yield from _opened(stored)


def is_under_present_key(kept: CaseFile | DraftFile) -> bool:
    """Whether the present key alone opens its first piece. Raises Unreadable, OSError."""
    with kept.file.storage.open(kept.file.name) as stored:
        return is_of_present_key(next(_tokens(stored), b""))


@transaction.atomic
def reseal(kept: CaseFile | DraftFile) -> None:
    """The same file under the present key and a new name; the old one goes after the commit."""
    former, storage = kept.file.name, kept.file.storage
    with storage.open(former) as stored:
        name = _write(
            storage, type(kept)._meta.get_field("file").generate_filename(kept, _name()), _opened(stored)
        )
    changed = type(kept).objects.filter(pk=kept.pk, file=former).update(file=name)
    if changed:
        kept.file.name = name
        _remove_after_commit(storage, former)
    else:  # deleted meanwhile: the new copy goes, and nothing else
        _remove(storage, name)


@transaction.atomic
def discard(kept: CaseFile | DraftFile) -> None:
    """Deletes the row, and its bytes once that is certain."""
    storage, name = kept.file.storage, kept.file.name
    kept.delete()
    _remove_after_commit(storage, name)


def sweep(*, now: datetime) -> int:
    """Deletes stored files that no row knows of (a process was killed at a bad moment); returns how many."""
    known = {name for model in (CaseFile, DraftFile) for name in model.objects.values_list("file", flat=True)}
    stray = [
        name
        for folder in FOLDERS
        for name in _names(default_storage, folder)
        if name not in known and default_storage.get_modified_time(name) < now - UNCLAIMED_AFTER
    ]
    for name in stray:
        _remove(default_storage, name)
    return len(stray)


def _store(kept: CaseFile | DraftFile, data: Data) -> None:
    """Writes the bytes sealed; a rollback of the transaction takes them away again."""
    field = type(kept)._meta.get_field("file")
    told = _Measured(_cut(data))
    kept.file.name = _write(field.storage, field.generate_filename(kept, _name()), told)
    kept.size = told.size


def _write(storage: Storage, name: str, plain: Iterable[bytes]) -> str:
    with SpooledTemporaryFile(max_size=4 * PIECE) as sealed:  # what overflows to the disk is sealed already
        sealed.writelines(_format(plain))
        sealed.seek(0)
        written = storage.save(name, File(sealed, name=name))
    transaction.on_commit(_Kept(storage, written))
    return written


class _Kept:
    """Deletes a written file unless the transaction commits.

    Django has no hook for a rollback, but it drops the hooks of the commit then, of a savepoint too: nobody
    else holds this object, so that its end is the rollback.
    """

    def __init__(self, storage: Storage, name: str) -> None:
        self._undo = weakref.finalize(self, _remove, storage, name)
        self._undo.atexit = False  # a process that ends between writing and committing leaves it to `sweep`

    def __call__(self) -> None:
        self._undo.detach()


class _Measured:
    """Pieces passed on, with the bytes counted that went by."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            yield piece


def _format(plain: Iterable[bytes]) -> Iterator[bytes]:
    """What is stored, in the order it is written."""
    yield MAGIC
    mark, number, before = secrets.token_bytes(MARK), count(), None
    for piece in plain:
        if before is not None:
            yield _sealed(mark, next(number), before, is_last=False)
        before = piece
    yield _sealed(mark, next(number), before or b"", is_last=True)


def _sealed(mark: bytes, number: int, piece: bytes, *, is_last: bool) -> bytes:
    token = seal(mark + number.to_bytes(4) + bytes([is_last]) + piece)
    return len(token).to_bytes(4) + token


def _opened(stored: IO[bytes] | File) -> Iterator[bytes]:
    mark = b""
    is_last = False
    for number, token in enumerate(_tokens(stored)):
        plain = unseal(token)
        head, piece = plain[: MARK + 5], plain[MARK + 5 :]
        mark = mark or head[:MARK]
        if is_last or head[: MARK + 4] != mark + number.to_bytes(4):
            raise Unreadable("A stored file has pieces that are not its own")
        is_last = head[-1] == 1
        yield piece
    if not is_last:
        raise Unreadable("A stored file is cut off")


def _tokens(stored: IO[bytes] | File) -> Iterator[bytes]:
    if stored.read(len(MAGIC)) != MAGIC:
        raise Unreadable("A stored file is not in the sealed format")
    while length := stored.read(4):
        yield stored.read(int.from_bytes(length))


def _cut(data: Data) -> Iterator[bytes]:
    if isinstance(data, bytes):
        for start in range(0, len(data), PIECE):
            yield data[start : start + PIECE]
        return
    data.seek(0)
    while piece := data.read(PIECE):
        yield piece


def _name() -> str:
    return f"{secrets.token_hex(16)}.sealed"


def _names(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for each in folders:
        yield from _names(storage, f"{folder}/{each}")


def _remove_after_commit(storage: Storage, name: str) -> None:
    transaction.on_commit(lambda: _remove(storage, name))


def _remove(storage: Storage, name: str) -> None:
    storage.delete(name)
