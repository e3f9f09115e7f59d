"""What staff decided about findings: each bound to the rule, the cells and the values it was about.

A decision holds while its check finds the same in the same values, however often it is run, in whatever
revision; as soon as one value or word is another one, it has lapsed and the finding stands as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from reports.domain.prose.checking.findings import ProseFinding
from reports.domain.statform.identities import Finding, Part

F = TypeVar("F", Finding, ProseFinding, Finding | ProseFinding)


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a finding is left to stand. `digest` is that of the finding it was written about."""

    digest: str
    reason: str


Decisions = Mapping[str, Decision]
"""The code of a check → what was decided about its finding."""


def digest_of(finding: Finding | ProseFinding) -> str:
    """SHA-256 (hexadecimal) of the rule and of all that it judged: cells and values, or the words.

    12 and 12.0 are the same value, blank and 0 are not.
    """
    if isinstance(finding, ProseFinding):
        return finding.values_digest
    parts = [(side, part) for side in ("left", "right") for part in getattr(finding, side)]
    judged = [finding.check, finding.relation, *(f"{side} {_part(part)}" for side, part in parts)]
    return hashlib.sha256("\n".join(judged).encode()).hexdigest()


def is_decidable(finding: Finding | ProseFinding) -> bool:
    """Whether there is anything to decide: it fails, warns or asks, decided upon already or not."""
    return finding.status in ("fails", "overridden")


def fits(finding: Finding | ProseFinding, decision: Decision | None) -> bool:
    """Whether that decision is about this finding, with these values."""
    return decision is not None and is_decidable(finding) and decision.digest == digest_of(finding)


def decided(findings: Iterable[F], decisions: Decisions) -> list[F]:
    """The findings in their order; those that were decided upon are "overridden" and bear the reason."""
    return [_decided(finding, decisions.get(finding.check)) for finding in findings]


def _decided(finding: F, decision: Decision | None) -> F:
    if decision is None or not fits(finding, decision):
        return finding
    return replace(finding, status="overridden", reason=decision.reason)


def _part(part: Part) -> str:
    value = "absent" if part.is_absent else "blank" if part.value is None else _plain(part.value)
    return f"{part.sign:+d} {part.cell} {part.years_back} {value}"


def _plain(value: Decimal) -> str:
    """In plain digits, without zeros that say nothing; so that every database gives the same."""
    return f"{value.normalize():f}" if value else "0"
