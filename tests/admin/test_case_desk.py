"""The desk of caseworkers: what is due, whom a case waits for, whose it is; each line leads to its list."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from reports.domain.casework.steps import StepKind
from reports.models import Application
from reports.services import casework
from tests.admin.caseclerk import MONDAY, clerk, filed, stop_clock
from tests.admin.pages import text
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def piles(client: Client) -> dict[str, int]:
    page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    found = {}
    for part in text(page).split('<div class="pile">')[1:]:
        address = part.split('href="')[1].split('"')[0]
        found[address.rpartition("?")[2]] = int(part.split('pile-count">')[1].split("<")[0])
    return found


def received(agency: object, day: int, month: int = 6) -> Application:
    on = date(2024, month, day)
    return filed(agency, arrived_on=on, received_on=on)


def test_each_case_stands_in_the_lines_it_belongs_to_and_each_line_lists_what_it_counts() -> None:
    client, sun, agency = clerk()
    received(agency, 14)  # due 12 July: overdue
    received(agency, 17)  # due today, 15 July
    received(agency, 20)  # due 18 July: within three days
    received(agency, 21)  # due 19 July: not within three days
    filed(agency, received_on=None)
    asked = received(agency, 8, 7)
    given = {"until": date(2024, 7, 12), "note": "请补正"}
    casework.perform(
        asked, StepKind.ASK_SUPPLEMENT, by=sun, on=date(2024, 7, 9), today=date(2024, 7, 9), **given
    )
    assert casework.refresh(today=MONDAY) == 1
    waiting = received(agency, 8, 7)
    detail = {"party": "other_organ"}
    casework.perform(
        waiting, StepKind.CONSULT, by=sun, on=date(2024, 7, 9), today=MONDAY, ref="C1", detail=detail
    )
    Application.objects.filter(pk=waiting.pk).update(assigned_to=sun)
    found = piles(client)
    assert found == {
        "due=overdue": 1,
        "due=today": 1,
        "due=soon": 1,
        "state=registered": 1,
        "waits=period-over": 1,
        "waits=us": 6,
        "waits=other_organ": 1,
        "assigned=me": 1,
        "assigned=nobody": 6,
    }
    for query, count in found.items():
        answer = client.get(f"{reverse('admin:reports_application_changelist')}?{query}")
        assert len(answer.context["cl"].result_list) == count, query


def test_nobody_else_has_this_desk_and_nobody_sees_anothers_cases() -> None:
    _client, _sun, agency = clerk()
    case = received(agency, 14)
    other = make_agency("乙局", slug="yi")
    for role in ("editor", "reviewer", "publisher", "supervisor", "auditor", "system_administrator"):
        client = Client()
        client.force_login(make_account(f"one-{role}", role, agency=agency))
        assert case.number not in text(client.get(reverse("admin:index")))
    wang, *_rest = clerk("wang", other)
    assert case.number not in text(wang.get(reverse("admin:index")))


def test_the_desk_costs_the_same_however_many_cases_wait(django_assert_max_num_queries) -> None:
    client, _sun, agency = clerk()
    received(agency, 14)
    client.get(reverse("admin:index"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("admin:index"))
    count = len(few)
    for _each in range(10):
        received(agency, 14)
    with django_assert_max_num_queries(count):
        client.get(reverse("admin:index"))
