"""Holidays and make-up workdays as announced, written out by hand; other years count as not announced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from reports.domain.casework.calendar import Calendar
from reports.domain.casework.limits import load

DATA = Path(__file__).resolve().parents[3] / "reports" / "data" / "limits"
LIMITS = load((DATA / "applications.toml").read_text("utf-8"))

OFF = {
    2019: "0101 0204-0210 0405-0407 0501-0504 0607-0609 0913-0915 1001-1007",
    2020: "0101 0124-0202 0404-0406 0501-0505 0625-0627 1001-1008",
    2021: "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007",
    2024: "0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007",
    2025: "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
    2026: "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
}
WORKED = {
    2019: "0202 0203 0428 0505 0929 1012",
    2020: "0119 0426 0509 0628 0927 1010",
    2021: "0207 0220 0425 0508 0918 0926 1009",
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}


def days(year: int, text: str) -> set[date]:
    """The days of "0101 0210-0217"."""
    found = set()
    for part in text.split():
        first, _, last = part.partition("-")
        day, end = (date(year, int(each[:2]), int(each[2:])) for each in (first, last or first))
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


OFF_DAYS = set().union(*(days(year, text) for year, text in OFF.items()))
WORKED_DAYS = set().union(*(days(year, text) for year, text in WORKED.items()))


def announced(day: date) -> bool | None:
    """As those notices have it; None for the years between and after them."""
    if day.year not in OFF:
        return None
    return day in WORKED_DAYS or (day.weekday() < 5 and day not in OFF_DAYS)


def calendar(overrides: Mapping[date, bool] | None = None) -> Calendar:
    """The calendar of those notices."""
    return Calendar(announced, overrides or {})


CALENDAR = calendar()


def on(text: str) -> date:
    """The day of "2024-02-01"."""
    return date.fromisoformat(text)
