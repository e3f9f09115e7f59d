"""What follows once a report has become public, or is public no longer. Runs in the background worker."""

from __future__ import annotations

from django_tasks import task

from reports.models import Report
from reports.models.road import State
from reports.services import changefeed, manifest, sentenceprints
from reports.services.figures import recount


def after_publication(report: Report) -> None:
    """Enter it into the manifest and the feed of changes; queue what follows from the change.

    Call it inside the transaction: the queue lies in the same database, so the task is committed with the
    publication or not at all, and no worker sees it before.
    """
    entry = manifest.record(report)
    changefeed.of_report(report, digest=entry.fingerprint)
    sentenceprints.keep(report)
    recount_next_year.enqueue(report.pk)


@task()
def recount_next_year(report_id: int) -> int:
    """Check the reports of the year after again, whose carry-over identities look back at this one.

    Every revision that is not withdrawn, whatever its form: the report of the year before may just have
    changed its own. Returns how many were recounted.
    """
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        return 0
    following = Report.objects.filter(agency=report.agency_id, kind=report.kind, year=report.year + 1)
    count = 0
    for each in following.exclude(state=State.WITHDRAWN):
        recount(each)
        count += 1
    return count
