"""Figures of two published reports in the form national-2021: the 200 cells each, numbers only."""

from __future__ import annotations

from decimal import Decimal

from reports.domain.statform.definition import CellKey

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")

HUAIAN_2024 = """
rules 1 0 11
normative_documents 8 26 66
licences 447228
penalties 3985758
compulsory_measures 88283
charges 96171.6
1 3001 53 0 0 61 4 3119
2 34 0 0 0 0 0 34
3.1 1288 21 0 0 50 3 1362
3.2 447 7 0 0 0 0 454
3.3.1 2 0 0 0 0 0 2
3.3.2 30 1 0 0 0 0 31
3.3.3 5 0 0 0 0 0 5
3.3.4 6 0 0 0 0 0 6
3.3.5 7 1 0 0 0 0 8
3.3.6 12 0 0 0 0 0 12
3.3.7 9 0 0 0 0 0 9
3.3.8 105 0 0 0 0 0 105
3.4.1 746 12 0 0 10 1 769
3.4.2 11 0 0 0 0 0 11
3.4.3 1 0 0 0 0 0 1
3.5.1 56 6 0 0 0 0 62
3.5.2 25 0 0 0 0 0 25
3.5.3 0 0 0 0 0 0 0
3.5.4 0 0 0 0 0 0 0
3.5.5 1 0 0 0 0 0 1
3.6.1 67 3 0 0 1 0 71
3.6.2 6 0 0 0 0 0 6
3.6.3 108 2 0 0 0 0 110
3.7 2932 53 0 0 61 4 3050
4 103 0 0 0 0 0 103
review 72 64 178 37 351
suit_direct 13 4 8 1 26
suit_after_review 12 1 1 6 20
"""

SUQIAN_2023 = """
rules 2 0 11
normative_documents 109 489 597
licences 1808595
penalties 2822652
compulsory_measures 20163
charges 59237.2449
1 3402 99 0 4 5 1 3511
2 91 3 0 0 2 0 96
3.1 1175 12 0 3 1 0 1191
3.2 319 7 0 0 2 0 328
3.3.1 0 0 0 0 0 0 0
3.3.2 27 0 0 0 0 0 27
3.3.3 6 0 0 0 0 0 6
3.3.4 38 0 0 0 0 0 38
3.3.5 20 0 0 0 0 0 20
3.3.6 9 0 0 0 0 0 9
3.3.7 21 0 0 0 0 0 21
3.3.8 20 1 0 0 0 0 21
3.4.1 968 74 0 1 3 1 1047
3.4.2 26 2 0 0 0 0 28
3.4.3 3 0 0 0 0 0 3
3.5.1 305 0 0 0 0 0 305
3.5.2 39 0 0 0 0 0 39
3.5.3 0 0 0 0 0 0 0
3.5.4 58 0 0 0 0 0 58
3.5.5 4 0 0 0 0 0 4
3.6.1 40 0 0 0 0 0 40
3.6.2 10 0 0 0 0 0 10
3.6.3 287 3 0 0 1 0 291
3.7 3375 99 0 4 7 1 3486
4 118 3 0 0 0 0 121
review 309 17 88 26 440
suit_direct 1 1 16 6 24
suit_after_review 13 0 67 9 89
"""


def figures(printed: str) -> dict[CellKey, Decimal | None]:
    """The 200 cells of such a list: row code, then its figures in printed order."""
    found: dict[CellKey, Decimal | None] = {}
    for line in printed.split("\n"):
        row, *values = line.split() or [""]
        table, columns = _place(row, len(values))
        for column, value in zip(columns, values, strict=True):
            found[CellKey(table, row, column)] = Decimal(value)
    return found


def _place(row: str, width: int) -> tuple[str, tuple[str, ...]]:
    if width == 7:
        return "applications", APPLICANTS
    if width == 5:
        return "disputes", OUTCOMES
    if width == 3:
        return "disclosure", ("issued", "repealed", "in_force")
    return "disclosure", ("amount",) if row == "charges" else ("decisions",)[:width]
