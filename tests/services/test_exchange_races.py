"""Whoever follows the feed while others publish misses nothing; two pulls at once take each change once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from reports.models import Document, DocumentVersion, FeedSource
from reports.queries import changefeed
from reports.services import documents, exchange
from reports.services.exchangeagencies import Places
from reports.services.fetching import Peer
from tests.api.otherportal import OtherPortal, content
from tests.factories import make_agency, make_category, make_document, make_publisher
from tests.services.test_report_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


def test_a_follower_sees_every_change_once_and_finds_what_it_tells_of():
    ready = [make_document(title=f"第{place}件", state="approved") for place in range(8)]
    by, is_over = make_publisher(), threading.Event()
    seen: list[tuple[int, bool]] = []

    def follow() -> None:
        at = 0
        while True:
            was_over = is_over.is_set()
            page = changefeed.since(at, 3)
            for change in page.changes:
                stands = DocumentVersion.objects.standing().filter(document=change.subject_id).exists()
                seen.append((change.sequence, stands))
            at = page.next_after
            if was_over and not page.changes:
                return

    def publish() -> None:
        ends = at_once(*(lambda one=one: documents.publish(document=one, by=by) for one in ready))
        is_over.set()
        assert ends == ["done"] * 8

    assert at_once(follow, publish) == ["done", "done"]
    assert seen == [(number, True) for number in range(1, 9)]


def test_two_pulls_at_once_take_each_document_once():
    make_category()
    under = make_agency("示例市人民政府", slug="shili", kind="government")
    with OtherPortal() as other:
        for place in range(4):
            other.publish(content(f"014416330/2024-0020{place}"), f"/documents/d{place}/")
        FeedSource.objects.create(address=other.address)
        at_once(*[lambda: exchange.pull(Peer(other.address), Places(under))] * 2)
        exchange.pull(Peer(other.address), Places(under))
    assert FeedSource.objects.get().last_sequence == 4
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (4, 4)
