"""Renewing what an agency and those under it published, when it was renamed or moved: a slice at a time.

What is left is kept within the index itself, so that a worker that was stopped goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from reports.models import Agency, DocumentVersion, Report
from reports.queries import searchentries
from reports.search.engine import Entry

SLICE = 200
"""Entries renewed between two looks at what changed: well under a second."""
KINDS = ("agency", "report", "document")


@dataclass(frozen=True, slots=True)
class Job:
    """All that these agencies and those under them published, from one kind and one id on."""

    moved: frozenset[int]
    kind: str = KINDS[0]
    after: int = 0


Left = tuple[Job, ...]


def with_more(left: Left, moved: Iterable[int]) -> Left:
    """These agencies too; one job with those that wait, so that there are never more than two."""
    waiting = left[1:]
    more = Job(frozenset(moved).union(*(job.moved for job in waiting)))
    return (*left[:1], more)


def step(left: Left) -> tuple[list[Entry], Left]:
    """The next entries as they are found now, and what is left then."""
    job, *others = left
    around = searchentries.surroundings()
    under = [pk for pk, line in around.lineages.items() if job.moved.intersection(line)]
    rows = _rows(job.kind, under)
    pks = list(rows.filter(pk__gt=job.after).order_by("pk").values_list("pk", flat=True)[:SLICE])
    chosen = rows.filter(pk__in=pks)
    make = {
        "agency": searchentries.agencies,
        "report": searchentries.reports,
        "document": searchentries.versions,
    }
    entries = list(make[job.kind](chosen, around))
    if len(pks) == SLICE:
        return entries, (replace(job, after=pks[-1]), *others)
    coming = KINDS[KINDS.index(job.kind) + 1 :]
    return entries, (replace(job, kind=coming[0], after=0), *others) if coming else tuple(others)


def written(left: Left) -> str:
    """What is left, as the index keeps it; "" for nothing."""
    return json.dumps([[sorted(job.moved), job.kind, job.after] for job in left]) if left else ""


def read(todo: str) -> Left:
    """What the index keeps."""
    rows = json.loads(todo) if todo else []
    return tuple(Job(frozenset(moved), kind, after) for moved, kind, after in rows)


def _rows(kind: str, under: list[int]) -> QuerySet:
    if kind == "agency":
        return Agency.objects.filter(pk__in=under)
    if kind == "report":
        return Report.objects.current().filter(agency__in=under)
    return DocumentVersion.objects.standing().filter(agency__in=under)
