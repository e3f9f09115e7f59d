"""Proves what is public: the manifest, its signatures, and that every row still says what was published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from reports.domain import manifest as rules
from reports.domain.manifest import Difference
from reports.models import Publication, Report
from reports.models.publication import PublicAct
from reports.models.report import State
from reports.queries import manifest, publiccontent
from reports.services import signing


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was published.

    `reason`: one of domain/manifest's for an entry of the manifest; "changed" (with `difference`), "gone"
    (its row is no more), "unlisted" (public without an entry), "state" (withdrawn or public against its last
    entry), "content" (the stored content does not fit its fingerprint). `sequence` is the entry's number, 0
    without one.
    """

    reason: str
    sequence: int
    agency: str = ""
    title: str = ""
    difference: Difference | None = None


def faults() -> Iterator[Fault]:
    """Everything that is not as it was published, read page by page; nothing is changed."""
    yield from _of_manifest()
    seen: set[int] = set()
    rows = Publication.objects.filter(subject_kind="report").order_by("subject_id", "sequence")
    last: Publication | None = None
    published: Publication | None = None
    for row in rows.select_related("agency").iterator(chunk_size=100):
        if last is not None and last.subject_id != row.subject_id:
            yield from _of_subject(published, last)
            published = None
        seen.add(row.subject_id or 0)
        published = row if row.act == PublicAct.PUBLISHED else published
        last = row
    if last is not None:
        yield from _of_subject(published, last)
    for report in Report.objects.public().select_related("agency").iterator(chunk_size=500):
        if report.pk not in seen:
            yield Fault("unlisted", 0, report.agency.name, report.title)


def _of_manifest() -> Iterator[Fault]:
    keys = manifest.keys()
    previous, sequence = rules.GENESIS, 0
    before: list[rules.Entry] = []
    while page := manifest.entries(since=sequence):
        # One entry again from the page before, so that a change of key between two pages is seen.
        start = before[-1:] + page
        first = before[-1] if before else None
        for fault in rules.faults(
            start,
            keys,
            signing.is_signed,
            previous=first.previous if first else previous,
            sequence=first.sequence - 1 if first else sequence,
        ):
            if first is None or fault.sequence != first.sequence:
                yield Fault(fault.reason, fault.sequence)
        before, sequence = page, page[-1].sequence


def _of_subject(published: Publication | None, last: Publication) -> Iterator[Fault]:
    """One revision against its entries: the content it was published with, and its last state."""
    agency = last.agency.name if last.agency else ""
    report = Report.objects.filter(pk=last.subject_id).select_related("agency").first()
    if report is None:
        yield Fault("gone", last.sequence, agency)
        return
    expected = State.WITHDRAWN if last.act == PublicAct.WITHDRAWN else State.PUBLISHED
    if report.state != expected:
        yield Fault("state", last.sequence, agency, report.title)
    if published is None:
        return
    if rules.fingerprint(published.content) != published.fingerprint:
        yield Fault("content", published.sequence, agency, report.title)
        return
    for difference in rules.differences(json.loads(published.content), _as_published(published, report)):
        yield Fault("changed", published.sequence, agency, report.title, difference)


def _as_published(published: Publication, report: Report) -> dict[str, object]:
    """The row's content today; the agency's name as it was, since a body may be renamed."""
    today = publiccontent.of_report(report)
    name = json.loads(published.content)["agency"]["name"]
    return {**today, "agency": {"id": report.agency_id, "name": name}}
