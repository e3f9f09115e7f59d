"""The doors of a register's year, tried as in `doors`: looking, counting, drafting, declaring, explaining."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from reports.domain.statform.definition import CellKey
from reports.models import Agency, Difference, Report, YearCount
from tests.admin.doors import Door, at, told
from tests.admin.pages import text
from tests.casefactories import make_application
from tests.factories import make_report

YEAR = 2024
CELL = CellKey("applications", "1", "total")


def listed(client: Client, agency: Agency) -> str:
    """The list of agencies with their years."""
    answer = client.get(at("years"))
    return told(answer, answer.status_code == 200 and at("year", agency.pk, YEAR) in text(answer))


def page(client: Client, agency: Agency) -> str:
    """The year, only looked at."""
    answer = client.get(at("year", agency.pk, YEAR))
    return told(answer, answer.status_code == 200)


def cases(client: Client, agency: Agency) -> str:
    """The cases behind a number."""
    case = make_application(agency=agency)
    answer = client.get(at("year_cases", agency.pk, YEAR), {"cell": str(CELL)})
    return told(answer, answer.status_code == 200 and case.number in text(answer))


def sent(is_done: Callable[[Agency], bool], **typed: str) -> Door:
    """A button of the year's page."""

    def door(client: Client, agency: Agency) -> str:
        answer = client.post(at("year", agency.pk, YEAR), typed)
        return told(answer, is_done(Agency.objects.get(pk=agency.pk)))

    return door


def explained(client: Client, agency: Agency) -> str:
    """A difference between the published report and the count, explained."""
    Agency.objects.filter(pk=agency.pk).update(register_from=YEAR)
    make_report(agency=agency, year=YEAR, form_id="national-2021", figures={CELL: Decimal(7)})
    YearCount.objects.create(
        agency=agency,
        year=YEAR,
        form_id="national-2021",
        cells={CELL.table: {CELL.row: {CELL.column: 6}}},
        counted_at=timezone.now(),
    )
    answer = client.post(at("year_explain", agency.pk, YEAR), {"cell": str(CELL), "reason": "一件未录入"})
    return told(answer, Difference.objects.filter(agency=agency).exists())


YEAR_DOORS: dict[str, Door] = {
    "year list": listed,
    "year page": page,
    "year cases": cases,
    "count year": sent(lambda agency: agency.year_counts.exists(), _count=""),
    "draft of count": sent(lambda agency: Report.objects.filter(agency=agency).exists(), _draft=""),
    "register whole": sent(lambda agency: agency.register_from == YEAR, _complete="", register_from="2024"),
    "dispute rule": sent(
        lambda agency: agency.dispute_rule == "dispute_filed_in_year", _rule="", rule="dispute_filed_in_year"
    ),
    "explain count": explained,
}
