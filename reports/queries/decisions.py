"""What staff decided about the findings of a report, as stored with it."""

from __future__ import annotations

from reports.domain.decisions import Decision, Decisions
from reports.models import Report


def of_report(report: Report) -> Decisions:
    """The decisions made in that revision, lapsed ones too; one query, none where they are prefetched."""
    return {one.check_code: Decision(one.values_digest, one.reason) for one in report.overrides.all()}
