"""Fills the scratch database: the samples for the pages, many plain reports for the list."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from reports.models import Account, Agency, Report
from reports.queries import powers
from reports.services import samples


def load() -> None:
    """The samples, with their tables and narratives."""
    samples.load()


def grow_to(count: int) -> None:
    """Adds published reports of made-up agencies, 20 years each, until `count` stand."""
    missing = count - Report.objects.current().count()
    by = Account.objects.get(username=powers.SAMPLES)
    first = Agency.objects.count()
    needed = -(-missing // 20)
    agencies = Agency.objects.bulk_create(
        Agency(name=f"示例第{number}局", slug=f"bench-{number}", level="county", kind="department")
        for number in range(first, first + needed)
    )
    places = itertools.islice(itertools.product(agencies, range(2005, 2025)), missing)
    Report.objects.bulk_create(_report(agency, year, by) for agency, year in places)


def _report(agency: Agency, year: int, by: Account) -> Report:
    at = datetime(year + 1, 1, 20, 1, 0, tzinfo=UTC)
    return Report(
        agency=agency,
        year=year,
        title=f"{agency.name}{year}年政府信息公开工作年度报告",
        source_line=agency.name,
        published_at=at,
        preamble="示例" * 200,
        form_id="fujian-2008",
        checks_held=14,
        state="published",
        created_by=by,
        released_at=at,
        released_by=by,
    )
