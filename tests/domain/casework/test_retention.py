"""Periods of keeping: both sides of each last day, and a file of rules that is wrong is refused."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework.retention import After, BadRetention, Part, Rule, ended_on, load

GOOD = """
draft_days = 14
[[rule]]
id = "case"
parts = ["identity", "contact", "name", "words", "files", "letters", "query_code"]
after = "case_ended"
years = 2
ground = "依据"
ground_en = "ground"
certainty = "known"
[[rule]]
id = "draft"
parts = ["draft"]
after = "draft_expired"
ground = "依据"
ground_en = "ground"
certainty = "practice"
[[rule]]
id = "notices"
parts = ["notices"]
after = "notice_done"
days = 30
ground = "依据"
ground_en = "ground"
certainty = "practice"
[[rule]]
id = "reader"
parts = ["reader"]
after = "fault_reported"
days = 180
ground = "依据"
ground_en = "ground"
certainty = "practice"
"""


def rule(**periods: int) -> Rule:
    return Rule("case", (Part.NAME,), After.CASE_ENDED, "依据", "ground", "known", **periods)


@pytest.mark.parametrize(
    ("periods", "begins", "last"),
    [
        ({"years": 2}, date(2024, 3, 20), date(2026, 3, 20)),
        ({"years": 5}, date(2024, 2, 29), date(2029, 2, 28)),
        ({"years": 4}, date(2024, 2, 29), date(2028, 2, 29)),
        ({"days": 30}, date(2023, 12, 31), date(2024, 1, 30)),
        ({"years": 1, "days": 1}, date(2023, 12, 31), date(2025, 1, 1)),
        ({}, date(2024, 3, 20), date(2024, 3, 20)),
    ],
)
def test_a_period_is_kept_to_its_last_day_and_over_the_day_after(
    periods: dict[str, int], begins: date, last: date
) -> None:
    kept = rule(**periods)
    assert kept.kept_until(begins) == last
    assert not kept.is_over(begins, on=last)
    assert kept.is_over(begins, on=date.fromordinal(last.toordinal() + 1))


def test_a_case_is_over_with_its_last_step_and_its_last_dispute() -> None:
    closed = date(2024, 3, 20)
    assert ended_on(None, [], is_disputed=False) is None
    assert ended_on(closed, [], is_disputed=False) == closed
    assert ended_on(closed, [None, date(2024, 3, 1)], is_disputed=False) == closed
    assert ended_on(closed, [date(2024, 9, 2), date(2025, 1, 8)], is_disputed=False) == date(2025, 1, 8)
    assert ended_on(closed, [date(2025, 1, 8)], is_disputed=True) is None


def test_a_sound_file_is_read() -> None:
    read = load(GOOD)
    assert read.draft_days == 14
    assert read.rule(Part.WORDS).years == 2
    assert [one.id for one in read.of(After.NOTICE_DONE)] == ["notices"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"identity", ', "", "Part identity stands in 0 rules"),
        (
            'parts = ["draft"]',
            'parts = ["draft", "name"]',
            r"Part name stands in 2 rules \['case', 'draft'\]",
        ),
        ('parts = ["draft"]', 'parts = ["drafts"]', "Rule draft: 'drafts' is not a valid Part"),
        ('"draft_expired"', '"someday"', "Rule draft: 'someday' is not a valid After"),
        ("years = 2", "years = -2", "Rule case: a period is not shorter than nothing"),
        ("years = 2", "months = 2", "Rule case: .*months"),
        ('certainty = "known"', 'certainty = "sure"', "Rule case: certainty 'sure'"),
        ('ground = "依据"', 'ground = ""', "Rule case: its ground is missing"),
        ("draft_days = 14", "draft_days = 0", "draft_days is 0"),
        ("draft_days = 14", "", "draft_days is None"),
        ("[[rule]]", "[[rule", "Expected"),
    ],
)
def test_a_wrong_file_is_refused_by_name(old: str, new: str, told: str) -> None:
    with pytest.raises(BadRetention, match=told):
        load(GOOD.replace(old, new, 1))
