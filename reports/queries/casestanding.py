"""Where a case stands, read off its steps by the rules: its days, what may be done next, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.domain.casework import deadline as counting
from reports.domain.casework.calendar import Calendar
from reports.domain.casework.deadline import Deadline
from reports.domain.casework.limits import Limits
from reports.domain.casework.standing import Standing, fold
from reports.domain.casework.states import Facts
from reports.domain.casework.steps import Matter, Step, StepKind
from reports.domain.casework.terms import Term, terms, waiting_for
from reports.models import Application
from reports.queries import caserules
from reports.queries.casecalendar import calendar as present_calendar

LONGEST_EXTENSION = 20
"""Working days; before legal receipt, when nothing is extended."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as its steps tell it. `terms`: the duties beside the answer; () for a complaint."""

    steps: tuple[Step, ...]
    standing: Standing
    deadline: Deadline | None
    terms: tuple[Term, ...]
    facts: Facts

    def waiting_for(self, on: date) -> str:
        """Whose turn it is on that day, a Party; "" once the case has ended."""
        return waiting_for(self.steps, on, self.terms) or ""


def steps_of(application: Application) -> tuple[Step, ...]:
    """Its steps as the rules read them, without those struck. Uses what was prefetched as `steps`."""
    return tuple(row.step for row in application.steps.all() if row.struck_at is None)


def read(application: Application, calendar: Calendar | None = None) -> Reading:
    """The case as its steps stand. One query for the steps, one for the calendar where none is given."""
    return of_steps(steps_of(application), Matter(application.kind), calendar or present_calendar())


def of_steps(steps: Sequence[Step], matter: Matter, calendar: Calendar) -> Reading:
    """The reading of any steps, as to be imported or tried. Raises BrokenCase, NoLaw."""
    standing = fold(steps)
    if matter == Matter.COMPLAINT:  # the Regulations set no length for these
        facts = Facts(outcomes=caserules.outcomes().outcomes, matter=matter)
        return Reading(tuple(steps), standing, None, (), facts)
    found = counting.deadline(steps, calendar, caserules.laws())
    duties = terms(steps, calendar, caserules.laws())
    return Reading(tuple(steps), standing, found, duties, _facts(found, duties, matter))


def _facts(found: Deadline | None, duties: Sequence[Term], matter: Matter) -> Facts:
    return Facts(
        outcomes=caserules.outcomes().outcomes,
        matter=matter,
        supplement_due=_due("supplement_notice", duties),
        first_deadline=found.first_due if found else None,
        deadline=found.due if found else None,
        payment_due=_due("fee", duties),
        since=_since(found.law) if found else {},
        longest_extension=found.law.extension_days if found else LONGEST_EXTENSION,
    )


def _since(law: Limits) -> dict[StepKind, date]:
    """From which day on the law of the case knows a step: of requests for reasons, delays and fees."""
    reasons = date.min if law.delay else date.max
    fee = (law.fee.in_force_from or date.min) if law.fee else date.max
    return {StepKind.ASK_REASONS: reasons, StepKind.DELAY: reasons, StepKind.NOTIFY_FEE: fee}


def _due(code: str, duties: Sequence[Term]) -> date | None:
    """The last day of the newest duty of that kind."""
    return next((term.due for term in reversed(duties) if term.code == code), None)
