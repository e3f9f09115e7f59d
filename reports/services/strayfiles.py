"""Stored files that no row knows of: a process was killed between writing one and its commit.

Sealed files of cases and drafts have a broom of their own (`casefiles.sweep`), which does not wait as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from reports.models import Attachment, DocumentFile, ImportItem, SourceFile

UNCLAIMED_AFTER = timedelta(days=30)
"""Whoever set the database back to an older copy by mistake notices it sooner; until then nothing is lost."""
MODELS = (SourceFile, Attachment, DocumentFile, ImportItem)
_OURS = re.compile(r"(desk/)?\d{4}/\d{2}/[0-9a-f]{64}(_\w+)?(\.\w+)?")
"""How the portal names what it stores; anything else was put there by somebody, and stays."""


def sweep(*, now: datetime) -> int:
    """Deletes what no row knows of and is old enough; returns how many files."""
    old = [name for name in _stored() if default_storage.get_modified_time(name) < now - UNCLAIMED_AFTER]
    known = {name for model in MODELS for name in model.objects.values_list("file", flat=True)}
    stray = [name for name in old if name not in known]
    for name in stray:
        default_storage.delete(name)
    return len(stray)


def _stored() -> Iterator[str]:
    """The names of all the portal's files but sealed ones."""
    for top in ("", "desk"):
        for year in _inside(top)[0]:
            for month in _inside(year)[0]:
                yield from (name for name in _inside(month)[1] if _OURS.fullmatch(name))


def _inside(folder: str) -> tuple[list[str], list[str]]:
    """(folders, files) of a folder by their whole names; none where there is no such folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    prefix = f"{folder}/" if folder else ""
    return [prefix + name for name in folders], [prefix + name for name in files]
