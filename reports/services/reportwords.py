"""Reads the words of the files beside reports, for the search: by the background worker, once a file.

Each is read in a process of its own, bounded in time and memory, as the attachments of documents are.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from time import monotonic

from django.db.models import QuerySet
from django_tasks import task

from reports.models import Attachment, Report
from reports.readers import attachmenttext

NIGHTLY_SECONDS = 1_800
"""So long the night's work reads what no task has read; the rest waits for the next night."""


def read(kept: Attachment) -> None:
    """Reads the words of an attachment and keeps them, or why there are none."""
    try:
        with kept.file.open("rb") as file:
            data = file.read()
    except OSError:
        kept.text, kept.text_fault = "", "gone"
    else:
        kind = PurePosixPath(kept.file.name).suffix.removeprefix(".")
        found = attachmenttext.extract(kind, data)
        kept.text, kept.text_fault = found.text, found.reason
    # Of a draft somebody may have taken it away meanwhile.
    Attachment.objects.filter(pk=kept.pk).update(text=kept.text, text_fault=kept.text_fault)


def read_all(report: Report) -> None:
    """Reads every attachment of a report that no task has read yet: before it can become public."""
    for kept in _unread().filter(report=report):
        read(kept)


@task()
def read_due(attachment_id: int) -> str:
    """Reads an attachment once it is kept. Returns "read" or "gone"."""
    kept = _unread().filter(pk=attachment_id).first()
    if kept is None:
        return "gone"
    read(kept)
    return "read"


def catch_up(seconds: float | None = NIGHTLY_SECONDS) -> int:
    """Reads what was kept before files were read, newest reports first; how many. None: to the end."""
    start, count = monotonic(), 0
    for pk in list(_unread().order_by("-report__year", "pk").values_list("pk", flat=True)):
        if seconds is not None and monotonic() - start > seconds:
            break
        for kept in _unread().filter(pk=pk):
            read(kept)
            count += 1
    return count


def _unread() -> QuerySet[Attachment]:
    return Attachment.objects.filter(text="", text_fault="")
