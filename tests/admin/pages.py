"""Admin pages as a browser handles them: signing in, reading a form with what stands in it, sending it."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

from reports.models import Account
from tests.factories import make_account

CLERK = ("editor",)
REVIEWER = ("reviewer", "publisher")


def make_staff(name: str = "chen", *roles: str) -> Account:
    """A member of staff with those roles everywhere."""
    return make_account(name, *roles)


def signed_in(name: str = "chen", *roles: str) -> Client:
    """A browser of that member of staff."""
    client = Client()
    client.force_login(make_staff(name, *roles))
    return client


class Fields(HTMLParser):
    """What a browser would send of a form: every named field with its value."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.values: dict[str, str] = {}
        self.area = self.choice = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name", "")
        if tag == "form":
            self.inside = given.get("id") == self.form or (not self.form and given.get("method") == "post")
        elif not self.inside:
            return
        elif tag == "input" and given.get("type") not in ("submit", "file"):
            is_box = given.get("type") in ("checkbox", "radio")
            if name and (not is_box or "checked" in given):
                self.values[name] = given.get("value") or ("on" if is_box else "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""
        elif tag == "select":
            self.choice = name
            if "multiple" not in given:
                self.values.setdefault(name, "")
        elif tag == "option" and "selected" in given:
            self.values[self.choice] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self.area] = self.values[self.area].removeprefix("\n")
            self.area = ""

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data


def fields(response: HttpResponse, form: str = "report_form") -> dict[str, str]:
    """The fields of that form as it stands in the page."""
    parser = Fields(form)
    parser.feed(response.content.decode())
    del parser.values["csrfmiddlewaretoken"]
    return parser.values


def text(response: HttpResponse) -> str:
    """The page's source."""
    return response.content.decode()
