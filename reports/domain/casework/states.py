"""Where a case stands and what may happen to it next: one table of transitions and the guards beside it.

Counts no days itself: last days come in as `Facts`, today's date as an argument. Not the clocks (`limits`),
not the words (`Refusal` carries a code and values; a higher floor says them).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from reports.domain.casework.outcomes import Outcome
from reports.domain.casework.standing import OF_CONSULTATION, BrokenCase, Standing, fold
from reports.domain.casework.steps import Matter, Step, StepKind
from reports.domain.casework.transitions import TRANSITIONS, WHO, State, Who

__all__ = [
    "LIMITS",
    "PAST",
    "TRANSITIONS",
    "WHO",
    "BrokenCase",
    "Code",
    "Facts",
    "NotAllowed",
    "Refusal",
    "Standing",
    "State",
    "Who",
    "allowed",
    "apply",
    "check",
    "fold",
]


class Code(StrEnum):
    """Why a step is refused; the values each carries stand behind it."""

    WRONG_STATE = "wrong_state"  # state
    NOT_YOURS = "not_yours"  # who
    ONCE_ONLY = "once_only"  # on
    IN_FUTURE = "in_future"  # today
    BEFORE_LAST = "before_last"  # earliest
    TOO_LATE = "too_late"  # last_day
    TOO_EARLY = "too_early"  # last_day: of the period that must have passed
    NO_PERIOD = "no_period"  # nothing: no period runs that could pass
    NO_GROUND = "no_ground"  # nothing: the law of the case knows no such step on that day
    NEEDS_STEP = "needs_step"  # needs: the step that must have come before
    NOT_AFTER = "not_after"  # after: the step that rules it out
    NEEDS_UNTIL = "needs_until"  # nothing
    UNTIL_NOT_AFTER = "until_not_after"  # until
    BAD_DAYS = "bad_days"  # most: working days an extension may have
    NEEDS_CONSENT = "needs_consent"  # nothing: of the person in charge, to an extension
    BAD_CONSENT = "bad_consent"  # earliest, last_day: between which it is given
    NEEDS_REF = "needs_ref"  # nothing
    REF_TAKEN = "ref_taken"  # ref
    REF_NOT_OPEN = "ref_not_open"  # ref
    NEEDS_OUTCOME = "needs_outcome"  # nothing
    UNKNOWN_OUTCOME = "unknown_outcome"  # outcome
    OTHER_OUTCOME = "other_outcome"  # outcome: belongs to another matter or another step


LIMITS = frozenset({Code.TOO_LATE, Code.TOO_EARLY, Code.NO_PERIOD})
"""Refusals about a day of the law. A register of the past may hold steps that were taken late: its import
passes these as `tolerate` and shows them; the order of steps is never tolerated."""

PAST = LIMITS | {Code.NEEDS_CONSENT}
"""What the import of a register of the past passes: such registers seldom hold the day of a consent."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a step is not allowed. `values` are dates in ISO form, codes and names; never words."""

    code: Code
    kind: StepKind
    values: Mapping[str, str] = field(default_factory=dict)


