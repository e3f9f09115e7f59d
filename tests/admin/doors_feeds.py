"""Doors of the exchange: other portals, which are nobody's agency. Who administers every agency is tried in
test_feedsources."""

from __future__ import annotations

from django.test import Client

from reports.models import Agency, FeedSource
from tests.admin.doors import Door, at, told

ADDRESS = "https://xian.example.gov.cn"


def listed(client: Client, agency: Agency) -> str:
    """The list."""
    FeedSource.objects.create(address=ADDRESS)
    answer = client.get(at("reports_feedsource_changelist"))
    return told(answer, answer.status_code == 200)


def shown(client: Client, agency: Agency) -> str:
    """The page of one."""
    answer = client.get(at("reports_feedsource_change", FeedSource.objects.create(address=ADDRESS).pk))
    return told(answer, answer.status_code == 200)


def added(client: Client, agency: Agency) -> str:
    """One more."""
    form = {"address": ADDRESS, "every": "30", "under": str(agency.pk), "agency_map": ""}
    return told(client.post(at("reports_feedsource_add"), form), FeedSource.objects.exists())


def changed(client: Client, agency: Agency) -> str:
    """One switched on, and to be taken over at once."""
    row = FeedSource.objects.create(address=ADDRESS, under=agency)
    form = {"is_on": "on", "every": "30", "under": str(agency.pk), "agency_map": "", "_now": "1"}
    answer = client.post(at("reports_feedsource_change", row.pk), form)
    row.refresh_from_db()
    return told(answer, row.is_on or row.wanted_at is not None)


FEED_DOORS: dict[str, Door] = {
    "feed list": listed,
    "feed page": shown,
    "add feed": added,
    "change feed": changed,
}
