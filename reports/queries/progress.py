"""A case as its applicant may see it: what happened, what comes next, until when, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils import timezone
from django.utils.translation import get_language

from reports.domain.casework import remedies
from reports.domain.casework.deadline import Deadline, Reason, days_left, provisional_deadline
from reports.domain.casework.limits import NoLaw
from reports.domain.casework.remedies import NoRemedy, Remedies, Remedy
from reports.domain.casework.states import allowed
from reports.domain.casework.steps import Matter, StepKind
from reports.domain.casework.terms import Term
from reports.domain.casework.transitions import State, Who
from reports.models import Application, CaseFile, CaseStep, Wording
from reports.queries import caserules, casestanding, casewords
from reports.queries.casecalendar import calendar as present_calendar
from reports.queries.casestanding import Reading

BY_APPLICANT = (StepKind.SUPPLEMENT, StepKind.GIVE_REASONS, StepKind.WITHDRAW)
"""What can be done on the page itself, in the order it is offered."""
TOLD = frozenset(
    {
        StepKind.ASK_SUPPLEMENT,
        StepKind.ASK_REASONS,
        StepKind.EXTEND,
        StepKind.DELAY,
        StepKind.NOTIFY_FEE,
        StepKind.ANSWER,
        StepKind.CORRECT_ANSWER,
        StepKind.LAPSE_SUPPLEMENT,
        StepKind.LAPSE_FEE,
        StepKind.DISMISS,
    }
)
"""Steps of the agency whose words are written to the applicant; those of other steps are internal."""
HIDDEN = frozenset({StepKind.RECEIVE_CONSULT, StepKind.CONSULT_REPLY})
"""Steps that speak of others than the applicant: that a third party was asked is told, what it did is not."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One step, as told to the applicant. `words` "" where none are meant for them; `struck_on`: since when
    it counts no more, having been recorded wrongly."""

    on: date
    name: str
    until: date | None
    words: str
    is_by_applicant: bool
    struck_on: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """One stretch of the counting of the due day, and where it is written."""

    sentence: str
    article: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The page. `due` None: no day runs. `days_left` in working days, negative once it is past.

    `is_left_unconfirmed`: the answer would be overdue, had receipt been confirmed on arrival (article 31);
    `due` is that day. `remedy`: what can be done against the answer, or against none in time. `complaint`:
    whom to turn to at any time. Nothing here names the applicant.
    """

    application: Application
    plain: str
    due: date | None
    days_left: int
    is_overdue: bool
    is_left_unconfirmed: bool
    counting: tuple[Counted, ...]
    provisional: tuple[str, ...]
    own_term: Term | None
    steps: tuple[Happened, ...]
    can: tuple[StepKind, ...]
    outcome: str
    remedy: str
    complaint: str
    files: tuple[CaseFile, ...]
    version: int


def page(application: Application, today: date) -> Progress:
    """Everything the applicant's page shows. Needs `application.agency`; 6 queries."""
    rows = list(application.steps.order_by("on", "number"))
    calendar = present_calendar()
    taken = tuple(row.step for row in rows if row.struck_at is None)
    reading = casestanding.of_steps(taken, Matter(application.kind), calendar)
    found = reading.deadline or _supposed(application)
    is_open = reading.standing.closed_on is None
    left = days_left(found, today, calendar) if found and is_open else 0
    own_texts = _own_texts(application.agency_id)
    return Progress(
        application=application,
        plain=casewords.plain_state(reading.standing.state or State.REGISTERED),
        due=found.due if found and is_open else None,
        days_left=left,
        is_overdue=bool(reading.deadline and is_open and left < 0),
        is_left_unconfirmed=is_open and reading.deadline is None and left < 0,
        counting=_counting(found),
        provisional=tuple(casewords.provisional(why) for why in found.provisional_because) if found else (),
        own_term=_own_term(reading, today),
        steps=_told(rows),
        can=tuple(
            kind for kind in BY_APPLICANT if kind in allowed(taken, reading.facts, today, who=Who.APPLICANT)
        ),
        outcome=casewords.outcome(reading.standing.outcome_now),
        remedy=_remedy(reading, today, is_open and left < 0, own_texts),
        complaint=_complaint(today, own_texts),
        files=tuple(application.files.filter(is_for_applicant=True)),
        version=application.version,
    )


@cache
def rules_of_remedies() -> Remedies:
    """What can be done against an answer, by its row and its day."""
    return remedies.load((caserules.DATA / "limits" / "remedies.toml").read_text("utf-8"))


def _supposed(application: Application) -> Deadline | None:
    """The day as it would be if receipt were confirmed on the day of arrival."""
    if application.kind == Matter.COMPLAINT:
        return None
    try:
        return provisional_deadline(application.arrived_on, present_calendar(), caserules.laws())
    except NoLaw:
        return None


def _counting(found: Deadline | None) -> tuple[Counted, ...]:
    reasons: Sequence[Reason] = found.reasons if found else ()
    return tuple(Counted(casewords.reason(each), casewords.article(each)) for each in reasons)


def _own_term(reading: Reading, today: date) -> Term | None:
    """What the applicant owes by when, while it is open."""
    mine = [each for each in reading.terms if each.party == "applicant" and each.done_on is None]
    return mine[-1] if mine and reading.standing.closed_on is None else None


def _told(rows: Sequence[CaseStep]) -> tuple[Happened, ...]:
    return tuple(
        Happened(
            on=row.on,
            name=casewords.step(row.kind),
            until=row.until,
            words=row.note if row.is_by_applicant or (row.kind in TOLD and not row.struck_at) else "",
            is_by_applicant=row.is_by_applicant,
            struck_on=timezone.localdate(row.struck_at) if row.struck_at else None,
        )
        for row in rows
        if row.kind not in HIDDEN
    )


def _remedy(reading: Reading, today: date, is_late: bool, own: dict[str, tuple[str, str]]) -> str:
    standing = reading.standing
    row, on = remedies.OVERDUE, today
    if standing.closed_on is not None:
        outcome = caserules.outcomes().outcomes.get(standing.outcome_now)
        last = standing.corrections[-1] if standing.corrections else standing.closing
        row, on = (outcome.row if outcome else ""), last.on if last else today
    if not row or (row == remedies.OVERDUE and not is_late):
        return ""
    try:
        return _text(remedies.remedy(row, on, rules_of_remedies(), own))
    except NoRemedy:
        return ""


def _complaint(today: date, own: dict[str, tuple[str, str]]) -> str:
    return _text(remedies.complaint(today, rules_of_remedies(), own))


def _text(found: Remedy) -> str:
    return found.text_en if (get_language() or "").startswith("en") else found.text


def _own_texts(agency_id: int) -> dict[str, tuple[str, str]]:
    """The agency's own words of a remedy; the Chinese stands in English too, where nobody translated it."""
    rows = Wording.objects.filter(agency=agency_id, code__startswith="remedy:").values_list("code", "text")
    return {code.removeprefix("remedy:"): (text, text) for code, text in rows}
