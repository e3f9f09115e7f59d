"""Importing many files, one transaction each: what is bad is refused and never stops the rest.

What was stored once is known by its bytes, so a run that was broken off is taken up by running it again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reports.domain.document import Unreadable
from reports.models import Account, SourceFile
from reports.models.report import ReportKind
from reports.models.road import State
from reports.queries import checks, unreadable
from reports.readers.bundle import Bundle, Entry
from reports.services import bodies, importchecking, importing, importlist, refusedfiles
from reports.services.bulkreading import Asked, read_all
from reports.services.importing import Stored
from reports.services.importlist import Wish
from reports.services.reading import Reading
from reports.services.revisions import Refused

STATUSES = ("refused", "stored", "published", "read", "known")
"""What can become of a file; "read": a dry run; "known": these bytes had been imported before."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `why`: what kept it from being stored or published, in words.

    `failing`, `warnings` and `unread` count findings and parts; `report` is the id of the revision.
    """

    file: str
    status: str
    why: str = ""
    agency: str = ""
    year: int | None = None
    form: str = ""
    cells: int = 0
    failing: int = 0
    warnings: int = 0
    unread: int = 0
    report: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nobody has to look at it."""
        return not (self.status == "refused" or self.why or self.failing or self.unread)

    @property
    def hardness(self) -> tuple[object, ...]:
        """What sorts the hardest first."""
        return (
            STATUSES.index(self.status) if self.status == "refused" else 1,
            not self.why,
            -self.failing,
            -self.unread,
            -self.warnings,
            self.file,
        )


@dataclass(frozen=True, slots=True)
class Order:
    """How a bulk import goes about it. `by` None: the portal's own account writes.

    `is_again`: files that could not be read before are tried again. `correction_note`: what revisions that
    follow a public one correct and why, for the public.
    """

    by: Account | None = None
    publish: bool = False
    is_dry: bool = False
    is_again: bool = False
    correction_note: str = ""
    jobs: int = 1


def run(bundle: Bundle, wishes: Mapping[str, Wish], order: Order) -> Iterator[Outcome]:
    """What becomes of each file, as it happens, by name; then the files that are only named in the list."""
    wishes = dict(wishes)
    known: dict[str, Outcome] = {}
    asked = _asked(bundle, wishes, order, known)
    for one, reading in read_all(asked, jobs=min(order.jobs, len(bundle.entries))):
        if isinstance(reading, Unreadable) and one.data is not None and not order.is_dry:
            refusedfiles.remember(one.data, one.name, reading)
        yield known.pop(one.name, None) or _outcome(one, reading, importlist.of_file(wishes, one.name), order)
    for file in importlist.unused(wishes, [entry.name for entry in bundle.entries]):
        yield Outcome(file, "refused", _("The list names this file, but it is not there."))


def _asked(
    bundle: Bundle, wishes: dict[str, Wish], order: Order, known: dict[str, Outcome]
) -> Iterator[Asked]:
    """The files to be read; of what is known already no byte is handed on, and `known` says what it is."""
    for entry in bundle.entries:
        wish = importlist.of_file(wishes, entry.name)
        asked = _taken(bundle, entry, wish)
        before = _before(asked, wish, order)
        if before is not None:
            known[entry.name] = before
            asked = replace(asked, data=None)
        problem = _refused_before(asked, order)
        yield replace(asked, data=None, problem=problem) if problem else asked


def _refused_before(asked: Asked, order: Order) -> Unreadable | None:
    """Why the same bytes could not be read in an earlier run; in another form they may be."""
    if asked.data is None or asked.form_id or order.is_dry or order.is_again:
        return None
    return refusedfiles.known(asked.data, asked.name)


def _taken(bundle: Bundle, entry: Entry, wish: Wish) -> Asked:
    try:
        return Asked(entry.name, bundle.data(entry), None, wish.form_id, wish.year)
    except Unreadable as problem:
        return Asked(entry.name, None, problem)


def _before(asked: Asked, wish: Wish, order: Order) -> Outcome | None:
    """What the same bytes became in an earlier import for the same agency, year and kind."""
    if asked.data is None or order.is_dry:
        return None
    sources = SourceFile.objects.filter(sha256=hashlib.sha256(asked.data).hexdigest())
    if wish.year:
        sources = sources.filter(report__year=wish.year)
    if wish.kind:
        sources = sources.filter(report__kind=wish.kind)
    source = sources.select_related("report__agency").order_by("-report__revision").first()
    if source is None or (order.publish and source.report.state == State.DRAFT):
        return None
    report = source.report
    if wish.agency and bodies.name_of(wish.agency, "") != report.agency.name:
        return None
    return Outcome(asked.name, "known", "", report.agency.name, report.year, report.form_id, report=report.pk)


def _outcome(asked: Asked, reading: Reading | Unreadable, wish: Wish, order: Order) -> Outcome:
    if isinstance(reading, Unreadable):
        return Outcome(asked.name, "refused", unreadable.sentence(reading, asked.name))
    if order.is_dry:
        reading = _beside_others(reading, wish)
    summary = checks.summary(reading.every_finding)
    found = Outcome(
        asked.name,
        "read",
        agency=wish.agency or reading.agency_name,
        year=wish.year or reading.year,
        form=reading.form_id or "",
        cells=len(reading.cells),
        failing=summary.failed,
        warnings=summary.warned,
        unread=len(reading.unread),
    )
    if order.is_dry:
        return found
    try:
        return _kept(found, asked, reading, wish, order)
    except Refused as refused:
        return replace(found, status="refused", why=str(refused))
    except Exception:
        logger.exception("Storing %r failed.", asked.name)
        return replace(found, status="refused", why=unreadable.sentence(Unreadable("failed"), asked.name))


def _beside_others(reading: Reading, wish: Wish) -> Reading:
    """What a dry run tells more of an agency that is known: what needs its sort and its other reports."""
    try:
        agency = bodies.known(wish.agency, reading.agency_name)
    except Refused:
        return reading
    kind = wish.kind or ReportKind.OWN
    return importchecking.beside_others(reading, agency=agency, year=wish.year, kind=kind)


def _kept(found: Outcome, asked: Asked, reading: Reading, wish: Wish, order: Order) -> Outcome:
    """Stored, and published where asked; what may not be published stays a draft and says why."""
    why = ""
    try:
        stored = _stored(asked, reading, wish, order, publish=order.publish)
    except Refused as refused:
        if not order.publish:
            raise
        stored, why = _stored(asked, reading, wish, order, publish=False), str(refused)
    status = "stored" if stored.is_created else "known"
    report = stored.report
    return replace(
        found,
        failing=report.checks_failed,
        warnings=report.checks_warned,
        status="published" if stored.is_published else status,
        why=why,
        agency=report.agency.name,
        report=report.pk,
    )


def _stored(asked: Asked, reading: Reading, wish: Wish, order: Order, *, publish: bool) -> Stored:
    return importing.store(
        reading,
        data=asked.data or b"",
        name=asked.name,
        by=order.by,
        agency=wish.agency or None,
        year=wish.year,
        kind=wish.kind or ReportKind.OWN,
        publish=publish,
        correction_note=order.correction_note,
    )
