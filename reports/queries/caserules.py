"""The law that a case is handled by, read once from the dated files: periods, outcomes, remedies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.domain.casework import limits, outcomefile
from reports.domain.casework.limits import Limits
from reports.domain.casework.outcomes import Outcomes
from reports.queries import statforms

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def laws() -> tuple[Limits, ...]:
    """The periods by version of the Regulations, the oldest first."""
    return limits.load((DATA / "limits" / "applications.toml").read_text("utf-8"))


@cache
def outcomes() -> Outcomes:
    """How a case may end, and where each form counts it."""
    return outcomefile.load((DATA / "outcomes.toml").read_text("utf-8"), statforms.all_forms())
