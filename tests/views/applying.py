"""Applying at the public door, as a browser without script does it. The applicant is nobody."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import SHANGHAI

FORM = "/apply/police/"
GIVEN = {
    "applicant_kind": "natural_person",
    "name": "林晓月",
    "identity_kind": "resident",
    "identity_number": "350203199001011248",
    "telephone": "13800138000",
    "email": "lin.xiaoyue@example.com",
    "address": "示例省示例市示例区样板路1号",
    "description": "2023年示例路改造工程的预算",
    "reference": "示政〔2023〕7号",
    "medium": "electronic",
    "way": "online",
}
NOON = datetime(2025, 7, 1, 12, 0, tzinfo=SHANGHAI)


def opened(client: Client, path: str = FORM) -> str:
    """The page of the form."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def filled(client: Client, path: str = FORM, *, without: tuple[str, ...] = (), **fields: Any) -> Any:
    """The answer to the form, sent with GIVEN and what differs."""
    stamp = hidden(opened(client, path), "stamp")
    given = {name: text for name, text in GIVEN.items() if name not in without}
    return client.post(path, {"stamp": stamp, "review": "", **given, **fields})


def pass_time(monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    """It is that much later than it was."""
    now = timezone.now() + timedelta(**span)
    monkeypatch.setattr(timezone, "now", lambda: now)


def sent(client: Client, path: str = FORM, **fields: Any) -> Any:
    """The answer to the review of a draft, sent as it stands."""
    page = client.get(f"{path}review/").content.decode()
    return client.post(f"{path}review/", {"seen": hidden(page, "seen"), **fields})


def applied(client: Client, monkeypatch: pytest.MonkeyPatch, path: str = FORM, **fields: Any) -> str:
    """Applies from beginning to end; the page of the receipt."""
    assert filled(client, path, **fields).status_code == 302
    pass_time(monkeypatch, minutes=3)
    answer = sent(client, path)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]).content.decode()
