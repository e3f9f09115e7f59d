"""A citizen applies in a real browser: at a desk and on a phone, with script and without, in large print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reports.models import Application
from reports.services import applyguard
from tests import sampledata
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, axe_violations, sideways

AGENCY = "示例市公安局"
FORM = "/apply/shilishi-gonganju/"


@pytest.fixture(autouse=True)
def samples(transactional_db: None) -> None:
    sampledata.load()


def fill(page: Page) -> None:
    page.get_by_label("所需政府信息的名称或者描述").fill("2016年度政府信息公开工作报告")
    page.get_by_role("radio", name="电子件").check()
    page.get_by_role("radio", name="在本站下载").check()
    page.get_by_role("radio", name="自然人").check()
    page.get_by_label("姓名或者名称").fill("林晓月")
    page.get_by_label("身份证明").select_option(label="居民身份证")
    page.get_by_label("证件号码", exact=True).fill("350203199001011248")
    page.get_by_label("电话").fill("13800138000")


def answer_question(page: Page) -> None:
    """The browser is quicker than a person, so the question is asked."""
    asked = page.get_by_label(re.compile("等于多少"))
    if asked.count():
        text = page.locator("label[for=id_answer]").inner_text()
        figures = "零一二三四五六七八九"
        asked.fill(str(figures.index(text[0]) + figures.index(text[2])))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_from_the_first_page_to_the_receipt(
    open_page: OpenPage, tmp_path: Path, size: dict[str, int], script: bool
) -> None:
    page = open_page("/", size=size, script=script)
    wrong: dict[str, list[str]] = {}
    before = Application.objects.count()

    def look(name: str) -> None:
        page.wait_for_load_state()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert sideways(page) <= 0, name
        if script and (found := axe_violations(page)):
            wrong[name] = found

    page.get_by_role("link", name="依申请公开", exact=True).first.click()
    page.get_by_label("机构名称或代码").fill("公安")
    page.get_by_role("button", name="查找机构").click()
    expect(page).to_have_url(re.compile("q="))
    look("agencies")
    page.get_by_role("link", name=AGENCY, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("政府信息公开申请")
    look("form")
    page.get_by_role("button", name="下一步：核对").last.click()
    expect(page.get_by_role("alert")).to_contain_text("请写明需要什么信息")
    look("errors")
    page.get_by_role("alert").get_by_role("link", name="姓名或者名称").click()
    if script:
        expect(page.get_by_label("姓名或者名称")).to_be_focused()
    fill(page)
    proof = tmp_path / "线索.txt"
    proof.write_text("见公告", "utf-8")
    page.get_by_label("文件").set_input_files(proof)
    page.get_by_role("button", name="下一步：核对").last.click()
    expect(page).to_have_url(re.compile(f"{FORM}review/$"))
    expect(page.get_by_text("以下信息已经公开，是您要找的吗？")).to_be_visible()
    expect(page.get_by_text("线索.txt")).to_be_visible()
    look("review")
    answer_question(page)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="回执")).to_be_visible()
    look("receipt")
    case = Application.objects.latest("pk")
    expect(page.get_by_text(case.number)).to_be_visible()
    assert page.url.endswith(f"{FORM}receipt/")
    page.reload()
    expect(page.get_by_text(case.number)).to_be_visible()
    page.go_back()
    assert Application.objects.count() == before + 1
    assert wrong == {}


def test_the_script_shows_what_is_public_and_saves_the_draft(open_page: OpenPage) -> None:
    page = open_page(FORM)
    page.get_by_label("所需政府信息的名称或者描述").press_sequentially("2016年度政府信息公开工作报告")
    expect(page.locator("#already-public a").first).to_contain_text("2016年")
    expect(page.locator("#kept")).to_have_text("草稿已自动保存。", timeout=10_000)
    assert axe_violations(page) == []
    page.goto("/")
    page.goto(FORM)
    expect(page.get_by_label("所需政府信息的名称或者描述")).to_have_value("2016年度政府信息公开工作报告")
    page.get_by_role("button", name="删除草稿").click()
    page.goto(FORM)
    expect(page.get_by_label("所需政府信息的名称或者描述")).to_have_value("")


def test_fields_of_organisations_go_for_a_person_and_come_for_a_firm(open_page: OpenPage) -> None:
    page = open_page(FORM)
    page.get_by_role("radio", name="自然人").check()
    expect(page.get_by_label("联系人")).to_be_hidden()
    page.get_by_role("radio", name="商业企业").check()
    expect(page.get_by_label("联系人")).to_be_visible()


def test_every_page_of_applying_is_sound_in_both_languages_and_in_large_print(open_page: OpenPage) -> None:
    page = open_page("/")
    wrong = {}
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for path in ("/apply/", f"{FORM}correction/", f"{FORM}complaint/", "/apply/lost/", f"{FORM}receipt/"):
            for address in (path, f"/en{path}", f"{path}?view=large"):
                page.goto(address)
                assert sideways(page) <= 0, (address, size)
                if found := axe_violations(page):
                    wrong[address] = found
    assert wrong == {}


def test_a_file_that_is_too_large_is_told_of_before_it_is_sent(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(FORM)
    large = tmp_path / "大.txt"
    large.write_bytes(b"x" * (10 * 2**20 + 1))
    page.get_by_label("文件").set_input_files(large)
    expect(page.get_by_text("没有添加：最多 5 个文件")).to_be_visible()
    large.write_bytes(b"x" * 10 * 2**20)
    page.get_by_label("文件").set_input_files(large)
    expect(page.get_by_text("没有添加：最多 5 个文件")).to_be_hidden()


def test_what_is_pressed_is_large_enough_for_a_finger(open_page: OpenPage) -> None:
    page = open_page(FORM, size=PHONE)
    small = page.evaluate(
        """[...document.querySelectorAll('main form :is(input:not([type=hidden]), select, button, textarea)')]
        .filter((each) => each.getBoundingClientRect().width > 2 && !each.closest('.apply-trap, .unseen'))
        .map((each) => [each.name, (each.closest('.apply-choice') ?? each).getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_the_question_can_be_answered_by_keyboard_and_read_aloud(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applyguard, "MANY_SENDS", 0)
    page = open_page(FORM)
    fill(page)
    page.get_by_role("button", name="下一步：核对").last.click()
    expect(page.get_by_label(re.compile("等于多少"))).to_be_visible()
    assert axe_violations(page) == []
    answer_question(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="回执")).to_be_visible()
