"""The worker takes over from each portal that is due, whatever becomes of the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import DocumentVersion, FeedSource
from reports.services import feedsources
from tests.api.otherportal import OtherPortal, content
from tests.factories import make_agency, make_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    make_category()
    with OtherPortal() as portal:
        yield portal


def source(address: str, **given: object) -> FeedSource:
    under = make_agency("示例市人民政府", slug="shili", kind="government")
    return FeedSource.objects.create(address=address, under=under, **given)


def test_one_that_fails_does_not_stop_the_next(other):
    broken = source("http://127.0.0.1:9", is_on=True)
    lost = source("http://127.0.0.1:8", is_on=True, agency_map="jiaoyu = nowhere")
    good = source(other.address, is_on=True)
    other.publish(content())
    assert feedsources.pull_due() == 3
    for row in (broken, lost, good):
        row.refresh_from_db()
    assert broken.fault and broken.taken_at and broken.succeeded_at is None
    assert "nowhere" in lost.fault
    assert (good.fault, good.last_sequence) == ("", 1) and good.succeeded_at is not None
    assert DocumentVersion.objects.count() == 1


def test_it_looks_again_after_the_interval_and_not_before(other):
    row = source(other.address, is_on=True, every=30)
    now = timezone.now()
    for minutes, count in ((29, 0), (31, 1)):
        FeedSource.objects.filter(pk=row.pk).update(taken_at=now - timedelta(minutes=minutes))
        assert feedsources.pull_due() == count


def test_one_that_is_off_is_left_alone_until_somebody_wants_it_now(other):
    row = source(other.address)
    assert feedsources.pull_due() == 0 and other.asked == []
    FeedSource.objects.filter(pk=row.pk).update(wanted_at=timezone.now())
    assert feedsources.pull_due() == 1 and feedsources.pull_due() == 0
    row.refresh_from_db()
    assert row.wanted_at is None and row.succeeded_at is not None


def test_a_program_fault_is_kept_in_words_and_the_next_is_taken(other, monkeypatch):
    source("http://127.0.0.1:9", is_on=True)
    good = source(other.address, is_on=True)
    real = feedsources.Peer

    def breaking(address: str, **given: bool) -> object:
        if address.endswith(":9"):
            raise ZeroDivisionError
        return real(address, **given)

    monkeypatch.setattr(feedsources, "Peer", breaking)
    assert feedsources.pull_due() == 2
    good.refresh_from_db()
    assert good.succeeded_at is not None
    assert "出错" in FeedSource.objects.get(address="http://127.0.0.1:9").fault
