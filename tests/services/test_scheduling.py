"""Publication at a time set before, done by the real worker on its real queue."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports.models import Account, Appointment, Report
from reports.services import reports, scheduling
from tests.factories import make_account, make_agency, make_publisher, make_report, make_reviewer, make_writer

pytestmark = pytest.mark.django_db(transaction=True)
SOON, TOMORROW = timedelta(milliseconds=500), timedelta(days=1)


@pytest.fixture(autouse=True)
def signals_kept() -> Iterator[None]:
    """The worker takes over the signals of the process it runs in: give them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def work() -> list[object]:
    """Run what is queued and due; what each finished publication returned."""
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    mine = DBTaskResult.objects.filter(task_path=scheduling.publish_due.module_path)
    return [task.return_value for task in mine.order_by("enqueued_at") if task.finished_at]


def approved(**fields: object) -> Report:
    report = make_report(state="draft", **fields)
    reports.submit(report=report, by=make_writer())
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    return report


def scheduled(after: timedelta = SOON, **fields: object) -> Report:
    """An approved report with its time set; a time that is near has come when this returns."""
    report, by = approved(**fields), make_publisher()
    scheduling.schedule(report=report, at=timezone.now() + after, by=by)
    while after == SOON and timezone.now() < report.scheduled_at:
        pass
    return report


def test_it_is_published_when_its_time_has_come_in_the_name_of_who_set_it() -> None:
    report = scheduled()
    assert report.events.last().act == "scheduled"
    assert work() == ["published"]
    report.refresh_from_db()
    assert (report.state, report.released_by, report.scheduled_at) == ("published", make_publisher(), None)
    assert report.events.last().act == "published"


def test_not_before() -> None:
    report = scheduled(TOMORROW)
    assert work() == []
    report.refresh_from_db()
    assert report.state == "in_review"


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_the_time_is_to_come_and_within_a_year(after: timedelta) -> None:
    report = approved()
    with pytest.raises(reports.Refused, match="将来"):
        scheduling.schedule(report=report, at=timezone.now() + after, by=make_publisher())


def test_only_what_could_be_published_is_scheduled() -> None:
    report = make_report(state="draft")
    reports.submit(report=report, by=make_writer())
    with pytest.raises(reports.Refused, match="尚未通过审核"):
        scheduling.schedule(report=report, at=timezone.now() + TOMORROW, by=make_publisher())
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    for name, role, agency in (("wu", "editor", None), ("wang", "publisher", make_agency("示例市教育局"))):
        with pytest.raises(reports.NotAllowed):
            by = make_account(name, role, agency=agency)
            scheduling.schedule(report=report, at=timezone.now() + TOMORROW, by=by)


def test_a_time_set_anew_counts_alone() -> None:
    report = scheduled()
    first = report.scheduled_at
    scheduling.schedule(report=report, at=timezone.now() + TOMORROW, by=make_publisher())
    assert work() == ["not scheduled"]
    report.refresh_from_db()
    assert report.state == "in_review" and report.scheduled_at > first
    before, _after = report.events.last().changes["scheduled_at"]
    assert before


def test_taken_off_it_stays_approved() -> None:
    report = scheduled()
    scheduling.unschedule(report=report, by=make_publisher(), reason="等会议")
    assert work() == ["not scheduled"]
    report.refresh_from_db()
    assert (report.state, report.scheduled_by, report.reviewed_by) == ("in_review", None, make_reviewer())
    assert (report.events.last().act, report.events.last().reason) == ("unscheduled", "等会议")
    with pytest.raises(reports.Refused, match="未设定"):
        scheduling.unschedule(report=report, by=make_publisher())


def test_sent_back_it_is_not_published() -> None:
    report = scheduled()
    reports.send_back(report=report, reason="再核对", by=make_reviewer())
    assert work() == ["not scheduled"]
    report.refresh_from_db()
    assert (report.state, report.scheduled_at) == ("draft", None)


def test_run_twice_it_is_published_once() -> None:
    report = scheduled()
    scheduling.publish_due.enqueue(report.pk, report.scheduled_at.isoformat())
    assert sorted(work()) == ["not scheduled", "published"]
    assert report.events.filter(act="published").count() == 1


def taken_off(report: Report) -> tuple[str, str]:
    """That the worker took it off; who is named, and why."""
    assert work() == ["refused"]
    report.refresh_from_db()
    assert (report.state, report.scheduled_at, report.scheduled_by) == ("in_review", None, None)
    last = report.events.last()
    assert last.act == "unscheduled"
    return last.by.username, last.reason


def test_a_publisher_whose_role_is_gone_by_then_publishes_nothing() -> None:
    report = scheduled()
    Appointment.objects.filter(account=make_publisher()).delete()
    who, why = taken_off(report)
    assert who == "worker" and "无权" in why


@pytest.mark.parametrize("mark", ["is_active", "is_staff"])
def test_nor_one_whose_account_is_switched_off_or_no_longer_of_the_staff(mark: str) -> None:
    report = scheduled()
    Account.objects.filter(username="zhao").update(**{mark: False})
    assert "无权" in taken_off(report)[1]


def test_nor_one_who_has_become_a_writer_of_it() -> None:
    report = scheduled()
    reports.told(report, "edited", by=make_publisher())
    assert "其他人员发布" in taken_off(report)[1]


def test_checks_that_fail_by_then_keep_it_back() -> None:
    report = scheduled()
    report.cells.filter(row="2", column="year").update(value=3)
    assert "2项核验" in taken_off(report)[1]


def test_a_newer_revision_published_meanwhile_keeps_it_back() -> None:
    report = scheduled()
    make_report(agency=report.agency, revision=2)
    assert "2" in taken_off(report)[1]


def test_a_report_that_is_gone_is_no_error() -> None:
    scheduling.publish_due.enqueue(987_654, timezone.now().isoformat())
    assert work() == ["not scheduled"]


def test_what_was_due_and_lost_its_task_is_queued_again() -> None:
    report = scheduled()
    DBTaskResult.objects.all().delete()
    now = timezone.now()
    assert scheduling.queue_overdue(now=now) == 0
    assert scheduling.queue_overdue(now=now + timedelta(hours=2)) == 1
    assert work() == ["published"]
    report.refresh_from_db()
    assert report.state == "published"
