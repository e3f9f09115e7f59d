"""A portal that lies about its annual reports or takes its time: what it withdraws goes here all the same."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from django.db import connection

from reports.domain.exchange import MOST_REVISIONS
from reports.models import Agency, Attachment, DocumentFile, FeedSource, Report
from reports.readers import attachmenttext, intake, opening
from reports.services import exchange, exchangereports, scanning
from reports.services.exchangeagencies import Places
from reports.services.fetching import Peer
from tests.api.otherportal import OtherPortal
from tests.api.otherportal import content as document_content
from tests.api.test_pulling_reports import WHERE, content, named, publish, pull, withdraw
from tests.factories import make_agency, make_category

pytestmark = pytest.mark.django_db
CELL = "statistics/2/year"


@pytest.fixture
def other():
    with OtherPortal() as portal:
        yield portal


@pytest.fixture
def under() -> Agency:
    return make_agency("示例市人民政府", slug="shili", kind="government")


@pytest.mark.parametrize(
    "changed",
    [
        {"cells": {CELL: {"value": "9" * 15, "raw": "1", "unit": ""}}},
        {"published_at": "2099-01-01T00:00:00.000000+00:00"},
        {"year": 2099},
        {"title": " \n"},
        {"links": [{"title": "解读", "url": "http://"}]},
        {"links": [{"title": "解读", "url": 'https://a.cn/" onclick="x'}]},
        {"links": [{"title": "", "url": "https://a.cn/"}]},
    ],
)
def test_what_staff_could_not_enter_is_refused_in_words(other, under, changed):
    publish(other, content(other) | changed)
    other.changes[-1]["report"] = named() | {key: changed[key] for key in ("year",) if key in changed}
    done = pull(other, under)
    assert done.at == 0 and "/reports/jiaoyu/2016/" in done.fault and not Report.objects.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "setup.exe"),
        (b"MZ\x90\x00" + b"\x00" * 200, "report.txt"),
        (b"start calc.exe", "report.bat"),
        (b"alert(1)", "report.txt.JS"),
        (b"alert(1)", "report.hta\u202e"),
        (b"Rar!\x1a\x07\x00", "report.rar"),
        (b"<html><p>x</p></html>", "report.pdf"),
    ],
)
def test_a_source_that_no_reader_of_ours_would_read_is_not_handed_on(other, under, data, name):
    file = other.file(data, name)
    publish(other, content(other, sources=[{"name": name, "sha256": file["sha256"]}]))
    done = pull(other, under)
    assert done.at == 0 and "report" in done.fault and not Report.objects.exists()


def test_a_reason_without_words_keeps_no_withdrawal_from_being_carried_out(other, under):
    publish(other, content(other))
    pull(other, under)
    other.change("created", "/reports/jiaoyu/2015/", kind="report", report=named() | {"year": 2015})
    withdraw(other, reason="。。")
    done = pull(other, under)
    assert "404" in done.fault and done.counts == {"withdrawn": 1}
    assert Report.objects.get().withdrawal_reason == "原发布平台已撤回。"


def test_where_our_program_fails_at_a_change_later_withdrawals_are_carried_out(other, under, monkeypatch):
    publish(other, content(other))
    pull(other, under)
    publish(other, content(other, 2))
    withdraw(other)

    def breaking(*_given: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(exchangereports, "take", breaking)
    done = pull(other, under)
    assert (done.at, done.counts) == (1, {"withdrawn": 1}) and "出错" in done.fault
    assert FeedSource.objects.get().fault == done.fault and Report.objects.get().state == "withdrawn"


def test_all_revisions_asked_for_at_once_are_together_no_larger_than_memory_bears(other, under, monkeypatch):
    publish(other, content(other))
    answer = other.answers[f"/api/v1{WHERE}v1/"]
    other.changes[-1]["report"] = named(MOST_REVISIONS)
    for number in range(1, MOST_REVISIONS + 1):
        said = content(other, number)
        publish(other, said)
    del other.changes[1:]
    monkeypatch.setattr(exchange, "LARGEST_TOGETHER", 5 * len(answer[2]))
    assert "字节" in pull(other, under).fault
    assert len([path for path in other.asked if "/v" in path]) < 8


def test_a_feed_without_an_end_gives_way_to_the_next_portal(other, under):
    for year in range(2010, 2016):
        other.change("created", f"/reports/x/{year}/", kind="report")
    done = exchange.pull(Peer(other.address), Places(under), seconds=0)
    assert (done.at, done.fault, done.has_more) == (0, "", True)
    assert FeedSource.objects.get().succeeded_at is None
    assert exchange.pull(Peer(other.address), Places(under), seconds=60).counts == {"passed": 6}


def test_all_that_one_change_needs_is_given_up_after_a_time(other, under, monkeypatch):
    publish(other, content(other))
    monkeypatch.setattr(exchange, "SECONDS_A_CHANGE", 0)
    assert "用时过长" in pull(other, under).fault and other.asked == []


def test_nothing_slow_is_done_while_others_wait_for_the_log(other, under, monkeypatch):
    """Files are judged, scanned and read before the transaction, which holds the lock of all who write."""
    held: list[str] = []

    def watched(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def watching(*given: Any, **named_so: Any) -> Any:
            held.append(f"{name} {bool(connection.savepoint_ids)}")
            return real(*given, **named_so)

        monkeypatch.setattr(module, name, watching)

    for module, name in (
        *((intake, "check_all"), (attachmenttext, "extract"), (opening, "read")),
        (scanning, "demand_clean"),
    ):
        watched(module, name)
    make_category()
    publish(other, content(other))
    other.publish(document_content(files=[other.file("正文".encode(), "b.txt")]))
    assert pull(other, under).counts == {"taken": 2}
    assert sorted(held) == [
        *(["check_all False"] * 2),
        *(["demand_clean False"] * 3),
        *(["extract False"] * 2),
        "read False",
    ]
    assert Attachment.objects.get().text == "attached" and DocumentFile.objects.get().text == "正文"
