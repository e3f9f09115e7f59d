"""A made-up register for one sample body, through the services that caseworkers use.

Its years hold as many cases as the body's figures count, so that the published tables agree with it; beside
them stand open cases with due days around the day of loading.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from reports.domain.casework.calendar import Calendar
from reports.domain.casework.outcomes import HOME, Outcome
from reports.domain.casework.steps import Channel, Matter, Step, StepKind
from reports.models import Account, Agency, Dispute
from reports.queries import caserules
from reports.queries.casecalendar import calendar
from reports.services import applications, casework, disputes, yearly
from reports.services.applications import Asked

FOLDER = Path(__file__).resolve().parent.parent / "data" / "samples" / "registers"
DAYS = (6, 9, 12, 15, 18, 11)
"""Working days from receipt to answer, in turn."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One case: how and when it came, when it was received (None: not confirmed), what followed."""

    applicant: str
    channel: str
    arrived_on: date
    received_on: date | None
    steps: tuple[Step, ...]


def register_of(slug: str) -> Mapping[str, Any] | None:
    """The register file of that body; None: it has none."""
    path = FOLDER / f"{slug}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else None


def load(agency: Agency, body: Mapping[str, Any], *, by: Account, today: date) -> int:
    """Files the cases of a body up to that day, declares its register complete, counts its years. How many.

    `body`: the file of the body, whose years say what is counted. Nothing where it has no register.
    """
    register = register_of(agency.slug)
    if register is None:
        return 0
    days = calendar()
    plans = [*_of_years(body, register, days), *_of_now(register, days, today)]
    plans = sorted((one for one in plans if one.arrived_on <= today), key=lambda one: one.arrived_on)
    for number, plan in enumerate(plans):
        _file(agency, plan, number, register, by, today)
    for one in register["disputes"]:
        _dispute(agency, one, by, today)
    yearly.declare_complete(agency=agency, year=register["first_year"], by=by)
    for year in range(register["first_year"], today.year + 1):
        yearly.count(agency, year)
    return len(plans)


def is_counted(slug: str, year: int, *, today: date) -> bool:
    """Whether that body's report on that year is filled in from its register: once the year is over."""
    register = register_of(slug)
    return register is not None and year in register["counted"] and year < today.year


def _file(
    agency: Agency, plan: Planned, number: int, register: Mapping[str, Any], by: Account, today: date
) -> None:
    texts = register["descriptions"]
    asked = Asked(
        kind=Matter.APPLICATION.value,
        channel=plan.channel,
        applicant_kind=plan.applicant,
        description=texts[number % len(texts)],
        medium="electronic",
        way="online",
    )
    filed = applications.file(
        agency=agency,
        asked=asked,
        person={"name": f"示例申请人{number + 1:02d}（虚构）", "address": agency.address},
        arrived_on=plan.arrived_on,
        received_on=plan.received_on,
        today=today,
        by=by,
    )
    for step in plan.steps:
        if step.on <= today:
            casework.perform(
                filed.application,
                step.kind,
                by=by,
                on=step.on,
                today=today,
                until=step.until,
                outcome=step.outcome,
                ref=step.ref,
                detail=step.detail,
            )


def _dispute(agency: Agency, facts: Mapping[str, Any], by: Account, today: date) -> None:
    if facts["filed_on"] <= today:
        is_decided = "result_on" in facts and facts["result_on"] <= today
        decided = {name: facts[name] for name in ("result", "result_on")} if is_decided else {}
        row = Dispute(agency=agency, kind=facts["kind"], filed_on=facts["filed_on"], **decided)
        disputes.save(row, by=by, today=today)


def _of_years(body: Mapping[str, Any], register: Mapping[str, Any], days: Calendar) -> Iterator[Planned]:
    """The cases of the register's years; what one leaves open the next one answers."""
    first, turn = register["first_year"], count()
    waiting = _left_open(body["years"][str(first - 1)], first - 1, turn, days)
    for year in (int(text) for text in sorted(body["years"]) if int(text) >= first):
        entry = body["years"][str(year)]
        for applicant, told in entry["closed"].items():
            for place, row in enumerate(_rows(told)):
                carried = waiting[applicant].pop() if waiting[applicant] else None
                received = carried or _day(year, next(turn), days)
                answered = days.add_working_days(
                    date(year - 1, 12, 31) if carried else received, DAYS[place % len(DAYS)]
                )[0]
                yield _answered(applicant, received, answered, row, next(turn), days)
        if any(waiting.values()):
            raise ValueError(f"{year} answers fewer cases than {year - 1} left open")
        waiting = _left_open(entry, year, turn, days)
    for applicant, received in ((one, day) for one, found in waiting.items() for day in found):
        answered = days.add_working_days(received, DAYS[-1])[0]
        yield _answered(applicant, received, answered, "3.1", next(turn), days)


