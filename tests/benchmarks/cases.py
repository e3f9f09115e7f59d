"""What a large register costs beside a small one: the desk of its caseworkers, the year's count.

`python -m tests.benchmarks` prints it among the rest. Cases are written straight into the tables: reading
them is what is measured.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import median
from time import process_time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.domain.casework.steps import Applicant, Channel
from reports.domain.roles import Role
from reports.models import Account, Agency, Application, Appointment, CaseStep
from reports.queries import desks
from reports.services import yearly

SIZES = (1_000, 100_000)
OPEN = 200
"""Cases that wait, at any size: a desk has what people can do, a register what they ever did."""
YEARS = 8
CHUNK = 5_000
Act = Callable[[Agency, Account], object]


def show() -> None:
    """Fills two registers, measures both, prints the ratios."""
    print(
        "Registers of two sizes, of cases over 8 years, 200 of them open. CPU milliseconds (median), queries."
    )
    print(f"  {'':<34}{'1,000 cases':>16}{'100,000 cases':>18}{'ratio':>9}")
    small, large = (_register(size) for size in SIZES)
    year = timezone.localdate().year - 1
    acts: dict[str, Act] = {
        "desk of a caseworker": lambda _agency, by: desks.of(by, now=timezone.now()),
        "the year's count, kept": lambda agency, _by: yearly.count(agency, year),
    }
    for name, act in acts.items():
        first, asked = _cost(act, *small, rounds=9)
        second, asked_too = _cost(act, *large, rounds=3)
        ratio = second / first
        print(f"  {name:<34}{first:>9.1f} ({asked:>3})  {second:>10.1f} ({asked_too:>3})  {ratio:>8.1f}")
    print()


def _cost(act: Act, agency: Agency, by: Account, *, rounds: int) -> tuple[float, int]:
    """CPU milliseconds and queries."""
    with CaptureQueriesContext(connection) as captured:
        act(agency, by)
    times = []
    for _ in range(rounds):
        started = process_time()
        act(agency, by)
        times.append((process_time() - started) * 1000)
    return median(times), len(captured)


def _register(size: int) -> tuple[Agency, Account]:
    agency = Agency.objects.create(
        name=f"示例登记{size}局", slug=f"bench-register-{size}", level="county", kind="department"
    )
    by = Account.objects.create(username=f"bench-{size}", is_staff=True)
    Appointment.objects.create(account=by, role=Role.CASEWORKER, agency=agency)
    lives = _lives(size)
    while some := list(itertools.islice(lives, CHUNK)):
        rows = Application.objects.bulk_create(_application(agency, *life) for life in some)
        CaseStep.objects.bulk_create(
            step for row, life in zip(rows, some, strict=True) for step in _steps(row, *life)
        )
    return agency, by


def _lives(size: int) -> Iterator[tuple[int, date, date | None]]:
    """Number, day of arrival, day of the answer: spread over the years; the last ones are open."""
    today = timezone.localdate()
    first = date(today.year - YEARS + 1, 1, 1)
    span = (today - first).days - 30
    for number in range(size):
        if number < size - OPEN:
            came = first + timedelta(days=number * span // size)
            yield number, came, came + timedelta(days=14 + number % 13)
        else:
            yield number, today - timedelta(days=number % 30), None


def _application(agency: Agency, number: int, came: date, answered: date | None) -> Application:
    return Application(
        agency=agency,
        number=f"B{agency.pk}-{number}",
        year=came.year,
        serial=number + 1,
        channel=tuple(Channel)[number % len(Channel)].value,
        applicant_kind=tuple(Applicant)[number % 11 % len(Applicant)].value,
        arrived_on=came,
        received_on=came,
        state="answered" if answered else "accepted",
        outcome="disclosed" if answered else "",
        closed_on=answered,
        due_on=came + timedelta(days=28),
        waiting_for="" if answered else "us",
    )


def _steps(row: Application, _number: int, came: date, answered: date | None) -> Iterator[CaseStep]:
    yield CaseStep(application=row, number=1, kind="register", on=came)
    yield CaseStep(application=row, number=2, kind="accept", on=came)
    if answered:
        yield CaseStep(application=row, number=3, kind="answer", on=answered, outcome="disclosed")
