"""Keeping files: what a report was read from, what an agency attaches. Their bytes never change once kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import transaction

from reports.models import Attachment, Report, SourceFile
from reports.readers import intake
from reports.services import receiving, reportwords
from reports.services.receiving import Judged
from reports.services.revisions import demand_draft, held

LONGEST_NAME = 120
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')


def neutral_name(name: str) -> str:
    """A file's own name without its folders and without signs that a system or a reader could misread.

    Control and direction signs are dropped, so that "fdp.exe" reversed is not shown as "exe.pdf".
    """
    last = re.split(r"[\\/]", name)[-1]
    printable = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    clean = _UNSAFE.sub("_", unicodedata.normalize("NFC", printable)).strip(" .")
    path = PurePosixPath(clean or "file")
    return path.stem[: LONGEST_NAME - len(path.suffix[:10])] + path.suffix[:10]


@transaction.atomic
def attach(
    *,
    report: Report,
    data: bytes,
    name: str,
    title: str,
    position: int = 0,
    judged: Judged | None = None,
) -> Attachment:
    """Keeps a file beside a draft, judged by its content and scanned; its name gets the ending of its kind.

    `judged`: what was found out about these bytes under this name before. The caller tells of it through
    `reports.revise`. Raises Refused.
    """
    demand_draft(held(report))
    taken = judged.taken if judged else receiving.from_staff([(name, BytesIO(data))])[0]
    attachment = Attachment(
        report=report,
        title=title.strip() or taken.safe_name,
        position=position,
        name=taken.safe_name,
        sha256=taken.sha256,
        size=taken.size,
        text=judged.text if judged else "",
        text_fault=judged.text_fault if judged else "",
    )
    attachment.file.save(f"{taken.sha256}.{taken.kind}", ContentFile(taken.data), save=False)
    attachment.save()
    if judged is None:
        reportwords.read_due.enqueue(attachment.pk)
    return attachment


def keep_source(*, report: Report, data: bytes, name: str, encoding: str = "") -> SourceFile:
    """Keeps the file a revision was read from, byte for byte; the reader has judged it already.

    Bytes that are kept already are not written a second time.
    """
    source = SourceFile(report=report, encoding=encoding, **_facts(data, name))
    kept = SourceFile.objects.filter(sha256=source.sha256).first()
    if kept is not None and kept.file.storage.exists(kept.file.name):
        source.file.name = kept.file.name
    else:
        source.file.save(_stored_name(data, name), ContentFile(data), save=False)
    source.save()
    return source


def _facts(data: bytes, name: str) -> dict[str, str | int]:
    return {"name": neutral_name(name), "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def _stored_name(data: bytes, name: str) -> str:
    """By content: nothing of what an uploader called it reaches the file system but a known ending."""
    extension = PurePosixPath(neutral_name(name)).suffix.removeprefix(".").lower()
    known = next((kind for kind, endings in intake.ENDINGS.items() if extension in endings), "")
    return hashlib.sha256(data).hexdigest() + (f".{known}" if known else "")
