"""Scenes of the guide: handing in, the supervising office's board, the log and its export."""

from __future__ import annotations

from tests.browser.scenes import scene
from tests.browser.walk import Walk


@scene("hand-in", "hand-in-desk", "hand-in", "receipt")
def hand_in(walk: Walk) -> None:
    """赵 hands the published report in and gets a receipt."""
    page = walk.person("zhao")
    walk.visit(page, "/admin/")
    walk.take(page, "hand-in-desk", page.locator(".pile").first)
    walk.visit(page, walk.found["draft"])
    walk.press(walk.link(page, "Hand in"))
    walk.take(page, "hand-in", walk.button(page, "Hand in"))
    walk.press(walk.button(page, "Hand in"))
    walk.take(page, "receipt", page.locator(".receipt-number"))


@scene("many", "many", "many-look")
def many(walk: Walk) -> None:
    """赵 ticks two reports of the list and sees which of them can be handed in."""
    page = walk.person("zhao")
    walk.visit(page, "/admin/reports/report/")
    for year in ("2026", "2024"):
        row = page.locator("#result_list tbody tr").filter(has_text=f"{year}年")
        row.locator("[name=_selected_action]").check()
    page.select_option("[name=action]", "hand_in_selected")
    walk.take(page, "many", page.locator(".actions"))
    walk.press(page.locator(".actions [type=submit]"))
    walk.take(page, "many-look")


@scene("board", "board", "remind", "receive", "assessment", "outcome")
def board(walk: Walk) -> None:
    """孙 sees who has reported, reminds who has not, confirms a receipt."""
    page = walk.person("sun")
    walk.visit(page, "/admin/board/?year=2025")
    walk.take(page, "board", walk.button(page, "Remind those ticked …"))
    tick(walk, "示例市示例区市场监督管理局")
    walk.press(walk.button(page, "Remind those ticked …"))
    page.fill("textarea", "请于3月31日前公布2025年度报告。")
    walk.take(page, "remind", walk.button(page, "Remind them"))
    walk.press(walk.button(page, "Remind them"))
    walk.take(page, "outcome")
    walk.press(walk.link(page, "Back to the list"))
    tick(walk, "示例市示例区文化和旅游局")
    walk.press(walk.button(page, "Confirm receipts of those ticked …"))
    walk.take(page, "receive", walk.button(page, "Confirm"))
    walk.press(walk.button(page, "Confirm"))
    walk.visit(page, "/admin/board/?year=2025")
    walk.press(walk.link(page, "Assessment sheet"))
    walk.take(page, "assessment")


def tick(walk: Walk, agency: str) -> None:
    """Ticks the row of an agency on the board."""
    page = walk.person("sun")
    page.locator(".board-table tbody tr").filter(has_text=agency).locator("[type=checkbox]").first.check()


@scene("log", "log", "log-entry", "log-export")
def log(walk: Walk) -> None:
    """钱 reads the log and sees what an export would hold."""
    page = walk.person("qian")
    walk.visit(page, "/admin/reports/event/")
    walk.take(page, "log", walk.link(page, "Export"))
    walk.press(page.locator("#result_list tbody th a").first)
    walk.take(page, "log-entry")
    walk.visit(page, "/admin/reports/event/")
    walk.press(walk.link(page, "Export"))
    walk.take(page, "log-export", walk.button(page, "Export"))
