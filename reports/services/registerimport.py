"""Importing the register an agency kept in Excel: looked over line by line, then taken whole or not at all.

The first year then counts too. Nobody is written to about an imported case, and its query code is made when
the agency hands one out.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reports.domain.casework import receipt
from reports.domain.casework.standing import fold
from reports.domain.casework.steps import Matter, StepKind
from reports.domain.roles import Action
from reports.domain.text import mask
from reports.models import Account, Agency, Applicant, Application, CaseStep
from reports.models.event import Act
from reports.queries import access, casestanding, casewords
from reports.queries.casecalendar import calendar as present_calendar
from reports.readers import rows as reader
from reports.services import casework, events, personal, registerrows, tablehead
from reports.services.agencytable import plain
from reports.services.registerrows import Read
from reports.services.revisions import Refused
from reports.services.tablehead import BadTable

MOST = 2_000
"""Cases in one table. A district has some hundreds a year."""
SHOWN = 200
"""Rows that the preview shows in full; it says how many there are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the preview shows it: nobody's name in full."""

    number: int
    register_number: str
    name: str
    state: str
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    is_known: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would do. `digest` stands for all of it. Rows that are here already change nothing."""

    lines: tuple[Line, ...]
    digest: str

    @property
    def counts(self) -> Counter[str]:
        """How many rows are "new", "known", "wrong", and how many "noted"."""
        found = Counter("wrong" if one.faults else "known" if one.is_known else "new" for one in self.lines)
        found["noted"] = sum(bool(one.notes and not one.faults) for one in self.lines)
        return found

    @property
    def shown(self) -> list[Line]:
        """The rows that matter most, wrong ones first, at most SHOWN."""
        order = sorted(
            (one for one in self.lines if not one.is_known or one.faults),
            key=lambda one: (not one.faults, not one.notes, one.number),
        )
        return order[:SHOWN]

    @property
    def may_be_done(self) -> bool:
        """Whether it holds something to do and nothing wrong."""
        return not self.counts["wrong"] and bool(self.counts["new"])


def look_over(data: bytes, *, agency: Agency, by: Account, today: date) -> Preview:
    """What the table would do, without doing it. Raises Unreadable, BadTable, access.Denied."""
    return _preview(agency, _read(data, agency, by, today))


@transaction.atomic
def carry_out(data: bytes, *, digest: str, agency: Agency, by: Account, today: date) -> int:
    """Does what was shown, as a whole. How many cases were added.

    Raises Unreadable, BadTable, access.Denied; Refused where it would do something else by now.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    rows = _read(data, agency, by, today)
    preview = _preview(agency, rows)
    if preview.digest != digest:
        raise Refused(_("The register was changed meanwhile. Look over what the table would do now."))
    if not preview.may_be_done:
        raise BadTable(_("Nothing was stored: the table has rows that are wrong, or changes nothing."))
    known = _known(agency)
    new = [row for row in rows if row.texts["register_number"] not in known]
    added = _added(agency, new, by, today)
    _persons(added, new)
    _steps(added, new, by)
    changes = {"cases": ("", str(len(added))), "file": ("", hashlib.sha256(data).hexdigest())}
    events.record(Act.IMPORTED, by=by, kind="application", agency=agency, changes=changes)
    return len(added)


def _read(data: bytes, agency: Agency, by: Account, today: date) -> list[Read]:
    access.demand(by, Action.WORK_APPLICATION, agency)
    (_line, heads), *body = reader.read(data, most=MOST + 1)
    names = _columns(heads)
    if not body:
        raise BadTable(_("The table has no row below the names of its columns."))
    days = present_calendar()
    found = [registerrows.read(number, _texts(names, cells), days, today) for number, cells in body]
    return _without_repeats(found)


def _texts(names: list[str], cells: list[str]) -> dict[str, str]:
    return {name: plain(cells[at]) if at < len(cells) else "" for at, name in enumerate(names) if name}


