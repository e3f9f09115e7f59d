"""What every test starts from: compiled translations, files of its own, an empty cache, Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django.fixtures import Settings

from reports.services.translations import compile_stale

LOCALE = Path(__file__).resolve().parent.parent / "reports" / "locale"


def pytest_configure() -> None:
    compile_stale(LOCALE)


@pytest.fixture(autouse=True)
def fresh(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """A media folder of its own, an empty cache, and the default language, whatever the test before did."""
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    with translation.override("zh-hans"):
        yield
