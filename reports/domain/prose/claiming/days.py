"""Finds the period that the figures are said to cover, whatever its days are printed with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from reports.domain.prose.numbers import value_of
from reports.domain.prose.passages import Passage

_D = r"[\d〇○零一二三四五六七八九十]"
_PART = r"[\d〇○零一二三四五六七八九十月./-]"
_FIRST = rf"(?P<year1>{_D}{{2,5}})[年./-](?P<day1>{_PART}{{1,10}})日?"
_LAST = rf"(?:(?P<year2>{_D}{{4}})[年./-])?(?P<day2>{_PART}{{3,10}}?)(?:日|(?!{_PART}))"
PERIOD = re.compile(rf"{_FIRST}(?:起|开始|始|,)*(?:至|到|-|—|–|~|止)+{_LAST}")
CUE = re.compile(
    r"(?:统计|数据|所列)[^。;]{0,12}?(?:期|时限|时段|时间|范围|区间)|数据统计|统计数据|所列(?:各项)?数据|统计期"
)
NOT_THIS = re.compile(r"上年|上一年|去年|往年|征求|开展|活动|办公|有效期|清理")
DAY = re.compile(rf"(?P<month>{_D}{{1,3}})[月./-](?P<day>{_D}{{1,3}})")
CUT_OFF = re.compile(
    r"(?:统计|数据)[^。;\n]{0,16}?截[至止][^。;\d\n]{0,6}?(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})年12月31日"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A printed period at [start, end) of the passage's plain text.

    `first` and `last` None where a day cannot be read. `year` is the first year printed, at
    [start, year_end), its 年 inside where there is one.
    """

    start: int
    end: int
    year: int
    year_end: int
    first: date | None
    last: date | None

    @property
    def is_whole_year(self) -> bool:
        """Whether it runs from 1 January to 31 December of one year."""
        return (
            self.first is not None
            and self.last is not None
            and self.first.year == self.last.year
            and (self.first.month, self.first.day) == (1, 1)
            and (self.last.month, self.last.day) == (12, 31)
        )


def period_of(passage: Passage) -> Period | None:
    """The period of the report's figures, if a sentence of the passage states one."""
    plain = passage.plain
    for start, end in passage.sentences:
        cue = CUE.search(plain, start, end)
        match = PERIOD.search(plain, start, end) if cue else None
        if not cue or not match:
            continue
        around = plain[start : match.start()]
        is_behind = cue.start() > match.end()
        if NOT_THIS.search(around) or (is_behind and not re.search(r"本年度|本报告", around)):
            continue
        return _period(match)
    return None


def _period(match: re.Match[str]) -> Period:
    year = int(value_of(match["year1"])) if len(match["year1"]) == 4 else 0
    later = int(value_of(match["year2"])) if match["year2"] else year
    end = match.end("year1")
    has_sign = match.string[end : end + 1] == "年"
    return Period(
        match.start(),
        match.end(),
        year,
        end + has_sign,
        _day(year, match["day1"]),
        _day(later, match["day2"]),
    )


def _day(year: int, printed: str) -> date | None:
    found = DAY.fullmatch(printed)
    if not found or not year:
        return None
    try:
        return date(year, int(value_of(found["month"])), int(value_of(found["day"])))
    except ValueError:
        return None
