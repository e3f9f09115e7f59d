"""The search index of this machine: one engine on the folder that the settings name."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.domain.text.folding import Folding
from reports.domain.text.query import Query, parse
from reports.queries import cataloguedata
from reports.search import script
from reports.search.engine import Engine
from reports.search.numbers import finder
from reports.search.tantivy import Tantivy


def engine() -> Engine:
    """The index in SEARCH_DIR. Cheap: the same object for the same folder."""
    return _engine(Path(settings.SEARCH_DIR))


@cache
def _engine(path: Path) -> Engine:
    return Tantivy(path, script.folding())


def folding() -> Folding:
    """How texts and queries are spelt for the index."""
    return script.folding()


def read(text: str) -> Query:
    """What somebody typed, as a query. Raises QueryRefused."""
    return parse(text, script.folding(), finder(cataloguedata.index_rules()))


def built_at() -> datetime | None:
    """When the index was last built from nothing; None without one."""
    try:
        seconds = (Path(settings.SEARCH_DIR) / "CURRENT").stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())
