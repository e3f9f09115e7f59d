"""A fixed day for pages that say how things stand today, and the reports most tests begin with."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from reports.models import Agency, Report
from tests.factories import SHANGHAI, make_agency, make_report


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on 1 July 2025."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2025, 7, 1, 12, 0, tzinfo=SHANGHAI))


@pytest.fixture
def police(db: None) -> Agency:
    """示例市公安局 at a known address."""
    return make_agency("示例市公安局", slug="police")


@pytest.fixture
def report(police: Agency) -> Report:
    """Its published report on 2016, with the 32 figures of the first real report."""
    return make_report(agency=police)
