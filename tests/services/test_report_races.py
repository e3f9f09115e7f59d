"""Two at once: what row locks are for. SQLite has one writer at a time and needs none of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from reports.models import Report
from reports.services import reports, scheduling
from tests.factories import (
    make_account,
    make_agency,
    make_publisher,
    make_report,
    make_reviewer,
    make_writer,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time"),
]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs the acts in threads of their own that start together; tells how each ended."""
    start, results = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            results[place] = "done"
        except reports.Refused:
            results[place] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def approved(report: Report) -> Report:
    reports.submit(report=report, by=make_writer())
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    return report


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_revisions_published_at_once_one_stands(attempt):
    first, by = make_report(), make_writer()
    drafts = []
    for _ in range(2):
        draft = reports.create(
            by=by, agency=first.agency, year=2016, title="草稿", correction_note="更正受理数"
        )
        reports.save_chapters(report=draft, chapters=[("一", "概述", "文字")], by=by)
        drafts.append(approved(draft))
    zhao = make_publisher()
    ends = at_once(*(lambda draft=draft: reports.publish(report=draft, by=zhao) for draft in drafts))
    assert ends in (["done", "done"], ["refused", "done"])
    assert Report.objects.current().get() == drafts[1]


def test_a_report_is_published_once_however_often_it_is_asked_for():
    draft, zhao = approved(make_report(state="draft")), make_publisher()
    seen = draft.version
    acts = [lambda: reports.publish(report=Report(pk=draft.pk), by=zhao, expected_version=seen)] * 4
    assert sorted(at_once(*acts)) == ["done", "refused", "refused", "refused"]
    assert draft.events.filter(act="published").count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_the_worker_and_a_person_who_publish_at_once_publish_once(attempt):
    report, zhao = approved(make_report(state="draft")), make_publisher()
    scheduling.schedule(report=report, at=timezone.now() + timedelta(hours=1), by=zhao)
    at = report.scheduled_at.isoformat()
    at_once(
        lambda: scheduling.publish_due.call(report.pk, at),
        lambda: scheduling.publish_due.call(report.pk, at),
        lambda: reports.publish(report=Report(pk=report.pk), by=zhao),
    )
    assert report.events.filter(act="published").count() == 1
    assert not report.events.filter(act="unscheduled").exists()


@pytest.mark.parametrize("attempt", range(5))
def test_what_is_sent_back_while_the_worker_publishes_is_one_or_the_other(attempt):
    report, zhao = approved(make_report(state="draft")), make_publisher()
    scheduling.schedule(report=report, at=timezone.now() + timedelta(hours=1), by=zhao)
    at = report.scheduled_at.isoformat()
    at_once(
        lambda: scheduling.publish_due.call(report.pk, at),
        lambda: reports.send_back(report=Report(pk=report.pk), reason="再核对", by=zhao),
    )
    report.refresh_from_db()
    acts = set(report.events.values_list("act", flat=True)) & {"published", "sent_back"}
    assert (report.state, acts) in (("published", {"published"}), ("draft", {"sent_back"}))
    assert report.scheduled_at is None


def test_two_reviewers_at_once_approve_once():
    report = make_report(state="draft")
    reports.submit(report=report, by=make_writer())
    people = [make_reviewer(), make_account("wu", "reviewer")]
    acts = [
        lambda by=by: reports.approve(report=Report(pk=report.pk), by=by, is_secrecy_reviewed=True)
        for by in people
    ]
    assert sorted(at_once(*acts)) == ["done", "refused"]
    assert report.events.filter(act="approved").count() == 1


def test_two_corrections_begun_at_once_are_one():
    report, by = make_report(), make_writer()
    ends = at_once(*[lambda: reports.new_revision(report=Report(pk=report.pk), by=by)] * 3)
    assert sorted(ends) == ["done", "refused", "refused"]
    assert Report.objects.count() == 2


def test_two_first_reports_made_at_once_are_two_revisions():
    agency, by = make_agency(), make_writer()
    ends = at_once(*[lambda: reports.create(by=by, agency=agency, year=2016, title="报告")] * 3)
    assert ends == ["done"] * 3
    assert sorted(Report.objects.values_list("revision", flat=True)) == [1, 2, 3]


def test_of_two_editors_who_save_at_once_one_is_told():
    draft, by = make_report(state="draft"), make_writer()
    acts = [
        lambda title=title: reports.revise(
            report=Report(pk=draft.pk), by=by, fields={"title": title}, expected_version=0
        )
        for title in ("甲", "乙")
    ]
    assert sorted(at_once(*acts)) == ["done", "refused"]
    assert draft.events.count() == 1
