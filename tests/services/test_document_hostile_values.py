"""Values that no form would send, given by whatever door: refused, never a broken public page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from reports.services import documents, documentscheduling
from reports.services.documents import BadDocument
from reports.services.revisions import Refused
from tests.factories import make_document, make_publisher, make_writer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "no-such-theme"),
        ("theme", "x" * 500),
        ("genre", "no-such-genre"),
        ("stated_validity", "nope"),
        ("source_url", "javascript:alert(1)"),
        ("source_url", "https://example.test/" + "x" * 500),
        ("published_at", datetime(9999, 12, 31, 23, tzinfo=UTC)),
        ("published_at", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_is_none_is_refused_with_the_field_that_is_wrong(name: str, value: object) -> None:
    with pytest.raises(BadDocument) as refused:
        make_document(**{name: value})
    assert list(refused.value.errors) == [name]


@pytest.mark.parametrize(
    ("name", "days", "is_refused"),
    [("made_on", 1, True), ("made_on", 0, False), ("published_at", 1, True), ("published_at", 0, False)],
)
def test_nothing_public_was_made_or_published_on_a_day_to_come(
    name: str, days: int, is_refused: bool
) -> None:
    moment = timezone.now() + timedelta(days=days)
    value = timezone.localdate(moment) if name == "made_on" else moment
    document = make_document(state="approved", **{name: value})
    if is_refused:
        with pytest.raises(Refused, match=f"{timezone.localdate(moment):%Y-%m-%d}"):
            documents.publish(document=document, by=make_publisher())
    else:
        documents.publish(document=document, by=make_publisher())


def test_what_is_scheduled_may_bear_the_day_of_its_schedule() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    document = make_document(state="approved", made_on=timezone.localdate(tomorrow))
    documentscheduling.schedule(document=document, at=tomorrow, by=make_publisher())
    assert document.scheduled_at == tomorrow


def test_nor_do_they_by_their_relations() -> None:
    first, newest = make_document(title="甲"), make_document(title="丁")
    second = make_document(title="乙", links=[("replaces", first)])
    third = make_document(title="丙", links=[("replaces", second), ("interprets", first)])
    for target in (second, third):
        with pytest.raises(Refused):
            documents.revise(document=first, by=make_writer(), fields={}, links=[("replaces", target)])
    documents.revise(document=first, by=make_writer(), fields={"replaced_by": newest})
    with pytest.raises(Refused):
        documents.revise(document=first, by=make_writer(), fields={}, links=[("replaces", newest)])
    documents.revise(document=first, by=make_writer(), fields={}, links=[("amends", third)])


def test_documents_do_not_replace_one_another_in_a_ring() -> None:
    first = make_document(title="甲")
    second = make_document(title="乙", replaced_by=first)
    third = make_document(title="丙", replaced_by=second, effective_on=date(2024, 4, 1))
    for target in (first, second, third):
        with pytest.raises(BadDocument) as refused:
            documents.revise(document=first, by=make_writer(), fields={"replaced_by": target})
        assert list(refused.value.errors) == ["replaced_by"]
