"""How a document is open (公开属性), and the grounds on which it may stay closed."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from reports.domain.catalogue.loading import BadData, Certainty, each_once, rows


@dataclass(frozen=True, slots=True)
class Openness:
    """One way of being open: `open`, `on_request`, `closed`. Only `is_public` may ever be published."""

    code: str
    title: str
    title_en: str
    article: str
    article_en: str
    certainty: Certainty = "K"
    is_public: bool = False
    needs_ground: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground for not opening. `is_absolute`: must stay closed; otherwise the agency may keep it closed.

    `outcome` is the row of the annual report's table 3 that a refusal on this ground is counted in.
    """

    code: str
    title: str
    title_en: str
    article: str
    article_en: str
    outcome: str
    certainty: Certainty = "K"
    is_absolute: bool = False
    with_consent: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """The ways and the grounds; `review_months`: when to look again at what stays closed."""

    ways: tuple[Openness, ...]
    grounds: tuple[Ground, ...]
    review_months: int

    def way(self, code: str) -> Openness:
        """The way of that code. Raises KeyError."""
        return {one.code: one for one in self.ways}[code]

    def ground(self, code: str) -> Ground:
        """The ground of that code. Raises KeyError."""
        return {one.code: one for one in self.grounds}[code]

    def fault(self, way: str, ground: str) -> str:
        """ "unknown", "ground_missing", "ground_too_many" of the two together, "" when nothing is wrong."""
        known = {one.code for one in self.ways}
        if way not in known or (ground and ground not in {one.code for one in self.grounds}):
            return "unknown"
        if self.way(way).needs_ground and not ground:
            return "ground_missing"
        return "ground_too_many" if ground and self.way(way).is_public else ""

    def look_again(self, decided_on: date) -> date:
        """The day to re-evaluate what stays closed (article 18); the last of a month that is too short."""
        month = decided_on.month - 1 + self.review_months
        year, month = decided_on.year + month // 12, month % 12 + 1
        return date(year, month, min(decided_on.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class _Review:
    code: str
    months: int
    certainty: Certainty


def load(text: str) -> Rules:
    """The rules of a TOML text. Raises BadData."""
    ways, grounds = rows(text, "openness", Openness), rows(text, "ground", Ground)
    each_once((way.code for way in ways), "openness")
    each_once((ground.code for ground in grounds), "ground")
    months = rows(text, "review", _Review)[0].months
    if months < 1:
        raise BadData("review: months must be 1 or more.")
    return Rules(ways, grounds, months)
