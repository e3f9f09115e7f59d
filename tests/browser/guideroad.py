"""Scenes of the guide: review, sending back, publishing, correcting, withdrawing, two people at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.guidewriting import OLD_REPORT, PHONE_NUMBER, TOTAL, open_report
from tests.browser.scenes import scene
from tests.browser.walk import Walk


def step(walk: Walk, name: str, words: str, picture: str = "") -> None:
    """Somebody opens the report and takes one step of its road, with a picture of what it asks."""
    page = walk.person(name)
    walk.visit(page, walk.found["draft"])
    walk.press(walk.link(page, words))
    if picture:
        walk.take(page, picture, walk.button(page, words))
    walk.succeed(walk.button(page, words))


@scene("review", "review-desk", "review", "review-decision")
def review(walk: Walk) -> None:
    """李 reads what would become public, and what may be personal data."""
    page = walk.person("li")
    walk.visit(page, "/admin/")
    waits = page.locator(".pile a").filter(has_text="2025")
    walk.take(page, "review-desk", waits.first)
    walk.press(waits.first)
    expect(page.locator(".hints")).to_be_visible()
    walk.take(page, "review")
    walk.take(page, "review-decision", walk.button(page, "Approve"), walk.link(page, "Send back"))


@scene("send-back", "send-back", "sent-back")
def send_back(walk: Walk) -> None:
    """李 sends it back, 陈 mends it and submits it again."""
    page = walk.person("li")
    walk.press(walk.link(page, "Send back"))
    page.fill("textarea", "第一部分写有手机号码，请改为办公电话；收到申请的总计请与各类申请人核对。")
    walk.take(page, "send-back", walk.button(page, "Send back"))
    walk.succeed(walk.button(page, "Send back"))
    page = walk.person("chen")
    walk.visit(page, "/admin/")
    walk.take(page, "sent-back", page.locator(".pile").first)
    walk.visit(page, walk.found["draft"])
    text = page.locator("[name=chapters-0-text]")
    text.fill(text.input_value().replace(f"咨询请致电{PHONE_NUMBER}。", "咨询请致电办公室。"))
    walk.succeed(page.locator("[name=_continue]"))
    walk.press(walk.link(page, "Fill in the table"))
    page.fill(TOTAL, "8")
    walk.succeed(walk.button(page, "Save and return"))
    step(walk, "chen", "Submit for review")


@scene("publish", "approve", "publish", "schedule", "published")
def publish(walk: Walk) -> None:
    """李 approves, 赵 sets a time, takes it off again and publishes."""
    page = walk.person("li")
    walk.visit(page, walk.found["draft"])
    walk.press(walk.link(page, "Review"))
    page.locator("[name=is_secrecy_reviewed]").check()
    walk.take(
        page,
        "approve",
        page.locator("label").filter(has=page.locator("[name=is_secrecy_reviewed]")),
        walk.button(page, "Approve"),
    )
    walk.succeed(walk.button(page, "Approve"))
    page = walk.person("zhao")
    walk.visit(page, walk.found["draft"])
    walk.press(walk.link(page, "Publish at a set time"))
    at = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=7)
    page.locator("form[data-keep] input:not([type=hidden])").first.fill(f"{at:%Y-%m-%dT09:30}")
    walk.take(page, "schedule", walk.button(page, "Publish at a set time"))
    walk.succeed(walk.button(page, "Publish at a set time"))
    step(walk, "zhao", "Take off the schedule")
    step(walk, "zhao", "Publish", "publish")
    walk.take(page, "published", walk.link(page, "Public page"))


@scene("conflict", "conflict")
def conflict(walk: Walk) -> None:
    """吴 and 陈 have the same draft open; 陈 saves second."""
    chen, wu = walk.person("chen"), walk.person("wu")
    draft = walk.found["empty"].replace("/table/", "/change/")
    for page in (chen, wu):
        walk.visit(page, draft)
    wu.fill("[name=source_line]", "区文化和旅游局办公室")
    walk.succeed(wu.locator("[name=_continue]"))
    chen.fill("[name=source_line]", "区文化和旅游局")
    walk.press(chen.locator("[name=_continue]"))
    walk.take(chen, "conflict", chen.locator(".conflicts"))
    walk.succeed(chen.locator("[name=_continue]"))


@scene("correct", "correct", "review-changes")
def correct(walk: Walk) -> None:
    """陈 corrects what is public; 李 sees each change; 赵 publishes the second revision."""
    page = walk.person("chen")
    walk.visit(page, walk.found["draft"])
    walk.press(walk.link(page, "Correct"))
    page.fill("textarea", "更正行政处罚决定件数，由11件改为12件。")
    walk.take(page, "correct", walk.button(page, "Correct"))
    walk.succeed(walk.button(page, "Correct"))
    walk.found["first"], walk.found["draft"] = walk.found["draft"], page.url
    walk.press(walk.link(page, "Fill in the table"))
    page.fill("#cell-disclosure-penalties-decisions", "12")
    walk.succeed(walk.button(page, "Save and return"))
    step(walk, "chen", "Submit for review")
    page = walk.person("li")
    walk.visit(page, walk.found["draft"])
    walk.press(walk.link(page, "Review"))
    walk.take(page, "review-changes", page.locator(".compared").first)
    page.locator("[name=is_secrecy_reviewed]").check()
    walk.succeed(walk.button(page, "Approve"))
    step(walk, "zhao", "Publish")


@scene("withdraw", "withdraw")
def withdraw(walk: Walk) -> None:
    """赵 opens the page that withdraws a report, and leaves it at that."""
    page = walk.person("zhao")
    open_report(walk, page, "2024", "published")
    walk.press(walk.link(page, "Withdraw"))
    page.fill("textarea", "报告误附了内部材料，删去后重新公布。")
    walk.take(page, "withdraw", walk.button(page, "Withdraw"))


@scene("history", "timeline")
def history(walk: Walk) -> None:
    """What happened to the report, in words."""
    page = walk.person("zhao")
    walk.visit(page, walk.found["first"])
    walk.press(walk.link(page, "History"))
    walk.take(page, "timeline")


@scene("verify", "verify", "verified")
def verify(walk: Walk) -> None:
    """Somebody looks whether a downloaded table is still what was published."""
    page = walk.context().new_page()
    walk.visit(page, "/verify/")
    walk.take(page, "verify")
    table = page.request.get(f"{walk.site.address}{OLD_REPORT}tables/applications.csv").body()
    page.locator("[name=file]").set_input_files(
        {"name": "applications.csv", "mimeType": "text/csv", "buffer": table}
    )
    walk.press(page.locator("form:has([name=file]) [type=submit]"))
    walk.take(page, "verified")
