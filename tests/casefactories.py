"""Made disclosure applications: the case, who applied, and its steps, written directly past every gate."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from reports.domain.casework.standing import fold
from reports.domain.casework.steps import Step, StepKind
from reports.models import Agency, Applicant, Application, CaseStep
from reports.models.encrypted import keyed_index
from tests.factories import make_agency

_count = itertools.count(1)

WHO = {
    "name": "林晓月",
    "identity_kind": "resident",
    "identity_number": "35020319900101123X",
    "telephone": "13800138000",
    "email": "lin.xiaoyue@example.com",
    "address": "示例省示例市示例区样板路1号",
    "postcode": "361000",
}
"""The applicant of `make_application`: nobody."""


def make_application(
    *,
    agency: Agency | None = None,
    arrived_on: date = date(2024, 3, 4),
    received_on: date | None = date(2024, 3, 4),
    then: Iterable[Step] = (),
    steps: Iterable[Step] | None = None,
    applicant: Mapping[str, str] | None = WHO,
    **fields: Any,
) -> Application:
    """A case registered on `arrived_on` and accepted on `received_on` (None: not yet), `then` what follows.

    `steps` replaces all of that; state, outcome and last day are folded from them. `applicant` None: nobody.
    `due_on` and the rest stand as given in `fields`. A Monday is the default day of both.
    """
    taken = list(steps) if steps is not None else [*_begun(arrived_on, received_on), *then]
    standing = fold(_numbered(taken))
    agency = agency or make_agency()
    serial = next(_count)
    values: dict[str, Any] = {
        "number": f"T{arrived_on.year}-{serial:06d}",
        "year": arrived_on.year,
        "serial": serial,
        "channel": "online",
        "applicant_kind": "natural_person",
        "description": "2023年示例路改造工程的预算",
        "received_on": standing.received_on,
        "state": standing.state or "",
        "outcome": standing.outcome,
        "closed_on": standing.closed_on,
        **fields,
    }
    application = Application.objects.create(agency=agency, arrived_on=arrived_on, **values)
    for step in _numbered(taken):
        add_step(application, step)
    if applicant is not None:
        make_applicant(application, **applicant)
    return application


def make_applicant(application: Application, **fields: str) -> Applicant:
    """Who applied, with the indexes that match repeats."""
    indexes = {
        f"{about}_index": keyed_index(fields.get(field, ""), about)
        for about, field in (
            ("identity", "identity_number"),
            ("telephone", "telephone"),
            ("email", "email"),
        )
    }
    return Applicant.objects.create(application=application, **{**indexes, **fields})


def add_step(application: Application, step: Step, **fields: Any) -> CaseStep:
    """That step as a row, numbered after the last where it has no number; the case itself is left alone."""
    return CaseStep.objects.create(
        application=application,
        number=step.number or application.steps.count() + 1,
        kind=step.kind.value,
        on=step.on,
        until=step.until,
        outcome=step.outcome,
        ref=step.ref,
        detail=dict(step.detail),
        **fields,
    )


def _begun(arrived_on: date, received_on: date | None) -> list[Step]:
    begun = [Step(StepKind.REGISTER, arrived_on)]
    return begun if received_on is None else [*begun, Step(StepKind.ACCEPT, received_on)]


def _numbered(steps: Iterable[Step]) -> list[Step]:
    return [
        Step(one.kind, one.on, number, one.until, one.outcome, one.ref, one.detail)
        for number, one in enumerate(steps, 1)
    ]
