"""Scenes of the guide: the desk, writing a report, its table, importing, reasons for findings, submitting."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.guidedoor import choose
from tests.browser.scenes import scene
from tests.browser.walk import AGENCY, Walk

REPORTS = "/admin/reports/report/"
OLD_REPORT = "/reports/shiliqu-wenlvju/2024/"
TOTAL = "#cell-applications-1-total"
PASTE = """text => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
BLOCK = "4\t3\t0\t1\t0\t0\t8\n2\t0\t0\t0\t0\t0\t2\n"
PHONE_NUMBER = "13800000000"


@scene("desk", "desk", "desk-390")
def desk(walk: Walk) -> None:
    """What waits for 陈."""
    page = walk.person("chen")
    walk.visit(page, "/admin/")
    expect(page.locator(".desk .pile").first).to_be_visible()
    walk.take(page, "desk")
    page.set_viewport_size({"width": 390, "height": 780})
    walk.take(page, "desk-390")
    page.set_viewport_size({"width": 1280, "height": 720})


@scene("write", "report-list", "report-add", "choose-form", "report-edit", "report-chapters")
def write(walk: Walk) -> None:
    """陈 begins the report of this year and goes on with that of the last."""
    page = walk.person("chen")
    walk.visit(page, REPORTS)
    walk.take(page, "report-list", page.locator(".object-tools .addlink"))
    walk.press(page.locator(".object-tools .addlink"))
    choose(page, "agency", AGENCY)
    page.fill("[name=year]", "2026")
    walk.take(page, "report-add", page.locator("[name=_continue]"))
    walk.press(page.locator("[name=_continue]"))
    walk.press(walk.link(page, "Choose the table"))
    page.locator("[name=_form]").first.check()
    walk.take(page, "choose-form", walk.button(page, "Use this form"))
    walk.succeed_quietly(walk.button(page, "Use this form"), "#grid")
    walk.found["empty"] = page.url
    walk.found["draft"] = open_report(walk, page, "2025", "draft")
    walk.take(page, "report-edit", walk.link(page, "Fill in the table"))
    walk.take(page, "report-chapters", top=page.locator("#chapters-group"))


def open_report(walk: Walk, page: Page, year: str, state: str) -> str:
    """Opens the first report of that year and state from the list; its address."""
    walk.visit(page, f"{REPORTS}?q={year}")
    row = page.locator("#result_list tbody tr").filter(has=page.locator(f".state-{state}"))
    walk.press(row.locator("th a").first)
    return page.url


@scene("table", "grid", "grid-fails", "grid-paste")
def table(walk: Walk) -> None:
    """陈 types a total that is none, and pastes a block from Excel."""
    page = walk.person("chen")
    walk.visit(page, walk.found["empty"])
    first = page.locator("#cell-applications-1-natural_person")
    first.focus()
    page.evaluate(PASTE, BLOCK)
    expect(page.locator(TOTAL)).to_have_value("8")
    walk.take(page, "grid-paste", top=first.locator("xpath=ancestor::table"))
    walk.press(walk.button(page, "Save the table"))
    walk.visit(page, walk.found["draft"])
    walk.press(walk.link(page, "Fill in the table"))
    walk.take(page, "grid", walk.button(page, "Save the table"))
    page.fill(TOTAL, "9")
    expect(page.locator("#grid-findings li.fails").first).to_be_visible()
    page.locator(TOTAL).focus()
    walk.take(
        page,
        "grid-fails",
        page.locator(TOTAL),
        page.locator("#grid-findings"),
        top=page.locator("#table-applications"),
    )
    walk.succeed(walk.button(page, "Save and return"))


@scene("import", "import", "import-read")
def import_(walk: Walk) -> None:
    """陈 has last year's page read, and stores nothing."""
    page = walk.person("chen")
    old = page.request.get(walk.site.address + OLD_REPORT).body()
    walk.visit(page, REPORTS)
    walk.press(walk.link(page, "Import a report"))
    page.locator("[name=file]").set_input_files({"name": "2024.html", "mimeType": "text/html", "buffer": old})
    walk.take(page, "import", page.locator("[name=file]"), walk.button(page, "Read it"))
    walk.press(walk.button(page, "Read it"))
    walk.take(page, "import-read", walk.button(page, "Store as a draft"))


@scene("import-desk", "import-desk")
def import_desk(walk: Walk) -> None:
    """陈 drops two files on the import desk and looks at what was read of them."""
    page = walk.person("chen")
    walk.visit(page, REPORTS)
    walk.press(walk.link(page, "Import desk"))
    old = {"2022.html": "/reports/shiliqu-wenhuaju/2022/", "2023.html": "/reports/shiliqu-lvyouju/2023/"}
    files = [
        {"name": name, "mimeType": "text/html", "buffer": page.request.get(walk.site.address + path).body()}
        for name, path in old.items()
    ]
    page.locator("[name=files]").set_input_files(files)
    walk.press(walk.button(page, "Put them on the desk"))
    for _ in range(60):
        if not page.locator("[data-waiting]").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("[data-waiting]")).to_have_count(0)
    walk.take(page, "import-desk", page.locator(".desk-list tbody th a").first)


@scene("explain", "findings", "explain")
def explain(walk: Walk) -> None:
    """陈 gives the public a reason for each finding about a sum that does not add up."""
    page = walk.person("chen")
    walk.visit(page, walk.found["draft"])
    ways = page.locator("#findings").get_by_text(walk.say("Explain"), exact=True)
    walk.take(page, "findings", ways.first)
    reason = "有1件申请由两个机关共同办理，只计入总计。"
    walk.press(ways.first)
    page.fill("form[data-keep] textarea", reason)
    walk.take(page, "explain", walk.button(page, "Store the reason"))
    walk.succeed(walk.button(page, "Store the reason"))
    while ways.count():
        walk.press(ways.first)
        page.fill("form[data-keep] textarea", reason)
        walk.succeed(walk.button(page, "Store the reason"))


@scene("submit", "submit")
def submit(walk: Walk) -> None:
    """陈 lets a telephone number slip into a chapter and submits; the reviewer will see it."""
    page = walk.person("chen")
    walk.visit(page, walk.found["draft"])
    text = page.locator("[name=chapters-0-text]")
    text.fill(text.input_value() + f"咨询请致电{PHONE_NUMBER}。")
    walk.succeed(page.locator("[name=_continue]"))
    walk.press(walk.link(page, "Submit for review"))
    if page.locator("form[data-keep] textarea").count():
        page.fill("form[data-keep] textarea", "总计与分项相差的1件由两个机关共同办理。")
    walk.take(page, "submit", walk.button(page, "Submit for review"))
    walk.succeed(walk.button(page, "Submit for review"))