class NotAllowed(Exception):
    """The step was refused and nothing changed. `refusals` holds every reason."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(f"{one.kind}: {one.code} {dict(one.values)}" for one in refusals))
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Facts:
    """Days counted for a case by the caller, and the outcomes it may have. None: no such day is set.

    `supplement_due`: last day to ask for a supplement (article 30; none under the Regulations of 2007).
    `first_deadline`: last day of the first period, on or before which it may be extended (article 33).
    `deadline`: last day to answer as it now stands. `payment_due`: last day to pay the fee.
    `since`: step → the first day on which the law of the case knows it, date.max for never; others always.
    `longest_extension`: the most working days an extension may have.
    """

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    matter: Matter = Matter.APPLICATION
    supplement_due: date | None = None
    first_deadline: date | None = None
    deadline: date | None = None
    payment_due: date | None = None
    since: Mapping[StepKind, date] = field(default_factory=dict)
    longest_extension: int = 20


ONCE = frozenset(StepKind) - {
    StepKind.CONSULT,
    *OF_CONSULTATION,
    StepKind.CORRECT_ANSWER,
    StepKind.DELIVER,
}
"""What happens at most once to a case: a supplement is asked for once (article 30), and so on."""

NEEDS = {StepKind.DELAY: StepKind.GIVE_REASONS, StepKind.LAPSE_FEE: StepKind.RECEIVE_FEE_NOTICE}
"""Step → the one that must have come before: answers are delayed for good reasons given (article 35), and the
days to pay run from the receipt of the notice."""

NOT_AFTER = {StepKind.EXTEND: StepKind.DELAY}
"""Step → the one that rules it out: a delayed answer has a day of its own."""

SETS_A_DAY = frozenset({StepKind.ASK_SUPPLEMENT, StepKind.DELAY})


def check(
    steps: Iterable[Step], new: Step, facts: Facts, today: date, *, who: Who | None = None
) -> list[Refusal]:
    """Every reason why this step may not be added; [] when it may. `who` None: not asked.

    What the step must bring with it is looked at only when its kind and day are allowed.

    Raises BrokenCase when the steps already there do not follow from one another.
    """
    standing = fold(steps)
    return _refusals(standing, new, facts, today, who) or _about_content(standing, new, facts)


def allowed(
    steps: Iterable[Step], facts: Facts, today: date, *, who: Who | None = None
) -> tuple[StepKind, ...]:
    """What may be done today, in the order of StepKind; what a step must bring with it is not looked at."""
    standing = fold(steps)
    return tuple(kind for kind in StepKind if not _refusals(standing, Step(kind, today), facts, today, who))


def apply(
    steps: Iterable[Step],
    new: Step,
    facts: Facts,
    today: date,
    *,
    who: Who | None = None,
    tolerate: frozenset[Code] = frozenset(),
) -> tuple[Step, ...]:
    """The steps with this one added and numbered last. Raises NotAllowed with every reason that stands."""
    before = tuple(steps)
    refusals = [one for one in check(before, new, facts, today, who=who) if one.code not in tolerate]
    if refusals:
        raise NotAllowed(refusals)
    return (*before, replace(new, number=max((one.number for one in before), default=0) + 1))


def _refusals(standing: Standing, new: Step, facts: Facts, today: date, who: Who | None) -> list[Refusal]:
    """Those that can be told from the kind of step and its day alone."""
    found: list[Refusal] = []
    if (standing.state, new.kind) not in TRANSITIONS:
        found.append(Refusal(Code.WRONG_STATE, new.kind, {"state": standing.state or ""}))
    if who is not None and who not in WHO[new.kind]:
        found.append(Refusal(Code.NOT_YOURS, new.kind, {"who": who}))
    if new.kind in ONCE and new.kind in standing.first:
        found.append(Refusal(Code.ONCE_ONLY, new.kind, _day("on", standing.day(new.kind))))
    found += _about_day(standing, new, today)
    if not found:
        found += _about_limits(standing, new, facts)
    return found


def _about_day(standing: Standing, new: Step, today: date) -> list[Refusal]:
    found = []
    if new.on > today:
        found.append(Refusal(Code.IN_FUTURE, new.kind, _day("today", today)))
    earliest = standing.earliest(new)
    if earliest is not None and new.on < earliest:
        found.append(Refusal(Code.BEFORE_LAST, new.kind, _day("earliest", earliest)))
    return found


def _about_limits(standing: Standing, new: Step, facts: Facts) -> list[Refusal]:
    needed, ruled_out = NEEDS.get(new.kind), NOT_AFTER.get(new.kind)
    if new.on < facts.since.get(new.kind, date.min):
        return [Refusal(Code.NO_GROUND, new.kind)]
    if needed is not None and needed not in standing.first:
        return [Refusal(Code.NEEDS_STEP, new.kind, {"needs": needed})]
    if ruled_out is not None and ruled_out in standing.first:
        return [Refusal(Code.NOT_AFTER, new.kind, {"after": ruled_out})]
    if new.kind in OF_CONSULTATION and not standing.consultations:
        return [Refusal(Code.REF_NOT_OPEN, new.kind, {"ref": new.ref})]
    if new.kind == StepKind.RECEIVE_CONSULT and standing.consultations.keys() <= standing.reached.keys():
        return [Refusal(Code.REF_TAKEN, new.kind, {"ref": new.ref})]
    last = _last_day(new.kind, facts)
    if last is not None and new.on > last:
        return [Refusal(Code.TOO_LATE, new.kind, _day("last_day", last))]
    if new.kind in (StepKind.LAPSE_SUPPLEMENT, StepKind.LAPSE_FEE):
        return _about_lapse(standing, new, facts)
    return []


def _last_day(kind: StepKind, facts: Facts) -> date | None:
    """The last day on which a step may be taken; None: no limit of days."""
    return {
        StepKind.ASK_SUPPLEMENT: facts.supplement_due,
        StepKind.EXTEND: facts.first_deadline,
        StepKind.DELAY: facts.deadline,
        StepKind.NOTIFY_FEE: facts.deadline,
    }.get(kind)


def _about_lapse(standing: Standing, new: Step, facts: Facts) -> list[Refusal]:
    """An application lapses only on a day after the last of the period (article 30; 国办函〔2020〕109号)."""
    passed = facts.payment_due if new.kind == StepKind.LAPSE_FEE else standing.supplement_until
    if passed is None:
        return [Refusal(Code.NO_PERIOD, new.kind)]
    return [Refusal(Code.TOO_EARLY, new.kind, _day("last_day", passed))] if new.on <= passed else []


def _about_content(standing: Standing, new: Step, facts: Facts) -> list[Refusal]:
    """What a step of that kind must bring with it."""
    if new.kind in (StepKind.ANSWER, StepKind.CORRECT_ANSWER):
        return _about_outcome(standing, new, facts)
    if new.kind == StepKind.CONSULT or new.kind in OF_CONSULTATION:
        return _about_ref(standing, new)
    if new.kind == StepKind.EXTEND:
        return _about_extension(standing, new, facts)
    if new.kind in SETS_A_DAY and new.until is None:
        return [Refusal(Code.NEEDS_UNTIL, new.kind)]
    if new.until is not None and new.until <= new.on:
        return [Refusal(Code.UNTIL_NOT_AFTER, new.kind, _day("until", new.until))]
    return []


def _about_extension(standing: Standing, new: Step, facts: Facts) -> list[Refusal]:
    """Its working days, if it names any: one to as many as the law allows; and the day of the consent of the
    person in charge of the disclosure office (2007, article 24; 2019, article 33)."""
    most, named = facts.longest_extension, new.detail.get("days", "1")
    is_sound = named.isascii() and named.isdigit() and len(named) < 4 and 1 <= int(named) <= most
    found = [] if is_sound else [Refusal(Code.BAD_DAYS, new.kind, {"most": str(most)})]
    try:
        consent = date.fromisoformat(new.detail.get("consent_on", ""))
    except ValueError:
        return [*found, Refusal(Code.NEEDS_CONSENT, new.kind)]
    earliest = standing.received_on or consent
    if not earliest <= consent <= new.on:
        between = _day("earliest", earliest) | _day("last_day", new.on)
        found.append(Refusal(Code.BAD_CONSENT, new.kind, between))
    return found


def _about_ref(standing: Standing, new: Step) -> list[Refusal]:
    """A consultation has a reference of its own; what follows it names one that is open, its receipt once."""
    if not new.ref:
        return [Refusal(Code.NEEDS_REF, new.kind)]
    taken = standing.consulted if new.kind == StepKind.CONSULT else standing.reached
    if new.kind != StepKind.CONSULT_REPLY and new.ref in taken:
        return [Refusal(Code.REF_TAKEN, new.kind, {"ref": new.ref})]
    if new.kind != StepKind.CONSULT and new.ref not in standing.consultations:
        return [Refusal(Code.REF_NOT_OPEN, new.kind, {"ref": new.ref})]
    return []


def _about_outcome(standing: Standing, new: Step, facts: Facts) -> list[Refusal]:
    if not new.outcome:
        return [Refusal(Code.NEEDS_OUTCOME, new.kind)]
    outcome = facts.outcomes.get(new.outcome)
    if outcome is None:
        return [Refusal(Code.UNKNOWN_OUTCOME, new.kind, {"outcome": new.outcome})]
    if outcome.matter != facts.matter or outcome.step != StepKind.ANSWER:
        return [Refusal(Code.OTHER_OUTCOME, new.kind, {"outcome": new.outcome})]
    if outcome.after is not None and outcome.after not in standing.first:
        return [Refusal(Code.NEEDS_STEP, new.kind, {"needs": outcome.after})]
    return []


def _day(name: str, day: date | None) -> dict[str, str]:
    return {} if day is None else {name: day.isoformat()}
