"""How cases may end and where the forms count them, loaded once. Reads a file, never the database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.domain.casework.outcomefile import load
from reports.domain.casework.outcomes import Outcomes
from reports.queries.statforms import all_forms

FILE = Path(__file__).resolve().parent.parent / "data" / "outcomes.toml"


@cache
def outcomes() -> Outcomes:
    """Every outcome. Raises `outcomefile.BadDefinition` naming file, line and cause."""
    return load(FILE.read_text("utf-8"), all_forms(), name=FILE.name)
