"""Reviews and lawsuits over disclosure, counted for a year as they stood at the end of 31 December.

Which year a pending case belongs to, the forms do not say: the rule is an argument, its words are data
(`data/outcomes.toml`), and both stand beside the number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reports.domain.statform.definition import CellKey

Ids = tuple[int, ...]


class DisputeKind(StrEnum):
    """The rows of the table, national-2019 and national-2021. Stored: added to, never renamed."""

    REVIEW = "review"
    SUIT_DIRECT = "suit_direct"
    SUIT_AFTER_REVIEW = "suit_after_review"


class Result(StrEnum):
    """How a dispute was decided: the columns of the table. A dispute withdrawn or refused is `other`."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"


class Belongs(StrEnum):
    """Which years count a dispute; each is the code of a rule in `data/outcomes.toml`."""

    OPEN_IN_YEAR = "dispute_open_in_year"
    FILED_IN_YEAR = "dispute_filed_in_year"
    DECIDED_IN_YEAR = "dispute_decided_in_year"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One review or lawsuit. `result` and `result_on` come together or not at all.

    `is_reviewer_only`: the organ is sued only for having reviewed; then it does not count the case.
    """

    id: int
    kind: DisputeKind
    filed_on: date
    result: Result | None = None
    result_on: date | None = None
    is_reviewer_only: bool = False

    def __post_init__(self) -> None:
        if (self.result is None) != (self.result_on is None):
            raise ValueError(f"dispute {self.id}: a result and its day come together")
        if self.result_on is not None and self.result_on < self.filed_on:
            raise ValueError(f"dispute {self.id} was decided on {self.result_on}, before it was filed")


@dataclass(frozen=True, slots=True)
class CountedDisputes:
    """The cells of the table for a year, the disputes behind each, and the codes of the rules followed.

    `not_counted`: disputes of that year in which the organ stands as reviewer only.
    """

    form: str
    year: int
    cells: Mapping[CellKey, int]
    behind: Mapping[CellKey, Ids]
    not_counted: Ids
    rules: tuple[str, ...]


PENDING, TOTAL = "pending", "total"
COLUMNS = (*(result.value for result in Result), PENDING, TOTAL)
TABLE = "disputes"

STATISTICS_2014: Mapping[tuple[DisputeKind, str], tuple[str, ...]] = {
    (kind, column): (row, row + part)
    for kind, row in (
        (DisputeKind.REVIEW, "4"),
        (DisputeKind.SUIT_DIRECT, "5"),
        (DisputeKind.SUIT_AFTER_REVIEW, "5"),
    )
    for column, part in ((Result.UPHELD, ".1"), (Result.CORRECTED, ".2"), (Result.OTHER, ".3"))
}
"""Row and result → the rows of national-2014, which has none for pending cases and parts no lawsuits."""

COUNTED_BY = {"national-2021": None, "national-2019": None, "national-2014": Belongs.DECIDED_IN_YEAR}
"""The forms with disputes → the only rule each can follow; None: either."""


def count(
    disputes: Iterable[Dispute], year: int, form: str, belongs: Belongs = Belongs.OPEN_IN_YEAR
) -> CountedDisputes:
    """The cells of a form counted from disputes, for one year, in one pass; what came later changes nothing.

    national-2014 has no row for pending cases and always counts them in the year decided. Raises KeyError for
    a form without disputes.
    """
    belongs = COUNTED_BY[form] or belongs
    found: defaultdict[CellKey, list[int]] = defaultdict(list)
    not_counted: list[int] = []
    for dispute in disputes:
        column = _column(dispute, year, belongs)
        if column is None:
            continue
        if dispute.is_reviewer_only:
            not_counted.append(dispute.id)
            continue
        for key in _cells(form, dispute.kind, column):
            found[key].append(dispute.id)
    behind = {key: tuple(found[key]) for key in _all_cells(form)}
    cells = {key: len(ids) for key, ids in behind.items()}
    rules = (belongs.value, "dispute_first_respondent", "one_chain")
    return CountedDisputes(form, year, cells, behind, tuple(not_counted), rules)


def _column(dispute: Dispute, year: int, belongs: Belongs) -> str | None:
    """The column a dispute stands in for that year; None: in none."""
    if dispute.filed_on.year > year:
        return None
    decided = dispute.result_on.year if dispute.result_on else None
    is_of_year = {
        Belongs.OPEN_IN_YEAR: decided is None or decided >= year,
        Belongs.FILED_IN_YEAR: dispute.filed_on.year == year,
        Belongs.DECIDED_IN_YEAR: decided == year,
    }[belongs]
    if not is_of_year:
        return None
    return dispute.result.value if dispute.result and decided is not None and decided <= year else PENDING


def _cells(form: str, kind: DisputeKind, column: str) -> tuple[CellKey, ...]:
    if form == "national-2014":
        return tuple(CellKey("statistics", row, "count") for row in STATISTICS_2014[kind, column])
    return CellKey(TABLE, kind.value, column), CellKey(TABLE, kind.value, TOTAL)


def _all_cells(form: str) -> tuple[CellKey, ...]:
    if form == "national-2014":
        rows = dict.fromkeys(row for pair in STATISTICS_2014.values() for row in pair)
        return tuple(CellKey("statistics", row, "count") for row in rows)
    return tuple(CellKey(TABLE, kind.value, column) for kind in DisputeKind for column in COLUMNS)
