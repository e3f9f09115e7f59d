"""Takes the pictures of the README and of the staff guides from a running site: `make pictures`.

`python -m tests.browser.pictures readme zh en` names what to take; all without a name.
"""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import Browser, sync_playwright

from tests.browser import guide
from tests.browser.album import Album
from tests.browser.guidewriting import open_report
from tests.browser.ownsite import ROOT, own_site
from tests.browser.walk import Walk

FOLDER = ROOT / "docs" / "pictures"
REPORT = "/reports/shilishi-gonganju/2016/"
PUBLIC = {
    "home-1280": ("/", 1280, 900),
    "report-1280": (REPORT, 1280, 1250),
    "report-390": (REPORT, 390, 1850),
    "table-1280": (REPORT + "#statistics", 1280, 1250),
}


def readme(browser: Browser) -> None:
    """The public pages, then the list of reports and the grid of a draft as a clerk sees them."""
    with own_site() as site:
        walk = Walk(browser, site, "zh", Album(FOLDER))
        for name, (path, width, height) in PUBLIC.items():
            context = walk.context({"width": width, "height": height})
            walk.take(walk.visit(context.new_page(), path), name, is_scrolled=True)
            context.close()
        page = walk.enter(site.account, site.password).page
        page.set_viewport_size({"width": 1280, "height": 900})
        walk.take(walk.visit(page, "/admin/reports/report/?q=2025"), "admin-list-1280")
        open_report(walk, page, "2025", "draft")
        walk.press(walk.link(page, "Fill in the table"))
        walk.take(page, "admin-grid-1280")


def main(wanted: list[str]) -> None:
    """Makes those pictures anew."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("No Chromium on this machine: install Debian's package chromium first.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for what in wanted or ["readme", *guide.GUIDES]:
            sys.stdout.write(f"Taking the pictures: {what}\n")
            readme(browser) if what == "readme" else guide.make(browser, what)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
