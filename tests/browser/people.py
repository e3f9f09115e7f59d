"""Members of staff in a browser of their own."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from reports.models import Account
from tests.factories import make_account

PASSWORD = "a-long-password-for-tests"


def make_person(name: str, *roles: str) -> Account:
    """A member of staff who can sign in with PASSWORD."""
    account = make_account(name, *roles)
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(page: Page, name: str) -> None:
    """Through the sign-in page that stands open."""
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.locator("[type=submit]").click()
    expect(page.locator("#logout-form")).to_be_attached()
    page.wait_for_load_state()


def send(button: Locator) -> None:
    """Presses a button that sends its form, and waits for the page that answers."""
    with button.page.expect_navigation():
        button.click()
    button.page.wait_for_load_state()
