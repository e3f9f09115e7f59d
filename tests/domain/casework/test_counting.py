"""The year's table counted from dated steps: the right row, the right year, and every column balanced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from reports.domain.casework.counting import Case, Counted, count, life
from reports.domain.casework.states import BrokenCase, fold
from reports.domain.casework.steps import Applicant, Channel, Matter, Step, StepKind
from reports.domain.statform.definition import CellKey
from reports.domain.statform.identities import check
from reports.queries.statforms import form
from tests.domain.casework.made_cases import OUTCOMES, facts_of, make_case, many_cases, numbered, received

K = StepKind
NEW_YEARS_EVE, NEW_YEAR = date(2023, 12, 31), date(2024, 1, 1)


def counted(*cases: Case, year: int = 2024, form_id: str = "national-2021") -> Counted:
    return count(cases, year, form_id, OUTCOMES)


def rows(result: Counted, column: str = "total") -> dict[str, int]:
    """The rows of a column that hold anything."""
    return {key.row: number for key, number in result.cells.items() if key.column == column and number}


def closed(on: date, outcome: str = "disclosed", begun: date = date(2023, 12, 1)) -> Case:
    return make_case(received(begun, Step(K.ANSWER, on, outcome=outcome)))


def test_an_application_received_and_answered_in_the_year_stands_in_two_rows_and_the_total():
    result = counted(closed(date(2024, 2, 1), begun=date(2024, 1, 5)))
    assert rows(result) == rows(result, "natural_person") == {"1": 1, "3.1": 1, "3.7": 1}


@pytest.mark.parametrize(
    ("confirmed", "of_2023", "of_2024"),
    [(NEW_YEARS_EVE, {"1": 1, "4": 1}, {"2": 1, "4": 1}), (NEW_YEAR, {}, {"1": 1, "4": 1})],
)
def test_it_is_new_in_the_year_of_its_legal_receipt(confirmed, of_2023, of_2024):
    case = make_case(numbered(Step(K.REGISTER, date(2023, 12, 28)), Step(K.ACCEPT, confirmed)))
    assert rows(counted(case, year=2023)) == of_2023
    assert rows(counted(case, year=2024)) == of_2024
    assert rows(counted(case, year=2022)) == {}


@pytest.mark.parametrize(
    ("answered", "of_2023", "of_2024"),
    [
        (NEW_YEARS_EVE, {"1": 1, "3.1": 1, "3.7": 1}, {}),
        (NEW_YEAR, {"1": 1, "4": 1}, {"2": 1, "3.1": 1, "3.7": 1}),
    ],
)
def test_it_is_closed_in_the_year_of_its_answer(answered, of_2023, of_2024):
    assert rows(counted(closed(answered), year=2023)) == of_2023
    assert rows(counted(closed(answered), year=2024)) == of_2024
    assert rows(counted(closed(answered), year=2025)) == {}


def test_one_open_for_years_is_carried_through_each():
    case = make_case(received(date(2022, 5, 5)))
    assert [rows(counted(case, year=year)) for year in (2022, 2023, 2024)] == [
        {"1": 1, "4": 1},
        {"2": 1, "4": 1},
        {"2": 1, "4": 1},
    ]


def test_unconfirmed_arrivals_are_listed_apart_until_confirmed_or_withdrawn():
    arrived = Step(K.REGISTER, date(2023, 12, 20))
    waiting = make_case(numbered(arrived), 1)
    confirmed = make_case(numbered(arrived, Step(K.ACCEPT, NEW_YEAR)), 2)
    gone = make_case(numbered(arrived, Step(K.WITHDRAW, NEW_YEARS_EVE)), 3)
    gone_later = make_case(numbered(arrived, Step(K.WITHDRAW, NEW_YEAR)), 4)
    of_2023 = counted(waiting, confirmed, gone, gone_later, year=2023)
    assert (of_2023.unconfirmed, rows(of_2023)) == ((1, 2, 4), {})
    of_2024 = counted(waiting, confirmed, gone, gone_later, year=2024)
    assert (of_2024.unconfirmed, rows(of_2024)) == ((1,), {"1": 1, "4": 1})
    assert counted(waiting, year=2022).unconfirmed == ()


def test_a_corrected_answer_keeps_its_first_row_and_is_not_counted_again():
    case = closed(date(2023, 12, 20), "state_secret")
    corrected = replace(
        case, steps=(*case.steps, Step(K.CORRECT_ANSWER, date(2024, 8, 1), 9, outcome="disclosed"))
    )
    assert counted(corrected, year=2023) == counted(case, year=2023)
    assert rows(counted(corrected, year=2023)) == {"1": 1, "3.3.1": 1, "3.7": 1}
    assert rows(counted(corrected, year=2024)) == {}
    assert OUTCOMES.rules["first_answer"].certainty == "chosen"
    assert "first_answer" in counted(corrected, year=2023).rules["3.3.1"]


def test_a_severed_request_is_counted_once():
    result = counted(closed(date(2024, 2, 1), "disclosed_in_part"))
    assert rows(result) == {"2": 1, "3.2": 1, "3.7": 1}
    assert result.rules["3.2"][0] == "severed"


@pytest.mark.parametrize(
    ("last", "row"),
    [
        (Step(K.WITHDRAW, date(2024, 2, 1)), "3.6.3"),
        (Step(K.LAPSE_SUPPLEMENT, date(2024, 2, 1)), "3.6.1"),
    ],
)
def test_what_ends_without_an_answer_stands_under_handled_otherwise(last, row):
    asked = Step(K.ASK_SUPPLEMENT, date(2024, 1, 8), until=date(2024, 1, 31))
    case = make_case(received(date(2024, 1, 5), asked, last))
    assert rows(counted(case)) == {"1": 1, row: 1, "3.7": 1}
    assert rows(counted(case, year=2020, form_id="national-2019")) == {}


def test_an_unpaid_fee_is_counted_in_its_own_row():
    notified = Step(K.NOTIFY_FEE, date(2024, 1, 8)), Step(K.RECEIVE_FEE_NOTICE, date(2024, 1, 9))
    case = make_case(received(date(2024, 1, 5), *notified, Step(K.LAPSE_FEE, date(2024, 2, 8))))
    assert rows(counted(case)) == {"1": 1, "3.6.2": 1, "3.7": 1}


def test_corrections_of_records_and_complaints_are_kept_apart():
    steps = received(date(2024, 1, 5), Step(K.ANSWER, date(2024, 1, 8), outcome="complaint_upheld"))
    complaint = make_case(steps, 7, matter=Matter.COMPLAINT)
    record = make_case(received(date(2024, 1, 5)), 8, matter=Matter.CORRECTION)
    result = counted(complaint, record)
    assert rows(result) == {}
    assert result.apart == {Matter.COMPLAINT: (7,), Matter.CORRECTION: (8,)}
    assert counted(complaint, record, year=2025).apart == {}


def test_each_kind_of_applicant_has_its_column_and_the_cases_stand_behind_each_number():
    steps = received(date(2024, 1, 5))
    cases = [make_case(steps, n, applicant=kind) for n, kind in enumerate(Applicant, 1)]
    result = counted(*cases, make_case(steps, 9, applicant=Applicant.RESEARCH))
    assert result.cells[CellKey("applications", "1", "research")] == 2
    assert result.behind[CellKey("applications", "1", "research")] == (3, 9)
    assert result.cells[CellKey("applications", "4", "total")] == 7
    assert sorted(result.behind[CellKey("applications", "4", "total")]) == [1, 2, 3, 4, 5, 6, 9]


@pytest.mark.parametrize(("form_id", "cells"), [("national-2021", 175), ("national-2019", 161)])
def test_every_cell_of_the_table_is_counted_zeros_too(form_id, cells):
    result = counted(form_id=form_id)
    expected = {key for key in list(form(form_id).keys()) if key.table == "applications"}
    assert set(result.cells) == expected and len(expected) == cells
    assert set(result.cells.values()) == {0}
    assert set(result.rules) == {key.row for key in expected} and all(result.rules.values())


def test_the_form_of_2014_counts_by_channel_in_time_and_by_reply():
    def of(case_id: int, channel: Channel, *later: Step, **values) -> Case:
        return make_case(received(date(2018, 3, 5), *later), case_id, channel=channel, **values)

    refused = Step(K.ANSWER, date(2018, 4, 20), outcome="personal_privacy")
    disclosed = Step(K.ANSWER, date(2018, 3, 9), outcome="disclosed")
    result = counted(
        of(1, Channel.IN_PERSON, disclosed),
        of(2, Channel.ORAL, disclosed, is_late=True),
        of(3, Channel.FAX, Step(K.EXTEND, date(2018, 3, 20)), refused),
        of(4, Channel.REGISTERED_POST, Step(K.WITHDRAW, date(2018, 3, 6))),
        of(5, Channel.ORDINARY_POST, Step(K.ANSWER, date(2018, 3, 9), outcome="repeated")),
        of(6, Channel.ONLINE),
        of(7, Channel.ONLINE, matter=Matter.COMPLAINT),
        year=2018,
        form_id="national-2014",
    )
    assert rows(result, "count") == {
        "3.1": 6,
        "3.1.1": 2,
        "3.1.2": 1,
        "3.1.3": 1,
        "3.1.4": 2,
        "3.2": 5,
        "3.2.1": 3,
        "3.2.2": 2,
        "3.3": 4,
        "3.3.2": 2,
        "3.3.4": 2,
        "3.3.4.3": 1,
        "3.3.4.6": 1,
        "6": 1,
    }


def test_the_short_form_of_fujian_counts_requests_and_replies():
    answer = Step(K.ANSWER, date(2016, 3, 9), outcome="does_not_exist")
    cases = [
        make_case(received(date(2016, 3, 5), answer), 1, channel=Channel.FAX),
        make_case(received(date(2016, 3, 5), Step(K.WITHDRAW, date(2016, 3, 9))), 2),
    ]
    result = counted(*cases, year=2016, form_id="fujian-2008")
    assert rows(result, "year") == {"2": 2, "2.2": 1, "2.3": 1, "3": 1, "3.4": 1}


def test_a_case_that_makes_no_sense_is_named():
    with pytest.raises(BrokenCase, match="case 1 was closed with the unknown outcome 'x'"):
        counted(closed(date(2024, 1, 5), "x"))
    with pytest.raises(BrokenCase, match="case 1 was closed on 2023-11-30, before its receipt on 2023-12-01"):
        counted(closed(date(2023, 11, 30)), year=2023)
    with pytest.raises(KeyError):
        counted(form_id="national-1999")


def test_the_short_look_at_a_case_agrees_with_its_standing():
    answer = Step(K.ANSWER, date(2024, 2, 9), outcome="does_not_exist")
    steps = received(date(2024, 1, 5), Step(K.EXTEND, date(2024, 1, 20)), answer)
    seen, standing = life(steps), fold(steps)
    assert (seen.received_on, seen.closed_on, seen.outcome, seen.is_extended) == (
        standing.received_on,
        standing.closed_on,
        standing.outcome,
        standing.is_extended,
    )


def truncated(cases: list[Case], last: date) -> list[Case]:
    """The cases as the register showed them that evening."""
    return [replace(case, steps=tuple(one for one in case.steps if one.on <= last)) for case in cases]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(many_cases())
def test_a_thousand_cases_balance_carry_over_and_stay_as_they_stood(cases: list[Case]) -> None:
    """50 examples of 25 cases, 20 of them applications; to 2026, when what began in 2024 has ended."""
    for form_id in ("national-2019", "national-2021"):
        before: Counted | None = None
        for year in range(2022, 2027):
            table = count(cases, year, form_id, OUTCOMES)
            at = {key: number for key, number in table.cells.items()}
            for column in (*Applicant, "total"):
                one, two, done, out = (
                    at[CellKey("applications", row, column)] for row in ("1", "2", "3.7", "4")
                )
                assert one + two == done + out
                if before is not None:
                    assert two == before.cells[CellKey("applications", "4", column)]
            new, old, ended, open_ = (
                set(table.behind[CellKey("applications", row, "total")]) for row in ("1", "2", "3.7", "4")
            )
            assert new | old == ended | open_ and not new & old and not ended & open_
            findings = [
                one
                for one in check(form(form_id), at)
                if all(cell.table == "applications" for cell in one.cells)
            ]
            assert findings and {one.status for one in findings} == {"holds"}
            assert count(truncated(cases, date(year, 12, 31)), year, form_id, OUTCOMES) == table
            before = table


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(many_cases(size=10))
def test_the_form_of_2014_adds_up(cases: list[Case]) -> None:
    for year in range(2022, 2026):
        table = count(cases, year, "national-2014", OUTCOMES)
        findings = check(form("national-2014"), table.cells)
        told = {one.check: one.status for one in findings if one.is_hard and one.status != "cannot-tell"}
        assert set(told.values()) == {"holds"} and len(told) == 4


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(many_cases(size=10))
def test_the_count_sees_each_case_as_the_gate_left_it(cases: list[Case]) -> None:
    for case in cases:
        seen, standing = life(case.steps), fold(case.steps)
        assert (seen.received_on, seen.closed_on, seen.outcome) == (
            standing.received_on,
            standing.closed_on,
            standing.outcome,
        )
    assert all(facts_of(case.steps) for case in cases)
