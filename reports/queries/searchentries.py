"""Everything public as entries of the search index, read a part at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from reports.models import Agency, Category, DocumentVersion, Event, Report, VersionFile
from reports.models.event import Act
from reports.queries import searchtexts
from reports.search.engine import Entry

PART = 200
"""Things that are read at a time."""
REPORT, AGENCY = "report", "agency"
"""Kinds beside those of documents (`data/kinds.toml`)."""
APART = "\n\n"
"""Between texts that do not belong together: no phrase is found across it."""
SHOWN = (
    *("kind", "title", "document_number", "index_number", "address", "issued_by", "theme", "keywords"),
    *("summary", "body_text", "fields", "made_on", "published_at", "stated_validity", "effective_on"),
    *("amended_on", "expires_on", "repealed_on", "category__name", "category__name_en"),
    *("agency__name", "agency__name_en", "agency__slug", "document__kept_content"),
)
"""What is read of a document to be found or shown; not its text as HTML."""
REPORTS_COLUMN = "annual-reports"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`lineages`: each agency's id, then those above it. `columns`: each column's national code."""

    lineages: Mapping[int, tuple[int, ...]]
    columns: Mapping[int, str]
    today: date


def surroundings() -> Surroundings:
    """The tree of agencies and the columns, in two queries."""
    return Surroundings(lineages(), national_codes(), timezone.localdate())


def lineages() -> dict[int, tuple[int, ...]]:
    """Agency → itself and all above it, the nearest first; one query. A loop ends where it closes."""
    parents = dict(Agency.objects.order_by().values_list("pk", "parent_id"))
    found = {}
    for pk in parents:
        line: list[int] = []
        above: int | None = pk
        while above is not None and above not in line:
            line.append(above)
            above = parents.get(above)
        found[pk] = tuple(line)
    return found


def national_codes() -> dict[int, str]:
    """Column → the code of the national column that it is or stands under; one query."""
    rows = {
        pk: (code, agency, parent)
        for pk, code, agency, parent in Category.objects.order_by().values_list(
            "pk", "code", "agency_id", "parent_id"
        )
    }
    found = {}
    for pk in rows:
        at, seen = pk, {pk}
        while rows[at][1] is not None and rows[at][2] in rows and rows[at][2] not in seen:
            at = rows[at][2]
            seen.add(at)
        found[pk] = rows[at][0]
    return found


def everything() -> Iterator[Entry]:
    """Every agency, report and document that is public now."""
    around = surroundings()
    yield from agencies(Agency.objects.all(), around)
    yield from reports(Report.objects.current(), around)
    yield from versions(DocumentVersion.objects.standing(), around)


def agencies(rows: QuerySet[Agency], around: Surroundings) -> Iterator[Entry]:
    """Those agencies, those that have ended too."""
    for part in _parts(rows.prefetch_related("predecessors")):
        former = former_names(agency.pk for agency in part)
        for agency in part:
            names = (*former.get(agency.pk, ()), *(one.name for one in agency.predecessors.all()))
            yield Entry(
                key=f"agency:{agency.pk}",
                kind=AGENCY,
                title=agency.name,
                body=searchtexts.words_of_agency(agency, names),
                agencies=around.lineages.get(agency.pk, (agency.pk,)),
                names=(agency.short_name, *searchtexts.spoken_names(agency), *names),
            )


def reports(rows: QuerySet[Report], around: Surroundings) -> Iterator[Entry]:
    """Those reports; hand in standing ones only."""
    for part in _parts(rows.select_related("agency").prefetch_related("chapters", "cells", "attachments")):
        for report in part:
            parts = (
                searchtexts.around_report(report),
                searchtexts.words_of(report, report.chapters.all()),
                searchtexts.figures_of(report, report.cells.all()),
                *(searchtexts.words_of_attachment(file) for file in report.attachments.all()),
            )
            yield Entry(
                key=f"report:{report.pk}",
                kind=REPORT,
                title=report.title,
                body=APART.join(parts),
                agencies=around.lineages.get(report.agency_id, ()),
                names=searchtexts.names_of_report(report),
                category=REPORTS_COLUMN,
                year=report.year,
                published=_day(report.published_at or report.released_at),
            )


def versions(rows: QuerySet[DocumentVersion], around: Surroundings) -> Iterator[Entry]:
    """Those documents, each with the words of its attachments; hand in standing versions only."""
    files = VersionFile.objects.select_related("file").filter(file__erased_at=None, file__is_inline=False)
    chosen = rows.select_related("agency", "category", "document").only(*SHOWN)
    for part in _parts(chosen.prefetch_related(Prefetch("file_rows", files))):
        for version in part:
            attached = (
                searchtexts.words_of_file(version, row.title, row.file.name, row.file.text)
                for row in version.file_rows.all()
            )
            yield Entry(
                key=f"document:{version.document_id}",
                kind=version.kind,
                title=version.title,
                body=APART.join(
                    (searchtexts.around_version(version), searchtexts.words_of_version(version), *attached)
                ),
                agencies=around.lineages.get(version.agency_id, ()),
                names=searchtexts.names_of_version(version),
                category=around.columns.get(version.category_id, ""),
                year=(version.made_on or timezone.localdate(version.published_at)).year,
                theme=version.theme,
                validity=searchtexts.validity_of(version, on=around.today),
                doc_number=version.document_number,
                index_number=version.index_number,
                published=_day(version.published_at),
            )


def former_names(pks: Iterable[int]) -> dict[int, list[str]]:
    """What these agencies were called before, out of the log; one query."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    edits = Event.objects.filter(subject_kind="agency", subject_id__in=list(pks), act=Act.EDITED)
    for pk, changes in edits.order_by("sequence").values_list("subject_id", "changes"):
        found[pk] += [changes[name][0] for name in ("name", "short_name") if changes.get(name, ("",))[0]]
    return dict(found)


def _parts(rows: QuerySet) -> Iterator[list]:
    """The rows by their id, a part at a time, each part a query of its own."""
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:PART]):
        yield part
        last = part[-1].pk


def _day(moment: datetime | None) -> int:
    return timezone.localdate(moment).toordinal() if moment else 0
