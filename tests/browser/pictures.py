"""Takes the pictures of docs/pictures from a running site with the sample data: `make pictures`."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "pictures"
REPORT = "/reports/shilishi-gonganju/2016/"
CLERK = "clerk"
PUBLIC = {
    "home-1280": ("/", 1280, 900),
    "report-1280": (REPORT, 1280, 1250),
    "report-390": (REPORT, 390, 1850),
    "table-1280": (REPORT + "#statistics", 1280, 1250),
}


def manage(environment: dict[str, str], *words: str) -> None:
    """Runs one management command to its end."""
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True, stdout=2)


@contextmanager
def site() -> Iterator[tuple[str, str]]:
    """A site of its own with the sample data; gives its address and the clerk's password."""
    password = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.close()
        environment = {**os.environ, "DATA_DIR": folder, "DJANGO_SUPERUSER_PASSWORD": password, "DEBUG": "1"}
        manage(environment, "migrate", "-v0")
        manage(environment, "load_samples")
        manage(environment, "createsuperuser", "--noinput", "--username", CLERK, "--email", "a@example.org")
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}", password
        finally:
            server.terminate()
            server.wait()


def wait_for(port: int) -> None:
    """Returns as soon as something listens. Raises TimeoutError after 20 seconds."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"Nothing listens on port {port}.")


def visit(page: Page, address: str) -> None:
    """Opens an address. Raises RuntimeError where an error page answers: nobody wants its picture."""
    answer = page.goto(address)
    if answer is not None and not answer.ok:
        raise RuntimeError(f"{address} answers {answer.status}.")


def photograph(browser: Browser, address: str, password: str) -> None:
    """The public pages, then the grid of a draft as a clerk sees it."""
    for name, (path, width, height) in PUBLIC.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        visit(page, address + path)
        page.screenshot(path=FOLDER / f"{name}.png")
        page.close()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    visit(page, f"{address}/admin/login/?next=/admin/reports/report/?state__exact=draft")
    page.fill("[name=username]", CLERK)
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    page.screenshot(path=FOLDER / "admin-list-1280.png")
    page.click("#result_list tbody th a")
    visit(page, page.url.split("change/")[0] + "table/")
    page.screenshot(path=FOLDER / "admin-grid-1280.png")
    page.close()


def main() -> None:
    """Makes every picture anew."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("No Chromium on this machine: install Debian's package chromium first.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with site() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        photograph(browser, address, password)
        browser.close()


if __name__ == "__main__":
    main()
