"""From a citizen's form to the cell of the year's table, in a real browser, with script and without.

Apply → receipt → legal receipt confirmed → supplement asked for and given online → extension → answer with a
file → downloaded by the applicant → counted in its cell → the draft report balances.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.domain.roles import Role
from reports.domain.statform.definition import CellKey
from reports.models import Agency, Application, Report
from reports.queries import reconciling
from reports.services import reports
from tests.browser import people
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, sideways
from tests.browser.people import send
from tests.browser.test_apply import answer_question, fill
from tests.factories import make_agency

WAYS = [(DESKTOP, True), (PHONE, True), (DESKTOP, False), (PHONE, False)]
NAMES = ["1280 script", "390 script", "1280 no script", "390 no script"]


@pytest.fixture
def agency(transactional_db: None) -> Agency:
    agency = make_agency("示例市公安局", slug="shili")
    people.make_person("sun", Role.CASEWORKER)
    people.make_person("chen", Role.EDITOR)
    return agency


def apply(page: Page) -> tuple[str, str]:
    """Fills the form in, looks it over, sends it. Receipt number and query code, as the receipt has them."""
    fill(page)
    page.get_by_role("button", name="下一步：核对").last.click()
    expect(page).to_have_url(re.compile("review/$"))
    answer_question(page)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="回执")).to_be_visible()
    codes = page.locator(".apply-codes dd").all_inner_texts()
    return codes[0], codes[1]


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/progress/")
    page.get_by_label("回执编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    assert sideways(page) <= 0


def take(page: Page, case: Application, kind: str, **fields: str) -> None:
    """One step of the agency, on its own page; a field that is a box to tick is given as "on"."""
    page.goto(f"/admin/reports/application/{case.pk}/step/{kind}/")
    assert sideways(page) <= 0
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if value == "on":
            field.check()
        elif field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    send(page.locator("#content-main form [type=submit]"))
    expect(page).to_have_url(re.compile(rf"/application/{case.pk}/change/$"))


@pytest.mark.parametrize(("size", "script"), WAYS, ids=NAMES)
def test_from_the_form_of_a_citizen_to_the_cell_of_the_year(
    open_page: OpenPage, agency: Agency, tmp_path: Path, size: dict[str, int], script: bool
) -> None:
    today = timezone.localdate()
    citizen = open_page("/apply/shili/", size=size, script=script)
    number, code = apply(citizen)
    case = Application.objects.get(number=number)

    office = open_page("/admin/", size=size, script=script)
    people.sign_in(office, "sun")
    take(office, case, "accept", on=today.isoformat())
    until = (today + timedelta(days=14)).isoformat()
    take(office, case, "ask_supplement", on=today.isoformat(), until=until, note="请写明是哪一年的预算")

    follow(citizen, number, code)
    expect(citizen.get_by_text("请写明是哪一年的预算")).to_be_visible()
    citizen.get_by_label("您的说明").fill("2025年的预算")
    citizen.get_by_role("button", name="提交", exact=True).click()
    expect(citizen.get_by_text("已登记，机关的办理人员可以看到。")).to_be_visible()

    consent = {"consent_on": today.isoformat(), "is_consented": "on", "days": "20"}
    take(office, case, "extend", on=today.isoformat(), note="需要查阅档案", **consent)
    take(office, case, "answer", on=today.isoformat(), outcome="disclosed", note="同意公开，见附件")
    answer = tmp_path / "预算.txt"
    answer.write_text("示例路改造工程预算120万元", "utf-8")
    office.locator("details:has([name=role]) summary").click()
    office.locator("[name=file]").set_input_files(answer)
    office.locator("[name=role]").select_option("answer")
    if office.locator("[name=is_for_applicant]").count():
        office.locator("[name=is_for_applicant]").check()
    send(office.locator("form[action$='/files/'] [type=submit]"))

    follow(citizen, number, code)
    expect(citizen.get_by_text("您的申请已答复。")).to_be_visible()
    with citizen.expect_download() as download:
        citizen.get_by_role("link", name="预算.txt").click()
    assert "120万元" in Path(download.value.path()).read_text("utf-8")

    case.refresh_from_db()
    assert [step.kind for step in case.steps.order_by("number")] == [
        "register",
        "accept",
        "ask_supplement",
        "supplement",
        "extend",
        "answer",
    ]
    year_is_counted(open_page, agency, size, script)


def year_is_counted(open_page: OpenPage, agency: Agency, size: dict[str, int], script: bool) -> None:
    """The editor counts the year, finds the case in its cell, makes the draft, and the draft balances."""
    year = timezone.localdate().year
    page = open_page("/admin/", size=size, script=script)
    people.sign_in(page, "chen")
    page.goto(f"/admin/years/{agency.pk}/{year}/")
    assert sideways(page) <= 0
    send(page.locator("[name=_count]"))
    count = agency.year_counts.get(year=year)
    cells = reconciling.counted_cells(count)
    ones = {(key.row, key.column) for key, number in cells.items() if number}
    assert ones == {(row, column) for row in ("1", "3.1", "3.7") for column in ("natural_person", "total")}
    send(page.locator("[name=_draft]"))
    report = Report.objects.get(agency=agency, year=year)
    assert report.cells.filter(rule="counted").count() == 190
    assert report.cells.get(table="applications", row="3.1", column="natural_person").value == 1
    findings = reports.recount(report)
    assert not [one for one in findings if one.check.startswith("applications/") and one.status == "fails"]
    assert CellKey("applications", "4", "total") in cells and not cells[CellKey("applications", "4", "total")]
