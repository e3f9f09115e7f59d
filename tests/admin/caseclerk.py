"""A caseworker at the door of the admin on a Monday in July 2024, and cases made through the services."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from reports.models import Account, Agency, Application
from reports.services import applications
from reports.services.applications import Asked
from tests.casefactories import WHO
from tests.factories import SHANGHAI, make_account, make_agency

MONDAY = date(2024, 7, 15)
"""Today in these tests. The 20th working day after Monday 1 July 2024 is Monday 29 July."""


def stop_clock(monkeypatch: pytest.MonkeyPatch, *, day: date = MONDAY) -> None:
    """Ten in the morning of that day."""
    now = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
    monkeypatch.setattr(timezone, "now", lambda: now)


def clerk(name: str = "sun", agency: Agency | None = None) -> tuple[Client, Account, Agency]:
    """The browser of somebody who handles applications of that agency; who; which."""
    agency = agency or make_agency("甲市生态环境局", slug="jia")
    account = make_account(name, "caseworker", agency=agency)
    client = Client()
    client.force_login(account)
    return client, account, agency


def filed(
    agency: Agency,
    *,
    arrived_on: date = date(2024, 7, 1),
    received_on: date | None = date(2024, 7, 1),
    channel: str = "online",
    person: dict[str, str] | None = None,
    description: str = "2023年示例路改造工程的预算",
    kind: str = "application",
) -> Application:
    """A case taken in by 陈, through the services."""
    return applications.file(
        agency=agency,
        asked=Asked(kind, channel, "natural_person", description),
        person=person or WHO,
        arrived_on=arrived_on,
        received_on=received_on,
        today=MONDAY,
        by=make_account("chen", "caseworker", agency=agency),
    ).application
