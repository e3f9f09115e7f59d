"""Which days the State Council announced as worked or not, read from the library `chinesecalendar`.

The only file that knows the library. It holds the yearly notices of the General Office
(国务院办公厅关于部分节假日安排的通知) from 2004 on, make-up workdays and the longer Spring Festival of 2020
included, and raises NotImplementedError for a day of a year outside of them.
"""

from __future__ import annotations

from datetime import date

from chinese_calendar import is_workday

REACHES_BACK_TO = (12, 25)
"""Month and day from which the last days of a year wait for the notice on the year after: that notice
arranges New Year, and has moved days as early as 29 December (2007, 2018)."""


def announced(day: date) -> bool | None:
    """Whether that day is worked; None where no notice spoke of it yet, or none is known (before 2004)."""
    try:
        works = is_workday(day)
    except NotImplementedError:
        return None
    if (day.month, day.day) >= REACHES_BACK_TO and not is_announced(day.year + 1):
        return None
    return works


def is_announced(year: int) -> bool:
    """Whether the notice on the holidays of that year is known here."""
    try:
        is_workday(date(year, 1, 1))
    except (NotImplementedError, ValueError):
        return False
    return True
