"""Two at once: what row locks are for. SQLite has one writer at a time and needs none of it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from reports.models import Report
from reports.services import reports
from tests.factories import make_agency, make_publisher, make_report, make_reviewer, make_writer

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


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_revisions_published_at_once_one_stands(attempt):
    first, by = make_report(), make_writer()
    drafts = []
    for _ in range(2):
        draft = reports.create(by=by, agency=first.agency, year=2016, title="草稿")
        reports.save_chapters(report=draft, chapters=[("一", "概述", "文字")], by=by)
        drafts.append(draft)
    ends = at_once(*(lambda draft=draft: reports.publish(report=draft, by=by) for draft in drafts))
    assert ends in (["done", "done"], ["refused", "done"])
    assert Report.objects.current().get() == drafts[1]


def test_a_report_is_published_once_however_often_it_is_asked_for():
    draft, by = make_report(state="draft"), make_writer()
    seen = draft.version
    ends = at_once(*[lambda: reports.publish(report=Report(pk=draft.pk), by=by, expected_version=seen)] * 4)
    assert sorted(ends) == ["done", "refused", "refused", "refused"]
    assert draft.events.filter(act="published").count() == 1


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
