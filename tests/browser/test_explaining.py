"""Explaining a finding in a real browser, with and without scripts; what the public then reads, under axe."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from reports.domain.roles import Role
from reports.domain.statform.definition import CellKey
from reports.models import Account, Report
from reports.queries import everycheck
from reports.services import figures, overrides, reports
from tests.browser import people
from tests.browser.conftest import PHONE, OpenPage, axe_violations, sideways
from tests.browser.people import make_person
from tests.factories import make_agency, make_report, make_writer, released, seed_figures

TOTAL = CellKey("statistics", "2", "year")
REASON = "另有两件经邮箱提出，表内无此渠道。"


@pytest.fixture
def clerk(transactional_db: None) -> Account:
    return make_person("clerk", *Role)


@pytest.fixture
def draft(clerk: Account) -> Report:
    wrong = seed_figures() | {TOTAL: Decimal(3)}
    report = make_report(agency=make_agency(slug="shili"), state="draft", figures=wrong)
    figures.recount(report)
    return report


def explain_all(report: Report) -> None:
    for one in everycheck.of_report(report).all:
        if one.status == "fails":
            overrides.override(report=report, check_code=one.check, reason=REASON, by=make_writer())


@pytest.mark.parametrize("script", [True, False])
def test_a_finding_is_explained_by_keyboard_with_and_without_scripts(
    open_page: OpenPage, draft: Report, script: bool
) -> None:
    page = open_page(f"/admin/reports/report/{draft.pk}/change/", script=script)
    if script:
        people.sign_in(page, "clerk")
    else:
        page.fill("[name=username]", "clerk")
        page.fill("[name=password]", people.PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
    link = page.get_by_role("link", name="说明：受理政府信息公开申请总数（2016年度列）3").first
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if script:
        assert axe_violations(page) == []
    area = page.locator("textarea[name=words]")
    area.focus()
    page.keyboard.type(REASON)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="保存说明")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text(REASON).first).to_be_visible()
    assert draft.overrides.get().reason == REASON
    if script:
        assert axe_violations(page) == []


def test_the_grid_follows_an_explained_finding_while_somebody_types(
    open_page: OpenPage, draft: Report
) -> None:
    explain_all(draft)
    page = open_page(f"/admin/reports/report/{draft.pk}/table/")
    people.sign_in(page, "clerk")
    total = page.locator("#cell-statistics-2-year")
    explained = draft.checks_overridden
    expect(page.locator("#grid-summary")).to_contain_text(f"已说明 {explained}")
    expect(total.locator("..")).to_have_class("explained")
    total.fill("4")
    expect(page.locator("#grid-summary")).to_contain_text("已说明 0")
    expect(total.locator("..")).to_have_class("fails")
    total.fill("3")
    expect(page.locator("#grid-summary")).to_contain_text(f"已说明 {explained}")


def test_the_public_reads_reasons_and_corrections_on_any_screen(open_page: OpenPage, draft: Report) -> None:
    explain_all(draft)
    released(draft)
    second = reports.new_revision(report=draft, by=make_writer(), correction_note="补计一件。")
    figures.save_figures(report=second, raws={TOTAL: "4"}, by=make_writer())
    explain_all(second)
    released(second)
    for path in ("/reports/shili/2016/", "/en/reports/shili/2016/"):
        for size in ({"width": 1280, "height": 900}, PHONE):
            page = open_page(path, size=size)
            expect(page.get_by_text(REASON).first).to_be_visible()
            expect(page.locator("#corrections ins").first).to_have_text("4")
            assert axe_violations(page) == []
            assert sideways(page) <= 0
