"""The import desk: files are kept, read in the background, looked over, and become drafts or go.

What a reader made of a file is kept beside it, so that looking it over and choosing otherwise is quick.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from reports.domain.document import Document, Unreadable
from reports.domain.roles import Action
from reports.domain.statform.mapping import Choice
from reports.models import Account, Agency, ImportItem, ImportJob
from reports.models.importdesk import ItemState
from reports.models.report import ReportKind
from reports.queries import access, checks, previews
from reports.readers import keeping, opening
from reports.services import deskparts, importchecking, importing
from reports.services.deskparts import Part
from reports.services.files import neutral_name
from reports.services.importing import Stored
from reports.services.reading import Reading, understood
from reports.services.revisions import Refused, demand_right

KEPT = timedelta(days=30)
"""How long a file lies on the desk."""
MOST = 200
"""Files that one person may have waiting there."""
UNKNOWN = ("unknown-form", "header-missing")
"""Reasons of unread parts that tell of a table of no known form."""


@transaction.atomic
def take(*, files: Sequence[tuple[bytes, str]], by: Account, is_read_later: bool = True) -> list[ImportItem]:
    """Keeps files (bytes, name) for the one who hands them in; the worker reads them. Raises Refused.

    Of a ZIP archive each file is taken by itself, unless it is read at once; what of it cannot be taken lies
    there refused, and says why.
    """
    _demand_writer(by)
    parts = [part for data, name in files for part in (deskparts.of(data, name) if is_read_later else ())]
    if not is_read_later:
        parts = [deskparts.whole(data, name) for data, name in files]
    waiting = ImportItem.objects.filter(job__created_by=by).exclude(state=ItemState.STORED).count()
    if waiting + len(parts) > MOST:
        raise Refused(
            _(
                "At most %(most)s files may lie on the desk of one person; %(waiting)s do. Store or drop "
                "some of them first, or import a whole folder with the command import_reports."
            )
            % {"most": MOST, "waiting": waiting}
        )
    job = ImportJob.objects.create(created_by=by)
    items = [_kept(job, part) for part in parts]
    for item in items:
        if is_read_later and item.state == ItemState.WAITING:
            read_item.enqueue(item.pk)
    return items


def _kept(job: ImportJob, part: Part) -> ImportItem:
    name = neutral_name(part.name)
    try:
        data = part.data()
    except Unreadable as problem:
        reason, detail = problem.reason, _plain(problem.detail)
        return ImportItem.objects.create(
            job=job, name=name, size=0, state=ItemState.REFUSED, reason=reason, detail=detail
        )
    sha256 = hashlib.sha256(data).hexdigest()
    item = ImportItem(job=job, name=name, sha256=sha256, size=len(data))
    item.file.save(sha256, ContentFile(data), save=False)
    item.save()
    return item


@task()
def read_item(item_id: int) -> str:
    """Reads one file of the desk, once. Returns its state, "gone" where it is no longer there."""
    item = ImportItem.objects.select_related("job__created_by").filter(pk=item_id).first()
    if item is None:
        return "gone"
    if item.state == ItemState.WAITING:
        try:
            read_now(item)
        except Unreadable:
            return str(item.state)
    return str(item.state)


def read_now(item: ImportItem) -> Reading:
    """Reads a file of the desk and keeps what was found. Raises Unreadable, which is kept too."""
    try:
        document = opening.read(_bytes(item), name=item.name)
        reading = understood(document, name=item.name)
    except Unreadable as problem:
        item.state, item.reason, item.detail = ItemState.REFUSED, problem.reason, _plain(problem.detail)
        item.read_at = timezone.now()
        item.save()
        raise
    item.state, item.document, item.read_at = ItemState.READ, keeping.packed(document), timezone.now()
    item.agency_name = reading.agency_name[:200]
    item.agency = _agency_of(reading.agency_name, item.job.created_by)
    item.year = reading.year if reading.year and 1990 <= reading.year <= 2100 else None
    reading = _beside_others(item, reading)
    _count(item, reading)
    item.save()
    return reading


def document_of(item: ImportItem) -> Document:
    """What the reader made of the file."""
    return keeping.unpacked(item.document)


def reading_of(item: ImportItem) -> Reading:
    """The report as read with what was chosen for it. Raises Unreadable."""
    reading = understood(
        document_of(item),
        name=item.name,
        form_id=item.form_id or None,
        year=item.year,
        choice=Choice.from_plain(item.mapping) if item.mapping else None,
    )
    return _beside_others(item, reading)


def _beside_others(item: ImportItem, reading: Reading) -> Reading:
    """The reading with the checks that need to know whose it is, as soon as that is chosen."""
    return importchecking.beside_others(reading, agency=item.agency, year=item.year, kind=item.kind)


@transaction.atomic
def choose(
    *, item: ImportItem, by: Account, agency: Agency | None, year: int | None, kind: str, form_id: str
) -> Reading:
    """Sets whose report it is, on which year, of which kind and form, and reads it so. Raises Refused."""
    row = _open(item, by)
    if agency is not None:
        demand_right(Action.WRITE_REPORT, agency, by)
    row.agency, row.year, row.kind = agency, year, kind or ReportKind.OWN
    if form_id != row.form_id:
        row.form_id, row.mapping = form_id, None
    return _read_again(item, row)


@transaction.atomic
def put_table(*, item: ImportItem, by: Account, choice: Choice | None) -> Reading:
    """Puts a table of no known form into one, None takes it out again. Raises Refused."""
    row = _open(item, by)
    row.mapping = choice.as_plain() if choice else None
    row.form_id = ""
    return _read_again(item, row)


@transaction.atomic
def accept(*, item: ImportItem, by: Account, enter: str = "") -> Stored:
    """Stores it as a draft; the file goes from the desk into the report. `enter`: a new agency's name.

    Raises Refused and Unreadable; then nothing is stored.
    """
    row = _open(item, by)
    stored = importing.store(
        reading_of(row),
        data=_bytes(row),
        name=row.name,
        by=by,
        agency=enter or row.agency,
        year=row.year,
        kind=row.kind,
    )
    file = row.file.name
    row.state, row.report, row.document, row.file = ItemState.STORED, stored.report, "", ""
    row.agency = stored.report.agency
    row.save()
    transaction.on_commit(lambda: default_storage.delete(file))
    item.refresh_from_db()
    return stored


@transaction.atomic
def drop(*, item: ImportItem, by: Account) -> None:
    """Takes a file off the desk. Raises Refused."""
    _demand_writer(by)
    _remove(item)


def forget(*, now: datetime) -> int:
    """Takes off the desk what has lain there for KEPT; gives what waits since yesterday to the worker again.

    Returns how many were taken off.
    """
    old = list(ImportItem.objects.filter(job__created_at__lt=now - KEPT))
    for item in old:
        with transaction.atomic():
            _remove(item)
    ImportJob.objects.filter(items=None, created_at__lt=now - KEPT).delete()
    lost = ImportItem.objects.filter(state=ItemState.WAITING, job__created_at__lt=now - timedelta(hours=12))
    for pk in lost.values_list("pk", flat=True):
        read_item.enqueue(pk)
    return len(old)


def _remove(item: ImportItem) -> None:
    file = item.file.name
    item.delete()
    if file:
        transaction.on_commit(lambda: default_storage.delete(file))


def _open(item: ImportItem, by: Account) -> ImportItem:
    """The row of a file that was read and is no report yet, held."""
    _demand_writer(by)
    row = ImportItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if row is None:
        raise Refused(_("This file is no longer on the desk. Hand it in again."))
    if row.state != ItemState.READ:
        raise Refused(
            _("This file is in the state “%(state)s”, so nothing can be chosen for it.")
            % {"state": row.get_state_display()}
        )
    return row


def _read_again(item: ImportItem, row: ImportItem) -> Reading:
    try:
        reading = reading_of(row)
    except Unreadable as problem:
        raise Refused(_("Read in this way, nothing of a report is found in the file.")) from problem
    _count(row, reading)
    row.save()
    item.refresh_from_db()
    return reading


def _count(item: ImportItem, reading: Reading) -> None:
    summary = checks.summary(reading.every_finding)
    item.cells, item.unread = len(reading.cells), len(reading.unread)
    item.failing, item.warned = summary.failed, summary.warned
    item.is_form_unknown = reading.form_id is None and any(p.reason in UNKNOWN for p in reading.unread)


def _agency_of(name: str, by: Account) -> Agency | None:
    """The agency of that name, where the one who handed it in may write its reports."""
    agency = previews.agency_named(name)
    return agency if agency is not None and access.may(by, Action.WRITE_REPORT, agency) else None


def _demand_writer(by: Account) -> None:
    if not access.may(by, Action.WRITE_REPORT):
        raise access.Denied(Action.WRITE_REPORT)


def _bytes(item: ImportItem) -> bytes:
    try:
        with item.file.open("rb") as file:
            return bytes(file.read(opening.LARGEST + 1))
    except (OSError, ValueError) as problem:
        raise Unreadable("cannot-open") from problem


def _plain(detail: dict[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int | str) else str(value) for name, value in detail.items()}
