"""Reading the public manifest: its entries, its keys, and what is known of one publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from reports.domain.manifest import Entry
from reports.models import DocumentVersion, Event, Publication, Report, SigningKey
from reports.models.event import Act
from reports.models.publication import PublicAct
from reports.models.road import State
from reports.queries import documentaddresses

PAGE = 500
"""Entries the manifest gives at once."""
KIND, DOCUMENTS = "manifest", "manifest-documents"
"""What the log calls the manifest of reports and that of documents: it tells of each, once, that it began."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one publication: the entry, its report or version of a document, what came of it since.

    `report` and `version` None: what was published is nothing of this portal any more, or withdrawn.
    `corrected_by` and `replaced_by`: the revision or version that stands in its place, or stood last;
    `withdrawn_at`: when it was taken back.
    """

    entry: Publication
    report: Report | None = None
    version: DocumentVersion | None = None
    corrected_by: Report | None = None
    replaced_by: DocumentVersion | None = None
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether it is what the public reads today."""
        return self.withdrawn_at is None and self.corrected_by is None and self.replaced_by is None


def entry_of(row: Publication) -> Entry:
    """A stored row as the manifest prints it."""
    return Entry(
        sequence=row.sequence,
        act=row.act,
        at=row.at.astimezone(UTC).isoformat(timespec="microseconds") if row.at else "",
        kind=row.subject_kind,
        subject=row.subject_id,
        agency=row.agency_id,
        address=row.address,
        fingerprint=row.fingerprint,
        public_key=row.content if row.act == PublicAct.KEY else "",
        previous=row.previous,
        digest=row.digest,
        key_id=row.key_id,
        signature=row.signature,
    )


def entries(*, since: int = 0, limit: int = PAGE) -> list[Entry]:
    """The entries after number `since`, in order. The content of what was published is not among it."""
    rows = Publication.objects.filter(sequence__gt=since).defer("content").order_by("sequence")
    return [entry_of(row) for row in rows[:limit]]


def latest(limit: int = 50) -> list[Publication]:
    """The newest entries, newest first."""
    return list(Publication.objects.defer("content").select_related("agency").order_by("-sequence")[:limit])


def length() -> int:
    """How many entries there are."""
    last = Publication.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    return last or 0


def begun(kind: str = KIND) -> Event | None:
    """The log's entry that the manifest began; None: it has not."""
    return Event.objects.filter(subject_kind=kind, act=Act.CREATED).order_by("sequence").first()


def head() -> str:
    """`N:digest` of the newest entry, "" without one: who keeps it elsewhere can tell that none was lost."""
    row = Publication.objects.defer("content").order_by("-sequence").first()
    return f"{row.sequence}:{row.digest}" if row else ""


def holds(head: str) -> bool:
    """Whether the entry that an earlier head names is there as it was."""
    number, _colon, digest = head.partition(":")
    return Publication.objects.filter(sequence=int(number), digest=digest).exists()


def keys() -> dict[str, str]:
    """Every public key that ever signed, by its id, the oldest first."""
    return dict(SigningKey.objects.values_list("key_id", "public_key"))


def of_report(report: Report) -> Publication | None:
    """The entry by which a revision was made public, without its content; None: there is none."""
    rows = Publication.objects.of("report", report.pk).filter(act=PublicAct.PUBLISHED)
    return rows.defer("content").order_by("-sequence").first()


def of_version(version: DocumentVersion) -> Publication | None:
    """The entry by which a version of a document was made public; None: there is none."""
    rows = Publication.objects.of("document", version.document_id).filter(act=PublicAct.PUBLISHED)
    address = documentaddresses.of_version(version.address, version.number)
    return rows.filter(address=address).order_by("-sequence").first()


def with_fingerprint(fingerprint: str) -> Standing | None:
    """The publication of that fingerprint, the newest of several."""
    rows = Publication.objects.filter(fingerprint=fingerprint, act=PublicAct.PUBLISHED)
    row = rows.defer("content").select_related("agency").order_by("-sequence").first()
    return standing(row) if row else None


def standing(row: Publication) -> Standing:
    """What became of a publication since."""
    if row.subject_kind == "document":
        return _standing_version(row)
    report = Report.objects.filter(pk=row.subject_id).select_related("agency").first()
    if report is None:
        return Standing(row)
    newer = (
        Report.objects.filter(agency_id=report.agency_id, year=report.year, kind=report.kind)
        .filter(revision__gt=report.revision, released_at__isnull=False)
        .select_related("agency")
        .order_by("-revision")
        .first()
    )
    withdrawn = report.withdrawn_at if report.state == State.WITHDRAWN else None
    return Standing(row, report, corrected_by=newer, withdrawn_at=withdrawn)


def _standing_version(row: Publication) -> Standing:
    """Of a withdrawn document no more than that it was withdrawn: its title may be gone for good."""
    versions = list(DocumentVersion.objects.filter(document=row.subject_id).order_by("number"))
    at = [one for one in versions if documentaddresses.of_version(one.address, one.number) == row.address]
    if not at:
        return Standing(row)
    (version,) = at
    if version.withdrawn_at is not None:
        return Standing(row, withdrawn_at=version.withdrawn_at)
    newest = versions[-1]
    return Standing(row, version=version, replaced_by=newest if newest.pk != version.pk else None)
