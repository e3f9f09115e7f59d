"""The rules of how long personal data are kept, read once from `data/retention.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.domain.casework import retention
from reports.domain.casework.retention import Retention

FILE = Path(__file__).resolve().parent.parent / "data" / "retention.toml"


@cache
def rules() -> Retention:
    """All of them. Raises retention.BadRetention."""
    return retention.load(FILE.read_text("utf-8"))
