"""The one gate through which anything happens to a case: checked, stored and logged in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from reports.domain.casework.calendar import Calendar
from reports.domain.casework.deadline import is_paused_on
from reports.domain.casework.limits import NoLaw
from reports.domain.casework.pauses import Party
from reports.domain.casework.standing import BrokenCase
from reports.domain.casework.states import Code, NotAllowed, apply
from reports.domain.casework.steps import Step, StepKind
from reports.domain.casework.transitions import Who
from reports.domain.roles import Action
from reports.models import Account, Application, CaseStep
from reports.models.event import Act
from reports.queries import casestanding, powers
from reports.queries.casecalendar import calendar as present_calendar
from reports.queries.casestanding import Reading
from reports.services import events, notices, personal

logger = logging.getLogger(__name__)

KEPT = (
    "received_on",
    "state",
    "outcome",
    "closed_on",
    "due_on",
    "is_due_provisional",
    "is_paused",
    "waiting_for",
)
"""What of a reading is repeated on the row of the case, for lists and filters."""


class Gone(Exception):
    """The case is not there any more, or somebody took a step since the caller read it."""


def perform(
    application: Application,
    kind: StepKind,
    *,
    by: Account | AnonymousUser | None,
    on: date,
    today: date,
    until: date | None = None,
    outcome: str = "",
    ref: str = "",
    detail: Mapping[str, str] | None = None,
    note: str = "",
    expected_version: int | None = None,
    tolerate: frozenset[Code] = frozenset(),
) -> CaseStep:
    """Takes one step. `by` None: the applicant, who proved with number and query code whose case it is.

    `on`: the day the law counts from, not after `today`. `note` may speak of persons, `detail` may not.
    `tolerate`: refusals about days of the law that the import of an old register passes (states.PAST); of
    such steps nobody is written to.
    Raises access.Denied; NotAllowed with every reason, which changes nothing and is logged; Gone.
    """
    new = Step(kind, on, until=until, outcome=outcome, ref=ref, detail=dict(detail or {}))
    try:
        return _perform(application, new, by, today, note, expected_version, tolerate)
    except NotAllowed:
        who = by if isinstance(by, Account) else None
        events.record(Act.DENIED, by=who, subject=application, reason=kind.value)
        raise


@transaction.atomic
def begin(application: Application, *, by: Account | None, on: date, today: date) -> CaseStep:
    """The first step of a new case: its arrival. Raises NotAllowed."""
    return _taken(application, Step(StepKind.REGISTER, on), by, today, "")


@transaction.atomic
def strike(step: CaseStep, *, by: Account, reason: str, expected_version: int | None = None) -> None:
    """Takes a wrongly recorded step out of account, for a reason; it stays on record, marked.

    The applicant's own name and contact are left out of the reason. It is kept sealed with the step and goes
    with the words of the case; the log, which forgets nothing, has the step alone.

    Raises access.Denied; ValueError without a reason; BrokenCase where the steps left do not follow from one
    another (strike the later one first) or none is left; Gone, also where it is struck already.
    """
    row = _held(step.application, expected_version)
    powers.demand(by, Action.WORK_APPLICATION, row.agency_id)
    if not row.steps.filter(pk=step.pk, struck_at=None).exists():
        raise Gone
    if not reason.strip():
        raise ValueError("A step is struck for a reason.")
    told = personal.without_own_data(reason.strip(), row)
    step.struck_at, step.struck_by, step.strike_reason = timezone.now(), by, told
    step.save(update_fields=["struck_at", "struck_by", "strike_reason"])
    reading = casestanding.read(row)
    if reading.standing.state is None:
        raise BrokenCase("The registration is not struck: without it there is no case.")
    changes = restate(row, reading, timezone.localdate())
    changes["step"] = (f"{step.number} {step.kind} {step.on}", "")
    events.record(Act.STEP_STRUCK, by=by, subject=row, agency=row.agency_id, changes=changes)


def restate(application: Application, reading: Reading, today: date) -> dict[str, tuple[str, str]]:
    """Writes what the steps say now onto the row of the case. Returns what changed, as (before, after)."""
    values = _said_by(reading, today)
    changes = {
        name: (_said(getattr(application, name)), _said(value))
        for name, value in values.items()
        if getattr(application, name) != value
    }
    for name, value in values.items():
        setattr(application, name, value)
    application.version += 1
    application.save(update_fields=[*KEPT, "version"])
    return changes


def refresh(*, today: date) -> int:
    """Notes for cases that wait for others when that wait is over: nightly, for the lists. How many changed.

    Nothing happened to them but time, so nothing is logged and no editor is told that somebody changed them.
    """
    days, changed = present_calendar(), 0
    waiting = Application.objects.open().exclude(waiting_for=Party.US).prefetch_related("steps")
    for row in waiting.iterator(chunk_size=500):
        try:
            values = _said_by(casestanding.read(row, days), today)
        except (BrokenCase, NoLaw) as broken:
            logger.error("Case %d cannot be read: %s.", row.pk, type(broken).__name__)
            continue
        stale = {name: value for name, value in values.items() if getattr(row, name) != value}
        if stale:
            changed += Application.objects.filter(pk=row.pk, version=row.version).update(**stale)
    return changed


def stated(application: Application, reading: Reading, today: date) -> None:
    """Sets on the object what its steps say, without saving: for cases that are stored many at once."""
    for name, value in _said_by(reading, today).items():
        setattr(application, name, value)


def _said_by(reading: Reading, today: date) -> dict[str, object]:
    standing, found = reading.standing, reading.deadline
    return {
        "received_on": standing.received_on,
        "state": standing.state.value if standing.state else "",
        "outcome": standing.outcome_now,
        "closed_on": standing.closed_on,
        "due_on": found.due if found else None,
        "is_due_provisional": bool(found and found.is_provisional),
        "is_paused": bool(found and found.is_paused and is_paused_on(found, today)),
        "waiting_for": reading.waiting_for(today),
    }


def recompute(application: Application, calendar: Calendar) -> dict[str, tuple[str, str]]:
    """What moved days change about a case; {} where nothing. Writes nothing: `restate` does."""
    reading = casestanding.read(application, calendar)
    due = reading.deadline.due if reading.deadline else None
    is_provisional = bool(reading.deadline and reading.deadline.is_provisional)
    changes = {}
    if due != application.due_on:
        changes["due_on"] = (_said(application.due_on), _said(due))
    if is_provisional != application.is_due_provisional:
        changes["is_due_provisional"] = (_said(application.is_due_provisional), _said(is_provisional))
    return changes


@transaction.atomic
def _perform(
    application: Application,
    new: Step,
    by: Account | AnonymousUser | None,
    today: date,
    note: str,
    expected_version: int | None,
    tolerate: frozenset[Code],
) -> CaseStep:
    row = _held(application, expected_version)
    if by is not None:
        powers.demand(by, Action.WORK_APPLICATION, row.agency_id)
    step = _taken(row, new, by, today, note, tolerate)
    application.refresh_from_db(fields=[*KEPT, "version"])
    return step


def _taken(
    row: Application,
    new: Step,
    by: Account | AnonymousUser | None,
    today: date,
    note: str,
    tolerate: frozenset[Code] = frozenset(),
) -> CaseStep:
    reading = casestanding.read(row)
    who = Who.APPLICANT if by is None else Who.STAFF
    after = apply(reading.steps, new, reading.facts, today, who=who, tolerate=tolerate)
    number = (row.steps.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    added = CaseStep.objects.create(
        application=row,
        number=number,
        kind=new.kind.value,
        on=new.on,
        until=new.until,
        outcome=new.outcome,
        ref=new.ref,
        detail=dict(new.detail),
        note=note,
        by=by if isinstance(by, Account) else None,
        is_by_applicant=by is None,
    )
    renumbered = (*after[:-1], added.step)
    after_it = casestanding.of_steps(renumbered, reading.facts.matter, present_calendar())
    changes = restate(row, after_it, today)
    changes["step"] = ("", f"{added.number} {new.kind} {new.on}")
    who_did = by if isinstance(by, Account) else None
    events.record(Act.APPLICATION_STEP, by=who_did, subject=row, agency=row.agency_id, changes=changes)
    if who is Who.STAFF and not tolerate:
        notices.tell(row, new.kind)
    return added


def _held(application: Application, expected_version: int | None) -> Application:
    row = Application.objects.select_for_update(of=("self",), no_key=True).filter(pk=application.pk).first()
    if row is None or (expected_version is not None and row.version != expected_version):
        raise Gone
    return row


def _said(value: object) -> str:
    return "" if value is None else str(value)
