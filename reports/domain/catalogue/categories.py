"""The columns of a disclosure home that the law and the national platform rules ask for.

An agency's own sub-columns are rows of the database under one of these codes. Codes are frozen: they are
addresses. Source: 国办公开办函〔2019〕61号; 2019 Regulations, articles 12, 20, 21, 24, 29 and 49.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.domain.catalogue.loading import BadData, Certainty, each_once, rows

Holds = Literal["group", "documents", "reports", "applications"]
"""What fills a column: other columns, documents, the annual reports, or the way to apply."""


@dataclass(frozen=True, slots=True)
class Category:
    """One column. `parent` is the code it stands under, "" for a block.

    Empty `agency_kinds` or `levels`: every kind, every level. `is_always_asked`: every agency it applies to
    must have it; otherwise only those that have such information. `is_in_platform` False: beside the national
    blocks. `max_age_days`: calendar days without anything new after which it counts as asleep, None where no
    text sets an age.
    `kinds`: the kinds of document at home there, the first is the usual one.
    """

    code: str
    title: str
    title_en: str
    article: str = ""
    article_en: str = ""
    law: str = ""
    certainty: Certainty = "K"
    parent: str = ""
    holds: Holds = "documents"
    agency_kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("document",)
    is_always_asked: bool = False
    is_in_platform: bool = True
    max_age_days: int | None = None
    age_source: str = ""
    age_certainty: Certainty = "?"

    def applies_to(self, agency_kind: str, level: str) -> bool:
        """Whether the law asks it of that kind of agency at that level."""
        return (not self.agency_kinds or agency_kind in self.agency_kinds) and (
            not self.levels or level in self.levels
        )

    def is_asleep(self, last: date | None, on: date) -> bool:
        """Whether its last publication is longer ago than allowed; never where no age is set.

        A column in which nothing ever stood is empty, which is another complaint than asleep.
        """
        return self.max_age_days is not None and last is not None and (on - last).days > self.max_age_days


@dataclass(frozen=True, slots=True)
class Categories:
    """All columns in the order of the page, each after its parent."""

    all: tuple[Category, ...]

    def __getitem__(self, code: str) -> Category:
        """The column of that code. Raises KeyError."""
        for category in self.all:
            if category.code == code:
                return category
        raise KeyError(code)

    def children(self, code: str = "") -> tuple[Category, ...]:
        """The columns right under one, or the blocks."""
        return tuple(category for category in self.all if category.parent == code)

    def of(self, agency_kind: str, level: str) -> tuple[Category, ...]:
        """The columns asked of such an agency; one whose parent does not apply is left out with it."""
        kept: list[Category] = []
        for category in self.all:
            has_parent = not category.parent or any(other.code == category.parent for other in kept)
            if has_parent and category.applies_to(agency_kind, level):
                kept.append(category)
        return tuple(kept)


def load(text: str) -> Categories:
    """The columns of a TOML text. Raises BadData for a code twice, or a parent not standing before it."""
    found = rows(text, "category", Category)
    each_once((category.code for category in found), "category")
    _check_parents(found)
    return Categories(found)


def _check_parents(found: Sequence[Category]) -> None:
    groups: set[str] = set()
    for category in found:
        if category.parent and category.parent not in groups:
            raise BadData(f"category {category.code}: no group {category.parent!r} stands before it.")
        if category.holds == "group":
            groups.add(category.code)
