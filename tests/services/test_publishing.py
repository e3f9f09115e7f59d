"""What follows a publication, done by the real worker on its real queue."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from reports.domain.statform.definition import CellKey
from reports.models import Report
from reports.services import publishing
from reports.services.figures import recount
from tests.factories import make_agency, make_report, seed_figures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def signals_kept() -> Iterator[None]:
    """The worker takes over the signals of the process it runs in: give them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def work() -> list[object]:
    """Run what is queued; what each task returned."""
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    return [task.return_value for task in DBTaskResult.objects.order_by("enqueued_at")]


def counted(report: Report) -> tuple[int, int, int, int]:
    """Checks that hold, fail, warn and cannot tell, as stored."""
    report.refresh_from_db()
    return report.checks_held, report.checks_failed, report.checks_warned, report.checks_open


def make_next_year(**fields: object) -> Report:
    """2017: one more of everything public, and the running totals (历年累计) go on from 2016's 24,112."""
    figures = dict(seed_figures())
    figures[CellKey("statistics", "1", "year")] = Decimal(100)
    figures[CellKey("statistics", "1.1", "year")] = Decimal(100)
    figures[CellKey("statistics", "1", "cumulative")] = Decimal(24_212)
    figures[CellKey("statistics", "1.1", "cumulative")] = Decimal(24_212)
    report = make_report(year=2017, figures=figures, **fields)
    recount(report)
    return report


def test_publishing_a_year_checks_the_next_one_against_it() -> None:
    following = make_next_year()
    before = counted(following)
    previous = make_report(year=2016)
    publishing.after_publication(previous)
    assert work() == [1]
    after = counted(following)
    assert sum(after) > sum(before), "the checks that cross years were not counted"
    assert after[1] + after[2] > before[1] + before[2], "no carry-over failed, though the totals do not go on"


def test_other_bodies_other_years_and_roll_ups_are_left_alone() -> None:
    untouched = [
        make_report(year=2018),
        make_report(year=2017, kind="roll_up"),
        make_report(year=2017, agency=make_agency("示例市教育局")),
        make_report(
            year=2017,
            state="withdrawn",
            withdrawn_at="2018-05-01T09:00+08:00",
            withdrawn_by=make_report(year=2009).created_by,
            withdrawal_reason="重复发布",
        ),
    ]
    publishing.after_publication(make_report(year=2016))
    assert work() == [0]
    assert {counted(report) for report in untouched} == {(0, 0, 0, 0)}


def test_drafts_of_the_next_year_are_checked_too() -> None:
    draft = make_next_year(state="draft")
    before = counted(draft)
    publishing.after_publication(make_report(year=2016))
    assert work() == [1]
    assert sum(counted(draft)) > sum(before)


def test_nothing_is_queued_when_the_publication_is_rolled_back() -> None:
    report = make_report(year=2016)
    with pytest.raises(RuntimeError), transaction.atomic():
        publishing.after_publication(report)
        raise RuntimeError("publication refused")
    assert DBTaskResult.objects.count() == 0


def test_a_report_that_is_gone_by_then_is_no_error() -> None:
    publishing.recount_next_year.enqueue(987_654)
    assert work() == [0]
