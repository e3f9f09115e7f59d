"""By when an application must be answered, with every stretch of the counting: read off its dated steps.

Nothing here is stored. Codes and figures only; words and translations are made above. What the law
leaves open is read strictly, so that a date is rather too early than too late: see docs/casework.md,
"Deadlines and fees".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reports.domain.casework.calendar import Calendar
from reports.domain.casework.limits import Limits, Period, law_on
from reports.domain.casework.pauses import Pause, consultations, merged, pauses, stretches
from reports.domain.casework.steps import Step, StepKind

ENDING = frozenset(
    {
        StepKind.ANSWER,
        StepKind.WITHDRAW,
        StepKind.LAPSE_SUPPLEMENT,
        StepKind.LAPSE_FEE,
        StepKind.DISMISS,
    }
)
SUSPENDS = {StepKind.ASK_SUPPLEMENT: "supplement", StepKind.NOTIFY_FEE: "fee"}
RESTARTS = {StepKind.SUPPLEMENT: "supplement", StepKind.PAY_FEE: "fee"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the computation: the days after `start` up to and including `end`, and what they are.

    Codes: "received"; "answer" and "extension" (the clock runs, `counted` working days of the period);
    "pause" (`not_counted` working days, `values["why"]`); "supplement" and "fee" (the applicant was
    asked on `start`; the clock begins anew after `end`, `values["lost"]` working days had run; with
    `values["open"]` it has not come yet, and `end` is the last day for it); "delay"
    (to the stated day). Without effect, on the day `start`: "supplement_notice_late" (asked after its 7
    working days; still counts anew), "too_late" (the step `values["step"]` came after the due day),
    "no_ground" (this version of the law knows no such step), "too_long" (an extension of more than the
    law allows, cut).
    """

    code: str
    start: date
    end: date
    law: str
    law_en: str
    article: str
    article_en: str
    certainty: str
    counted: int = 0
    not_counted: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day an answer is due, as the steps stand; `first_due` without extension and delay.

    `provisional_because`: "year_not_announced" (the holidays of a day counted are not known),
    "supplement_open", "fee_open", "consult_open" (`due` supposes the last day allowed),
    "consult_receipt_unknown", "receipt_not_confirmed". `pause`: the open one; its last day may have
    passed, see `is_paused_on`. `ended_on`, `is_met`: None while the case is open. `days_late`: working
    days after the due day.
    """

    due: date
    first_due: date
    law: Limits
    received_on: date
    counts_from: date
    reasons: tuple[Reason, ...]
    provisional_because: tuple[str, ...] = ()
    pauses: tuple[Pause, ...] = ()
    pause: Pause | None = None
    ended_on: date | None = None
    is_met: bool | None = None
    days_late: int = 0

    @property
    def is_provisional(self) -> bool:
        """Whether the day may still move without anybody being late."""
        return bool(self.provisional_because)

    @property
    def is_paused(self) -> bool:
        """Whether somebody else's reply or payment is being waited for."""
        return self.pause is not None


@dataclass(slots=True)
class _Clock:
    """The clock while the steps are walked: since when it counts, and what was done about it."""

    start: date
    extension: int = 0
    delayed_until: date | None = None
    suspended: Step | None = None
    notes: list[Reason] = field(default_factory=list)


def deadline(steps: Sequence[Step], calendar: Calendar, limits: Sequence[Limits]) -> Deadline | None:
    """The deadline by the law in force on the day of legal receipt; None before it.

    After the end of a case: the final one, with `is_met` and `days_late`. Raises NoLaw for a receipt
    before the first version. Measured for 100,000 cases on one core: 1.2 s with a receipt only, 7 s with a
    supplement, two overlapping consultations and an extension.
    """
    ordered = sorted(steps, key=lambda step: (step.on, step.number))
    receipt = next((step for step in ordered if step.kind is StepKind.ACCEPT), None)
    if receipt is None:
        return None
    return _Count(ordered, receipt.on, calendar, law_on(receipt.on, limits)).deadline()


def provisional_deadline(arrived_on: date, calendar: Calendar, limits: Sequence[Limits]) -> Deadline:
    """What the deadline is if the day of arrival becomes the legal receipt: for the printed receipt."""
    law = law_on(arrived_on, limits)
    found = _Count([], arrived_on, calendar, law).deadline()
    return replace(found, provisional_because=(*found.provisional_because, "receipt_not_confirmed"))


