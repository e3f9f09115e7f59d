"""`manage.py recompute_deadlines`: says which cases the calendar moves; writes them when told to."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.domain.casework.steps import StepKind
from reports.models import Application, Event, Workday
from reports.services import casework
from tests.admin.caseclerk import filed, stop_clock
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def run(*options: str) -> str:
    out = StringIO()
    call_command("recompute_deadlines", *options, stdout=out)
    return out.getvalue()


def a_day_off() -> None:
    Workday.objects.create(day=date(2024, 7, 22), is_worked=False, source="通知", by=make_account("zhao"))


def test_nothing_moves_while_the_calendar_stands() -> None:
    filed(make_agency("甲局", slug="jia"))
    assert run() == "0 open cases are due on another day. Nothing was written.\n"


def test_it_shows_from_when_to_when_and_writes_nothing_unasked() -> None:
    case = filed(make_agency("甲局", slug="jia"))
    a_day_off()
    told = run()
    assert f"{case.number}: 2024-07-29 → 2024-07-30" in told and "1 open cases" in told
    case.refresh_from_db()
    assert case.due_on == date(2024, 7, 29) and not Event.objects.filter(act="recomputed").exists()


def test_with_apply_it_writes_each_with_an_entry_of_the_log_and_the_second_time_nothing() -> None:
    case = filed(make_agency("甲局", slug="jia"))
    a_day_off()
    assert "1 cases written." in run("--apply")
    case.refresh_from_db()
    assert case.due_on == date(2024, 7, 30)
    told = Event.objects.get(act="recomputed")
    assert told.by is None and told.subject_id == case.pk
    assert told.changes == {"due_on": ["2024-07-29", "2024-07-30"]}
    assert "0 cases written." in run("--apply")


def test_ended_and_unconfirmed_cases_stay_as_they_are() -> None:
    agency = make_agency("甲局", slug="jia")
    ended = filed(agency)
    by = make_account("chen", "caseworker", agency=agency)
    casework.perform(ended, StepKind.WITHDRAW, by=by, on=date(2024, 7, 3), today=date(2024, 7, 3))
    filed(agency, received_on=None)
    a_day_off()
    assert run("--apply").endswith("0 cases written.\n")


def test_it_keeps_to_one_agency_when_told() -> None:
    jia, yi = filed(make_agency("甲局", slug="jia")), filed(make_agency("乙局", slug="yi"))
    a_day_off()
    assert jia.number in run("--agency", "jia") and yi.number not in run("--agency", "jia")
    run("--apply", "--agency", "yi")
    due = dict(Application.objects.values_list("pk", "due_on"))
    assert due == {jia.pk: date(2024, 7, 29), yi.pk: date(2024, 7, 30)}
    with pytest.raises(CommandError, match="no agency"):
        run("--agency", "nowhere")


def test_a_year_not_announced_is_marked_provisional() -> None:
    case = filed(make_agency("甲局", slug="jia"))
    Application.objects.filter(pk=case.pk).update(is_due_provisional=True)
    assert f"{case.number}: 2024-07-29 (provisional) → 2024-07-29" in run()
