"""Storing what was read of a published report as a draft, exactly as published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.road import Step, why_not
from reports.domain.roles import Action
from reports.domain.statform.table import Cell
from reports.models import Account, Agency, ImportRecord, Report, SourceFile
from reports.models.event import Act
from reports.models.report import ReportKind
from reports.models.road import State
from reports.queries import powers, statforms
from reports.queries.powers import IMPORTER
from reports.services import bodies, overrides, puttingback, reports
from reports.services.drafts import create, revise, save_chapters
from reports.services.events import Changes
from reports.services.figures import recount, save_cells
from reports.services.files import keep_source, neutral_name
from reports.services.reading import Reading
from reports.services.revisions import Refused, held_siblings, told
from reports.services.systemaccounts import account


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a reading is stored; `is_created` False: these bytes had been imported before.

    `new_agency`: its agency was entered for it. `is_published`: it was made public just now. `is_put_back`:
    a downloaded table went into a report that was there; `changes` are the cells that changed, each with its
    text before and after.
    """

    report: Report
    is_created: bool
    new_agency: Agency | None = None
    is_published: bool = False
    changes: tuple[tuple[str, tuple[str, str]], ...] = ()
    is_put_back: bool = False


def store(
    reading: Reading,
    *,
    data: bytes,
    name: str,
    by: Account | None = None,
    agency: Agency | str | None = None,
    year: int | None = None,
    kind: str = ReportKind.OWN,
    publish: bool = False,
    explanation: str = "",
    correction_note: str = "",
    is_privacy_looked_over: bool = False,
) -> Stored:
    """Stores a reading of `data` as a new draft revision, and publishes it where asked; all of it or nothing.

    `agency` (or its address, code or name) and `year` win over what was read. Bytes that were imported before
    for the same agency, year and kind change nothing. What is published is never touched. Tables that were
    downloaded here go into the newest revision or a correction of it. `by` None, or
    to publish: the portal's account writes it, and `by` is who reviewed it for secrecy and publishes.
    Raises NotAllowed, Refused.
    """
    with _all_or_nothing() as written:
        # What somebody publishes together with the import was written by others: the portal takes it in.
        writer = by if by is not None and not publish else account(IMPORTER)
        body, new_agency = bodies.of_reading(agency, reading.agency_name, reading.source, by=writer)
        of_year = year or reading.year
        if of_year is None:
            raise Refused(_("The text does not say which year it reports on. Give the year with --year."))
        if reading.part_of:
            puttingback.demand_its_report(reading.agency_name, reading.year, body=body, year=of_year)
        stored = _put_back(reading, body, of_year, writer) or _earlier(reading, body, of_year, kind)
        carried: Changes = {}
        if stored is None:
            report = _draft(reading, body, of_year, reading.part_of or kind, writer)
            carried = overrides.carry(new=report)
            stored = Stored(report, True, new_agency)
        if stored.is_created:
            written += _kept(stored.report, data, name, reading, writer)
            source = {"source": ("", f"{neutral_name(name)} {reading.sha256}")}
            told(
                stored.report, Act.IMPORTED, by=writer, changes={**source, **dict(stored.changes), **carried}
            )
        if correction_note and stored.report.is_editable and stored.report.revision > 1:
            revise(report=stored.report, by=writer, fields={"correction_note": correction_note})
        if not publish:
            return stored
        return _published(stored, by or writer, explanation, is_privacy_looked_over)


def _published(stored: Stored, by: Account, explanation: str, is_privacy_looked_over: bool) -> Stored:
    """The revision made public, unless it stands already. Raises Refused where it stands no longer."""
    report = stored.report
    if report.state == State.WITHDRAWN or report.superseded_at:
        raise Refused(
            _(
                "This file was revision %(revision)s of the report, which has been replaced or withdrawn. "
                "To publish its words again, make a correction in the admin."
            )
            % {"revision": report.revision}
        )
    if report.state == State.PUBLISHED:
        return stored
    _release(report, by, explanation, is_privacy_looked_over)
    report.refresh_from_db()
    return replace(stored, is_published=True)


