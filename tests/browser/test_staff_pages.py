"""A clerk's journey in a real browser: sign in, correct the grid, explain, publish. Staff pages under axe."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.domain.roles import Role
from reports.models import Account, Event, Report
from reports.services import handins, reports
from tests import sampledata
from tests.browser import people
from tests.browser.conftest import PHONE, OpenPage, axe_violations, sideways
from tests.browser.people import make_person
from tests.factories import make_agency, make_report, make_writer, released

SMALL_SCREEN = {"width": 1280, "height": 720}
PASTE = """text => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def clerk(transactional_db: None) -> Account:
    return make_person("clerk", *Role)


@pytest.fixture
def clerk_with_samples(transactional_db: None) -> Account:
    """The samples first: they are for an empty database."""
    sampledata.load()
    return make_person("clerk", *Role)


@pytest.fixture
def draft(clerk: Account) -> Report:
    return make_report(agency=make_agency(slug="shili"), state="draft")


def sign_in(page: Page) -> None:
    people.sign_in(page, "clerk")


def test_a_clerk_sees_the_sum_fail_while_typing_explains_it_and_the_public_reads_why(
    open_page: OpenPage, draft: Report
) -> None:
    page = open_page(f"/admin/reports/report/{draft.pk}/table/", size=SMALL_SCREEN)
    sign_in(page)
    child = page.locator("#cell-statistics-2_2-cumulative")
    child.fill("3")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#cell-statistics-2_3-cumulative")).to_be_focused()
    expect(page.get_by_text("分项合计 3").first).to_be_visible()
    people.send(page.get_by_role("button", name="保存").first)
    draft.refresh_from_db()
    assert (draft.checks_held, draft.checks_failed) == (25, 1)

    page.goto(f"/admin/reports/report/{draft.pk}/submit/")
    people.send(page.locator("form[data-unsaved] button[type=submit]"))
    draft.refresh_from_db()
    assert draft.state == "draft"
    page.locator("form[data-unsaved] textarea").fill("历年累计一栏有一件尚在核对。")
    people.send(page.locator("form[data-unsaved] button[type=submit]"))
    draft.refresh_from_db()
    released(draft)

    page.goto("/reports/shili/2016/")
    expect(page.get_by_text("历年累计一栏有一件尚在核对。")).to_be_visible()
    expect(page.locator("body")).to_contain_text("1 项不符")


def test_a_block_copied_from_excel_is_pasted_and_saved_to_the_figure(
    open_page: OpenPage, draft: Report
) -> None:
    page = open_page(f"/admin/reports/report/{draft.pk}/table/", size=SMALL_SCREEN)
    sign_in(page)
    page.locator("#cell-statistics-1-year").focus()
    page.evaluate(PASTE, "5,000\t30,000\r\n3,000\t\r\n")
    expect(page.locator("#cell-statistics-1_1-year")).to_have_value(re.compile(r"^3,?000$"))
    people.send(page.get_by_role("button", name="保存").first)
    values = {(c.row, c.column): c.value for c in draft.cells.filter(row__in=["1", "1.1"])}
    assert values[("1", "year")] == 5000
    assert values[("1", "cumulative")] == 30000
    assert values[("1.1", "year")] == 3000
    assert values[("1.1", "cumulative")] is None


def test_text_put_back_over_what_another_saved_shows_both(open_page: OpenPage, draft: Report) -> None:
    page = open_page(f"/admin/reports/report/{draft.pk}/change/", size=SMALL_SCREEN)
    sign_in(page)
    page.fill("#id_source_line", "我填写的来源")
    reports.revise(report=draft, by=make_writer(), fields={"source_line": "他人填写的来源"})
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="恢复").click()
    page.locator("[name=_continue]").click()
    expect(page.locator(".conflicts")).to_contain_text("他人填写的来源")
    expect(page.locator("#id_source_line")).to_have_value("我填写的来源")


