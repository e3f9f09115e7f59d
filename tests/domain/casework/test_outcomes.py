"""How a case may end: the shipped file covers every row of every form, a wrong one is refused by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.domain.casework.outcomefile import BadDefinition, load
from reports.domain.casework.outcomes import CERTAINTY, Outcomes
from reports.domain.casework.standing import ENDINGS
from reports.domain.casework.steps import Channel, Matter, StepKind
from reports.queries.caserules import outcomes
from reports.queries.statforms import all_forms, links

FILE = Path(__file__).resolve().parents[3] / "reports" / "data" / "outcomes.toml"
SHIPPED = outcomes()

PARTS = {"3.3": 8, "3.4": 3, "3.5": 5, "3.6": 3}
ROWS = ["3.1", "3.2", *(f"{group}.{n}" for group, last in PARTS.items() for n in range(1, last + 1))]


def applications() -> list:
    return [one for one in SHIPPED.outcomes.values() if one.matter == Matter.APPLICATION]


def test_each_of_the_21_rows_can_be_reached():
    assert sorted({one.row for one in applications()}) == ROWS and len(ROWS) == 21


@pytest.mark.parametrize(
    ("code", "row", "of_2019", "of_2014", "of_2008"),
    [
        ("already_public", "3.1", "3.1", "3.3.1", "3.1"),
        ("disclosed", "3.1", "3.1", "3.3.2", "3.1"),
        ("disclosed_in_part", "3.2", "3.2", "3.3.3", "3.2"),
        ("state_secret", "3.3.1", "3.3.1", "3.3.4.1", "3.3"),
        ("endangers_security", "3.3.3", "3.3.3", "3.3.4.4", "3.3"),
        ("trade_secret", "3.3.4", "3.3.4", "3.3.4.2", "3.3"),
        ("personal_privacy", "3.3.4", "3.3.4", "3.3.4.3", "3.3"),
        ("record_enquiry", "3.3.8", "3.3.8", "3.3.8", "3.4"),
        ("does_not_exist", "3.4.1", "3.4.1", "3.3.6", "3.4"),
        ("not_ours", "3.4.1", "3.4.1", "3.3.5", "3.4"),
        ("still_unclear", "3.4.3", "3.4.3", "3.3.7", "3.4"),
        ("not_supplemented", "3.6.1", "3.6", "3.3.7", "3.4"),
        ("not_paid", "3.6.2", "3.6", "", ""),
        ("withdrawn", "3.6.3", "3.6", "", ""),
    ],
)
def test_an_outcome_has_its_row_in_each_form(code, row, of_2019, of_2014, of_2008):
    found = [
        SHIPPED.place(code, form).row
        for form in ("national-2021", "national-2019", "national-2014", "fujian-2008")
    ]
    assert found == [row, of_2019, of_2014, of_2008]


def test_the_rows_of_2019_are_those_the_links_call_equal():
    for one in applications():
        place = SHIPPED.place(one.code, "national-2019")
        equal = [
            pair
            for link in links().links
            if (link.older, link.newer) == ("national-2019", "national-2021")
            for pair in link.equal
            if any((key.table, key.row) == ("applications", one.row) for key in pair.newer)
        ]
        assert equal and all(pair.older[0].row == place.row for pair in equal), one.code


def test_every_step_that_ends_a_case_by_itself_has_its_outcome():
    for kind, code in ENDINGS.items():
        if code:
            assert SHIPPED.outcomes[code].step == kind
    # What is not taken up was never received: it has no outcome and stands in no table.
    assert {one.step for one in SHIPPED.outcomes.values()} == set(ENDINGS) - {StepKind.DISMISS}


def test_a_place_that_was_chosen_or_is_missing_says_why():
    for one in SHIPPED.outcomes.values():
        for place in one.places.values():
            assert place.certainty in CERTAINTY
            assert (place.note and place.note_en) or (place.row and place.certainty != "chosen")


def test_every_refusal_names_its_article_in_both_laws_where_both_knew_it():
    for one in applications():
        if one.group == "3.3":
            assert one.under("2019") and "reason" in one.needs, one.code
    assert SHIPPED.outcomes["state_secret"].under("2019")[0].article == "第十四条、第三十六条第（三）项"
    assert SHIPPED.outcomes["state_secret"].under("2007")[0].article_en == "articles 14 and 21, item 2"
    assert SHIPPED.outcomes["excessive"].under("2007") == ()


def test_an_answer_is_chosen_among_those_of_its_matter():
    codes = {one.code for one in SHIPPED.of(Matter.APPLICATION)}
    assert "disclosed" in codes and not codes & {
        "withdrawn",
        "not_paid",
        "not_supplemented",
        "record_corrected",
    }
    assert [one.code for one in SHIPPED.of(Matter.CORRECTION)] == [
        "record_corrected",
        "record_not_corrected",
        "record_referred",
    ]
    assert len(SHIPPED.of(Matter.COMPLAINT)) == 3
    assert [one.code for one in SHIPPED.of(Matter.APPLICATION, StepKind.WITHDRAW)] == ["withdrawn"]


def test_every_channel_is_counted_where_a_form_parts_them():
    for form in ("national-2014", "fujian-2008"):
        assert set(SHIPPED.forms[form].channels) == set(Channel)


def test_every_rule_named_has_words_in_both_languages():
    named = {code for form in SHIPPED.forms.values() for codes in form.rules.values() for code in codes}
    assert named <= set(SHIPPED.rules)
    assert all(rule.text and rule.text_en and rule.source for rule in SHIPPED.rules.values())
    assert SHIPPED.forms["national-2021"].rules_of("3.4.1") == ("first_answer", "on_31_december")
    assert SHIPPED.forms["national-2021"].rules_of("1") == ("received", "applications_only")


def read(text: str) -> Outcomes:
    return load(text, all_forms())


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('row = "3.3.1"\n', 'row = "3.3.9"\n', "national-2021 has no row '3.3.9'"),
        ('row = "3.3.4.1", certainty = "stated"', 'row = "9.9.9", certainty = "stated"', "no row '9.9.9'"),
        ('row = "3.3.4.1", certainty = "stated"', 'row = "3.3.4.1", certainty = "sure"', "unknown certainty"),
        ('row = "3.3.4.1", certainty = "stated"', 'row = "3.3.4.1", certainty = "chosen"', "says why"),
        ('{ form = "national-2014", row = "3.3.4.1", certainty = "stated" },', "", "nothing is said about"),
        ('code = "disclosed"\n', 'code = "already_public"\n', "used twice"),
        ('law = "2019", article = "第三十七条"', 'law = "2018", article = "第三十七条"', "unknown law"),
        ('needs = ["way"]', 'needs = ["luck"]', "unknown 'luck'"),
        ('step = "withdraw"', 'step = "vanish"', "unknown step 'vanish'"),
        ('new = "3.1"', 'news = "3.1"', "did you mean 'new'"),
        ('rules = ["severed"', 'rules = ["severe"', "unknown 'severe'"),
        ('channel = "fax"', 'channel = "telex"', "unknown channel"),
        ('id = "national-2019"', 'id = "national-2021"', "described twice"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old, new, cause):
    text = FILE.read_text("utf-8")
    assert old in text
    with pytest.raises(BadDefinition, match=r"outcomes\.toml, line \d+: ") as refused:
        read(text.replace(old, new, 1))
    assert cause in refused.value.cause


def test_what_is_no_application_stands_in_no_row():
    text = FILE.read_text("utf-8").replace(
        'matter = "correction"\n', 'matter = "correction"\nrow = "3.1"\n', 1
    )
    with pytest.raises(BadDefinition, match="no application stands in no row"):
        read(text)