def _release(report: Report, by: Account, explanation: str, is_privacy_looked_over: bool) -> None:
    """Down the road in the name of `by`, who reviews and publishes what the portal took in.

    Somebody who wrote part of it, or may not review, publishes only where the agency is one-person.
    """
    place = powers.place(report, by)
    confirmed = {"is_secrecy_reviewed": True, "is_privacy_looked_over": is_privacy_looked_over}
    is_reviewer = Action.REVIEW_REPORT in place.rights and not place.is_writer
    if not is_reviewer and why_not(Step.PUBLISH_ALONE, place) is None:
        reports.publish_alone(report=report, by=by, explanation=explanation, **confirmed)
        return
    if report.reviewed_at is None and _has_other_words(report):
        raise Refused(
            _(
                "This file was imported before, and its draft was changed since: it holds more than the "
                "file. Have it reviewed in the admin."
            )
        )
    if report.state == State.DRAFT:
        reports.submit(report=report, by=account(IMPORTER), explanation=explanation)
    if report.reviewed_at is None:
        reports.approve_and_publish(report=report, by=by, **confirmed)
    else:
        reports.publish(report=report, by=by)


def _has_other_words(report: Report) -> bool:
    """Whether people wrote into the draft besides importing it; who publishes a file has not seen that."""
    by_people = report.events.filter(act__in=powers.WRITING).exclude(by=account(IMPORTER))
    acts = list(by_people.exclude(act=Act.SUBMITTED).values_list("act", flat=True))
    return bool(acts) and acts != [Act.IMPORTED]


@contextmanager
def _all_or_nothing() -> Iterator[list[str]]:
    """One transaction; the files written in it, named in the list it gives, go with it when it fails."""
    written: list[str] = []
    try:
        with transaction.atomic():
            yield written
    except BaseException:
        for file in written:
            default_storage.delete(file)
        raise


def _put_back(reading: Reading, body: Agency, year: int, by: Account) -> Stored | None:
    """Downloaded tables put into the report they are part of; None for others, and where there is none."""
    if not reading.part_of:
        return None
    put = puttingback.put(
        cells=reading.cells,
        form_id=reading.form_id,
        family=held_siblings(body, year, reading.part_of),
        by=by,
    )
    return put and Stored(put.report, bool(put.changes), changes=tuple(put.changes.items()), is_put_back=True)


def _earlier(reading: Reading, body: Agency, year: int, kind: str) -> Stored | None:
    """The revision that the same bytes made before, the newest of several."""
    held_siblings(body, year, kind)
    sources = SourceFile.objects.filter(
        sha256=reading.sha256, report__agency=body, report__year=year, report__kind=kind
    )
    source = sources.select_related("report").order_by("-report__revision").first()
    return Stored(source.report, False) if source else None


def _draft(reading: Reading, body: Agency, year: int, kind: str, by: Account) -> Report:
    report = create(
        by=by,
        agency=body,
        year=year,
        kind=kind,
        title=reading.title or f"{body.name}{year}年政府信息公开工作年度报告",
        form_id=reading.form_id or "",
        act=None,
        source_line=reading.source,
        published_at=reading.published_at,
        preamble=reading.preamble,
        closing=reading.closing,
    )
    chapters = [(chapter.number, chapter.heading, chapter.text) for chapter in reading.chapters]
    save_chapters(report=report, chapters=chapters, by=by, act=None)
    if reading.form_id:
        save_cells(report=report, cells=_all_cells(reading), by=by, act=None)
    else:
        recount(report)
    return report


def _all_cells(reading: Reading) -> list[Cell]:
    """Every cell of the form: as read, the others blank."""
    form = statforms.form(reading.form_id or "")
    read_cells = {cell.key: cell for cell in reading.cells}
    return [read_cells.get(key) or Cell(key, None, "", form.unit(key)) for key in list(form.keys())]


def _kept(report: Report, data: bytes, name: str, reading: Reading, by: Account) -> list[str]:
    """Keeps the source and the record of what was not read; returns the files written for it."""
    unread = [
        {"line": None, **item.position.known, "text": item.text, "reason": item.reason}
        for item in reading.unread
    ]
    furniture = [{"line": item.line, "text": item.text} for item in reading.furniture]
    record, is_new = ImportRecord.objects.get_or_create(
        report=report,
        defaults={
            "read_by": by,
            "unread": unread,
            "furniture": furniture,
            "mapping": reading.choice.as_plain() if reading.choice else None,
        },
    )
    if not is_new:
        record.unread = [*record.unread, *(part for part in unread if part not in record.unread)]
        record.save(update_fields=["unread"])
    known = set(SourceFile.objects.filter(sha256=reading.sha256).values_list("file", flat=True))
    source = keep_source(report=report, data=data, name=name, encoding=reading.encoding)
    return [source.file.name] if source.file.name not in known else []
