"""What the steps of a case add up to: its state, its days, its outcome. Says nothing of what may follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from reports.domain.casework.steps import Step, StepKind
from reports.domain.casework.transitions import TRANSITIONS, State

ENDINGS: Mapping[StepKind, str] = MappingProxyType(
    {
        StepKind.ANSWER: "",
        StepKind.WITHDRAW: "withdrawn",
        StepKind.LAPSE_SUPPLEMENT: "not_supplemented",
        StepKind.LAPSE_FEE: "not_paid",
        StepKind.DISMISS: "",
    }
)
"""The steps that close a case → the outcome each has by itself; an answer names its own."""

OF_CONSULTATION = frozenset({StepKind.RECEIVE_CONSULT, StepKind.CONSULT_REPLY})
"""Steps bound to an open consultation by its reference."""

LOOSE = OF_CONSULTATION | {StepKind.RECEIVE_FEE_NOTICE, StepKind.DELIVER}
"""Steps that are often learnt of later: dated from what they answer, not from the last step."""


class BrokenCase(ValueError):
    """The steps of a case do not follow from one another: they were not made through the gate."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as its steps leave it. `first` holds the first step of each kind; a day that never came is None.

    `consultations`: the open ones by their reference; `consulted`: every reference used; `reached`: those
    whose request is known to have been received.
    """

    state: State | None
    first: Mapping[StepKind, Step]
    consultations: Mapping[str, Step]
    consulted: Mapping[str, Step]
    reached: Mapping[str, Step]
    corrections: tuple[Step, ...]
    last_on: date | None

    def day(self, kind: StepKind) -> date | None:
        """When the first step of that kind was taken."""
        step = self.first.get(kind)
        return step.on if step else None

    @property
    def arrived_on(self) -> date | None:
        """When it came in."""
        return self.day(StepKind.REGISTER)

    @property
    def received_on(self) -> date | None:
        """The legal receipt (article 31)."""
        return self.day(StepKind.ACCEPT)

    @property
    def closing(self) -> Step | None:
        """The step that closed it; later corrections of the answer are none."""
        return next((self.first[kind] for kind in ENDINGS if kind in self.first), None)

    @property
    def closed_on(self) -> date | None:
        """When it was closed, by whatever step."""
        return self.closing.on if self.closing else None

    @property
    def outcome(self) -> str:
        """The code of the outcome it was closed with, "" while open."""
        return _outcome(self.closing) if self.closing else ""

    @property
    def outcome_now(self) -> str:
        """The code of the outcome as last corrected."""
        return self.corrections[-1].outcome if self.corrections else self.outcome

    @property
    def supplement_until(self) -> date | None:
        """The last day of the period set to supplement the application."""
        asked = self.first.get(StepKind.ASK_SUPPLEMENT)
        return asked.until if asked else None

    @property
    def delayed_until(self) -> date | None:
        """The day set for a delayed answer (article 35)."""
        delayed = self.first.get(StepKind.DELAY)
        return delayed.until if delayed else None

    @property
    def is_extended(self) -> bool:
        """Whether the period was extended (article 33)."""
        return StepKind.EXTEND in self.first

    @property
    def is_supplement_asked(self) -> bool:
        """Whether a supplement was asked for, which is done once (article 30)."""
        return StepKind.ASK_SUPPLEMENT in self.first

    def earliest(self, new: Step) -> date | None:
        """The earliest day a new step may be dated; None: any."""
        if new.kind not in LOOSE:
            return self.last_on
        if new.kind == StepKind.RECEIVE_FEE_NOTICE:
            return self.day(StepKind.NOTIFY_FEE)
        if new.kind in OF_CONSULTATION and new.ref in self.consultations:
            return self.consultations[new.ref].on
        return self.received_on or self.last_on


def fold(steps: Iterable[Step], *, until: date | None = None) -> Standing:
    """The standing after the steps, taken by day and number; `until`: as it was at the end of that day.

    Raises BrokenCase when a step cannot follow those before it.
    """
    state: State | None = None
    first: dict[StepKind, Step] = {}
    opened: dict[str, Step] = {}
    consulted: dict[str, Step] = {}
    reached: dict[str, Step] = {}
    corrections: list[Step] = []
    last_on: date | None = None
    for step in sorted(steps, key=_order):
        if until is not None and step.on > until:
            break
        if (state, step.kind) not in TRANSITIONS:
            raise BrokenCase(f"{step.kind} on {step.on} cannot follow in state {state or 'none'}")
        state = TRANSITIONS[state, step.kind]
        first.setdefault(step.kind, step)
        if step.kind == StepKind.CONSULT:
            opened[step.ref] = consulted[step.ref] = step
        elif step.kind == StepKind.RECEIVE_CONSULT:
            reached.setdefault(step.ref, step)
        elif step.kind == StepKind.CONSULT_REPLY:
            opened.pop(step.ref, None)
        elif step.kind == StepKind.CORRECT_ANSWER:
            corrections.append(step)
        if step.kind != StepKind.DELIVER:
            last_on = step.on
    return Standing(state, first, opened, consulted, reached, tuple(corrections), last_on)


def _order(step: Step) -> tuple[date, int]:
    return step.on, step.number


def _outcome(closing: Step) -> str:
    return ENDINGS[closing.kind] or closing.outcome
