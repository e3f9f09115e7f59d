"""What every test starts from: compiled translations, files of its own, an empty cache, Chinese."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.fixtures import Settings

from reports.models import appendonly
from reports.services.translations import compile_stale

LOCALE = Path(__file__).resolve().parent.parent / "reports" / "locale"
LONG = ("house", "two-installations", "postgres")
"""Groups that take minutes in one process, most of them waiting, and leave the test database alone."""


def pytest_configure() -> None:
    compile_stale(LOCALE)
    _let_databases_be_emptied()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Looks for garbage only among what comes after: ten thousand collected tests are there to stay.

    Going through them again and again takes a fifth of the time of the tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long groups first: begun last, they would keep one process busy when the others have nothing left."""
    items.sort(key=lambda item: not any(mark.args[0] in LONG for mark in item.iter_markers("xdist_group")))


def _let_databases_be_emptied() -> None:
    """Tests with real transactions empty every table afterwards, which the log refuses as it should."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(case: TransactionTestCase) -> None:
        with appendonly.lifted(connection):
            empty(case)

    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture(autouse=True)
def fresh(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Folders of its own, an empty cache, and the default language, whatever the test before did."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SEARCH_DIR = tmp_path / "index"
    cache.clear()
    with translation.override("zh-hans"):
        yield
