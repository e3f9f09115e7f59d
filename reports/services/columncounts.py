"""Keeps the count of public documents of each column true, in the transaction in which one comes or goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from reports.models import ColumnCount, DocumentVersion
from reports.models.documentversion import DocumentVersionQuerySet

Key = tuple[int, int, str]
"""Agency, column, kind."""


@transaction.atomic
def moved(*, gone: Sequence[Key], come: Sequence[DocumentVersion], at: datetime) -> None:
    """Counts versions that no longer stand, by their keys, and versions that stand from now on.

    Called when both are stored and the log has its entry: whoever comes here holds the lock of the log, so
    that no two wait for each other, whatever else their transactions did before.
    """
    keys = [*gone, *map(_key, come)]
    rows = {key: _held(key) for key in sorted(keys)}  # in one order, so that two never wait for each other
    for key in gone:
        rows[key].count -= 1
    for version in come:
        rows[_key(version)].count += 1
    for row in rows.values():
        newest = _standing(row).order_by("-published_at", "-pk").values_list("published_at", flat=True)
        row.last_at = newest.first()
        # A count that was wrong before is no reason to refuse a withdrawal.
        if (row.count > 0) != (row.last_at is not None):
            row.count = _standing(row).count()
        row.changed_at = at
        row.save(update_fields=["count", "last_at", "changed_at"])


@transaction.atomic
def recount() -> int:
    """Counts everything anew; returns how many counts were wrong. For the night, and after a restore."""
    found = DocumentVersion.objects.standing().order_by().values_list("agency", "category", "kind")
    counted = {
        tuple(key): (count, last) for *key, count, last in found.annotate(Count("pk"), Max("published_at"))
    }
    kept = {_key(row): (row.count, row.last_at) for row in ColumnCount.objects.all()}
    empty = (0, None)
    differing = [key for key in {*counted, *kept} if counted.get(key, empty) != kept.get(key, empty)]
    return sum(_mended(key) for key in sorted(differing))


def keys(versions: Sequence[DocumentVersion]) -> list[Key]:
    """What those versions are counted under."""
    return [_key(version) for version in versions]


def _mended(key: Key) -> bool:
    """Counts one column while nobody else may; what was published meanwhile is no fault."""
    row = _held(key)
    found = _standing(row).aggregate(count=Count("pk"), last=Max("published_at"))
    if (row.count, row.last_at) == (found["count"], found["last"]):
        return False
    row.count, row.last_at, row.changed_at = found["count"], found["last"], timezone.now()
    row.save(update_fields=["count", "last_at", "changed_at"])
    return True


def _held(key: Key) -> ColumnCount:
    agency, category, kind = key
    values = {"agency_id": agency, "category_id": category, "kind": kind}
    ColumnCount.objects.get_or_create(**values)
    return ColumnCount.objects.select_for_update(of=("self",), no_key=True).get(**values)


def _standing(row: ColumnCount) -> DocumentVersionQuerySet:
    rows = DocumentVersion.objects.standing().order_by()
    return rows.filter(agency=row.agency_id, category=row.category_id, kind=row.kind)


def _key(row: DocumentVersion | ColumnCount) -> Key:
    return row.agency_id, row.category_id, row.kind