def test_what_is_no_figure_comes_back_in_its_cell_with_the_reason(open_page: OpenPage, draft: Report) -> None:
    page = open_page(f"/admin/reports/report/{draft.pk}/table/", size=SMALL_SCREEN)
    sign_in(page)
    page.locator("#cell-statistics-1-year").fill("四千<script>alert(1)</script>")
    page.locator("#cell-statistics-1-cumulative").fill("24113")
    people.send(page.get_by_role("button", name="保存").first)
    expect(page.locator("#cell-statistics-1-year")).to_have_value("四千<script>alert(1)</script>")
    expect(page.locator("#cell-statistics-1-cumulative")).to_have_value("24113")
    expect(page.locator("#content-main")).to_contain_text("主动公开文件数")
    assert draft.cells.get(row="1", column="cumulative").value == 24112


def test_axe_finds_nothing_wrong_on_any_staff_page_in_either_language(
    open_page: OpenPage, clerk_with_samples: Account
) -> None:
    page = open_page("/admin/")
    wrong = {"login": axe_violations(page)}
    sign_in(page)
    for path in staff_pages():
        for prefix in ("", "/en"):
            page.goto(prefix + path)
            if found := axe_violations(page):
                wrong[prefix + path] = found
    assert {path: found for path, found in wrong.items() if found} == {}


def test_the_grid_scrolls_inside_its_frame_on_a_phone(
    open_page: OpenPage, clerk_with_samples: Account
) -> None:
    wide = Report.objects.get(state="draft")
    page = open_page(f"/admin/reports/report/{wide.pk}/table/", size=PHONE)
    sign_in(page)
    assert sideways(page) <= 0


@pytest.mark.parametrize("path", ["/admin/", "/admin/board/", "/admin/assessment/", "/admin/owed/"])
def test_desk_and_board_fit_a_phone(open_page: OpenPage, clerk_with_samples: Account, path: str) -> None:
    page = open_page(path, size=PHONE)
    sign_in(page)
    assert sideways(page) <= 0


def test_receipts_are_confirmed_by_keyboard_alone(open_page: OpenPage, clerk: Account) -> None:
    office = make_agency("示例市人民政府", slug="shi", kind="government")
    year = timezone.localdate().year - 1
    report = make_report(agency=make_agency("示例市公安局", parent=office), year=year, form_id="")
    handins.hand_in(report=report, by=clerk)
    page = open_page("/admin/board/?standing=to-receive", size=SMALL_SCREEN)
    sign_in(page)
    page.get_by_label("勾选示例市公安局").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="签收所选机构的报告").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    people.send(page.get_by_role("button", name="确认"))
    expect(page.locator("#content-main")).to_contain_text("1 项已办理")
    assert report.hand_ins.get().received_by == clerk


def staff_pages() -> list[str]:
    """One address of each sort of staff page, reports in each state."""
    draft = Report.objects.get(state="draft")
    published = Report.objects.current().exclude(checks_failed=0).get()
    reviewed = Report.objects.get(state="in_review")
    colleague = make_person("zhao", "publisher").pk
    newest = Event.objects.latest("sequence").pk
    report = "/admin/reports/report/"
    return [
        "/admin/",
        "/admin/password_change/",
        "/admin/board/",
        "/admin/assessment/",
        "/admin/owed/",
        "/admin/reports/agency/import/",
        "/admin/reports/agency/",
        "/admin/reports/agency/add/",
        f"/admin/reports/agency/{draft.agency_id}/change/",
        "/admin/reports/account/",
        "/admin/reports/account/add/",
        f"/admin/reports/account/{colleague}/change/",
        f"/admin/reports/account/{colleague}/history/",
        "/admin/door/",
        "/admin/door/proof/",
        f"/admin/door/help/{colleague}/",
        "/admin/board/",
        "/admin/assessment/",
        "/admin/owed/",
        "/admin/reports/event/",
        f"/admin/reports/event/{newest}/change/",
        "/admin/reports/event/export/",
        report,
        f"{report}?q=nothing-has-this-name",
        f"{report}add/",
        f"{report}import/",
        f"{report}import-desk/",
        *(
            f"{report}{one.pk}/{name}/"
            for one, names in (
                (draft, ("change", "table", "submit", "review", "delete", "history")),
                (reviewed, ("change", "review", "send-back")),
                (published, ("change", "table", "withdraw", "correct", "hand-in", "history")),
            )
            for name in names
        ),
    ]
