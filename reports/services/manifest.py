"""Writing the public manifest: one signed entry a publication or withdrawal, chained to the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from reports.domain.chain import GENESIS, digest
from reports.domain.manifest import fingerprint, key_id
from reports.models import Agency, Document, DocumentVersion, Publication, Report, SigningKey
from reports.models.event import Act
from reports.models.publication import PublicAct
from reports.models.road import State
from reports.queries import addresses, documentaddresses, documentpublic, publiccontent
from reports.queries import manifest as queries
from reports.queries.manifest import entry_of
from reports.services import events, signing

CHAIN_LOCK = 7_301_002
"""The key of PostgreSQL's advisory lock that lets one writer at a time add an entry. It is taken after the
log's, always: so no two writers wait for each other."""
IN_ORDER = ("released_at", "pk")


@transaction.atomic
def record(report: Report) -> Publication:
    """Adds what just became of a report: published, or withdrawn. Call it inside that transaction, last.

    The entry bears the clock's time, whatever day the report says it was published.
    """
    is_withdrawn = report.state == State.WITHDRAWN
    content = "" if is_withdrawn else publiccontent.text_of_report(report)
    return _append(
        PublicAct.WITHDRAWN if is_withdrawn else PublicAct.PUBLISHED,
        kind="report",
        subject_id=report.pk,
        agency=report.agency,
        address=_address(report),
        content=content,
        fingerprint=fingerprint(content) if content else "",
    )


@transaction.atomic
def record_version(version: DocumentVersion) -> Publication:
    """Adds a version of a catalogue document that was made public. Call it inside that transaction, last.

    Its content is not kept here a second time: the version is frozen, and may have to be erased one day.
    """
    return _version(version, version.digest)


@transaction.atomic
def record_withdrawal(document: Document) -> Publication:
    """Adds that a document was taken back, with all its versions."""
    return _append(
        PublicAct.WITHDRAWN,
        kind="document",
        subject_id=document.pk,
        agency=document.agency,
        address=documentaddresses.of(document.address),
    )


@transaction.atomic
def begin() -> int:
    """Enters what had been made public before the portal kept a manifest; returns how many.

    Once of reports and once of documents, and the log tells so: who empties the manifest behind the portal's
    back gets no new one. Afterwards a public row without an entry is a fault to be found.
    """
    events.shut()  # another process may be beginning it just now
    return _begin_reports() + _begin_documents()


def _begin_reports() -> int:
    if queries.begun() is not None:
        return 0
    is_empty = queries.length() == 0
    reports = list(Report.objects.public().select_related("agency").order_by(*IN_ORDER)) if is_empty else []
    _tell_beginning(queries.KIND, len(reports))
    for report in reports:
        record(report)
    return len(reports)


def _begin_documents() -> int:
    if queries.begun(queries.DOCUMENTS) is not None:
        return 0
    is_empty = not Publication.objects.filter(subject_kind="document").exists()
    rows = documentpublic.whole(DocumentVersion.objects.readable().order_by(*IN_ORDER))
    count = rows.count() if is_empty else 0
    _tell_beginning(queries.DOCUMENTS, count)
    for version in rows.iterator(chunk_size=500) if is_empty else ():
        _version(version, fingerprint(documentpublic.record_of(version)))
    return count


def _version(version: DocumentVersion, fingerprint: str) -> Publication:
    return _append(
        PublicAct.PUBLISHED,
        kind="document",
        subject_id=version.document_id,
        agency=version.agency,
        address=documentaddresses.of_version(version.address, version.number),
        fingerprint=fingerprint,
    )


def _tell_beginning(kind: str, count: int) -> None:
    known = queries.length()
    changes = {"entries": (str(known), str(known + count))}
    events.record(Act.CREATED, by=None, kind=kind, changes=changes)


def _append(
    act: PublicAct,
    *,
    kind: str,
    subject_id: int | None = None,
    agency: Agency | None = None,
    address: str = "",
    content: str = "",
    fingerprint: str = "",
    private_key: str = "",
) -> Publication:
    last = _last()
    if not private_key:
        private_key = settings.SIGNING_KEY
        last = _announced(last)
    public_key = signing.public_half(private_key)
    row = Publication(
        sequence=last.sequence + 1 if last else 1,
        act=act,
        at=timezone.now(),
        subject_kind=kind,
        subject_id=subject_id,
        agency=agency,
        address=address,
        content=content,
        fingerprint=fingerprint,
        previous=last.digest if last else GENESIS,
        key_id=key_id(public_key),
    )
    row.digest = digest(row.previous, entry_of(row).signed)
    row.signature = signing.sign(private_key, bytes.fromhex(row.digest))
    row.save(force_insert=True)
    return row


def _announced(last: Publication | None) -> Publication | None:
    """The last entry, after one for a change of key where the key has changed; the key is entered as known.

    The change is signed by the old key where SIGNING_KEY_OLD gives it, so that trust passes on. Without it
    (lost, or stolen) the new key signs its own announcement, and every verifier says so.
    """
    new = signing.public_half(settings.SIGNING_KEY)
    SigningKey.objects.get_or_create(
        key_id=key_id(new), defaults={"public_key": new, "since": timezone.now()}
    )
    if last is None or last.key_id == key_id(new):
        return last
    old = settings.SIGNING_KEY_OLD
    can_pass_on = old and key_id(signing.public_half(old)) == last.key_id
    entry = _append(
        PublicAct.KEY,
        kind="key",
        content=new,
        fingerprint=fingerprint(new),
        private_key=old if can_pass_on else settings.SIGNING_KEY,
    )
    events.record(Act.KEY_CHANGED, by=None, kind="key", changes={"key": (last.key_id, key_id(new))})
    return entry


def _last() -> Publication | None:
    """The newest entry, while nobody else can add one. SQLite has one writer in any case."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    return Publication.objects.defer("content").order_by("-sequence").first()


def _address(report: Report) -> str:
    """The address that names the revision, in the default language."""
    with override(settings.LANGUAGE_CODE):
        return addresses.of_report(report, is_pinned=True)
