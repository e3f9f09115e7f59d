"""Small numbers stay hidden: for every hidden cell, two numbers at least fit all that is printed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.domain.casework import protecting
from reports.domain.casework.protecting import TOTAL, Mark, Printed

NUMBERS = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 12))
MOST = 60
"""No cell of the tables made here may hold more, so a reader need try no more."""
Equation = tuple[list[tuple[object, int]], int]


def readings(printed: Printed) -> list[int]:
    """Every number a reader may take a printed one for."""
    if printed is Mark.FEW:
        return [1, 2, 3, 4]
    return [0, *range(5, MOST)] if printed is Mark.HIDDEN else [int(printed)]


def fits(cells: Mapping[object, list[int]], equations: list[Equation]) -> bool:
    """Whether one number can be chosen for every cell so that all sums hold. Tries, looking at bounds."""
    for terms, target in equations:
        low = sum(by * (min(cells[at]) if by > 0 else max(cells[at])) for at, by in terms)
        high = sum(by * (max(cells[at]) if by > 0 else min(cells[at])) for at, by in terms)
        if not low <= target <= high:
            return False
    open_ones = [at for at, choice in cells.items() if len(choice) > 1]
    if not open_ones:
        return True
    at = min(open_ones, key=lambda one: len(cells[one]))
    return any(fits({**cells, at: [number]}, equations) for number in cells[at])


def can_be_told(printed: Mapping[object, Printed], equations: list[Equation], true: Mapping) -> list[object]:
    """The hidden cells that can be no other number than they are."""
    cells = {at: readings(value) for at, value in printed.items()}
    hidden = [at for at, value in printed.items() if isinstance(value, Mark)]
    near = {at: [n for n in cells[at] if n != true[at] and abs(n - true[at]) < 4] for at in hidden}
    return [
        at
        for at in hidden
        if not any(fits({**narrowed(cells, true), at: [other]}, equations) for other in near[at])
    ]


def narrowed(cells: Mapping[object, list[int]], true: Mapping) -> dict[object, list[int]]:
    """Only the numbers near the true ones: a witness among them is a witness."""
    return {at: [n for n in choice if abs(n - true[at]) < 4] for at, choice in cells.items()}


@given(st.lists(NUMBERS, min_size=2, max_size=8))
def test_no_hidden_number_of_a_line_follows_from_the_others_and_their_sum(numbers: list[int]) -> None:
    counts = {str(place): number for place, number in enumerate(numbers)}
    printed = protecting.line(counts)
    if printed is None:
        return
    equations: list[Equation] = [([(at, 1) for at in counts], sum(numbers))]
    assert can_be_told(printed, equations, counts) == []
    assert_is_true(printed, counts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=2, max_size=3))
def test_no_hidden_number_of_a_table_follows_from_its_rows_columns_and_sums(rows: list[list[int]]) -> None:
    names, columns = [f"r{n}" for n in range(len(rows))], ["a", "b", "c"]
    counts = {(name, c): n for name, row in zip(names, rows, strict=True) for c, n in zip(columns, row)}  # noqa: B905
    printed = protecting.grid(counts, names, columns)
    if printed is None:
        return
    true = summed(counts, names, columns)
    equations: list[Equation] = [
        ([*(((row, c), 1) for c in columns), ((row, TOTAL), -1)], 0) for row in (*names, TOTAL)
    ]
    equations += [([*(((row, c), 1) for row in names), ((TOTAL, c), -1)], 0) for c in (*columns, TOTAL)]
    assert can_be_told(printed, equations, true) == []
    assert_is_true(printed, true)


def summed(counts: Mapping, names: list[str], columns: list[str]) -> dict[tuple[str, str], int]:
    whole = dict(counts)
    whole |= {(row, TOTAL): sum(counts[row, c] for c in columns) for row in names}
    whole |= {(TOTAL, c): sum(counts[row, c] for row in names) for c in columns}
    whole[TOTAL, TOTAL] = sum(counts.values())
    return whole


def assert_is_true(printed: Mapping[object, Printed], true: Mapping) -> None:
    """No number is false, and none of 1 to 4 is printed, but a whole that the law has published."""
    for at, value in printed.items():
        if isinstance(value, Mark):
            assert true[at] in readings(value)
        else:
            assert value == true[at]
            assert not 1 <= value <= 4 or at == (TOTAL, TOTAL)


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        ((0, 0), (0, 0)),
        ((5, 7), (5, 7)),
        ((2, 3), ("few", "few")),
        ((4, 6, 0), ("few", "hidden", 0)),
        ((4, 9, 6), ("few", 9, "hidden")),  # the smaller one is lost
        ((1, 1), None),  # two in all
        ((1, 1, 1, 1, 1), None),  # five in all: each can only be 1
        ((1, 5), None),  # 1 might be 2, but then 5 would be 4, and few
        ((1, 6), ("few", "hidden")),  # 2 and 5
        ((4, 1), ("few", "few")),
        ((4, 4), None),  # eight: each can only be 4
    ],
)
def test_what_is_printed_of_a_line(numbers: tuple[int, ...], printed: tuple[object, ...] | None) -> None:
    found = protecting.line({str(place): number for place, number in enumerate(numbers)})
    assert (None if found is None else tuple(found.values())) == printed


def test_a_row_with_one_applicant_hides_its_sum_too() -> None:
    counts = {("person", "a"): 20, ("person", "b"): 30, ("firm", "a"): 2, ("firm", "b"): 0}
    printed = protecting.grid(counts, ["person", "firm"], ["a", "b"])
    assert printed is not None
    assert printed["firm", "a"] == printed["firm", TOTAL] == Mark.FEW
    assert printed["person", "a"] == printed["person", TOTAL] == Mark.HIDDEN
    assert (printed["person", "b"], printed["firm", "b"], printed[TOTAL, TOTAL]) == (30, 0, 52)
    assert (printed[TOTAL, "a"], printed[TOTAL, "b"]) == (22, 30)
