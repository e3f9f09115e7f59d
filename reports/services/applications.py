"""Taking in an application: one case, its receipt number, its query code, and who applied apart from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from reports.domain.casework import receipt
from reports.domain.casework.steps import Channel, StepKind
from reports.domain.roles import Action
from reports.models import Account, Agency, Application
from reports.models.event import Act
from reports.queries import powers
from reports.services import casework, events, personal
from reports.services.querycodes import opened, renew_query_code

__all__ = ["Asked", "Filed", "file", "opened", "renew_query_code"]

SAME_DAY = frozenset({Channel.IN_PERSON, Channel.REGISTERED_POST, Channel.ORAL})
"""Legally received on the day of arrival (2019 Regulations, article 31); the others on confirmation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and how it came. Texts may speak of persons: they are stored encrypted."""

    kind: str
    channel: str
    applicant_kind: str
    description: str
    reference: str = ""
    medium: str = ""
    way: str = ""
    needs_help: bool = False
    register_number: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """A case taken in. `query_code` is told once, here; the portal keeps its hash only."""

    application: Application
    query_code: str


@transaction.atomic
def file(
    *,
    agency: Agency,
    asked: Asked,
    person: Mapping[str, str],
    arrived_on: date,
    today: date,
    by: Account | None = None,
    received_on: date | None = None,
) -> Filed:
    """Registers an application, and accepts it where its legal receipt is known.

    `by` None: the citizen at the public form. `received_on` is given by staff; left out, it is the day of
    arrival for what is handed over or signed for, and open for the rest. `person`: the fields of Applicant.
    Raises access.Denied, states.NotAllowed.
    """
    if by is not None:
        powers.demand(by, Action.WORK_APPLICATION, agency)
    application = _numbered(agency, asked, arrived_on, by)
    code = renew_query_code(application)
    personal.set_applicant(application, **person)
    events.record(Act.CREATED, by=by, subject=application, agency=agency)
    casework.begin(application, by=by, on=arrived_on, today=today)
    legal = received_on or (arrived_on if asked.channel in SAME_DAY else None)
    if legal is not None and by is not None:
        casework.perform(application, StepKind.ACCEPT, by=by, on=legal, today=today)
    return Filed(application, code)


def _numbered(agency: Agency, asked: Asked, arrived_on: date, by: Account | None) -> Application:
    """The case with the next serial of its agency and year; the agency's row is the gate."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    same = Application.objects.filter(agency=agency, year=arrived_on.year)
    serial = (same.aggregate(last=Max("serial"))["last"] or 0) + 1
    return Application.objects.create(
        agency=agency,
        number=receipt.number(arrived_on.year, agency.pk, serial),
        year=arrived_on.year,
        serial=serial,
        arrived_on=arrived_on,
        created_by=by,
        kind=asked.kind,
        channel=asked.channel,
        applicant_kind=asked.applicant_kind,
        description=asked.description,
        reference=asked.reference,
        medium=asked.medium,
        way=asked.way,
        needs_help=asked.needs_help,
        register_number=asked.register_number,
    )
