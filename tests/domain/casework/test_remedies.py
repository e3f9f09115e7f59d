"""What an applicant who disagrees is told, by the row of the answer and its day."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework.remedies import OVERDUE, BadRemedies, NoRemedy, complaint, load, remedy
from tests.domain.casework.notices import DATA, on

TEXT = (DATA / "remedies.toml").read_text("utf-8")
REMEDIES = load(TEXT)


@pytest.mark.parametrize(
    ("row", "day", "first", "months", "certainty"),
    [
        ("3.3.1", "2015-04-30", "no", 3, "known"),
        ("3.3.1", "2015-05-01", "no", 6, "known"),
        ("3.3.1", "2023-12-31", "no", 6, "known"),
        ("3.3.1", "2024-01-01", "yes", None, "known"),
        ("3.2", "2024-01-01", "yes", None, "known"),
        ("3.1", "2024-01-01", "no", 6, "known"),
        ("3.4.1", "2024-01-01", "advised", None, "practice"),
        ("3.5.2", "2024-01-01", "advised", None, "practice"),
        ("3.3.8", "2026-06-30", "yes", None, "known"),
        ("3.3.8", "2026-07-01", "no", 6, "secondary"),
        ("3.3.7", "2026-07-01", "yes", None, "secondary"),
        ("3.4.1", "2026-06-30", "advised", None, "practice"),
        ("3.4.1", "2026-07-01", "no", 6, "secondary"),
        (OVERDUE, "2023-12-31", "no", 6, "known"),
        (OVERDUE, "2024-01-01", "yes", None, "known"),
    ],
)
def test_review_or_lawsuit_by_row_and_day(
    row: str, day: str, first: str, months: int | None, certainty: str
) -> None:
    found = remedy(row, on(day), REMEDIES)
    assert (found.review_first, found.suit_months, found.certainty) == (first, months, certainty)
    assert (found.review_days, found.suit_after_review_days) == (60, 15)


def test_the_text_says_the_lengths_of_its_rule_in_both_languages() -> None:
    for rule in REMEDIES.rules:
        assert f"{rule.review_days}日" in rule.text and f"{rule.review_days} days" in rule.text_en
        if rule.suit_months:
            assert f"{rule.suit_months}个月" in rule.text and f"{rule.suit_months} months" in rule.text_en
        else:
            assert "15日" in rule.text and "15 days" in rule.text_en


@pytest.mark.parametrize("day", ["2008-05-01", "2019-05-15", "2023-12-31", "2024-01-01", "2026-07-01"])
def test_every_row_has_a_remedy_on_every_day(day: str) -> None:
    parts = {"3.3": 8, "3.4": 3, "3.5": 5, "3.6": 3}
    rows = ["3.1", "3.2", *(f"{group}.{at}" for group, last in parts.items() for at in range(1, last + 1))]
    assert len(rows) == 21
    assert all(remedy(row, on(day), REMEDIES).text for row in rows)


def test_a_row_is_not_taken_for_one_that_begins_alike() -> None:
    rule = remedy("3.2", date(2024, 1, 1), REMEDIES)
    assert rule.fits("3.3.1", date(2024, 1, 1)) and not rule.fits("3.33", date(2024, 1, 1))


def test_an_agency_can_put_its_own_text_beside_the_rule() -> None:
    own = {"refusal-2024": ("本机关的说明。", "Our own words.")}
    found = remedy("3.3.1", date(2024, 1, 1), REMEDIES, own)
    assert (found.text, found.text_en, found.is_overridden) == ("本机关的说明。", "Our own words.", True)
    assert found.review_first == "yes"
    assert not remedy("3.1", date(2024, 1, 1), REMEDIES, own).is_overridden


@pytest.mark.parametrize(
    ("day", "article"), [("2019-05-14", "第三十三条第一款"), ("2019-05-15", "第五十一条")]
)
def test_complaints_follow_the_law_of_the_day(day: str, article: str) -> None:
    assert complaint(on(day), REMEDIES).article == article


def test_before_the_first_law_there_is_nothing_to_tell() -> None:
    with pytest.raises(NoRemedy, match="2008-04-30"):
        remedy("3.1", date(2008, 4, 30), REMEDIES)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('certainty = "known"', 'certainty = "sure"', "certainty"),
        ('review_first = "yes"', 'review_first = "perhaps"', "review_first"),
        ("from = 2024-01-01", "starts = 2024-01-01", "overdue-2024"),
        ('id = "any-2015"', 'id = "any-2015"\nwhy = 1', "any-2015"),
        ("[[remedy]]", "[[remedy", "line"),
    ],
)
def test_a_wrong_file_is_refused_by_name(old: str, new: str, said: str) -> None:
    with pytest.raises(BadRemedies, match=said):
        load(TEXT.replace(old, new, 1))
