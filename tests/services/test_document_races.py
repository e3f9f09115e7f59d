"""Two at once at documents: numbers given once, a feed without gaps, one standing version."""

from __future__ import annotations

import pytest
from django.db import connection

from reports.models import DocumentVersion, PublicChange
from reports.services import documents
from tests.factories import make_document, make_publisher, make_writer
from tests.services.test_report_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


def test_documents_sent_to_review_at_once_get_numbers_of_their_own():
    drafts, by = [make_document(title=f"第{place}件") for place in range(6)], make_writer()
    ends = at_once(*(lambda one=one: documents.submit(document=one, by=by) for one in drafts))
    assert ends == ["done"] * 6
    assert sorted(one.index_number for one in drafts) == [f"014416330/2024-0000{n}" for n in range(1, 7)]


def test_publications_at_once_leave_no_gap_in_the_feed():
    ready, by = (
        [make_document(title=f"第{place}件", state="approved") for place in range(5)],
        make_publisher(),
    )
    ends = at_once(*(lambda one=one: documents.publish(document=one, by=by) for one in ready))
    assert ends == ["done"] * 5
    assert list(PublicChange.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]


def test_a_document_is_published_once_however_often_it_is_asked_for():
    ready, by = make_document(state="approved"), make_publisher()
    ends = at_once(*[lambda: documents.publish(document=ready, by=by)] * 3)
    assert sorted(ends) == ["done", "refused", "refused"]
    assert DocumentVersion.objects.count() == PublicChange.objects.count() == 1
