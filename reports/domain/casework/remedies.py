"""What an applicant who disagrees with an answer can do, as the law of that day has it: text chosen from
data.

The rules and how sure each is stand in `data/limits/remedies.toml`. The day is that of the answer; no
deadline of a review or lawsuit is computed here, since they run from the day the applicant learns of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

OVERDUE = "overdue"
"""In place of a row: no answer was given in time."""
CERTAINTIES = ("read", "known", "secondary", "practice")
REVIEW_FIRST = ("yes", "no", "advised")


class BadRemedies(Exception):
    """A file of remedies is wrong; the message names the rule and the cause."""


class NoRemedy(Exception):
    """No rule says what can be done against that answer on that day."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One dated rule. `rows`: rows of national-2021 it is for, with those under them; empty for all.

    `review_first`: "yes" must come before a lawsuit, "no" either, "advised" not settled. `review_days` and
    `suit_after_review_days` in calendar days, `suit_months` in months; None: no such way, or not directly.
    `note` explains a doubt to staff; `text` is for the letter. `is_overridden`: the agency's own text.
    """

    id: str
    since: date
    until: date | None
    rows: tuple[str, ...]
    review_first: str
    certainty: str
    law: str
    law_en: str
    article: str
    article_en: str
    text: str
    text_en: str
    review_days: int | None = None
    suit_months: int | None = None
    suit_after_review_days: int | None = None
    note: str = ""
    note_en: str = ""
    is_overridden: bool = False

    def fits(self, row: str, on: date) -> bool:
        """Whether it governs an answer of that row given on that day."""
        if not self.since <= on <= (self.until or date.max):
            return False
        if not self.rows:
            return row != OVERDUE
        return any(row == each or row.startswith(f"{each}.") for each in self.rows)


@dataclass(frozen=True, slots=True)
class Remedies:
    """A loaded file: `rules` for answers, `complaints` to the supervising organ beside them."""

    rules: tuple[Remedy, ...]
    complaints: tuple[Remedy, ...]


def load(text: str) -> Remedies:
    """The rules of a TOML text, in its order. Raises BadRemedies."""
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise BadRemedies(str(cause)) from cause
    rules = tuple(_rule(entry) for entry in file.get("remedy", []))
    blank = {"rows": [], "review_first": "no"}
    complaints = tuple(_rule({**blank, **entry}) for entry in file.get("complaint", []))
    if not rules:
        raise BadRemedies("The file holds no remedy.")
    return Remedies(rules, complaints)


def remedy(
    row: str, on: date, remedies: Remedies, overrides: Mapping[str, tuple[str, str]] | None = None
) -> Remedy:
    """What to tell about an answer of that row (3.1 to 3.6.3, or OVERDUE) given on that day.

    `overrides`: id of a rule → the agency's own text in Chinese and English. Raises NoRemedy before
    2008-05-01.
    """
    return _chosen(row, on, remedies.rules, overrides)


def complaint(on: date, remedies: Remedies, overrides: Mapping[str, tuple[str, str]] | None = None) -> Remedy:
    """Where to complain about disclosure work on that day, whatever the answer. Raises NoRemedy."""
    return _chosen("", on, remedies.complaints, overrides)


def _chosen(
    row: str, on: date, rules: Sequence[Remedy], overrides: Mapping[str, tuple[str, str]] | None
) -> Remedy:
    for rule in rules:
        if rule.fits(row, on):
            if overrides and rule.id in overrides:
                text, text_en = overrides[rule.id]
                return replace(rule, text=text, text_en=text_en, is_overridden=True)
            return rule
    raise NoRemedy(f"No remedy is known for row {row or 'of any kind'} on {on}.")


def _rule(entry: dict[str, Any]) -> Remedy:
    fields = {"until": None, **entry, "rows": tuple(entry.get("rows", ()))}
    try:
        fields["since"] = fields.pop("from")
        rule = Remedy(**fields)
    except (KeyError, TypeError) as cause:
        raise BadRemedies(f"Remedy {entry.get('id', '?')}: {cause}") from cause
    if rule.certainty not in CERTAINTIES or rule.review_first not in REVIEW_FIRST:
        raise BadRemedies(f"Remedy {rule.id}: unknown certainty or review_first.")
    return rule
