"""When the clock of an application stands still: opinions asked of third parties and other organs.

The day of sending still counts; the days after it up to and including the reply, or the last day for
one, do not (2019 Regulations, article 33, paragraph 4). Pauses that overlap are counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reports.domain.casework.calendar import Calendar
from reports.domain.casework.limits import Limits, Period
from reports.domain.casework.steps import Step, StepKind


class Party(StrEnum):
    """Who a case waits for."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    OTHER_ORGAN = "other_organ"
    US = "us"


@dataclass(frozen=True, slots=True)
class Pause:
    """Days after `since` up to and including `until` that do not count.

    `why`: "third_party", "other_organ", "supplement" or "fee". `until` is the last day for a reply while
    there is none (`is_open`), and None where the law sets no such day. `is_guessed`: that day hangs on a
    day of receipt not recorded, for which the day of sending stands in (the shortest pause).
    """

    why: str
    since: date
    until: date | None
    is_open: bool = False
    is_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days after `start` up to and including `end`; of their working days, `counted` or, in a pause, not.

    `why` names the pauses over it, joined by commas; "" where the clock runs.
    """

    start: date
    end: date
    counted: int
    not_counted: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Consultation:
    """One request for an opinion, with what followed. `period` None: the law of the case knows no such
    pause."""

    party: Party
    sent: Step
    received_on: date | None
    replied_on: date | None
    period: Period | None

    def last_day(self, calendar: Calendar) -> tuple[date | None, bool]:
        """The last day for the opinion (None: no length in law), and whether it is provisional."""
        if self.period is None or self.period.days is None:
            return None, False
        return calendar.add_working_days(self.received_on or self.sent.on, self.period.days)


def consultations(steps: Iterable[Step], law: Limits) -> list[Consultation]:
    """The requests for an opinion among sorted steps, each with its receipt and reply by `ref`."""
    steps = list(steps)
    found = []
    for sent in steps:
        if sent.kind is not StepKind.CONSULT:
            continue
        party = Party(sent.detail.get("party", Party.THIRD_PARTY))
        period = law.third_party if party is Party.THIRD_PARTY else law.other_organ
        received = _first(steps, StepKind.RECEIVE_CONSULT, sent)
        replied = _first(steps, StepKind.CONSULT_REPLY, sent)
        found.append(Consultation(party, sent, received, replied, period))
    return found


def _first(steps: Iterable[Step], kind: StepKind, sent: Step) -> date | None:
    days = (step.on for step in steps if step.kind is kind and step.ref == sent.ref and step.on >= sent.on)
    return next(days, None)


def pauses(asked: Iterable[Consultation], calendar: Calendar, ended_on: date | None) -> list[Pause]:
    """The pauses those consultations make, by their beginning; none reaches past the end of the case."""
    made = []
    for each in asked:
        if each.period is None:
            continue
        last, _ = each.last_day(calendar)
        replied = each.replied_on or ended_on
        ends = min((day for day in (last, replied) if day), default=None)
        guessed = each.received_on is None and ends is not None and ends == last and ends != replied
        made.append(Pause(each.party.value, each.sent.on, ends, replied is None, guessed))
    return sorted(made, key=lambda pause: (pause.since, pause.until or pause.since))


def merged(found: Iterable[Pause]) -> list[tuple[date, date, str]]:
    """(since, until, why) of pauses sorted by beginning, overlapping and adjoining ones made one.

    An open pause without a last day counts as ending at once: the earliest date is the safe one.
    """
    spans: list[tuple[date, date, str]] = []
    for pause in found:
        until = pause.until or pause.since
        if spans and pause.since <= spans[-1][1]:
            since, end, why = spans[-1]
            names = why if pause.why in why.split(",") else f"{why},{pause.why}"
            spans[-1] = (since, max(end, until), names)
        else:
            spans.append((pause.since, until, pause.why))
    return spans


def stretches(
    calendar: Calendar, start: date, days: int, spans: Sequence[tuple[date, date, str]]
) -> Iterator[Stretch]:
    """How `days` working days after `start` are counted past those pauses; the last one ends on the due
    day."""
    left = days
    for since, until, why in spans:
        if until <= start:
            continue
        stop = max(since, start)
        running = calendar.working_days_between(start, stop)
        if running >= left:
            break
        if stop > start:
            yield Stretch(start, stop, running, 0)
        yield Stretch(stop, until, 0, calendar.working_days_between(stop, until), why)
        left -= running
        start = until
    end, _ = calendar.add_working_days(start, left)
    yield Stretch(start, end, left, 0)