def _without_repeats(rows: list[Read]) -> list[Read]:
    """Each register number once: the second row of one is wrong."""
    lines: dict[str, int] = {}
    found = []
    for row in rows:
        number = row.texts.get("register_number", "")
        if number and number in lines:
            fault = _("Line %(line)s has the same register number.") % {"line": lines[number]}
            row = Read(row.number, row.texts, faults=(*row.faults, fault))
        lines.setdefault(number, row.number)
        found.append(row)
    return found


def _columns(heads: list[str]) -> list[str]:
    """The column of each head, "" for one without a name. Raises BadTable for names that are not known."""
    labels = registerrows.labels()
    known = tablehead.in_every_language(registerrows.labels)
    names = tablehead.columns(heads, known, labels, lambda head: plain(head).casefold())
    missing = [labels[name] for name in registerrows.NEEDED if name not in names]
    if missing:
        raise BadTable(_("These columns are missing: %(names)s.") % {"names": _(", ").join(missing)})
    return names


def _preview(agency: Agency, rows: Iterable[Read]) -> Preview:
    known = _known(agency)
    lines = tuple(
        Line(
            number=row.number,
            register_number=row.texts.get("register_number", "")[:60],
            name=_masked(row),
            state=_state(row),
            faults=row.faults,
            notes=row.notes,
            is_known=row.texts.get("register_number", "") in known,
        )
        for row in rows
    )
    told = json.dumps(
        [[one.number, one.register_number, one.state, one.faults, one.is_known] for one in lines]
    )
    return Preview(lines, hashlib.sha256(told.encode()).hexdigest())


def _state(row: Read) -> str:
    """Where the case stands by its last step, with the day of it."""
    if not row.steps:
        return ""
    standing = fold(row.steps)
    named = casewords.outcome(standing.outcome) or casewords.state(standing.state or "")
    return f"{named} {row.steps[-1].on}"


def _masked(row: Read) -> str:
    name = row.texts.get("name", "")
    is_person = row.applicant_kind in ("", "natural_person")
    return (mask.name(name) if is_person else mask.organisation(name)) if name else ""


def _known(agency: Agency) -> set[str]:
    rows = Application.objects.filter(agency=agency).exclude(register_number="")
    return set(rows.values_list("register_number", flat=True))


def _added(agency: Agency, rows: list[Read], by: Account, today: date) -> list[Application]:
    years = {row.days["arrived_on"].year for row in rows}
    kept = Application.objects.filter(agency=agency, year__in=years).values_list("year")
    serials: dict[int, int] = dict(kept.annotate(last=Max("serial")).values_list("year", "last"))
    days = present_calendar()
    made = []
    for row in rows:
        year = row.days["arrived_on"].year
        serials[year] = serials.get(year, 0) + 1
        application = Application(
            agency=agency,
            number=receipt.number(year, agency.pk, serials[year]),
            year=year,
            serial=serials[year],
            kind=row.kind,
            channel=row.channel,
            applicant_kind=row.applicant_kind,
            medium="",
            way="",
            description=row.texts.get("description", ""),
            arrived_on=row.days["arrived_on"],
            register_number=row.texts["register_number"],
            created_by=by,
        )
        casework.stated(application, casestanding.of_steps(row.steps, Matter(row.kind), days), today)
        made.append(application)
    return Application.objects.bulk_create(made, batch_size=500)


def _persons(applications: list[Application], rows: list[Read]) -> None:
    persons = []
    for application, row in zip(applications, rows, strict=True):
        texts = {name: row.texts.get(name, "") for name in registerrows.PERSONAL}
        person = Applicant(application=application, **texts)
        personal.set_indexes(person)
        persons.append(person)
    Applicant.objects.bulk_create(persons, batch_size=500)


def _steps(applications: list[Application], rows: list[Read], by: Account) -> None:
    taken = [
        CaseStep(
            application=application,
            number=step.number,
            kind=step.kind.value,
            on=step.on,
            until=step.until,
            outcome=step.outcome,
            detail=dict(step.detail),
            by=by,
            is_by_applicant=step.kind in (StepKind.SUPPLEMENT, StepKind.WITHDRAW),
        )
        for application, row in zip(applications, rows, strict=True)
        for step in row.steps
    ]
    CaseStep.objects.bulk_create(taken, batch_size=1_000)
