"""What is new, for readers of feeds: published documents and reports, the newest first.

The number of queries does not depend on how much there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from reports.models import Agency, Category, DocumentVersion, Report
from reports.queries import addresses, cataloguedata, categories, documentaddresses
from reports.queries.searchfinds import Find

MOST = 50
"""Entries of a feed."""
LONGEST = 300
"""Characters of an entry's summary."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is public. `key` names it for ever: "document/014416330-2018-04736"."""

    key: str
    title: str
    summary: str
    address: str
    author: str
    published_at: datetime
    updated_at: datetime
    labels: tuple[str, ...] = ()


def latest(agency: Agency | None = None) -> list[Entry]:
    """Documents and reports of that agency, or of all. Two queries."""
    return _sorted([*_of_versions(_documents(agency)[:MOST]), *map(_of_report, _reports(agency)[:MOST])])


def of_column(agency: Agency, column: Category) -> list[Entry]:
    """What an agency has under a column and those below it: documents, or its reports. Two queries."""
    data = {one.code: one for one in cataloguedata.categories().all}.get(column.code)
    if column.agency_id is None and data is not None and data.holds == "reports":
        return [_of_report(report) for report in _reports(agency)[:MOST]]
    return _of_versions(_documents(agency).filter(category__in=categories.below(column))[:MOST])


def of_finds(found: Sequence[Find]) -> list[Entry]:
    """What a search found, the newest first. Two queries."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for one in found:
        kind, _sign, pk = one.key.partition(":")
        ids[kind].append(int(pk))
    versions = _documents(None).filter(document__in=ids["document"])
    reports = _reports(None).filter(pk__in=ids["report"])
    return _sorted([*_of_versions(versions), *map(_of_report, reports)])


def agency(slug: str) -> Agency | None:
    """The agency at that address."""
    return Agency.objects.filter(slug=slug).first()


def column(agency: Agency, code: str) -> Category | None:
    """The column of that code in use at that agency; its own before a national one."""
    found = Category.objects.open_to(agency).filter(code=code)
    return found.order_by(F("agency").desc(nulls_last=True)).first()


def _documents(agency: Agency | None) -> QuerySet[DocumentVersion]:
    rows = DocumentVersion.objects.standing().select_related("agency", "category")
    rows = rows.filter(agency=agency) if agency else rows
    shortened = rows.annotate(beginning=Substr("body_text", 1, LONGEST)).defer("body", "body_text", "fields")
    return shortened.order_by("-published_at", "-pk")


def _reports(agency: Agency | None) -> QuerySet[Report]:
    rows = Report.objects.current().select_related("agency")
    rows = rows.filter(agency=agency) if agency else rows
    return rows.order_by(F("published_at").desc(nulls_last=True), "-pk")


def _sorted(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.published_at, one.key), reverse=True)[:MOST]


def _of_versions(versions: Iterable[DocumentVersion]) -> list[Entry]:
    return [
        Entry(
            key=f"document/{version.address}",
            title=shown(version.title),
            summary=shown(version.summary[:LONGEST] or version.beginning),
            address=documentaddresses.of(version.address),
            author=shown(version.issued_by or version.agency.name),
            published_at=version.published_at,
            updated_at=max(version.released_at, version.published_at),
            labels=(shown(version.category.name),),
        )
        for version in versions
    ]


def _of_report(report: Report) -> Entry:
    released = report.released_at or report.published_at or report.created_at
    published = report.published_at or released
    return Entry(
        key=f"report/{report.agency_id}/{report.year}/{report.kind}",
        title=shown(report.title),
        summary=shown(report.source_line),
        address=addresses.of_report(report),
        author=shown(report.agency.name),
        published_at=published,
        updated_at=max(released, published),
        labels=(str(_("annual report")),),
    )


def shown(text: str) -> str:
    """Without signs that no XML can hold."""
    return "".join(
        sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and sign not in "\ufffe\uffff")
    )
