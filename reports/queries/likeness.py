"""Which public report of a neighbouring agency says the same as this one, found by its sentences' digests.

Only public revisions that stand have digests, so no draft of another agency is ever looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from reports.domain.prose.checking import copied
from reports.domain.prose.checking.findings import Other, Source
from reports.domain.prose.passages import Prose, prose_of
from reports.models import Agency, Report, SentencePrint
from reports.models.road import State
from reports.queries import addresses

FEWEST_SHARED = 6
"""Uncommon sentences that both must have before the two are compared at all."""
MOST = 2_000
"""Sentences of a report that are looked up, ten times those of a long one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`common`: digests of sentences that many agencies write. `other`: the report most alike, if any is."""

    common: frozenset[int] = frozenset()
    other: Other | None = None


def of_words(
    prose: Prose, agency: Agency, *, year: int, kind: str, published_at: datetime | None
) -> Likeness:
    """What public reports of other agencies have in common with those words; at most three queries.

    Compared are bodies of the same kind under the same parent, their reports of the same kind on that year
    and the one before, out before `published_at` (None: not out yet, so that all were before it).
    """
    mine = copied.digests(prose, agency.name)[:MOST]
    if len(mine) < copied.FEWEST:
        return Likeness()
    writers: dict[int, set[int]] = defaultdict(set)
    near: dict[int, set[int]] = defaultdict(set)
    for row in _prints(mine, agency):
        writers[row.digest].add(row.report.agency_id)
        if _is_near(row.report, agency, year, kind, published_at):
            near[row.report_id].add(row.digest)
    common = frozenset(digest for digest, of in writers.items() if len(of) > copied.COMMON)
    shared = Counter({report_id: len(has - common) for report_id, has in near.items()})
    best = min(shared, key=lambda report_id: (-shared[report_id], report_id), default=None)
    if best is None or shared[best] < FEWEST_SHARED:
        return Likeness(common)
    return Likeness(common, _other(best))


def newest_change(report: Report) -> datetime | None:
    """When a report that this one may be compared with last changed; None where there is none. One query."""
    if report.agency.parent_id is None:
        return None
    found = _neighbours(report).aggregate(newest=Max("updated_at"))["newest"]
    return found if isinstance(found, datetime) else None


def _neighbours(report: Report) -> QuerySet[Report]:
    agency = report.agency
    siblings = Report.objects.filter(agency__parent=agency.parent_id, agency__kind=agency.kind)
    of_years = siblings.filter(year__in=(report.year - 1, report.year), kind=report.kind)
    return of_years.exclude(agency=agency).exclude(released_at=None)


def _prints(digests: list[int], agency: Agency) -> QuerySet[SentencePrint]:
    """The rows of those digests, public and standing, of other agencies."""
    stand = SentencePrint.objects.filter(
        digest__in=digests, report__state=State.PUBLISHED, report__superseded_at=None
    )
    rows = stand.exclude(report__agency=agency).select_related("report__agency")
    of_report = ("agency_id", "year", "kind", "published_at", "agency__parent_id", "agency__kind")
    return rows.only("digest", *(f"report__{name}" for name in of_report))


def _is_near(report: Report, agency: Agency, year: int, kind: str, published_at: datetime | None) -> bool:
    """Whether it is a neighbour's report of the same sort, and was out before."""
    theirs = report.agency
    if agency.parent_id is None or (theirs.parent_id, theirs.kind) != (agency.parent_id, agency.kind):
        return False
    if report.kind != kind or report.year not in (year - 1, year) or report.published_at is None:
        return False
    return published_at is None or report.published_at < published_at


def _other(report_id: int) -> Other:
    """The words of a public report. Two queries."""
    report = Report.objects.current().select_related("agency").prefetch_related("chapters").get(pk=report_id)
    return Other(
        whose="agency",
        prose=words_of(report),
        agency_name=report.agency.name,
        name=f"{report.agency_id}-{report.year}-{report.kind}",
        source=Source(report.title, addresses.of_report(report)),
    )


def words_of(report: Report) -> Prose:
    """Every word of a report; one query for its chapters unless they are there."""
    return prose_of(
        title=report.title,
        preamble=report.preamble,
        chapters=[(part.number, part.heading, part.text) for part in report.chapters.all()],
        closing=report.closing,
    )
