"""What an auditor's desk tells of the log and of the night's verification."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reports.models import Account
from reports.models.event import Act
from reports.queries import log

DAYS = 7
NIGHTLY = "reports.services.upkeep.nightly"
"""The path of the night's task, as the queue keeps it; its result stands there for 30 days."""
FRESH = timedelta(days=2)
"""A verification older than this is told as none."""


@dataclass(frozen=True, slots=True)
class Lately:
    """How many entries of one act the log got in the last DAYS, and the list of them."""

    act: str
    title: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Night:
    """How the last verification of log, manifest and kept files ended, in words."""

    words: str
    note: str
    is_well: bool


def lately(account: Account | AnonymousUser, *, now: datetime) -> list[Lately]:
    """Denials, failed sign-ins and lock-outs that somebody may read of; one query."""
    since = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
    titles = {
        Act.DENIED: _("Denied in the last 7 days"),
        Act.SIGN_IN_FAILED: _("Failed sign-ins in the last 7 days"),
        Act.LOCKED_OUT: _("Locked out in the last 7 days"),
    }
    rows = log.seen_by(account).filter(act__in=list(titles), at__gte=since).order_by()
    counts = Counter(dict(rows.values_list("act").annotate(Count("pk"))))
    base = reverse("admin:reports_event_changelist")
    return [
        Lately(
            str(act),
            title,
            counts[act],
            f"{base}?{urlencode({'act__exact': act.value, 'at__gte': since.isoformat()})}",
        )
        for act, title in titles.items()
    ]


def night(*, now: datetime) -> Night:
    """The last time the worker verified everything; one query."""
    ended = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    rows = DBTaskResult.objects.filter(task_path=NIGHTLY, status__in=ended)
    last = rows.order_by("-finished_at").first()
    if last is None or last.finished_at is None:
        words = _(
            "The worker has not verified anything yet. See that it runs, or run “manage.py verify_log”."
        )
        return Night(words, "", False)
    note = f"{timezone.localtime(last.finished_at):%Y-%m-%d %H:%M}"
    if last.status == TaskResultStatus.FAILED:
        return Night(_("The work of the night broke off. The worker's log says why."), note, False)
    found = last.return_value or {}
    wrong = int(found.get("faults", 0)) + int(found.get("damaged", 0))
    if wrong:
        words = ngettext(
            "%(count)d fault was found in log, manifest or kept files. “manage.py verify_log” and "
            "“manage.py verify_publications” name it.",
            "%(count)d faults were found in log, manifest or kept files. “manage.py verify_log” and "
            "“manage.py verify_publications” name them.",
            wrong,
        )
        return Night(words % {"count": wrong}, note, False)
    if now - last.finished_at > FRESH:
        return Night(_("The last verification was days ago. See that the worker runs."), note, False)
    return Night(_("Log, manifest and kept files were verified: nothing is wrong."), note, True)
