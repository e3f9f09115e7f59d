"""When a report is due, by the law of its year."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reports.domain import deadlines

LAW = Path(__file__).resolve().parents[2] / "reports" / "data" / "limits" / "annual-report.toml"
RULES = deadlines.load(LAW.read_text("utf-8"))
SHANGHAI = ZoneInfo("Asia/Shanghai")

ONE_RULE = """
[[rule]]
id = "one"
law = "法"
law_en = "Law"
article = "第一条"
article_en = "article 1"
first_year = 2008
month = {month}
day = {day}
"""


@pytest.mark.parametrize(
    ("year", "agency", "report", "day", "article"),
    [
        (2008, "department", "own", date(2009, 3, 31), "第三十一条"),
        (2018, "department", "own", date(2019, 3, 31), "第三十一条"),
        (2018, "government", "own", date(2019, 3, 31), "第三十一条"),
        (2019, "department", "own", date(2020, 1, 31), "第四十九条第一款"),
        (2019, "office", "own", date(2020, 1, 31), "第四十九条第一款"),
        (2024, "dispatched", "own", date(2025, 1, 31), "第四十九条第一款"),
        (2019, "government", "own", date(2020, 3, 31), "第四十九条第二款"),
        (2024, "government", "roll_up", date(2025, 3, 31), "第四十九条第二款"),
        (2024, "office", "roll_up", date(2025, 3, 31), "第四十九条第二款"),
    ],
)
def test_the_due_day_follows_the_law_of_the_report_year(year, agency, report, day, article):
    due = deadlines.due(year, agency, report, RULES)
    assert (due.day, due.article) == (day, article)


def test_the_law_is_named_in_both_languages():
    due = deadlines.due(2016, "department", "own", RULES)
    assert due.law == "《中华人民共和国政府信息公开条例》（2007年国务院令第492号）"
    assert due.law_en == "Regulations on Open Government Information (State Council Decree 492 of 2007)"
    assert due.article_en == "article 31"


def test_no_report_was_due_before_the_first_regulations():
    assert deadlines.first_year(RULES) == 2008
    assert deadlines.due(2007, "department", "own", RULES) is None


@pytest.mark.parametrize(
    ("published_at", "late"),
    [
        (datetime(2025, 1, 30, 12, 0, tzinfo=SHANGHAI), 0),
        (datetime(2025, 1, 31, 23, 59, tzinfo=SHANGHAI), 0),
        (datetime(2025, 2, 1, 0, 0, tzinfo=SHANGHAI), 1),
        (datetime(2025, 2, 18, 9, 30, tzinfo=SHANGHAI), 18),
        (datetime(2025, 1, 31, 15, 59, tzinfo=ZoneInfo("UTC")), 0),
        (datetime(2025, 1, 31, 16, 0, tzinfo=ZoneInfo("UTC")), 1),
    ],
)
def test_the_due_day_itself_is_in_time_by_the_calendar_in_china(published_at, late):
    assert deadlines.days_late(published_at, date(2025, 1, 31)) == late


def test_a_rule_with_a_day_that_does_not_exist_is_refused_by_name():
    with pytest.raises(deadlines.BadRules, match="Rule one: day is out of range"):
        deadlines.load(ONE_RULE.format(month=2, day=30))


def test_a_rule_with_an_unknown_entry_is_refused_by_name():
    with pytest.raises(deadlines.BadRules, match=r"Rule one: .*hour"):
        deadlines.load(ONE_RULE.format(month=3, day=31) + "hour = 9\n")


def test_a_file_without_rules_is_refused():
    with pytest.raises(deadlines.BadRules, match="no rule"):
        deadlines.load("")