def is_paused_on(found: Deadline, day: date) -> bool:
    """Whether that day does not count: within a pause, whose last day may be the end of somebody's
    period."""
    return any(pause.since < day <= (pause.until or day) for pause in found.pauses)


def days_left(found: Deadline, today: date, calendar: Calendar) -> int:
    """Working days left after today that count, 0 on the due day; negative: working days past it.

    A day off right after the due day is -1 already, never 0.
    """
    if today > found.due:
        return -_past(found.due, today, calendar)
    left = calendar.working_days_between(today, found.due)
    for since, until, _ in merged(found.pauses):
        left -= calendar.working_days_between(max(since, today), min(until, found.due))
    return left


class _Count:
    """One computation: walks the steps of one case after its receipt."""

    def __init__(self, steps: Sequence[Step], received_on: date, calendar: Calendar, law: Limits) -> None:
        self.received_on, self.calendar, self.law = received_on, calendar, law
        self.end = next((step for step in steps if step.kind in ENDING and step.on >= received_on), None)
        self.steps = [step for step in steps if not self.end or _before(step, self.end)]
        ended_on = self.end.on if self.end else None
        self.asked = pauses(consultations(self.steps, law), calendar, ended_on)
        self.clock = _Clock(received_on)
        self.spans = merged(self.asked)

    def deadline(self) -> Deadline:
        for step in self.steps:
            self._take(step)
        return self._finish()

    def _take(self, step: Step) -> None:
        if step.kind in SUSPENDS:
            self._suspend(step)
        elif step.kind in RESTARTS:
            self._restart(step)
        elif step.kind is StepKind.EXTEND:
            self._extend(step)
        elif step.kind is StepKind.DELAY:
            self._delay(step)

    def _suspend(self, step: Step) -> None:
        period = self._ground(step)
        if period is None:
            self._note("no_ground", step, self.law.answer)
        elif step.on > self._due():
            self._note("too_late", step, period)
        else:
            self.clock.suspended = step
            if step.kind is StepKind.ASK_SUPPLEMENT and period.days and step.on > self._after(period.days):
                self._note("supplement_notice_late", step, period)

    def _ground(self, step: Step) -> Period | None:
        if step.kind is StepKind.ASK_SUPPLEMENT:
            return self.law.supplement
        fee = self.law.fee
        return fee if fee and step.on >= (fee.in_force_from or date.min) else None

    def _restart(self, step: Step) -> None:
        asked = self.clock.suspended
        if asked is None or SUSPENDS[asked.kind] != RESTARTS[step.kind]:
            return
        self.clock = _Clock(step.on, notes=[*self.clock.notes, self._void(asked, step.on)])

    def _void(self, asked: Step, until: date) -> Reason:
        """What a request to the applicant undid: the days before it, and the wait after it."""
        lost = self.calendar.working_days_between(self.clock.start, asked.on)
        waited = self.calendar.working_days_between(asked.on, until)
        period = self._ground(asked) or self.law.answer
        reason = self._reason(SUSPENDS[asked.kind], asked.on, until, period)
        return replace(reason, not_counted=waited, values={"lost": str(lost)})

    def _extend(self, step: Step) -> None:
        if step.on > self._due():
            self._note("too_late", step, self.law.extension)
            return
        most = self.law.extension_days
        asked = int(step.detail.get("days", most))
        if asked > most:
            self._note("too_long", step, self.law.extension, asked=str(asked), most=str(most))
        self.clock.extension = max(0, min(asked, most))

    def _delay(self, step: Step) -> None:
        if self.law.delay is None or step.until is None:
            self._note("no_ground", step, self.law.delay or self.law.answer)
        elif step.on > self._due():
            self._note("too_late", step, self.law.delay)
        else:
            self.clock.delayed_until = step.until

    def _due(self) -> date:
        """The due day as the clock stands, the last stretch of it."""
        return self._reasons()[-1].end

    def _after(self, days: int) -> date:
        return self.calendar.add_working_days(self.clock.start, days)[0]

    def _reasons(self) -> list[Reason]:
        """The stretches of the running clock: the answer's period, its extension, a delay."""
        clock, law = self.clock, self.law
        found = self._run("answer", clock.start, law.answer_days, law.answer)
        if clock.extension:
            found += self._run("extension", found[-1].end, clock.extension, law.extension)
        if clock.delayed_until and law.delay and clock.delayed_until > found[-1].end:
            found.append(self._reason("delay", found[-1].end, clock.delayed_until, law.delay))
        return found

    def _run(self, code: str, start: date, days: int, period: Period) -> list[Reason]:
        found = []
        for each in stretches(self.calendar, start, days, self.spans):
            ground = self.law.pause if each.why else period
            reason = self._reason("pause" if each.why else code, each.start, each.end, ground)
            values = {"why": each.why} if each.why else {"days": str(days)}
            found.append(replace(reason, counted=each.counted, not_counted=each.not_counted, values=values))
        return found

    def _finish(self) -> Deadline:
        waiting = self._waiting()
        if waiting and self.clock.suspended:
            until = waiting.until or waiting.since
            void = self._void(self.clock.suspended, until)
            void = replace(void, values={**void.values, "open": "yes"})
            self.clock = _Clock(until, notes=[*self.clock.notes, void])
        found = self._reasons()
        due = found[-1].end
        own = [each.end for each in found if each.code == "answer"]
        begun = self._reason("received", self.received_on, self.received_on, self.law.receipt)
        paused = [pause for pause in self.asked if pause.is_open]
        every = (*self.asked, waiting) if waiting else tuple(self.asked)
        whole = Deadline(
            due=due,
            first_due=own[-1],
            law=self.law,
            received_on=self.received_on,
            counts_from=self.clock.start,
            reasons=(begun, *self.clock.notes, *found),
            provisional_because=self._because(due, waiting),
            pauses=tuple(sorted(every, key=lambda pause: pause.since)),
            pause=None if self.end else waiting or next(iter(paused), None),
        )
        return self._ended(whole, waiting) if self.end else whole

    def _ended(self, found: Deadline, waiting: Pause | None) -> Deadline:
        """While the applicant's part was waited for no clock ran, so an end then is never late."""
        ended_on = self.end.on if self.end else found.due
        is_met = waiting is not None or ended_on <= found.due
        late = 0 if is_met else _past(found.due, ended_on, self.calendar)
        return replace(found, ended_on=ended_on, is_met=is_met, days_late=late)

    def _waiting(self) -> Pause | None:
        """The wait for the applicant's part, up to the last day for it as far as known."""
        asked = self.clock.suspended
        if asked is None:
            return None
        if asked.kind is StepKind.ASK_SUPPLEMENT:
            return Pause("supplement", asked.on, asked.until or asked.on, True, asked.until is None)
        days = self.law.fee.days if self.law.fee else None
        notices = (
            step.on
            for step in self.steps
            if step.kind is StepKind.RECEIVE_FEE_NOTICE and not _before(step, asked)
        )
        received = next(notices, None)
        last, _ = self.calendar.add_working_days(received or asked.on, days or 0)
        return Pause("fee", asked.on, last, True, received is None)

    def _because(self, due: date, waiting: Pause | None) -> tuple[str, ...]:
        because = []
        if self.calendar.is_provisional(self.received_on, due):
            because.append("year_not_announced")
        if not self.end:
            if waiting:
                because.append(f"{waiting.why}_open")
            if any(pause.is_open for pause in self.asked):
                because.append("consult_open")
            if any(pause.is_guessed for pause in self.asked):
                because.append("consult_receipt_unknown")
        return tuple(because)

    def _note(self, code: str, step: Step, period: Period, **values: str) -> None:
        reason = self._reason(code, step.on, step.on, period)
        self.clock.notes.append(replace(reason, values={"step": step.kind.value, **values}))

    def _reason(self, code: str, start: date, end: date, period: Period) -> Reason:
        return Reason(
            code=code,
            start=start,
            end=end,
            law=period.text or self.law.name,
            law_en=period.text_en or self.law.name_en,
            article=period.article,
            article_en=period.article_en,
            certainty=period.certainty,
        )


def _past(due: date, day: date, calendar: Calendar) -> int:
    """Working days from the due day to a later one; a weekend right after it is one day late already."""
    return max(1, calendar.working_days_between(due, day))


def _before(step: Step, other: Step) -> bool:
    return (step.on, step.number) < (other.on, other.number)
