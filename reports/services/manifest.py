"""Writing the public manifest: one signed entry a publication or withdrawal, chained to the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from reports.domain.chain import GENESIS, digest
from reports.domain.manifest import fingerprint, key_id
from reports.models import Agency, Publication, Report, SigningKey
from reports.models.event import Act
from reports.models.publication import PublicAct
from reports.models.road import State
from reports.queries import addresses, publiccontent
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
        subject_id=report.pk,
        agency=report.agency,
        address=_address(report),
        content=content,
    )


@transaction.atomic
def begin() -> int:
    """Enters what had been made public before the portal kept a manifest; returns how many.

    Once, and the log tells so: who empties the manifest behind the portal's back gets no new one. Afterwards
    a public row without an entry is a fault to be found.
    """
    if queries.begun() is not None:
        return 0
    known = queries.length()
    reports = [] if known else list(Report.objects.public().select_related("agency").order_by(*IN_ORDER))
    changes = {"entries": (str(known), str(known + len(reports)))}
    events.record(Act.CREATED, by=None, kind=queries.KIND, changes=changes)
    for report in reports:
        record(report)
    return len(reports)


def _append(
    act: PublicAct,
    *,
    subject_id: int | None = None,
    agency: Agency | None = None,
    address: str = "",
    content: str = "",
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
        subject_kind="key" if act == PublicAct.KEY else "report",
        subject_id=subject_id,
        agency=agency,
        address=address,
        content=content,
        fingerprint=fingerprint(content) if content else "",
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
        content=new,
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
