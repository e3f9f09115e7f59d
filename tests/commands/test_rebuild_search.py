"""`manage.py rebuild_search`, the index that `set_up` builds, and `work --once`."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from reports.queries import searchengine
from reports.services import indexing
from tests.factories import make_document

pytestmark = pytest.mark.django_db


def found(text: str) -> int:
    return searchengine.engine().reader().count(searchengine.read(text))


def test_it_builds_the_index_and_says_how_large_it_is() -> None:
    make_document(title="关于榕树的通知", state="published")
    said = io.StringIO()
    call_command("rebuild_search", stdout=said)
    assert said.getvalue().startswith("2 entries in ")
    assert found("榕树") == 1


def test_while_another_writes_it_says_so_and_the_index_stays() -> None:
    make_document(title="关于榕树的通知", state="published")
    indexing.rebuild()
    with searchengine.engine().writer(), pytest.raises(CommandError, match="worker is writing"):
        call_command("rebuild_search")
    assert found("榕树") == 1


@pytest.mark.django_db(transaction=True)  # the worker closes the connection it was given
def test_a_worker_that_runs_once_brings_the_index_up_to_date() -> None:
    indexing.rebuild()
    make_document(title="关于榕树的通知", state="published")
    call_command("work", once=True, verbosity=0)
    assert found("榕树") == 1
