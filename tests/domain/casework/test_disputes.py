"""Reviews and lawsuits in the right year and column, on both sides of 31 December."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.casework.disputes import Belongs, CountedDisputes, Dispute, DisputeKind, Result, count
from reports.domain.statform.definition import CellKey
from reports.domain.statform.identities import check
from reports.queries.caserules import outcomes
from reports.queries.statforms import form

REVIEW, DIRECT, AFTER = DisputeKind
NEW_YEARS_EVE, NEW_YEAR = date(2023, 12, 31), date(2024, 1, 1)


def filled(result: CountedDisputes) -> dict[str, int]:
    return {f"{key.row}/{key.column}": number for key, number in result.cells.items() if number}


def counted(
    *disputes: Dispute,
    year: int = 2024,
    form_id: str = "national-2021",
    belongs: Belongs = Belongs.OPEN_IN_YEAR,
) -> dict[str, int]:
    return filled(count(disputes, year, form_id, belongs))


@pytest.mark.parametrize(
    ("decided", "of_2023", "of_2024"),
    [
        (NEW_YEARS_EVE, {"review/upheld": 1, "review/total": 1}, {}),
        (NEW_YEAR, {"review/pending": 1, "review/total": 1}, {"review/upheld": 1, "review/total": 1}),
    ],
)
def test_a_review_is_pending_until_the_year_that_decides_it(decided, of_2023, of_2024):
    review = Dispute(1, REVIEW, date(2023, 11, 1), Result.UPHELD, decided)
    assert counted(review, year=2023) == of_2023
    assert counted(review, year=2024) == of_2024
    assert counted(review, year=2022) == counted(review, year=2025) == {}


@pytest.mark.parametrize(
    ("filed", "of_2023"), [(NEW_YEARS_EVE, {"review/pending": 1, "review/total": 1}), (NEW_YEAR, {})]
)
def test_it_belongs_to_no_year_before_it_was_filed(filed, of_2023):
    assert counted(Dispute(1, REVIEW, filed), year=2023) == of_2023
    assert counted(Dispute(1, REVIEW, filed), year=2024) == {"review/pending": 1, "review/total": 1}


def test_counted_by_the_year_of_filing_it_is_never_counted_again():
    review = Dispute(1, REVIEW, date(2023, 11, 1), Result.CORRECTED, NEW_YEAR)
    of = {year: counted(review, year=year, belongs=Belongs.FILED_IN_YEAR) for year in (2022, 2023, 2024)}
    assert of == {2022: {}, 2023: {"review/pending": 1, "review/total": 1}, 2024: {}}


def test_review_and_the_lawsuit_after_it_are_counted_each_in_its_columns():
    assert counted(
        Dispute(1, REVIEW, date(2024, 2, 1), Result.UPHELD, date(2024, 4, 1)),
        Dispute(2, AFTER, date(2024, 4, 10), Result.OTHER, date(2024, 9, 1)),
        Dispute(3, DIRECT, date(2024, 4, 10)),
    ) == {
        "review/upheld": 1,
        "review/total": 1,
        "suit_after_review/other": 1,
        "suit_after_review/total": 1,
        "suit_direct/pending": 1,
        "suit_direct/total": 1,
    }


def test_an_organ_sued_only_for_its_review_does_not_count_the_case_but_lists_it():
    result = count([Dispute(4, AFTER, date(2024, 4, 10), is_reviewer_only=True)], 2024, "national-2021")
    assert (filled(result), result.not_counted) == ({}, (4,))


@pytest.mark.parametrize("form_id", ["national-2019", "national-2021"])
def test_all_fifteen_cells_are_counted_zeros_too(form_id):
    result = count([], 2024, form_id)
    assert set(result.cells) == {key for key in list(form(form_id).keys()) if key.table == "disputes"}
    assert len(result.cells) == 15 and set(result.cells.values()) == {0}


def test_the_form_of_2014_counts_what_was_decided_and_lawsuits_together():
    disputes = [
        Dispute(1, REVIEW, date(2017, 2, 1), Result.UPHELD, date(2018, 4, 1)),
        Dispute(2, DIRECT, date(2018, 2, 1), Result.CORRECTED, date(2018, 4, 1)),
        Dispute(3, AFTER, date(2018, 2, 1), Result.OTHER, date(2018, 4, 1)),
        Dispute(4, AFTER, date(2018, 2, 1)),
    ]
    result = count(disputes, 2018, "national-2014")
    assert filled(result) == {"4/count": 1, "4.1/count": 1, "5/count": 2, "5.2/count": 1, "5.3/count": 1}
    assert result.rules[0] == "dispute_decided_in_year"
    assert result.behind[CellKey("statistics", "5", "count")] == (2, 3)


def test_a_form_without_disputes_is_refused():
    with pytest.raises(KeyError):
        count([], 2016, "fujian-2008")


@pytest.mark.parametrize(
    "half",
    [
        {"result": Result.UPHELD},
        {"result_on": NEW_YEAR},
        {"result": Result.UPHELD, "result_on": date(2023, 1, 1)},
    ],
)
def test_a_result_has_a_day_and_not_before_the_filing(half):
    with pytest.raises(ValueError, match="dispute 1"):
        Dispute(1, REVIEW, date(2023, 6, 1), **half)


def test_every_rule_followed_has_words_and_says_how_sure_it_is():
    for belongs in Belongs:
        for code in count([], 2024, "national-2021", belongs).rules:
            assert outcomes().rules[code].text
    assert outcomes().rules["dispute_open_in_year"].certainty == "chosen"


DAYS = st.dates(date(2022, 1, 1), date(2025, 12, 31))


@st.composite
def disputes(draw: st.DrawFn) -> list[Dispute]:
    made = []
    for n in range(draw(st.integers(0, 12))):
        days = sorted([draw(DAYS), draw(DAYS)])
        done = (draw(st.sampled_from(Result)), days[1]) if draw(st.booleans()) else (None, None)
        made.append(Dispute(n, draw(st.sampled_from(DisputeKind)), days[0], *done))
    return made


def as_it_stood(one: Dispute, last: date) -> Dispute:
    known = one.result_on is not None and one.result_on <= last
    return one if known else Dispute(one.id, one.kind, one.filed_on)


@given(disputes(), st.sampled_from([Belongs.OPEN_IN_YEAR, Belongs.FILED_IN_YEAR]))
def test_any_disputes_add_up_and_a_year_stays_as_it_stood(many, belongs):
    for year in range(2022, 2026):
        table = count(many, year, "national-2021", belongs)
        findings = check(form("national-2021"), table.cells)
        assert {one.status for one in findings if one.cells[0].table == "disputes"} == {"holds"}
        last = date(year, 12, 31)
        then = [as_it_stood(one, last) for one in many if one.filed_on <= last]
        assert count(then, year, "national-2021", belongs) == table
