"""What the background worker does each night: tidying, the proof of every kept file, cases, their years."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from reports.models import Attachment, DocumentFile, SourceFile
from reports.queries import log, manifest
from reports.services import (
    casework,
    categories,
    columncounts,
    documentscheduling,
    documentwithdrawal,
    doorsessions,
    doorthrottle,
    erasing,
    importdesk,
    notices,
    refusedfiles,
    reportwords,
    scheduling,
    sentenceprints,
    strayfiles,
    verification,
    yearly,
)

logger = logging.getLogger(__name__)

HOUR, MINUTE = 2, 30
"""When the night's work begins, by the clock of TIME_ZONE."""
RESULTS_KEPT = timedelta(days=30)
ABANDONED_AFTER = timedelta(hours=1)
"""No task takes as long: one that seems to has lost its worker."""
CHUNK = 2**20


@task()
def nightly() -> dict[str, int]:
    """Tidy and verify. Returns how many of each."""
    now = timezone.now()
    schedule(now=now)  # first, so that a failure below does not end the series
    scheduling.queue_overdue(now=now)
    documentscheduling.queue_overdue(now=now)
    documentwithdrawal.plan(now=now)
    read, damaged = verify_files()
    return {
        "requeued": requeue_abandoned(now=now),
        "results": forget_results(now=now),
        "sessions": forget_sessions(now=now),
        "desk": importdesk.forget(now=now),
        "refusals": refusedfiles.forget(now=now),
        "erased": erasing.run(on=timezone.localdate(now)).total(),
        "sentences": sentenceprints.catch_up(),
        "words": reportwords.catch_up(),
        "columns": categories.take_in_national(),
        "ended": documentwithdrawal.withdraw_ended.call(),
        "counts": columncounts.recount(),
        "faults": verify_records(),
        "files": read,
        "damaged": damaged,
        "strays": strayfiles.sweep(now=now),
        "cases": casework.refresh(today=timezone.localdate(now)),
        "years": yearly.count_years.call(),
        "digests": notices.digest.call(),
    }


def schedule(*, now: datetime) -> None:
    """Queue the coming night's work, unless it is queued already."""
    queued = DBTaskResult.objects.filter(task_path=nightly.module_path, status=TaskResultStatus.READY)
    if not queued.exists():
        nightly.using(run_after=coming_night(now=now)).enqueue()


def coming_night(*, now: datetime) -> datetime:
    """The first HOUR:MINUTE after that moment."""
    local = timezone.localtime(now)
    tonight = local.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0)
    return tonight if tonight > local else tonight + timedelta(days=1)


def requeue_abandoned(*, now: datetime) -> int:
    """Give tasks back to the queue whose worker was killed in the middle; returns how many."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    count = running.filter(started_at__lt=now - ABANDONED_AFTER).update(status=TaskResultStatus.READY)
    if count:
        logger.warning("%d background tasks had lost their worker and wait again.", count)
    return count


def forget_results(*, now: datetime) -> int:
    """Delete the records of tasks that ended long ago; returns how many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=now - RESULTS_KEPT).delete()[0]


def forget_sessions(*, now: datetime) -> int:
    """Delete the expired sessions, and what the door counted long ago; returns how many sessions."""
    expired = Session.objects.filter(expire_date__lt=now).delete()[0]
    doorsessions.forget()
    doorthrottle.forget()
    return expired


def verify_files() -> tuple[int, int]:
    """Read every kept file and compare its SHA-256; returns (files read, files damaged or missing).

    Each fault is logged as an error: what was published must stay provable.
    """
    read = damaged = 0
    for name, sha256 in _kept():
        read += 1
        found = _sha256(name)
        if found is None:
            logger.error("Kept file %s is missing; its recorded SHA-256 is %s.", name, sha256)
        elif found != sha256:
            logger.error("Kept file %s has changed: SHA-256 %s was recorded, found %s.", name, sha256, found)
        damaged += found != sha256
    return read, damaged


def verify_records() -> int:
    """Whether log and manifest hold, and every public row says what was published; returns how many do not.

    Each fault is logged as an error by number alone; `verify_log` and `verify_publications` name them. The
    heads of both are logged too: where the program's own log is kept elsewhere, nobody can cut off their ends
    unseen.
    """
    count = 0
    for broken in log.faults():
        count += 1
        logger.error("Entry %d of the log does not hold: %s.", broken.sequence, broken.reason)
    for fault in verification.faults():
        count += 1
        logger.error("Entry %d of the manifest does not hold: %s.", fault.sequence, fault.reason)
    logger.info("Heads tonight: log %s, manifest %s.", log.head() or "none", manifest.head() or "none")
    return count


def _kept() -> list[tuple[str, str]]:
    """(name, SHA-256) of each file once, though revisions share them."""
    rows = (model.objects.exclude(file="") for model in (SourceFile, Attachment, DocumentFile))
    return sorted({row for each in rows for row in each.values_list("file", "sha256")})


def _sha256(name: str) -> str | None:
    digest = hashlib.sha256()
    try:
        with default_storage.open(name) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()
