"""How long which personal data are kept, by rules read from dated data. Erases nothing itself.

The rules stand in `data/retention.toml`; what a part consists of in the database is told by the services.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

CERTAINTIES = ("read", "known", "practice")


class BadRetention(Exception):
    """The file of rules is wrong; the message names the rule and the cause."""


class Part(StrEnum):
    """What is kept and erased together. Stored in receipts: added to, never renamed."""

    DRAFT = "draft"
    IDENTITY = "identity"
    """Kind and number of the identity document."""
    CONTACT = "contact"
    """Contact person, telephone, e-mail, address, and what help was asked for."""
    NAME = "name"
    """Of the applicant and the legal representative."""
    WORDS = "words"
    """What was asked for, and every note in words."""
    FILES = "files"
    LETTERS = "letters"
    QUERY_CODE = "query_code"
    NOTICES = "notices"
    READER = "reader"
    """How to reach a reader who reported a fault of a page; forgotten before, when it is settled."""


class After(StrEnum):
    """What a period is counted from."""

    CASE_ENDED = "case_ended"
    DRAFT_EXPIRED = "draft_expired"
    NOTICE_DONE = "notice_done"
    FAULT_REPORTED = "fault_reported"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `years` and `days` add up; `ground` names the law, `certainty` is one of CERTAINTIES."""

    id: str
    parts: tuple[Part, ...]
    after: After
    ground: str
    ground_en: str
    certainty: str
    years: int = 0
    days: int = 0

    def kept_until(self, day: date) -> date:
        """The last day of the period that began with that day. 29 February becomes the 28th."""
        try:
            later = day.replace(year=day.year + self.years)
        except ValueError:
            later = day.replace(year=day.year + self.years, day=28)
        return later + timedelta(days=self.days)

    def is_over(self, day: date, *, on: date) -> bool:
        """Whether on that day the period that began with `day` is over."""
        return on > self.kept_until(day)


@dataclass(frozen=True, slots=True)
class Retention:
    """All rules, and for how many days after its last change a draft is kept."""

    rules: tuple[Rule, ...]
    draft_days: int

    def of(self, after: After) -> tuple[Rule, ...]:
        """The rules that count from that."""
        return tuple(rule for rule in self.rules if rule.after == after)

    def rule(self, part: Part) -> Rule:
        """The one rule that covers a part."""
        return next(rule for rule in self.rules if part in rule.parts)


def load(text: str) -> Retention:
    """The rules of a TOML text. Raises BadRetention, also where a part has no rule or two."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise BadRetention(str(cause)) from cause
    rules = tuple(_rule(entry, number) for number, entry in enumerate(read.get("rule", []), start=1))
    for part in Part:
        covering = [rule.id for rule in rules if part in rule.parts]
        if len(covering) != 1:
            raise BadRetention(f"Part {part} stands in {len(covering)} rules {covering}; it needs one.")
    days = read.get("draft_days")
    if not isinstance(days, int) or not 1 <= days <= 365:
        raise BadRetention(f"draft_days is {days!r}; it may be 1 to 365.")
    return Retention(rules, days)


def ended_on(closed_on: date | None, later: Iterable[date | None], *, is_disputed: bool) -> date | None:
    """The day a case was over for good: None while it is open or a review or lawsuit about it is.

    `later`: the days of steps after the end, and of results of reviews and lawsuits.
    """
    if closed_on is None or is_disputed:
        return None
    return max([closed_on, *(day for day in later if day is not None)])


def _rule(entry: dict[str, Any], number: int) -> Rule:
    name = entry.get("id", f"number {number}")
    try:
        parts = tuple(Part(part) for part in entry["parts"])
        rule = Rule(**{**entry, "parts": parts, "after": After(entry["after"])})
    except (KeyError, TypeError, ValueError) as cause:
        raise BadRetention(f"Rule {name}: {cause}") from cause
    if rule.certainty not in CERTAINTIES:
        raise BadRetention(f"Rule {name}: certainty {rule.certainty!r} is none of {', '.join(CERTAINTIES)}.")
    if rule.years < 0 or rule.days < 0:
        raise BadRetention(f"Rule {name}: a period is not shorter than nothing.")
    if not rule.ground or not rule.ground_en:
        raise BadRetention(f"Rule {name}: its ground is missing.")
    return rule
