"""Where a case stands, read off its steps by the rules: its days, what may be done next, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.domain.casework import deadline as counting
from reports.domain.casework.calendar import Calendar
from reports.domain.casework.deadline import Deadline
from reports.domain.casework.limits import Limits, law_on
from reports.domain.casework.pauses import Party
from reports.domain.casework.standing import Standing, fold
from reports.domain.casework.states import Facts
from reports.domain.casework.steps import Matter, Step, StepKind
from reports.domain.casework.transitions import CLOSED, State
from reports.models import Application
from reports.queries import caserules
from reports.queries.casecalendar import calendar as present_calendar

WAITS_FOR = {
    "third_party": Party.THIRD_PARTY,
    "other_organ": Party.OTHER_ORGAN,
    "supplement": Party.APPLICANT,
    "fee": Party.APPLICANT,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as read today: nothing of it is a second truth beside the steps."""

    steps: tuple[Step, ...]
    standing: Standing
    deadline: Deadline | None
    facts: Facts

    @property
    def waiting_for(self) -> str:
        """Whose turn it is, a Party; "" once the case has ended."""
        state = self.standing.state
        if state in CLOSED:
            return ""
        if state in (State.AWAITING_SUPPLEMENT, State.AWAITING_REASONS, State.AWAITING_PAYMENT):
            return Party.APPLICANT.value
        pause = self.deadline.pause if self.deadline else None
        return (WAITS_FOR[pause.why] if pause else Party.US).value


def steps_of(application: Application) -> tuple[Step, ...]:
    """Its steps as the rules read them, without those struck. Uses what was prefetched as `steps`."""
    return tuple(row.step for row in application.steps.all() if row.struck_at is None)


def read(application: Application, calendar: Calendar | None = None) -> Reading:
    """The case as its steps stand. One query for the steps, one for the calendar where none is given."""
    return of_steps(steps_of(application), Matter(application.kind), calendar or present_calendar())


def of_steps(steps: Sequence[Step], matter: Matter, calendar: Calendar) -> Reading:
    """The reading of any steps, as to be imported or tried. Raises BrokenCase."""
    standing = fold(steps)
    found = counting.deadline(steps, calendar, caserules.laws()) if matter != Matter.COMPLAINT else None
    return Reading(tuple(steps), standing, found, _facts(steps, standing, found, matter, calendar))


def _facts(
    steps: Sequence[Step], standing: Standing, found: Deadline | None, matter: Matter, calendar: Calendar
) -> Facts:
    if found is None:
        return Facts(outcomes=caserules.outcomes().outcomes, matter=matter)
    law = law_on(found.received_on, caserules.laws())
    return Facts(
        outcomes=caserules.outcomes().outcomes,
        matter=matter,
        supplement_due=_after(found.counts_from, law.supplement.days, calendar),
        first_deadline=_first(found),
        deadline=found.due,
        payment_due=_payment_due(steps, law.fee.days if law.fee else None, calendar),
        since=_since(law),
        longest_extension=law.extension_days,
    )


def _since(law: Limits) -> dict[StepKind, date]:
    """From which day the law of a case knows the steps that not every version does."""
    reasons = date.min if law.delay else date.max
    fees = (law.fee.in_force_from or date.min) if law.fee else date.max
    return {StepKind.ASK_REASONS: reasons, StepKind.DELAY: reasons, StepKind.NOTIFY_FEE: fees}


def _first(found: Deadline) -> date | None:
    """The last day of the answer's own period, before any extension or delay."""
    ends = [reason.end for reason in found.reasons if reason.code in ("answer", "pause")]
    runs = [reason.code for reason in found.reasons]
    if "extension" in runs:
        before = found.reasons[: runs.index("extension")]
        ends = [reason.end for reason in before if reason.code in ("answer", "pause")]
    return ends[-1] if ends else None


def _payment_due(steps: Sequence[Step], days: int | None, calendar: Calendar) -> date | None:
    notices = [step.on for step in steps if step.kind is StepKind.RECEIVE_FEE_NOTICE]
    return _after(notices[-1], days, calendar) if notices else None


def _after(day: date, days: int | None, calendar: Calendar) -> date | None:
    return calendar.add_working_days(day, days)[0] if days else None
