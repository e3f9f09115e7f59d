"""The staff's first page: what waits, role by role, and nothing of what is not theirs."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reports.models import Account, Agency, Reminder, Report
from reports.queries import desks
from reports.services import events, handins, reports, scheduling
from tests.admin.pages import signed_in, text
from tests.factories import (
    SHANGHAI,
    make_account,
    make_agency,
    make_publisher,
    make_report,
    make_reviewer,
    make_writer,
    released,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 20, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def office() -> Agency:
    return make_agency("示例市人民政府", slug="shi", kind="government", valid_from=date(2024, 1, 1))


@pytest.fixture
def police(office: Agency) -> Agency:
    return make_agency("示例市公安局", slug="police", parent=office, valid_from=date(2024, 1, 1))


def piles(name: str, *roles: str, agency: Agency | None = None) -> dict[str, list[str]]:
    """Pile → the texts of its items, over all desks of that account."""
    account = Account.objects.get(pk=make_account(name, *roles, agency=agency).pk)
    found = desks.of(account, now=timezone.now())
    return {pile.key: [item.text for item in pile.items] for desk in found for pile in desk.piles}


def pile(key: str, name: str, *roles: str, agency: Agency | None = None):
    account = Account.objects.get(pk=make_account(name, *roles, agency=agency).pk)
    return next(one for desk in desks.of(account, now=timezone.now()) for one in desk.piles if one.key == key)


def submitted(agency: Agency, **fields: object) -> Report:
    report = make_report(agency=agency, state="draft", **fields)
    reports.submit(report=report, by=make_writer(), explanation="沿用")
    return report


def test_an_editor_finds_what_came_back_with_the_reason(police):
    report = submitted(police, title="退回的报告")
    reports.send_back(report=report, reason="第三章缺附表", by=make_reviewer())
    found = pile("sent-back", "chen", "editor", agency=police)
    assert [(item.text, item.reason) for item in found.items] == [("退回的报告", "第三章缺附表")]
    reports.submit(report=report, by=make_writer())
    assert "sent-back" not in piles("chen", "editor", agency=police)


def test_a_draft_is_untouched_after_fourteen_days_not_before(police):
    for days, year in ((14, 2015), (13, 2014)):
        report = make_report(agency=police, state="draft", year=year, title=f"{days}天")
        moment = NOW - timedelta(days=days, seconds=1)
        Report.objects.filter(pk=report.pk).update(updated_at=moment)
    assert piles("chen", "editor", agency=police)["untouched"] == ["14天"]


def test_an_editor_is_told_what_is_owed_with_the_days_left_or_late(office, police):
    chen = make_account("chen", "editor", agency=police)
    make_account("chen", "editor", agency=office)
    items = desks.deskowed.owed(Account.objects.get(pk=chen.pk), now=NOW)
    assert [(item.text, item.note) for item in items] == [
        ("示例市公安局，2024年度报告", "未开始；2025-01-31 截止，逾期 48 天"),
        ("示例市人民政府，2024年度报告", "未开始；2025-03-31 截止，还有 11 天"),
    ]
    assert items[0].address == f"/admin/reports/report/add/?agency={police.pk}&year=2024"


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (datetime(2025, 3, 31, 23, 59), "2025-03-31 截止，今天是最后一天"),
        (datetime(2025, 4, 1, 0, 0), "2025-03-31 截止，逾期 1 天"),
    ],
)
def test_the_last_day_is_still_in_time(office, day, note):
    chen = make_account("chen", "editor", agency=office)
    [item] = desks.deskowed.owed(chen, now=day.replace(tzinfo=SHANGHAI))
    assert item.note.endswith(note)


def test_what_is_owed_leads_to_the_draft_that_was_begun_and_goes_once_it_is_public(police):
    report = make_report(agency=police, year=2024, form_id="", state="draft")
    chen = make_account("chen", "editor", agency=police)
    [item] = desks.deskowed.owed(chen, now=NOW)
    assert item.address == f"/admin/reports/report/{report.pk}/change/"
    released(report)
    assert desks.deskowed.owed(chen, now=NOW) == []


def test_a_reminder_stands_on_the_desk_until_the_report_is_public(police, office):
    handins.remind(agency=police, year=2024, text="请于3月底前发布。", by=make_account("sun", "supervisor"))
    found = pile("reminders", "chen", "editor", agency=police)
    assert found.items[0].reason == "请于3月底前发布。"
    make_report(agency=police, year=2024, form_id="")
    assert "reminders" not in piles("chen", "editor", agency=police)


def test_a_reviewer_sees_the_longest_waiting_first_and_what_they_wrote_themselves(police):
    _second, first = (submitted(police, year=year, title=f"{year}") for year in (2015, 2016))
    Report.objects.filter(pk=first.pk).update(submitted_at=NOW - timedelta(days=3))
    assert piles("li", "reviewer", agency=police)["to-review"] == ["2016", "2015"]
    chen = pile("to-review", "chen", "reviewer", agency=police)
    assert all("您参与撰写" in item.reason for item in chen.items)
    reports.approve(report=first, by=make_reviewer(), is_secrecy_reviewed=True)
    assert piles("li", "reviewer", agency=police)["to-review"] == ["2015"]


def test_a_publisher_sees_what_is_approved_scheduled_and_off_the_schedule_with_the_reason(police):
    made = {}
    for year, name in ((2013, "approved"), (2014, "scheduled"), (2015, "off")):
        made[name] = submitted(police, year=year, title=name)
        reports.approve(report=made[name], by=make_reviewer(), is_secrecy_reviewed=True)
    zhao = make_publisher()
    for name in ("scheduled", "off"):
        scheduling.schedule(report=made[name], at=NOW + timedelta(days=2), by=zhao)
    scheduling.unschedule(report=made["off"], by=zhao, reason="等会议")
    found = piles("zhao", "publisher", agency=police)
    assert found["to-publish"] == ["approved"]
    assert found["scheduled"] == ["scheduled"]
    assert pile("off-schedule", "zhao", "publisher").items[0].reason == "等会议"
    assert "2025-03-22 12:00" in pile("scheduled", "zhao", "publisher").items[0].note


def test_a_publisher_sees_what_is_public_and_not_handed_in_this_round_and_its_corrections(police):
    make_report(agency=police, year=2016, title="old")
    report = make_report(agency=police, year=2024, form_id="", title="new")
    make_report(agency=make_agency("独立机关", slug="alone"), year=2024, form_id="", title="top")
    assert piles("zhao", "publisher", agency=police)["to-hand-in"] == ["new"]
    handins.hand_in(report=report, by=make_publisher())
    assert "to-hand-in" not in piles("zhao", "publisher", agency=police)
    Report.objects.filter(pk=report.pk).update(superseded_at=NOW)
    make_report(agency=police, year=2024, form_id="", title="corrected", revision=2)
    assert piles("zhao", "publisher", agency=police)["to-hand-in"] == ["corrected"]


def test_a_supervisor_sees_receipts_to_confirm_and_who_is_missing(office, police):
    late = make_report(
        agency=police,
        year=2024,
        form_id="",
        title="police",
        published_at=datetime(2025, 2, 1, 0, 0, tzinfo=SHANGHAI),
    )
    handins.hand_in(report=late, by=make_publisher())
    found = piles("sun", "supervisor", agency=office)
    assert found == {"to-receive": ["police"], "late": ["示例市公安局"], "not_due": ["示例市人民政府"]}
    page = text(signed_in("sun", "supervisor").get(reverse("admin:index")))
    assert "/admin/board/?year=2024&amp;standing=late" in page


def test_an_auditor_sees_the_last_seven_days_and_the_night(police, monkeypatch):
    for days in (0, 7, 8):
        monkeypatch.setattr(timezone, "now", lambda days=days: NOW - timedelta(days=days))
        events.record("denied", by=None, agency=police, kind="address")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    found = pile("denied", "wu", "auditor")
    assert found.count == 2
    listed = signed_in("wu", "auditor").get(found.address)
    assert listed.context["cl"].result_count == 2
    night = pile("night", "wu", "auditor")
    assert "后台任务尚未" in night.items[0].text
    DBTaskResult.objects.create(
        task_path="reports.services.upkeep.nightly",
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=NOW - timedelta(hours=9),
        return_value={"faults": 0, "damaged": 0},
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        run_after=NOW,
    )
    assert "未发现问题" in pile("night", "wu", "auditor").items[0].text
    DBTaskResult.objects.update(return_value={"faults": 2, "damaged": 1})
    assert "3 处问题" in pile("night", "wu", "auditor").items[0].text
    DBTaskResult.objects.update(return_value={}, finished_at=NOW - timedelta(days=3))
    assert "几天前" in pile("night", "wu", "auditor").items[0].text
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert "中断" in pile("night", "wu", "auditor").items[0].text


def test_administrators_see_accounts_that_wait_within_their_reach(office, police, settings):
    settings.SECOND_FACTOR = "roles"
    make_account("qian", "publisher", agency=police)
    make_account("zhou", "editor", agency=office)
    Account.objects.filter(username="zhou").update(last_login=NOW)
    Agency.objects.filter(pk=police.pk).update(is_one_person=True)
    own = piles("feng", "agency_administrator", agency=police)
    assert set(own["no-second-factor"]) == {"feng", "qian"}
    assert own["one-person"] == ["示例市公安局"]
    TOTPDevice.objects.create(user=Account.objects.get(username="qian"), confirmed=True)
    assert piles("feng", "agency_administrator", agency=police)["no-second-factor"] == ["feng"]
    assert "zhou" not in piles("gu", "system_administrator")["never-in"]
    assert piles("he", "agency_administrator", agency=office)["never-in"] == ["he"]


def test_where_the_installation_asks_for_no_second_factor_none_is_missing(settings):
    settings.SECOND_FACTOR = "off"
    assert "no-second-factor" not in piles("feng", "system_administrator")


def test_another_office_sees_nothing_of_it(police):
    submitted(police, year=2016)
    make_report(agency=police, state="draft", year=2015, checks_failed=1)
    other = make_agency("乙县文化局", slug="culture", valid_from=date(2025, 1, 1))
    roles = ("editor", "reviewer", "publisher", "supervisor")
    assert piles("wang", *roles, agency=other) == {}
    page = text(signed_in_at("wang", other))
    assert "示例市公安局" not in page and "暂无待办" in page


def signed_in_at(name: str, agency: Agency):
    client = Client()
    client.force_login(make_account(name, agency=agency))
    return client.get(reverse("admin:index"))


def test_somebody_without_a_role_is_told_whom_to_ask():
    page = text(signed_in("nobody").get(reverse("admin:index")))
    assert "还没有角色" in page and "系统管理员" in page


def test_a_role_without_a_desk_is_told_so(police):
    assert "暂无待办" in text(signed_in("cai", "caseworker").get(reverse("admin:index")))


def test_the_page_costs_the_same_however_much_waits(office, police):
    account = make_account("all", has_every_role=True)

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            body = make_agency(f"机关{number}", slug=f"body-{number}", parent=office)
            make_report(agency=body, state="draft", checks_failed=1)
            submitted(body, year=2014)
            make_report(agency=body, year=2024, form_id="")
            Reminder.objects.create(agency=body, year=2023, text="请", at=NOW, by=account)

    def cost() -> int:
        client = Client()
        client.force_login(account)
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("admin:index")).status_code == 200
        return len(captured)

    fill(0, 1)
    before = cost()
    fill(1, 12)
    assert cost() == before


def test_each_line_leads_to_a_list_of_the_same_rows(police):
    for year in range(2001, 2009):
        make_report(agency=police, state="draft", year=year, checks_failed=1)
    found = pile("failing", "chen", "editor")
    assert (found.count, len(found.items), found.more) == (8, 5, 3)
    answer = signed_in("chen", "editor").get(found.address)
    assert answer.context["cl"].result_count == 8
    for value in ("sent-back", "untouched", "to-review", "to-publish", "scheduled", "off-schedule"):
        listed = signed_in("chen", "editor").get("/admin/reports/report/", {"waits": value})
        assert listed.status_code == 200
        assert listed.context["cl"].result_count == 0
    people = signed_in("gu", "system_administrator")
    for value in ("never-in", "no-second-factor", "'"):
        assert people.get("/admin/reports/account/", {"waits": value}).status_code == 200


def test_the_list_of_what_is_owed_is_for_writers(police):
    make_account("chen", "editor", agency=police)
    client = Client()
    client.force_login(Account.objects.get(username="chen"))
    assert "示例市公安局，2024年度报告" in text(client.get(reverse("admin:owed")))
    assert signed_in("wu", "auditor").get(reverse("admin:owed")).status_code == 403
