"""Letters issued, and findings explained, by several people at once: each number once, no deadlock."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from reports.models import Letter, Report
from reports.services import letters, overrides
from tests.casefactories import make_application
from tests.factories import make_account, make_agency, make_writer
from tests.services.test_overrides import CHECK, make_wrong
from tests.services.test_report_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]
DAY = date(2024, 3, 20)


@pytest.mark.parametrize("attempt", range(3))
def test_letters_issued_at_once_get_each_a_number_of_their_own(attempt: int) -> None:
    agency = make_agency("示例市统计局", slug="tjj", telephone="0000-1234567")
    by = make_account("wang", "caseworker", agency=agency)
    drafts = [
        letters.draft(
            make_application(agency=agency), "answer:state_secret", by=by, on=DAY, reason="已依法定密"
        )
        for _ in range(6)
    ]
    alone = [lambda one=one: letters.issue(one, on=DAY, by=by, today=DAY) for one in drafts[::2]]
    with_step = [
        lambda one=one: letters.issue_with_step(one, on=DAY, by=by, today=DAY) for one in drafts[1::2]
    ]
    assert at_once(*alone, *with_step) == ["done"] * 6
    assert sorted(Letter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Letter.objects.exclude(step=None).count() == 3


def test_one_letter_is_issued_once_however_often_it_is_asked_for() -> None:
    agency = make_agency("示例市统计局", slug="tjj", telephone="0000-1234567")
    by = make_account("wang", "caseworker", agency=agency)
    draft = letters.draft(
        make_application(agency=agency), "answer:state_secret", by=by, on=DAY, reason="已依法定密"
    )
    acts = [lambda: letters.issue_with_step(Letter(pk=draft.pk), on=DAY, by=by, today=DAY)] * 4
    assert sorted(at_once(*acts)) == ["done", "refused", "refused", "refused"]
    assert draft.application.steps.filter(kind="answer").count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_of_several_reasons_given_at_once_for_one_finding_one_stands(attempt: int) -> None:
    report, by = make_wrong(), make_writer()
    acts = [
        lambda said=said: overrides.override(
            report=Report(pk=report.pk), check_code=CHECK, reason=said, by=by
        )
        for said in ("原件如此", "原件即为此数", "上级已核", "原件如此")
    ]
    assert at_once(*acts) == ["done"] * 4
    assert report.overrides.count() == 1
