"""Other portals in the admin: kept by who administers every agency, asked by the worker, not in a request."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reports.models import Event, FeedSource
from reports.services import feedsources
from tests.admin.pages import text
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
ADDRESS = "https://xian.example.gov.cn"


@pytest.fixture
def client() -> Client:
    found = Client()
    found.force_login(make_account("zhao", "system_administrator"))
    return found


def send(client: Client, row: FeedSource | None = None, **typed: str) -> HttpResponse:
    name, args = ("change", [row.pk]) if row else ("add", [])
    form = {"address": ADDRESS, "is_on": "on", "every": "30", "under": "", "agency_map": "", **typed}
    return client.post(reverse(f"admin:reports_feedsource_{name}", args=args), form, follow=True)


def test_a_portal_is_entered_changed_and_marked_for_the_worker(client: Client) -> None:
    under = make_agency("示例市人民政府", slug="shili", kind="government")
    here = make_agency("示例县教育局", slug="jyj", parent=under)
    said = send(client, address=f"{ADDRESS}:443/api/v1/changes", under=str(under.pk), agency_map="jiaoyu=jyj")
    row = FeedSource.objects.get()
    assert (row.address, row.is_on, row.every, row.under) == (ADDRESS, True, 30, under)
    assert row.agency_map == "jiaoyu = jyj" and feedsources.named(row) == {"jiaoyu": here}
    assert row.wanted_at is None and row.taken_at is None and ADDRESS in text(said)

    send(client, row, address="https://elsewhere.example", is_on="", every="60", agency_map="", _now="1")
    row.refresh_from_db()
    assert (row.address, row.is_on, row.every, row.agency_map) == (ADDRESS, False, 60, "")
    assert row.wanted_at is not None and row.taken_at is None  # nothing was asked in the request
    events = Event.objects.filter(subject_kind="feedsource").order_by("sequence")
    assert [event.act for event in events] == ["created", "edited", "edited"]
    assert events[1].changes["every"] == ["30", "60"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"address": "http://xian.example.gov.cn"}, "pull_changes"),
        ({"address": "https://10.0.0.5"}, "pull_changes"),
        ({"address": "https://localhost"}, "pull_changes"),
        ({"address": "https://u:p@xian.example.gov.cn"}, "https://"),
        ({"address": "javascript:alert(1)"}, "https://"),
        ({"address": "https://twice.example.gov.cn"}, "已存在"),
        ({"every": "0"}, "1"),
        ({"every": "1441"}, "1440"),
        ({"agency_map": "jiaoyu"}, "第1行"),
        ({"agency_map": "a = nowhere"}, "nowhere"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client: Client, typed: dict[str, str], words: str) -> None:
    FeedSource.objects.create(address="https://twice.example.gov.cn")
    said = send(client, **typed)
    assert said.status_code == 200 and words in text(said)
    assert FeedSource.objects.count() == 1


def test_the_list_shows_how_far_and_what_went_wrong_and_deletes_nothing(client: Client) -> None:
    row = FeedSource.objects.create(address=ADDRESS, last_sequence=4711, fault="对方不应答。")
    said = text(client.get(reverse("admin:reports_feedsource_changelist")))
    assert ADDRESS in said and "4711" in said and "对方不应答。" in said
    assert client.get(reverse("admin:reports_feedsource_change", args=[row.pk])).status_code == 200
    assert client.post(reverse("admin:reports_feedsource_delete", args=[row.pk])).status_code == 403
    assert FeedSource.objects.exists()


def test_who_administers_one_agency_alone_finds_none() -> None:
    row = FeedSource.objects.create(address=ADDRESS)
    client = Client()
    client.force_login(make_account("qian", "system_administrator", agency=make_agency("甲局", slug="jia")))
    assert client.get(reverse("admin:reports_feedsource_changelist")).status_code == 403
    assert client.get(reverse("admin:reports_feedsource_change", args=[row.pk])).status_code == 404
