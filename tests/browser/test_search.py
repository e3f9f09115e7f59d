"""A citizen searches in a real browser: at a desk, on a phone, without script, in large print."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from reports.services import indexing
from reports.services.documentfiles import FileEdit, NewFile
from tests import sampledata
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, axe_violations, sideways
from tests.factories import make_agency, make_document


@pytest.fixture(autouse=True)
def material(transactional_db: None) -> None:
    sampledata.load()
    make_document(
        agency=make_agency("示例市林业局", slug="forest"),
        title="关于保护古树名木的通知",
        document_number="示林〔2024〕5号",
        body="<p>各单位要保护古树名木。</p>",
        files=FileEdit(added=[NewFile("目录第九项：木棉广场的大榕树。".encode(), "古树名录.txt")]),
        state="published",
    )
    indexing.rebuild()


PAGES = [
    "/",
    "/en/?view=large",
    "/search/",
    "/en/search/",
    f"/search/?q={quote('申请 公开')}",
    f"/search/?q={quote('申请')}&year=2022&kind=report&sort=date",
    f"/search/?q={quote('木棉广场')}",
    f"/search/?q={quote('公岸局')}",
    f"/search/?q={quote('木棉')}&agency=nowhere&year=x",
    f"/search/?q={quote('！？')}",
    f"/en/search/?q={quote('公安局')}&view=large",
]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_box_on_any_page_to_a_passage_inside_an_attachment(
    open_page: OpenPage, size: dict, script: bool
) -> None:
    page = open_page("/reports/", size=size, script=script)
    page.get_by_role("searchbox", name="搜索本站公开的全部信息").fill("木棉广场")
    page.get_by_role("button", name="搜索").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=%E6%9C%A8"))
    find = page.get_by_role("article")
    expect(find).to_have_count(1)
    expect(find).to_contain_text("附件《古树名录.txt》")
    expect(find.locator("mark")).to_have_text("木棉广场")
    page.get_by_role("searchbox").fill("示林[2024]5号")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("article").first).to_contain_text("文号或索引号一致")


def test_narrowing_by_links_and_back(open_page: OpenPage) -> None:
    page = open_page(f"/search/?q={quote('申请')}", size=PHONE)
    page.get_by_role("link", name="缩小范围").click()
    narrow = page.get_by_role("complementary", name="缩小范围")
    narrow.get_by_role("link", name="2022").click()
    expect(page).to_have_url(re.compile("year=2022"))
    expect(page.get_by_role("article").first).to_contain_text("2022")
    page.get_by_role("link", name="年度 2022").click()
    expect(page).not_to_have_url(re.compile("year="))
    page.get_by_role("link", name="按时间").click()
    expect(page).to_have_url(re.compile("sort=date"))


def test_what_nobody_wrote_leads_on_to_what_was_meant(open_page: OpenPage) -> None:
    page = open_page(f"/search/?q={quote('公岸局')}")
    page.get_by_role("link", name="公安局", exact=True).click()
    expect(page.get_by_role("article").first).to_contain_text("公安局")


def test_large_print_is_kept_while_searching(open_page: OpenPage) -> None:
    page = open_page("/?view=large")
    page.get_by_role("searchbox").first.fill("公安局")
    page.get_by_role("button", name="搜索").click()
    expect(page).to_have_url(re.compile("view=large"))
    page.get_by_role("complementary").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("view=large"))
    page.get_by_role("article").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/\?view=large$"))


def test_no_search_page_scrolls_sideways_and_axe_finds_nothing_wrong(open_page: OpenPage) -> None:
    wrong = {}
    for size in (DESKTOP, PHONE, {"width": 320, "height": 640}):
        page = open_page("/search/", size=size)
        for path in PAGES:
            page.goto(path)
            assert sideways(page) <= 0, (path, size)
            if size["width"] > 320 and (found := axe_violations(page)):
                wrong[path, size["width"]] = found
    assert wrong == {}


def test_on_paper_only_the_finds_stand(open_page: OpenPage) -> None:
    page = open_page(PAGES[4])
    page.emulate_media(media="print")
    expect(page.get_by_role("complementary", include_hidden=True)).to_be_hidden()
    expect(page.locator(".search-box")).to_be_hidden()
    expect(page.get_by_role("article").first).to_be_visible()
