"""Days by notice: set by who administers every agency, with their source; the cases they move are counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reports.models import Event, Workday
from tests.admin.caseclerk import filed, stop_clock
from tests.admin.pages import text
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
SOURCE = "国办发明电〔2024〕9号"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def administrator() -> Client:
    client = Client()
    client.force_login(make_account("zhao", "system_administrator"))
    return client


def set_day(client: Client, **typed: str) -> HttpResponse:
    form = {"day": "2024-07-22", "is_worked": "no", "source": SOURCE, **typed}
    return client.post(reverse("admin:reports_workday_add"), form, follow=True)


def test_a_day_off_moves_the_cases_counted_over_it_once_that_is_written() -> None:
    client = administrator()
    case = filed(make_agency("甲局", slug="jia"))  # due on Monday 29 July, counted over the 22nd
    ended_before = filed(
        make_agency("乙局", slug="yi"), arrived_on=date(2024, 6, 3), received_on=date(2024, 6, 3)
    )
    asked = set_day(client)
    assert asked.redirect_chain[-1][0] == reverse("admin:reports_workday_recount")
    assert dict(asked.context["counted"]) == {"甲局": 1} and case.number not in text(asked)
    case.refresh_from_db()
    assert case.due_on == date(2024, 7, 29)
    client.post(reverse("admin:reports_workday_recount"))
    case.refresh_from_db()
    assert case.due_on == date(2024, 7, 30)
    told = Event.objects.get(act="recomputed")
    assert told.subject_id == case.pk and told.changes["due_on"] == ["2024-07-29", "2024-07-30"]
    ended_before.refresh_from_db()
    assert ended_before.due_on == date(2024, 7, 2)


def test_a_day_is_set_once_changed_and_left_to_the_calendar_again() -> None:
    client = administrator()
    set_day(client)
    row = Workday.objects.get()
    assert (row.day, row.is_worked, row.source, row.by.username) == (date(2024, 7, 22), False, SOURCE, "zhao")
    again = set_day(client)
    assert "day" in again.context["adminform"].form.errors and Workday.objects.count() == 1
    where = reverse("admin:reports_workday_change", args=[row.pk])
    client.post(where, {"is_worked": "yes", "source": SOURCE, "day": "2025-01-01"})
    row.refresh_from_db()
    assert row.is_worked and row.day == date(2024, 7, 22)
    client.post(reverse("admin:reports_workday_delete", args=[row.pk]), {"post": "yes"})
    assert not Workday.objects.exists()
    acts = [event.act for event in Event.objects.filter(subject_kind="workday").order_by("sequence")]
    assert acts == ["created", "edited", "deleted"]


@pytest.mark.parametrize(
    "typed", [{"source": " "}, {"is_worked": ""}, {"day": ""}, {"day": "1999-01-01"}, {"day": "2100-01-01"}]
)
def test_a_day_without_source_or_out_of_reason_is_refused(typed: dict[str, str]) -> None:
    client = administrator()
    answer = set_day(client, **typed)
    assert answer.status_code == 200 and answer.context["adminform"].form.errors
    assert not Workday.objects.exists()


def test_who_administers_one_agency_does_not_move_everybodys_calendar() -> None:
    client = Client()
    client.force_login(make_account("zhou", "system_administrator", agency=make_agency()))
    assert set_day(client).status_code == 403
    assert client.get(reverse("admin:reports_workday_recount")).status_code == 403
