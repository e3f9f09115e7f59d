"""The follower as the worker runs it: what is published is found within two seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest

from reports.queries import search, searchengine
from reports.queries.search import Asked
from reports.queries.searchfacets import Bodies
from reports.search.engine import IndexMissing
from reports.services import documents, indexing
from tests.factories import make_document, make_publisher

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def follower() -> Iterator[None]:
    stop = Event()
    thread = Thread(target=indexing.keep_following, args=(stop,))
    thread.start()
    yield
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def in_index() -> int:
    try:
        return searchengine.engine().reader().count(searchengine.read("榕树"))
    except IndexMissing:
        return -1


def seen_on_page() -> list[str]:
    asked = Asked("榕树")
    return [find.title for find in search.ask(asked, searchengine.read("榕树"), Bodies()).finds]


def seconds_until(is_so: Callable[[], bool]) -> float:
    start = time.monotonic()
    while not is_so():
        assert time.monotonic() - start < 20
        time.sleep(0.02)
    return time.monotonic() - start


def test_a_publication_is_found_within_two_seconds_and_a_withdrawn_one_gone_at_once(follower: None) -> None:
    seconds_until(lambda: in_index() == 0)  # the worker built the index by itself
    document = make_document(title="关于榕树的通知", state="published")
    assert seconds_until(lambda: in_index() == 1) < 2
    assert seen_on_page() == ["关于榕树的通知"]
    documents.withdraw(document=document, reason="文字有误。", by=make_publisher())
    assert seen_on_page() == []
    assert seconds_until(lambda: in_index() == 0) < 2
