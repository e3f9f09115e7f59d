"""Made-up figures: counted into whole tables whose sums hold."""

import pytest

from reports.domain import samples
from reports.domain.samples import Carried
from reports.domain.statform.definition import CellKey
from reports.queries.statforms import form

YEAR = {
    "documents": [3, 1],
    "decisions": [10, 20, 30],
    "charges": "1.50",
    "closed": {"natural_person": "3.1:2 3.4.1:1", "business": "3.1:1"},
    "open": {"natural_person": 2},
    "disputes": {"review": [1, 0, 2, 1]},
}


def cell(raws, address):
    return raws[CellKey.parse(address)]


def test_a_year_is_counted_into_two_hundred_cells():
    raws, carried = samples.national(YEAR, Carried({"natural_person": 1}, 7))
    assert len(raws) == 200
    assert carried == Carried({"natural_person": 2}, 9)
    column = [
        cell(raws, f"applications/{row}/natural_person") for row in ("1", "2", "3.1", "3.4.1", "3.7", "4")
    ]
    assert column == ["4", "1", "2", "1", "3", "2"]
    assert cell(raws, "applications/3.1/total") == "3"
    assert cell(raws, "applications/1/total") == "5"
    assert cell(raws, "disclosure/normative_documents/in_force") == "9"
    assert cell(raws, "disclosure/charges/amount") == "1.50"
    assert cell(raws, "disputes/review/total") == "4"
    assert cell(raws, "disputes/suit_direct/total") == "0"


TRIAL = {
    "documents": [3, 2],
    "changes": {"licences": 2, "charges": -1},
    "decisions": [10, 20, 30],
    "services": 40,
    "procurement": [5, "12500元"],
    "closed": {"natural_person": "3.1:2 3.6:1", "business": "3.1:1"},
    "open": {"natural_person": 2},
    "disputes": {"review": [1, 0, 2, 1]},
}
BEFORE = Carried({"natural_person": 1}, 7, {"licences": 6, "penalties": 9, "charges": 4})


def test_a_year_of_the_trial_form_is_counted_into_198_cells():
    raws, carried = samples.trial(TRIAL, BEFORE)
    assert set(raws) == set(form("national-2019").keys())
    items = {"licences": 8, "other_services": 0, "penalties": 9, "compulsory_measures": 0, "charges": 3}
    assert carried == Carried({"natural_person": 2}, 9, items)
    column = [
        cell(raws, f"applications/{row}/natural_person") for row in ("1", "2", "3.1", "3.6", "3.7", "4")
    ]
    assert column == ["4", "1", "2", "1", "3", "2"]
    documents = [
        cell(raws, f"disclosure/normative_documents/{name}") for name in ("made", "opened", "total_open")
    ]
    assert documents == ["3", "2", "9"]
    licences = [cell(raws, f"disclosure/licences/{name}") for name in ("previous", "change", "decisions")]
    assert licences == ["6", "+2", "10"]
    assert cell(raws, "disclosure/charges/change") == "-1"
    assert cell(raws, "disclosure/penalties/change") == "0"
    assert cell(raws, "disclosure/other_services/decisions") == "40"
    assert cell(raws, "disclosure/procurement/amount") == "12500元"


def test_one_row_of_the_trial_form_is_no_outcome_of_the_later_one():
    with pytest.raises(ValueError, match=r"3\.6 is no outcome"):
        samples.national({"closed": {"other": "3.6:1"}}, Carried())
    with pytest.raises(ValueError, match=r"3\.6\.3 is no outcome"):
        samples.trial({"closed": {"other": "3.6.3:1"}}, Carried())


def test_a_roll_up_keeps_the_unit_and_adds_what_has_a_sign():
    amount, change = CellKey("t", "a", "amount"), CellKey("t", "a", "change")
    sums = samples.added_up([{amount: "1500元", change: "+3"}, {amount: "250元", change: "-5"}])
    assert sums == {amount: "1750元", change: "-2"}


def test_what_is_printed_wrong_or_left_blank_stands_as_given():
    year = {**YEAR, "printed": {"applications/1/total": "6"}, "blank": ["disputes"]}
    raws, _ = samples.national(year, Carried())
    assert cell(raws, "applications/1/total") == "6"
    assert {raw for key, raw in raws.items() if key.table == "disputes"} == {""}


def test_more_carried_in_than_was_ever_there_is_refused():
    with pytest.raises(ValueError, match="4 carried in, but 1 closed and 0 carried on"):
        samples.national(YEAR, Carried({"business": 4}))


def test_more_repealed_than_in_force_is_refused():
    with pytest.raises(ValueError, match="5 documents repealed where 4 were in force"):
        samples.national({**YEAR, "documents": [1, 5]}, Carried({}, 3))


def test_an_unknown_outcome_is_refused():
    with pytest.raises(ValueError, match=r"3\.9 is no outcome"):
        samples.national({"closed": {"other": "3.9:1"}}, Carried())


def test_merged_bodies_hand_on_what_both_had_open():
    parts = [Carried({"business": 1}, 2), Carried({"business": 2, "other": 1}, 3)]
    assert samples.together(parts) == Carried({"business": 3, "other": 1}, 5)


def test_a_roll_up_adds_cell_by_cell_and_is_blank_only_where_all_are():
    a, b, c = (CellKey("t", row, "c") for row in "abc")
    sums = samples.added_up([{a: "1.50", b: "", c: ""}, {a: "2", b: "0", c: ""}])
    assert sums == {a: "3.50", b: "0", c: ""}


def test_the_numbers_of_the_narrative_come_from_the_cells():
    raws, _ = samples.national({**YEAR, "blank": ["disputes"]}, Carried({"natural_person": 1}, 7))
    numbers = samples.numbers(raws)
    assert (numbers["new"], numbers["by_person"], numbers["by_body"]) == ("5", "4", "1")
    assert (numbers["granted"], numbers["unavailable"], numbers["refused"]) == ("3", "1", "0")
    assert "review" not in numbers
    assert "disclosed" not in numbers


def test_the_numbers_of_a_narrative_on_the_trial_form_come_from_its_cells():
    raws, _ = samples.trial(TRIAL, BEFORE)
    numbers = samples.numbers(raws)
    assert (numbers["made"], numbers["opened"], numbers["total_open"]) == ("3", "2", "9")
    assert (numbers["procured"], numbers["spent"]) == ("5", "12500")
    assert (numbers["handled_otherwise"], numbers["granted"]) == ("1", "3")
    assert "other" not in numbers
    assert "in_force" not in numbers
