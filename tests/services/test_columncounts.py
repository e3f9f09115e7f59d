"""The kept counts of columns: true after whatever happens to a document, and mended where they are not."""

from __future__ import annotations

from datetime import datetime

import pytest

from reports.models import ColumnCount, Document, DocumentVersion
from reports.services import columncounts, documents
from tests.factories import (
    SHANGHAI,
    make_category,
    make_document,
    make_publisher,
    make_reviewer,
    make_writer,
)

pytestmark = pytest.mark.django_db
EARLY = datetime(2020, 1, 2, 9, tzinfo=SHANGHAI)
LATE = datetime(2021, 1, 2, 9, tzinfo=SHANGHAI)


def counts() -> dict[tuple[str, str], tuple[int, datetime | None]]:
    """By column and kind."""
    rows = ColumnCount.objects.filled().values_list("category__code", "kind", "count", "last_at")
    return {(code, kind): (count, last) for code, kind, count, last in rows}


def published_again(document: Document, **fields: object) -> None:
    documents.begin_change(document=document, by=make_writer())
    documents.revise(document=document, by=make_writer(), fields={"change_note": "移到别的栏目。", **fields})
    documents.submit(document=document, by=make_writer())
    documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)
    documents.publish(document=document, by=make_publisher())


def test_a_count_follows_publication_change_of_column_and_withdrawal() -> None:
    older = make_document(title="较早的通知", published_at=EARLY, state="published")
    newer = make_document(title="较晚的通知", published_at=LATE, state="published")
    assert counts() == {("regulations", "document"): (2, LATE)}
    published_again(newer, category=make_category("plans"))
    assert counts() == {("regulations", "document"): (1, EARLY), ("plans", "document"): (1, LATE)}
    documents.withdraw(document=newer, reason="内容有误。", by=make_publisher())
    documents.withdraw(document=older, reason="内容有误。", by=make_publisher())
    assert counts() == {}
    assert columncounts.recount() == 0


def test_a_draft_and_a_version_that_is_replaced_do_not_count() -> None:
    make_document(title="草稿")
    document = make_document(title="通知", published_at=EARLY, state="published")
    published_again(document, title="关于同一事项的通知")
    assert DocumentVersion.objects.count() == 2
    assert counts() == {("regulations", "document"): (1, EARLY)}


def test_wrong_counts_are_counted_anew_and_refuse_nothing() -> None:
    document = make_document(published_at=EARLY, state="published")
    make_document(title="另一份通知", published_at=LATE, state="published")
    for wrong, last in ((0, None), (7, LATE)):
        ColumnCount.objects.update(count=wrong, last_at=last)
        assert columncounts.recount() == 1
        assert counts() == {("regulations", "document"): (2, LATE)}
    ColumnCount.objects.update(count=0, last_at=None)
    documents.withdraw(document=document, reason="内容有误。", by=make_publisher())
    assert counts() == {("regulations", "document"): (1, LATE)}
