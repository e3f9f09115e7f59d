"""The other dated duties of a case beside its answer, and for whom it waits. Nothing here is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.domain.casework.calendar import Calendar
from reports.domain.casework.deadline import ENDING, RESTARTS, SUSPENDS
from reports.domain.casework.limits import Limits, Period, law_on
from reports.domain.casework.pauses import Party, consultations
from reports.domain.casework.steps import Step, StepKind


@dataclass(frozen=True, slots=True)
class Term:
    """One duty: who (`party`) owes what by when, and when it was done.

    Codes: "supplement_notice" (us: last day to ask for a supplement), "supplement" (the applicant: the
    period we set), "opinion" (a third party or other organ), "fee" (the applicant). `due` None: no day
    is set. `is_provisional`: it hangs on a year not announced or on a day of receipt not recorded. `ref`
    names the consultation.
    """

    code: str
    party: Party
    due: date | None
    is_provisional: bool
    done_on: date | None
    article: str
    article_en: str
    certainty: str
    ref: str = ""

    def is_over(self, on: date) -> bool:
        """Whether its last day has passed before that day, undone until then."""
        return self.due is not None and self.due < on and (self.done_on is None or self.done_on > self.due)


def terms(steps: Sequence[Step], calendar: Calendar, limits: Sequence[Limits]) -> tuple[Term, ...]:
    """The duties of a legally received case beside the answer, in the order they began; () before
    receipt."""
    ordered = sorted(steps, key=lambda step: (step.on, step.number))
    receipt = next((step for step in ordered if step.kind is StepKind.ACCEPT), None)
    if receipt is None:
        return ()
    law = law_on(receipt.on, limits)
    found = [*_notice(ordered, receipt.on, calendar, law), *_opinions(ordered, calendar, law)]
    for number, step in enumerate(ordered):
        later = ordered[number + 1 :]
        if step.kind is StepKind.ASK_SUPPLEMENT:
            found.append((step.on, _supplement(step, later, law.supplement)))
        elif step.kind is StepKind.NOTIFY_FEE and law.fee:
            found.append((step.on, _fee(step, later, calendar, law.fee)))
    return tuple(term for _, term in sorted(found, key=lambda each: each[0]))


def waiting_for(steps: Sequence[Step], on: date | None = None, duties: Sequence[Term] = ()) -> Party | None:
    """Who must act next; None once the case ended. An applicant before others, others before us.

    With a day and the case's `terms`, nobody is waited for past the last day of their term: then it is us.
    """
    ordered = sorted(steps, key=lambda step: (step.on, step.number))
    if any(step.kind in ENDING for step in ordered):
        return None
    over = {(each.code, each.ref) for each in duties if on and each.is_over(on)}
    asked = _asked(ordered)
    if asked and (asked, "") not in over:
        return Party.APPLICANT
    open_ones = {step.ref: step for step in ordered if step.kind is StepKind.CONSULT}
    for step in ordered:
        if step.kind is StepKind.CONSULT_REPLY:
            open_ones.pop(step.ref, None)
    held = {
        step.detail.get("party", Party.THIRD_PARTY.value)
        for ref, step in open_ones.items()
        if ("opinion", ref) not in over
    }
    for party in (Party.THIRD_PARTY, Party.OTHER_ORGAN):
        if party.value in held:
            return party
    return Party.US


def _asked(ordered: Sequence[Step]) -> str:
    """What the applicant was last asked for and has not done: "supplement", "fee", "reasons", or ""."""
    asked = ""
    for step in ordered:
        if step.kind in SUSPENDS:
            asked = SUSPENDS[step.kind]
        elif step.kind is StepKind.ASK_REASONS:
            asked = "reasons"
        elif RESTARTS.get(step.kind) == asked or (step.kind is StepKind.GIVE_REASONS and asked == "reasons"):
            asked = ""
    return asked


def _notice(
    ordered: Sequence[Step], received_on: date, calendar: Calendar, law: Limits
) -> list[tuple[date, Term]]:
    if law.supplement.days is None:
        return []
    due, is_provisional = calendar.add_working_days(received_on, law.supplement.days)
    done = _first(ordered, StepKind.ASK_SUPPLEMENT)
    return [(received_on, _term("supplement_notice", Party.US, due, is_provisional, done, law.supplement))]


def _opinions(ordered: Sequence[Step], calendar: Calendar, law: Limits) -> list[tuple[date, Term]]:
    found = []
    for each in consultations(ordered, law):
        due, is_provisional = each.last_day(calendar)
        guessed = is_provisional or (due is not None and each.received_on is None)
        ground = each.period or law.pause
        term = _term("opinion", each.party, due, guessed, each.replied_on, ground, each.sent.ref)
        found.append((each.sent.on, term))
    return found


def _supplement(step: Step, later: Sequence[Step], period: Period) -> Term:
    done = _first(later, StepKind.SUPPLEMENT)
    return _term("supplement", Party.APPLICANT, step.until, False, done, period)


def _fee(step: Step, later: Sequence[Step], calendar: Calendar, period: Period) -> Term:
    received = _first(later, StepKind.RECEIVE_FEE_NOTICE)
    due, is_provisional = calendar.add_working_days(received or step.on, period.days or 0)
    paid = _first(later, StepKind.PAY_FEE)
    return _term("fee", Party.APPLICANT, due, is_provisional or received is None, paid, period)


def _first(steps: Sequence[Step], kind: StepKind) -> date | None:
    return next((step.on for step in steps if step.kind is kind), None)


def _term(
    code: str,
    party: Party,
    due: date | None,
    is_provisional: bool,
    done_on: date | None,
    period: Period,
    ref: str = "",
) -> Term:
    return Term(
        code=code,
        party=party,
        due=due,
        is_provisional=is_provisional,
        done_on=done_on,
        article=period.article,
        article_en=period.article_en,
        certainty=period.certainty,
        ref=ref,
    )
