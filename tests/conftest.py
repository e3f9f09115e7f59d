"""What every test starts from: compiled translations, files of its own, an empty cache, Chinese."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django import Settings

from reports.services.translations import compile_stale

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LOCALE = Path(__file__).resolve().parent.parent / "reports" / "locale"


def pytest_configure() -> None:
    compile_stale(LOCALE)


def browser() -> str | None:
    """The path of the machine's own Chromium, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a browser its tests are skipped; where CI=true they fail, since there it must be installed."""
    if item.get_closest_marker("browser") and not browser():
        why = f"no browser on this machine (looked for {', '.join(BROWSERS)})"
        if os.environ.get("CI") == "true":
            pytest.fail(why, pytrace=False)
        pytest.skip(why)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser, for a test marked `browser`."""
    path = browser()
    assert path
    return path


@pytest.fixture(autouse=True)
def fresh(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """A media folder of its own, an empty cache, and the default language, whatever the test before did."""
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    with translation.override("zh-hans"):
        yield