def _rows(told: str) -> list[str]:
    return [row for part in told.split() for row, number in [part.split(":")] for _ in range(int(number))]


def _left_open(
    entry: Mapping[str, Any], year: int, turn: Iterator[int], days: Calendar
) -> dict[str, list[date]]:
    found: defaultdict[str, list[date]] = defaultdict(list)
    for applicant, number in entry.get("open", {}).items():
        for place in range(number):
            found[applicant].append(days.add_working_days(date(year, 12, 17), 1 + place + next(turn) % 3)[0])
    return found


def _day(year: int, number: int, days: Calendar) -> date:
    """A working day from January to November, spread over the year."""
    return days.add_working_days(date(year, 1, 3) + timedelta(days=number * 37 % 315), 1)[0]


def _answered(applicant: str, received: date, answered: date, row: str, turn: int, days: Calendar) -> Planned:
    outcome = _outcome_of(row)
    steps: list[Step] = []
    if outcome.after == StepKind.SUPPLEMENT:
        asked, until = days.add_working_days(received, 2)[0], days.add_working_days(received, 10)[0]
        came = days.add_working_days(received, 4)[0]
        steps = [Step(StepKind.ASK_SUPPLEMENT, asked, until=until), Step(StepKind.SUPPLEMENT, came)]
    code = outcome.code if outcome.step == StepKind.ANSWER else ""
    steps.append(Step(outcome.step, answered, outcome=code))
    channel = tuple(Channel)[turn // 2 % len(Channel)].value
    return Planned(applicant, channel, received, received, tuple(steps))


def _outcome_of(row: str) -> Outcome:
    """An outcome of that row which staff can give at once, or after a supplement. KeyError: there is none."""
    possible = (None, StepKind.SUPPLEMENT)
    found: Iterable[Outcome] = caserules.outcomes().outcomes.values()
    fitting = [
        one
        for one in found
        if one.places.get(HOME) and one.row == row and one.after in possible
        if one.step in (StepKind.ANSWER, StepKind.WITHDRAW) and one.code != "already_public"
    ]
    if not fitting:
        raise KeyError(row)
    return fitting[0]


def _of_now(register: Mapping[str, Any], days: Calendar, today: date) -> Iterator[Planned]:
    if not days.is_workday(today).is_working:
        today = days.add_working_days(today, 1)[0]
    for facts in register["now"]:
        arrived = _before(today, facts["ago"], days)
        received = None if facts.get("is_unconfirmed") else arrived
        steps = (_step_of_now(facts["step"], arrived, days),) if "step" in facts else ()
        yield Planned(facts["applicant"], facts["channel"], arrived, received, steps)


def _step_of_now(kind: str, received: date, days: Calendar) -> Step:
    if kind == StepKind.EXTEND:
        on = days.add_working_days(received, 18)[0]
        return Step(StepKind.EXTEND, on, detail={"days": "20", "consent_on": on.isoformat()})
    if kind == StepKind.ASK_SUPPLEMENT:
        on, until = days.add_working_days(received, 6)[0], days.add_working_days(received, 16)[0]
        return Step(StepKind.ASK_SUPPLEMENT, on, until=until)
    if kind == StepKind.CONSULT:
        on = days.add_working_days(received, 5)[0]
        return Step(StepKind.CONSULT, on, ref="1", detail={"party": "third_party"})
    return Step(StepKind.ANSWER, days.add_working_days(received, 15)[0], outcome="disclosed")


def _before(today: date, number: int, days: Calendar) -> date:
    """The latest working day from which on there are so many working days up to that day."""
    day = today
    while days.working_days_between(day, today) < number or not days.is_workday(day).is_working:
        day -= timedelta(days=1)
    return day
