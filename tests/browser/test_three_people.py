"""Two clerks and a reviewer in three browsers: from draft and conflict to publication and correction."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from reports.models import Report
from tests.browser import people
from tests.browser.conftest import PHONE, OpenPage, axe_violations, sideways
from tests.browser.people import make_person, sign_in
from tests.factories import make_agency, make_report

SMALL_SCREEN = {"width": 1280, "height": 720}


@pytest.fixture
def draft(transactional_db: None) -> Report:
    for name, role in (("chen", "editor"), ("wu", "editor"), ("li", "reviewer"), ("li", "publisher")):
        make_person(name, role)
    return make_report(agency=make_agency(slug="shili"), state="draft")


def press(page: Page, name: str) -> None:
    people.send(page.get_by_role("button", name=name, exact=True).first)


def send(page: Page) -> None:
    people.send(page.locator("form[data-unsaved] button[type=submit]").first)


def test_two_clerks_and_a_reviewer_take_a_report_to_the_public(open_page: OpenPage, draft: Report) -> None:
    change = f"/admin/reports/report/{draft.pk}/change/"
    chen, wu, li = (open_page(change, size=SMALL_SCREEN) for _ in range(3))
    for page, name in ((chen, "chen"), (wu, "wu"), (li, "li")):
        sign_in(page, name)

    # Both clerks have the draft open; the second to save is told who changed what, and loses nothing.
    wu.fill("#id_source_line", "吴填写的来源")
    wu.fill("#id_chapters-0-text", "吴改的第一章。")
    chen.fill("#id_source_line", "陈填写的来源")
    chen.fill("#id_chapters-1-text", "陈改的第二章。")
    press(wu, "保存并继续编辑")
    expect(wu.locator(".messagelist .success")).to_be_visible()
    press(chen, "保存并继续编辑")
    told = chen.locator(".conflicts")
    expect(told).to_contain_text("wu")
    expect(told).to_contain_text("吴改的第一章。")
    expect(told.locator(".beside")).to_contain_text("陈填写的来源")
    expect(told.locator(".beside")).to_contain_text("吴填写的来源")
    expect(chen.locator("#id_source_line")).to_have_value("陈填写的来源")
    expect(chen.locator("#id_chapters-1-text")).to_have_value("陈改的第二章。")
    assert axe_violations(chen) == []
    chen.fill("#id_chapters-0-text", "吴改的第一章。")
    press(chen, "保存并继续编辑")
    expect(chen.locator(".messagelist .success")).to_be_visible()

    # To review, back, and to review again.
    chen.goto(f"/admin/reports/report/{draft.pk}/submit/")
    send(chen)
    li.goto(f"/admin/reports/report/{draft.pk}/send-back/")
    li.fill("textarea", "第二章请写明受理件数。")
    send(li)
    wu.goto(change)
    expect(wu.locator("#content")).to_contain_text("第二章请写明受理件数。")
    wu.fill("#id_chapters-1-text", "陈改的第二章。全年受理1件。")
    press(wu, "保存并继续编辑")
    wu.goto(f"/admin/reports/report/{draft.pk}/submit/")
    send(wu)

    # Approved and published in one step, by somebody who wrote none of it.
    li.goto(f"/admin/reports/report/{draft.pk}/review/")
    expect(li.locator("#content")).to_contain_text("以下内容均为新增")
    assert axe_violations(li) == []
    press(li, "审核通过并发布")
    expect(li.locator(".errorlist").first).to_be_visible()
    li.locator("[name=is_secrecy_reviewed]").check()
    press(li, "审核通过并发布")
    expect(li.locator(".messagelist .success")).to_be_visible()
    public = open_page("/reports/shili/2016/")
    expect(public.locator("body")).to_contain_text("全年受理1件。")

    # A correction, cell by cell and sentence by sentence.
    chen.goto(f"/admin/reports/report/{draft.pk}/correct/")
    chen.fill("textarea", "更正受理件数。")
    send(chen)
    second = Report.objects.get(revision=2)
    chen.goto(f"/admin/reports/report/{second.pk}/table/")
    chen.locator("#cell-statistics-1-year").fill("4048")
    press(chen, "保存统计表")
    chen.goto(f"/admin/reports/report/{second.pk}/change/")
    chen.fill("#id_chapters-1-text", "陈改的第二章。全年受理2件。")
    press(chen, "保存并继续编辑")
    chen.goto(f"/admin/reports/report/{second.pk}/submit/")
    if chen.locator("textarea").count():
        chen.fill("textarea", "沿用系统导出口径。")
    send(chen)
    li.goto(f"/admin/reports/report/{second.pk}/review/")
    figures = li.locator(".compared").filter(has_text="主动公开文件数")
    expect(figures.locator("del").first).to_have_text(re.compile("4,?047"))
    expect(figures.locator("ins").first).to_have_text("4048")
    expect(li.locator(".text-change .changed del")).to_have_text("1")
    expect(li.locator(".text-change .changed ins")).to_have_text("2")
    assert axe_violations(li) == []
    li.locator("[name=is_secrecy_reviewed]").check()
    press(li, "审核通过并发布")
    public.reload()
    expect(public.locator("body")).to_contain_text("全年受理2件。")
    assert list(Report.objects.order_by("revision").values_list("state", flat=True)) == ["published"] * 2
    acts = list(draft.events.values_list("act", "by__username"))
    assert acts == [
        ("edited", "wu"),
        ("edited", "chen"),
        ("submitted", "chen"),
        ("sent_back", "li"),
        ("edited", "wu"),
        ("submitted", "wu"),
        ("approved", "li"),
        ("published", "li"),
    ]


def test_a_chapter_typed_while_the_session_ran_out_is_saved_after_signing_in_again(
    open_page: OpenPage, draft: Report
) -> None:
    page = open_page(f"/admin/reports/report/{draft.pk}/change/", size=SMALL_SCREEN)
    sign_in(page, "chen")
    page.fill("#id_chapters-1-text", "写了很久的一段。")
    Session.objects.all().delete()
    page.locator("[name=_continue]").click()
    lost = page.locator(".session-lost")
    expect(lost).to_contain_text("您已退出登录")
    assert axe_violations(page) == []
    page.get_by_role("button", name="已重新登录，保存").click()
    expect(lost).to_contain_text("您已退出登录")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新标签页中登录").click()
    sign_in(opened.value, "chen")
    opened.value.close()
    page.get_by_role("button", name="已重新登录，保存").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert draft.chapters.get(position=2).text == "写了很久的一段。"
    assert draft.events.get().by.username == "chen"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept:'))") == []


def test_nothing_is_saved_in_the_name_of_another(open_page: OpenPage, draft: Report) -> None:
    page = open_page(f"/admin/reports/report/{draft.pk}/table/", size=SMALL_SCREEN)
    sign_in(page, "chen")
    page.locator("#cell-statistics-1-year").fill("4048")
    Session.objects.all().delete()
    page.get_by_role("button", name="保存统计表").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新标签页中登录").click()
    sign_in(opened.value, "wu")
    page.get_by_role("button", name="已重新登录，保存").click()
    expect(page.locator(".session-lost")).to_contain_text("其他账号")
    expect(page.locator("#cell-statistics-1-year")).to_have_value("4048")
    assert not draft.events.exists()


def test_what_was_typed_before_a_crash_is_offered_to_its_own_account_until_it_signs_out(
    open_page: OpenPage, draft: Report
) -> None:
    path = f"/admin/reports/report/{draft.pk}/change/"
    page = open_page(path, size=SMALL_SCREEN)
    sign_in(page, "chen")
    page.fill("#id_source_line", "没有保存的来源")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(path)
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("#id_source_line")).to_have_value("没有保存的来源")
    page.evaluate(
        """Object.keys(localStorage).forEach((key) => {
            const kept = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({...kept, at: Date.now() - 7 * 86400000 - 1000});
        })"""
    )
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(path)
    expect(page.locator("#kept")).to_be_hidden()
    page.fill("#id_source_line", "又没有保存")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#logout-form button").click()
    page.wait_for_load_state()
    assert page.evaluate("localStorage.length") == 0


def test_without_scripts_a_form_sent_without_a_session_shows_the_text_again(
    open_page: OpenPage, draft: Report
) -> None:
    page = open_page(f"/admin/reports/report/{draft.pk}/change/", size=SMALL_SCREEN, script=False)
    sign_in(page, "chen")
    page.fill("#id_chapters-1-text", "写了很久的一段。")
    Session.objects.all().delete()
    page.locator("[name=_continue]").click()
    expect(page.locator("body")).to_contain_text("您已退出登录，内容未保存。")
    expect(page.locator("textarea").filter(has_text="写了很久的一段。")).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_review_fits_a_phone(open_page: OpenPage, draft: Report, prefix: str) -> None:
    page = open_page(f"{prefix}/admin/reports/report/{draft.pk}/review/", size=PHONE)
    sign_in(page, "li")
    assert sideways(page) <= 0
    assert axe_violations(page) == []
