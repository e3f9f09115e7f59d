"""A fault tells where it happened, never what somebody typed: in log lines, on the debug page, in mail."""

from __future__ import annotations

import logging
import sys

import pytest
from django.conf import settings as live
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from django.utils.module_loading import import_string
from django.views.debug import get_exception_reporter_class

from portal.faults import MaskedLine, QuietReporter, without_numbers, without_words

# In pieces: the debug page shows lines of this file too.
NAME, NUMBER, MAIL, PHONE = (
    "".join(pieces)
    for pieces in (
        ("林", "晓月"),
        ("35020319900", "1011248"),
        ("lin.", "xiaoyue@example.com"),
        ("1380", "0138000"),
    )
)


def fail(name: str, held: dict[str, str]) -> None:
    raise ValueError(f"no such person: {name!r} {held}")


def caught() -> tuple:
    try:
        fail(NAME, {"identity_number": NUMBER, "email": MAIL})
    except ValueError:
        return sys.exc_info()
    raise AssertionError


def asked() -> HttpRequest:
    request = RequestFactory().post(
        f"/x/?q={NAME}", {"name": NAME, "identity_number": NUMBER}, HTTP_REFERER=f"/?q={PHONE}"
    )
    request.GET = QueryDict(f"q={PHONE}")
    return request


@pytest.mark.parametrize("is_email", [True, False])
@pytest.mark.parametrize("how", ["get_traceback_html", "get_traceback_text"])
def test_the_page_and_the_mail_about_a_fault_hold_nothing_of_anybody(how: str, is_email: bool) -> None:
    told = getattr(QuietReporter(asked(), *caught(), is_email=is_email), how)()
    for secret in (NAME, NUMBER, MAIL, PHONE):
        assert secret not in told
    assert "fail" in told
    assert "ValueError" in told


def test_django_takes_these_reporters() -> None:
    assert get_exception_reporter_class(None) is QuietReporter
    assert type(QuietReporter(None, None, None, None).filter).__name__ == "QuietFilter"


def test_a_report_without_a_request_is_made_too() -> None:
    assert NAME not in QuietReporter(None, *caught()).get_traceback_text()


def test_log_lines_are_written_by_the_masking_formatter() -> None:
    line = live.LOGGING["formatters"]["line"]
    assert import_string(line["()"]) is MaskedLine
    assert {handler["formatter"] for handler in live.LOGGING["handlers"].values()} == {"line"}


def test_a_log_line_keeps_where_and_loses_what() -> None:
    record = logging.LogRecord(
        "reports", logging.ERROR, "x.py", 1, "No mail to %s, %s", (MAIL, PHONE), caught()
    )
    told = MaskedLine("{levelname} {message}", style="{").format(record)
    assert told.startswith("ERROR No mail to …, 138****8000\nTraceback (most recent call last):\n")
    assert told.endswith("ValueError: no such person: '…' {'identity_number': '…', 'email': '…'}")
    assert "in fail" in told
    for secret in (NAME, NUMBER, MAIL, PHONE):
        assert secret not in told


@pytest.mark.parametrize(
    "line",
    [
        "Heads tonight: log 5f" + "0123456789abcdef" * 3 + ", manifest none.",
        "Kept file 2024/03/0d1c9a.pdf has changed: SHA-256 aa was recorded, found bb.",
        "12 background tasks had lost their worker and wait again.",
    ],
)
def test_a_line_without_anybody_stays_as_it_is(line: str) -> None:
    assert without_numbers(line) == line


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("KeyError: 'agency_id'", "KeyError: 'agency_id'"),
        (
            "AttributeError: 'Report' object has no attribute 'x'",
            "AttributeError: 'Report' object has no attribute 'x'",
        ),
        ("ValueError: invalid literal for int(): 'John Smith'", "ValueError: invalid literal for int(): '…'"),
        ('    raise ValueError("no such")', '    raise ValueError("no such")'),
        ("SMTPRecipientsRefused: {'a@b.cn': (550, b'no')}", "SMTPRecipientsRefused: {'…': (550, b'no')}"),
    ],
)
def test_what_an_exception_quotes_is_left_out(said: str, left: str) -> None:
    assert without_words(said) == left
