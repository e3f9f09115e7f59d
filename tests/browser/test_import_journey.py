"""A PDF dropped on the import desk becomes public: read, compared, corrected, explained, published."""

from __future__ import annotations

import base64
import re
import signal
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from reports.models import ImportItem, Report
from tests.admin.test_report_import import source
from tests.browser import people
from tests.browser.conftest import PHONE, OpenPage, axe_violations, sideways
from tests.browser.people import make_person, sign_in
from tests.factories import make_agency
from tests.readers.printed import printed, ruled, table

SMALL_SCREEN = {"width": 1280, "height": 720}
DESK = "/admin/reports/report/import-desk/"
DROP = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const all = new DataTransfer();
    all.items.add(new File([bytes], name, {type: 'application/pdf'}));
    return all;
}"""


def pdf() -> bytes:
    """A made-up report of 2016 whose number of applications is not the sum of its parts."""
    lines = [line for line in source(**{"2": (1, 3)}).split("\n") if line]
    at = lines.index("指标名称")
    cells = lines[at:]
    rows = [cells[place : place + 4] for place in range(0, len(cells), 4)]
    return printed(*lines[:at], table(rows, *ruled()))


def work() -> None:
    """The background worker, until its queue is empty; it takes over the signals of its process."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    for number, handler in before.items():
        signal.signal(number, handler)


def drop(page: Page, name: str, data: bytes) -> None:
    """As somebody who lets go of a file over the box."""
    handle = page.evaluate_handle(DROP, [name, base64.b64encode(data).decode()])
    page.dispatch_event("form[data-drop]", "drop", {"dataTransfer": handle})
    expect(page.locator("[data-drop-names]")).to_have_text(name)
    people.send(page.get_by_role("button", name="放上导入台"))


@pytest.fixture
def people_there(transactional_db: None) -> None:
    make_agency(slug="shili")
    make_person("chen", "editor")
    for role in ("reviewer", "publisher"):
        make_person("li", role)


@pytest.mark.usefixtures("people_there")
def test_a_dropped_pdf_is_compared_corrected_explained_and_published_by_another(open_page: OpenPage) -> None:
    chen = open_page(DESK, size=SMALL_SCREEN)
    sign_in(chen, "chen")
    drop(chen, "年报.pdf", pdf())
    expect(chen.locator("[data-waiting]")).to_be_visible()
    assert axe_violations(chen) == []
    work()
    chen.goto(DESK)
    row = chen.locator(".desk-list tbody tr")
    expect(row).to_contain_text("示例市公安局")
    expect(row).to_contain_text("核验不符")
    row.get_by_role("link").click()
    expect(chen.locator("#content")).to_contain_text("24,112")
    people.send(chen.locator("[name=_store]"))
    report = Report.objects.get()

    # Source and figures: from a figure to its place in the PDF and back, and a correction.
    chen.goto(f"/admin/reports/report/{report.pk}/trail/")
    assert axe_violations(chen) == []
    chen.locator("#cell-statistics-1-year a").click()
    place = chen.locator(".trail-source td.is-chosen")
    expect(place).to_have_text("4047")
    expect(place).to_be_in_viewport()
    expect(chen.locator(".trail-cell")).to_contain_text(re.compile("第 [0-9]+ 页表 1 第 2 行第 3 列"))
    place.get_by_role("link").click()
    expect(chen.locator("#chosen")).to_be_in_viewport()
    people.send(chen.locator("[name=_accept]"))
    expect(chen.locator(".messagelist .success")).to_contain_text("已确认 1 个数据")
    chen.locator("#cell-statistics-7-year a").click()
    chen.locator("#id_raw").fill("2")
    assert axe_violations(chen) == []
    people.send(chen.locator("[name=_correct]"))
    expect(chen.locator("#cell-statistics-7-year")).to_have_text("2")

    # The finding is explained, and a second person publishes.
    chen.goto(f"/admin/reports/report/{report.pk}/change/")
    chen.locator("a[href*='explain/']").first.click()
    chen.fill("textarea[name=words]", "原件如此，一件申请重复登记。")
    people.send(chen.locator("form[data-unsaved] button[type=submit]").first)
    report.refresh_from_db()
    while report.checks_failed:
        chen.locator("a[href*='explain/']").first.click()
        chen.fill("textarea[name=words]", "原件如此，一件申请重复登记。")
        people.send(chen.locator("form[data-unsaved] button[type=submit]").first)
        before, report = report.checks_failed, Report.objects.get()
        assert report.checks_failed < before
    chen.goto(f"/admin/reports/report/{report.pk}/submit/")
    people.send(chen.locator("form[data-unsaved] button[type=submit]").first)
    li = open_page(f"/admin/reports/report/{report.pk}/review/", size=SMALL_SCREEN)
    sign_in(li, "li")
    li.locator("[name=is_secrecy_reviewed]").check()
    people.send(li.get_by_role("button", name="审核通过并发布", exact=True).first)

    # The public reads the finding, the explanation and the original.
    public = open_page("/reports/shili/2016/")
    body = public.locator("body")
    expect(body).to_contain_text("受理政府信息公开申请总数（历年累计列）3 ≠")
    expect(body).to_contain_text("原件如此，一件申请重复登记。")
    original = public.get_by_role("link", name="年报.pdf").first
    with public.expect_download() as downloading:
        original.click()
    assert Path(downloading.value.path()).read_bytes() == pdf_of(report)
    assert ImportItem.objects.get().state == "stored"


def pdf_of(report: Report) -> bytes:
    with report.sources.get().file.open("rb") as file:
        return file.read()


@pytest.mark.usefixtures("people_there")
def test_the_desk_and_the_trail_work_without_scripts_and_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(DESK, size=PHONE, script=False)
    page.fill("[name=username]", "chen")
    page.fill("[name=password]", people.PASSWORD)
    page.locator("[type=submit]").click()
    page.set_input_files(
        "[name=files]",
        [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": source().encode()} for n in "ab"],
    )
    people.send(page.get_by_role("button", name="放上导入台"))
    work()
    page.goto(DESK)
    assert page.locator(".desk-list tbody tr").count() == 2 and sideways(page) == 0
    page.locator(".desk-list tbody a").first.click()
    people.send(page.locator("[name=_store]"))
    report = Report.objects.get()
    page.goto(f"/admin/reports/report/{report.pk}/trail/")
    assert sideways(page) == 0
    page.locator("#cell-statistics-2-year a").click()
    expect(page.locator(".trail-source .is-chosen")).to_contain_text("1")
    expect(page.locator("#chosen")).to_contain_text("受理政府信息公开申请总数")
