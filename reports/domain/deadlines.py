"""By when an annual report must be out, by the law of its year. Not the limits of answering applications."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Where the calendar day of a publication is read; the Regulations know no other clock."""


class BadRules(Exception):
    """A file of time limits is wrong; the message names the rule and the cause."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated rule: reports on `first_year` to `last_year` are due on that month and day of the year after.

    `last_year` None: still in force. Empty `agency_kinds` or `report_kinds` means every kind.
    """

    id: str
    law: str
    law_en: str
    article: str
    article_en: str
    first_year: int
    last_year: int | None
    month: int
    day: int
    agency_kinds: tuple[str, ...] = ()
    report_kinds: tuple[str, ...] = ()

    def fits(self, year: int, kind_of_agency: str, report_kind: str) -> bool:
        """Whether it governs that report."""
        return (
            self.first_year <= year <= (self.last_year or year)
            and (not self.agency_kinds or kind_of_agency in self.agency_kinds)
            and (not self.report_kinds or report_kind in self.report_kinds)
        )


@dataclass(frozen=True, slots=True)
class Due:
    """The last day on which publication is still in time, and what says so, in Chinese and in English."""

    day: date
    article: str
    law: str
    article_en: str
    law_en: str


def load(text: str) -> tuple[Rule, ...]:
    """The rules of a TOML text, in its order. Raises BadRules."""
    rules = []
    for number, entry in enumerate(tomllib.loads(text).get("rule", []), start=1):
        name = entry.get("id", f"number {number}")
        lists = {key: tuple(entry.get(key, ())) for key in ("agency_kinds", "report_kinds")}
        fields: dict[str, Any] = {"last_year": None, **entry, **lists}
        try:
            rule = Rule(**fields)
            date(2001, rule.month, rule.day)  # not a leap year: 29 February is no date for a yearly duty
        except (TypeError, ValueError) as cause:
            raise BadRules(f"Rule {name}: {cause}") from cause
        rules.append(rule)
    if not rules:
        raise BadRules("The file holds no rule.")
    return tuple(rules)


def due(year: int, kind_of_agency: str, report_kind: str, rules: Sequence[Rule]) -> Due | None:
    """When the report on that year is due; None where no rule demanded one (before 2008).

    Source: 政府信息公开条例, 2007 article 31 and 2019 article 49, as `rules` give them.
    """
    for rule in rules:
        if rule.fits(year, kind_of_agency, report_kind):
            day = date(year + 1, rule.month, rule.day)
            return Due(day, rule.article, rule.law, rule.article_en, rule.law_en)
    return None


def first_year(rules: Sequence[Rule]) -> int:
    """The first report year that any rule governs."""
    return min(rule.first_year for rule in rules)


def day_of(published_at: datetime) -> date:
    """The calendar day in China of a moment that knows its zone."""
    return published_at.astimezone(SHANGHAI).date()


def days_late(published_at: datetime, due_day: date) -> int:
    """Calendar days after the due day; 0 on the day itself and before."""
    return max(0, (day_of(published_at) - due_day).days)
