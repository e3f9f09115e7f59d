"""A walk through the real pages as real persons, in one language; a missing page or button ends it."""

from __future__ import annotations

import gettext
import secrets
import time
from base64 import b32decode
from dataclasses import dataclass, field

from django_otp.oath import TOTP
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.album import SIZE, Album
from tests.browser.conftest import axe_violations
from tests.browser.ownsite import ROOT, Site

AGENCY, OFFICE = "示例市示例区文化和旅游局", "示例市示例区人民政府"
LOCALE = ROOT / "reports" / "locale"
STEP = 30
"""Seconds for which a one-time code holds."""


class Phone:
    """An app for one-time codes; it never gives the same code twice, and waits for the next if it must."""

    def __init__(self, key: str) -> None:
        self.key, self.last = b32decode(key.replace(" ", "")), 0

    def code(self) -> str:
        """The next code that the portal will take: it takes the last, this and the coming one."""
        step = max(self.last + 1, int(time.time()) // STEP)
        time.sleep(max(0.0, (step - 1) * STEP - time.time() + 1))
        self.last = step
        totp = TOTP(self.key)
        totp.time = step * STEP
        return f"{totp.token():06}"


@dataclass
class Person:
    """A member of staff with a browser of their own."""

    name: str
    password: str
    page: Page
    phone: Phone | None = None
    recovery: list[str] = field(default_factory=list)


class Walk:
    """One language, one site, one album; `people` come in as they are made."""

    def __init__(self, browser: Browser, site: Site, language: str, album: Album) -> None:
        self.browser, self.site, self.language, self.album = browser, site, language, album
        self.people: dict[str, Person] = {}
        self.found: dict[str, str] = {}
        self.faults: list[str] = []
        languages = ["zh_Hans"] if language == "zh" else ["none"]
        self._catalog = gettext.translation("django", LOCALE, languages, fallback=language == "en")

    def say(self, msgid: str) -> str:
        """A phrase of the portal, given in English, in the walk's language. Raises KeyError without one."""
        said = self._catalog.gettext(msgid)
        if self.language == "zh" and said == msgid:
            raise KeyError(f"“{msgid}” has no Chinese translation.")
        return said

    # Pages

    def context(self, size: dict[str, int] = SIZE) -> BrowserContext:
        """A browser that nobody has used yet."""
        locale = "zh-CN" if self.language == "zh" else "en-GB"
        made = self.browser.new_context(
            viewport=size, base_url=self.site.address, locale=locale, timezone_id="Asia/Shanghai"
        )
        made.set_default_timeout(15_000)
        return made

    def visit(self, page: Page, path: str) -> Page:
        """Opens a path in the walk's language. Raises RuntimeError where an error page answers."""
        path = path.removeprefix(self.site.address)
        prefix = "" if self.language == "zh" or path.startswith("/en/") else "/en"
        answer = page.goto(prefix + path)
        if answer is not None and not answer.ok:
            raise RuntimeError(f"{path} answers {answer.status}.")
        return page

    def button(self, page: Page, msgid: str) -> Locator:
        """The button of those words."""
        return page.get_by_role("button", name=self.say(msgid), exact=True).first

    def link(self, page: Page, msgid: str) -> Locator:
        """The link of those words in the page's content."""
        return page.locator("#container").get_by_role("link", name=self.say(msgid), exact=True).first

    def press(self, button: Locator) -> None:
        """Presses what sends a form or leads elsewhere; waits for the page that answers."""
        with button.page.expect_navigation():
            button.click()
        button.page.wait_for_load_state()

    def succeed(self, button: Locator) -> None:
        """Presses a button whose page must say that it was done."""
        self.press(button)
        expect(button.page.locator(".messagelist .success").first).to_be_visible()

    def succeed_quietly(self, button: Locator, shown: str) -> None:
        """Presses a button whose page must show that element."""
        self.press(button)
        expect(button.page.locator(shown).first).to_be_visible()

    def take(
        self,
        page: Page,
        name: str,
        *marked: Locator,
        top: Locator | None = None,
        is_scrolled: bool = False,
    ) -> None:
        """A picture for the album; what the arguments mean stands there. Notes what axe finds on the page."""
        self.faults += [f"{name}: {found}" for found in axe_violations(page)]
        self.album.take(page, name, *marked, top=top, is_scrolled=is_scrolled)

    # People

    def person(self, name: str) -> Page:
        """The window of somebody who is in already."""
        return self.people[name].page

    def enter(self, name: str, password: str, *, pictures: dict[str, str] | None = None) -> Person:
        """Through the whole door for the first time: password, own password, phone, recovery codes.

        `pictures`: under which name to take the pages "sign-in", "password", "phone" and "codes".
        """
        page = self.context().new_page()
        someone = self.people[name] = Person(name, "-".join(secrets.token_hex(3) for _ in range(3)), page)
        take = pictures or {}
        self.visit(page, "/admin/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", password)
        self._picture(take, "sign-in", self.button(page, "Sign in"))
        self.press(self.button(page, "Sign in"))
        page.fill("[name=new_password1]", someone.password)
        page.fill("[name=new_password2]", someone.password)
        self._picture(take, "password", self.button(page, "Change the password"))
        self.press(self.button(page, "Change the password"))
        if page.locator(".door-qr code").count():
            self._set_up_phone(someone, take)
        expect(page.locator("#logout-form")).to_be_attached()
        return someone

    def _set_up_phone(self, someone: Person, take: dict[str, str]) -> None:
        page = someone.page
        someone.phone = Phone(page.locator(".door-qr code").inner_text())
        page.fill("[name=code]", someone.phone.code())
        self._picture(take, "phone", self.button(page, "Confirm"))
        self.press(self.button(page, "Confirm"))
        someone.recovery = page.locator(".door-codes code").all_inner_texts()
        if len(someone.recovery) != 10:
            raise RuntimeError("The page after setting up the phone shows no ten recovery codes.")
        go_on = self.link(page, "I have kept them; go on")
        self._picture(take, "codes", go_on)
        self.press(go_on)

    def _picture(self, take: dict[str, str], what: str, marked: Locator) -> None:
        if what in take:
            self.take(marked.page, take[what], marked)
