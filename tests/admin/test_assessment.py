"""The assessment sheet: facts only, each with its way; for supervising offices and auditors."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.models import Agency, Event, Report
from reports.queries import assessment, statforms
from reports.services import handins
from tests.admin.pages import signed_in, text
from tests.factories import SHANGHAI, make_account, make_agency, make_publisher, make_report

pytestmark = pytest.mark.django_db
SHEET = "/admin/assessment/"
BEGUN = date(2020, 1, 1)
CHAPTERS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "行政复议、行政诉讼情况")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2025, 7, 1, 12, tzinfo=SHANGHAI))


@pytest.fixture
def city() -> Agency:
    return make_agency("示例市人民政府", slug="shi", kind="government", valid_from=BEGUN)


@pytest.fixture
def police(city: Agency) -> Agency:
    return make_agency("示例市公安局", slug="police", parent=city, valid_from=BEGUN)


def published(police: Agency, **fields: object) -> Report:
    values = {"published_at": datetime(2025, 2, 10, 9, tzinfo=SHANGHAI), **fields}
    report = make_report(agency=police, year=2024, form_id="national-2021", **values)
    report.chapters.all().delete()
    for position, heading in enumerate(CHAPTERS):
        report.chapters.create(position=position, number="一", heading=heading)
    return report


def line_of(police: Agency):
    account = make_account("sun", "supervisor", agency=police.parent)
    sheet = assessment.sheet(account, 2024, on=date(2025, 7, 1))
    return next(line for line in sheet.lines if line.row.standing.agency == police)


def test_every_figure_is_counted_from_what_stands_in_the_system(police):
    form = statforms.all_forms()["national-2021"]
    keys = list(form.keys())
    zero_and_seven = {keys[0]: Decimal(0), keys[1]: Decimal(7), keys[2]: None}
    report = published(police, figures=zero_and_seven, checks_failed=2, checks_warned=1, checks_open=3)
    handins.remind(agency=police, year=2024, text="请发布", by=make_account("sun", "supervisor"))
    line = line_of(police)
    assert line.row.days_over == 10
    assert (line.chapters, line.chapters_asked) == (4, 6)
    assert (line.cells, line.blanks) == (len(keys), len(keys) - 2)
    assert (line.failed, line.explained, line.overridden, line.unsure) == (2, 0, 0, 4)
    assert (line.corrections, line.row.reminders, line.received_at) == (0, 1, None)
    Report.objects.filter(pk=report.pk).update(explanation="系统口径。", checks_overridden=1)
    assert (line_of(police).explained, line_of(police).overridden) == (2, 1)


def test_corrections_and_receipts_are_counted_and_dated(police):
    first = published(police)
    made = handins.hand_in(report=first, by=make_publisher())
    handins.receive(hand_in=made, by=make_account("sun", "supervisor"))
    assert line_of(police).received_at is not None and line_of(police).corrections == 0
    Report.objects.filter(pk=first.pk).update(superseded_at=timezone.now())
    published(police, revision=2)
    line = line_of(police)
    assert (line.corrections, line.row.is_outdated) == (1, True)


def test_what_is_not_known_is_a_dash_and_never_a_zero(city, police):
    line = line_of(police)
    counts = (line.chapters, line.blanks, line.failed, line.explained, line.overridden, line.unsure)
    assert counts == (None,) * 6
    make_report(agency=city, year=2024, form_id="fujian-2008")
    client = signed_in("sun", "supervisor")
    page = text(client.get(SHEET, {"year": "2024"}))
    assert "依申请公开办理功能启用后列入，并非为零" in page
    table = client.post(f"{SHEET}file/", {"year": "2024"}).content.decode("utf-8-sig").splitlines()
    assert table[0].endswith("催报次数,逾期答复的申请")
    assert all(row.endswith("依申请公开办理功能启用后统计") for row in table[1:])
    [gone] = [row for row in table if row.startswith("示例市公安局")]
    assert ",151,,,,,,,,,0,,,0," in gone
    assert Event.objects.get(act="exported").subject_kind == "assessment"


def test_each_figure_leads_to_what_it_counts(police):
    report = published(police, checks_failed=1)
    made = handins.hand_in(report=report, by=make_publisher())
    handins.remind(agency=police, year=2024, text="请", by=make_account("sun", "supervisor"))
    client = signed_in("sun", "supervisor")
    page = text(client.get(SHEET, {"year": "2024"}))
    for address in (
        f"/admin/reports/report/{report.pk}/table/",
        f"/admin/reports/report/{report.pk}/receipt/{made.pk}/",
        f"/admin/reports/report/?agency__id__exact={police.pk}&amp;year=2024",
        f"/admin/reports/agency/{police.pk}/history/",
    ):
        assert f'href="{address}' in page
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_supervising_offices_and_auditors_read_it_within_their_reach(city, police):
    other = make_agency("乙县人民政府", slug="yi", kind="government", valid_from=BEGUN)
    for role in ("supervisor", "auditor"):
        for agency, seen in ((city, True), (other, False)):
            client = Client()
            client.force_login(make_account(f"{role}-{agency.slug}", role, agency=agency))
            assert ("示例市公安局" in text(client.get(SHEET))) == seen
    for role in ("editor", "reviewer", "publisher", "agency_administrator", "system_administrator"):
        client = signed_in(role, role)
        assert client.get(SHEET).status_code == 403
        assert client.post(f"{SHEET}file/").status_code == 403


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ([], 0),
        ([("一", "总体情况"), ("二", "概述")], 1),
        ([("（一）", "总体情况")], 0),
        ([("一", "总体情况" + "长" * 40)], 0),
        ([("六", "其他需要报告的事项"), ("五", "存在的主要问题及改进情况")], 2),
    ],
)
def test_chapters_are_known_by_what_their_headings_say(headings, found):
    assert assessment.found_chapters(headings) == found


def test_a_form_that_numbers_no_chapters_asks_for_none():
    assert assessment.chapters_asked(statforms.all_forms()["fujian-2008"]) is None
    assert assessment.chapters_asked(None) is None


def test_it_costs_the_same_however_many_bodies(city, police):
    def cost() -> int:
        client = signed_in("sun", "supervisor")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(SHEET, {"year": "2024"}).status_code == 200
        return len(captured)

    published(police)
    before = cost()
    for number in range(12):
        body = make_agency(f"更多{number}", slug=f"m-{number}", parent=city, valid_from=BEGUN)
        handins.hand_in(report=published(body), by=make_publisher())
    assert cost() == before
