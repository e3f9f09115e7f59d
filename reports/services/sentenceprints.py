"""Keeping the fingerprints of public sentences, by which `queries.likeness` finds a text that was copied."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from reports.domain.prose.checking import copied
from reports.models import Report, SentencePrint
from reports.queries import likeness

LOOKED_AT = 0
"""The digest of the row that says that a revision was looked at."""
A_NIGHT = 1_000
"""Reports that one night catches up with, for instance those published before fingerprints were kept."""


@transaction.atomic
def keep(report: Report) -> int:
    """Keeps the sentences of the revision that stands for this one's year, forgets those of others. How many.

    A sentence that is common already is kept no further, so that none has more rows than it needs to be
    known as common.
    """
    family = Report.objects.filter(agency=report.agency_id, year=report.year, kind=report.kind)
    SentencePrint.objects.filter(report__in=family).delete()
    stands = family.current().select_related("agency").prefetch_related("chapters").first()
    if stands is None:
        return 0
    words = copied.digests(likeness.words_of(stands), stands.agency.name)[: likeness.MOST]
    common = _common(words)
    kept = [digest for digest in words if digest not in common]
    SentencePrint.objects.bulk_create(
        SentencePrint(report=stands, digest=digest) for digest in (LOOKED_AT, *kept)
    )
    return len(kept)


def _common(digests: list[int]) -> set[int]:
    """Those that more agencies write than need be told apart."""
    rows = SentencePrint.objects.filter(digest__in=digests).values("digest")
    agencies = rows.annotate(agencies=Count("report__agency", distinct=True))
    return set(agencies.filter(agencies__gt=copied.COMMON + 1).values_list("digest", flat=True))


def catch_up() -> int:
    """Keeps the sentences of public reports that have none yet, oldest first; how many reports."""
    looked_at = SentencePrint.objects.filter(digest=LOOKED_AT, report=OuterRef("pk"))
    reports = list(Report.objects.current().filter(~Exists(looked_at)).order_by("pk")[:A_NIGHT])
    for report in reports:
        keep(report)
    return len(reports)
