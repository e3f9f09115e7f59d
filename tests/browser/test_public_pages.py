"""A citizen's journeys in a real browser: at a desk, on a phone, without script, in large print."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reports.models import Report
from tests import sampledata
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, axe_violations, sideways

REPORT = "/reports/shilishi-gonganju/2016/"
FONT_SIZE = "parseFloat(getComputedStyle(document.body).fontSize)"


@pytest.fixture(autouse=True)
def samples(transactional_db: None) -> None:
    sampledata.load()


def every_public_page() -> list[str]:
    """One address of each sort of page, among them every state a report can be in."""
    withdrawn = Report.objects.filter(state="withdrawn").select_related("agency").first()
    replaced = Report.objects.exclude(superseded_at=None).select_related("agency").first()
    failing = Report.objects.current().exclude(checks_failed=0).select_related("agency").first()
    return [
        "/",
        "/en/",
        "/reports/",
        "/reports/?agency=%E8%AD%A6%E6%9C%AA%E6%9C%89",
        "/agencies/",
        "/calendar/",
        "/agencies/shilishi-gonganju/",
        REPORT,
        f"/en{REPORT}",
        f"{REPORT}?view=large",
        f"/reports/{failing.agency.slug}/{failing.year}/",
        f"/reports/{withdrawn.agency.slug}/{withdrawn.year}/",
        f"/reports/{replaced.agency.slug}/{replaced.year}/v{replaced.revision}/",
        "/reports/shiliqu-zhengfu/2024/roll-up/",
    ]


def from_home_to_the_table(page: Page) -> None:
    page.get_by_role("link", name="年度报告", exact=True).first.click()
    page.get_by_label("机构").first.fill("公安局")
    page.get_by_label("报告年度").select_option("2016")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="2016年").first.click()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_a_citizen_goes_from_home_to_the_figures_and_takes_them_away(open_page: OpenPage, size: dict) -> None:
    page = open_page("/", size=size)
    from_home_to_the_table(page)
    expect(page).to_have_url(re.compile(f"{REPORT}$"))
    row = page.get_by_role("table", name="政府信息公开统计报表").get_by_role("row", name="主动公开文件数")
    expect(row.get_by_role("cell")).to_contain_text(["4,047", "24,112"])
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").first.click()
    taken = Path(waiting.value.path()).read_bytes()
    assert taken.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(taken.decode("utf-8-sig"))))
    assert len(rows) == 33
    answer = page.request.get(f"{REPORT}tables/statistics.json")
    values = {cell["cell"]: cell["value"] for cell in json.loads(answer.body())["cells"]}
    assert values["statistics/1/year"] == "4047"
    assert values["statistics/1.1/cumulative"] == "21506"
    assert {row[0] for row in rows[1:]} == set(values)


def test_the_same_journey_works_without_script(open_page: OpenPage) -> None:
    page = open_page("/", script=False)
    from_home_to_the_table(page)
    expect(page).to_have_url(re.compile(f"{REPORT}$"))
    expect(page.get_by_role("table", name="政府信息公开统计报表")).to_contain_text("24,112")


def test_no_page_scrolls_sideways_on_a_phone_or_at_a_desk(open_page: OpenPage) -> None:
    for size in (PHONE, DESKTOP, {"width": 320, "height": 640}):
        page = open_page("/", size=size)
        for path in every_public_page():
            page.goto(path)
            assert sideways(page) <= 0, (path, size)


def test_axe_finds_nothing_wrong_on_any_public_page(open_page: OpenPage) -> None:
    page = open_page("/")
    wrong = {}
    for path in [*every_public_page(), "/reports/?page=2"]:
        page.goto(path)
        if found := axe_violations(page):
            wrong[path] = found
    assert wrong == {}


def test_large_print_is_carried_by_the_links_and_remembered_on_the_next_visit(open_page: OpenPage) -> None:
    page = open_page(REPORT)
    usual = page.evaluate(FONT_SIZE)
    page.get_by_role("link", name="长者版").click()
    expect(page).to_have_url(re.compile(r"view=large$"))
    assert page.evaluate(FONT_SIZE) >= 1.29 * usual
    page.get_by_role("link", name="首页", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"view=large$"))
    page.goto(REPORT)
    assert page.evaluate(FONT_SIZE) >= 1.29 * usual
    assert page.context.cookies() == []
