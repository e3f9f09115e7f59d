"""Scenes of the guide: accounts and their roles, the first sign-in, one's own sign-in, lost things."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.scenes import scene
from tests.browser.walk import AGENCY, OFFICE, Walk

STAFF = {
    "chen": ("陈", "editor", AGENCY),
    "wu": ("吴", "editor", AGENCY),
    "li": ("李", "reviewer", AGENCY),
    "zhao": ("赵", "publisher", AGENCY),
    "sun": ("孙", "supervisor", OFFICE),
    "qian": ("钱", "auditor", OFFICE),
}
"""Sign-in name → how they are called, role, body."""


@scene("accounts", "account-list", "account-add", "account-made", "account-change")
def accounts(walk: Walk) -> None:
    """The administrator makes everybody's account."""
    page = walk.enter(walk.site.account, walk.site.password).page
    for name in STAFF:
        fill_in_account(walk, page, name)
        if name == "chen":
            walk.take(page, "account-add", page.locator("[name=_save]"))
        walk.press(page.locator("[name=_save]"))
        walk.found[name] = page.locator(".first-password").inner_text()
        if name == "chen":
            walk.take(page, "account-made", page.locator(".first-password"))
    walk.visit(page, "/admin/reports/account/")
    walk.take(page, "account-list", page.locator(".object-tools .addlink"))
    walk.press(page.get_by_role("link", name="chen", exact=True))
    walk.take(page, "account-change")


def fill_in_account(walk: Walk, page: Page, name: str) -> None:
    """Name and role on the form of a new account; nothing is sent."""
    called, role, agency = STAFF[name]
    walk.visit(page, "/admin/reports/account/add/")
    page.fill("[name=username]", name)
    page.fill("[name=first_name]", called)
    page.select_option("[name=appointments-0-role]", role)
    choose(page, "appointments-0-agency", agency)


def choose(page: Page, name: str, text: str) -> None:
    """Chooses from a box that searches while one types, or from a short list."""
    if not page.locator(f"[name={name}] + .select2").count():
        page.select_option(f"[name={name}]", label=text)
        return
    page.locator(f"[name={name}] + .select2").click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option--highlighted, .select2-results__option").filter(
        has_text=text
    ).first.click()
    expect(page.locator(f"[name={name}] option:checked")).to_contain_text(text)


@scene("first-sign-in", "sign-in", "first-password", "phone", "recovery-codes")
def first_sign_in(walk: Walk) -> None:
    """赵 with pictures; the others as well, without."""
    pictures = {
        "sign-in": "sign-in",
        "password": "first-password",
        "phone": "phone",
        "codes": "recovery-codes",
    }
    for name in STAFF:
        walk.enter(name, walk.found[name], pictures=pictures if name == "zhao" else None)


@scene("my-sign-in", "my-sign-in", "code", "proof")
def my_sign_in(walk: Walk) -> None:
    """赵 looks at their sessions and signs in again, with a code."""
    someone = walk.people["zhao"]
    page = someone.page
    walk.press(walk.link(page, "My sign-in"))
    walk.take(page, "my-sign-in", walk.link(page, "My sign-in"))
    walk.visit(page, "/admin/door/proof/?next=/admin/")
    walk.take(page, "proof")
    walk.visit(page, "/admin/")
    walk.press(walk.button(page, "Log out"))
    page.fill("[name=username]", "zhao")
    page.fill("[name=password]", someone.password)
    walk.press(walk.button(page, "Sign in"))
    assert someone.phone is not None
    page.fill("[name=code]", someone.phone.code())
    walk.take(page, "code", walk.button(page, "Sign in"))
    walk.press(walk.button(page, "Sign in"))
    expect(page.locator("#logout-form")).to_be_attached()


@scene("help-back-in", "help-back-in")
def help_back_in(walk: Walk) -> None:
    """The administrator opens the page that helps 赵 back in, and leaves it at that."""
    page = walk.person(walk.site.account)
    walk.visit(page, "/admin/reports/account/")
    walk.press(page.get_by_role("link", name="zhao", exact=True))
    walk.press(walk.link(page, "Help a colleague back in"))
    prove(walk, walk.site.account)
    walk.take(
        page,
        "help-back-in",
        walk.button(page, "Give a new first password"),
        walk.button(page, "Forget the phone"),
    )


def prove(walk: Walk, name: str) -> None:
    """Says once more who it is, where the portal asks: on a slow machine the last proof is too old."""
    someone = walk.people[name]
    page = someone.page
    if not page.locator("[name=password]").count():
        return
    page.fill("[name=password]", someone.password)
    if page.locator("[name=code]").count() and someone.phone is not None:
        page.fill("[name=code]", someone.phone.code())
    walk.press(walk.button(page, "Confirm"))
