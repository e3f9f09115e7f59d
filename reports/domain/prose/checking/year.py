"""A year that cannot be meant: `year`. Silent on years in comparisons, plans, names of laws and histories."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.domain.prose.checking.findings import Matter, ProseFinding, finding
from reports.domain.prose.claiming.days import CUT_OFF, period_of
from reports.domain.prose.claims import Claims
from reports.domain.prose.numbers import value_of
from reports.domain.prose.passages import Passage
from reports.domain.prose.titles import title_of

TITLE_YEAR = re.compile(r"(?<![\d〇○零一二三四五六七八九])(?:\d{3,5}|[〇○零一二三四五六七八九]{4})年?")
EQUATED = re.compile(r"本(?:报告)?年度?\(?即(?P<year>(?:19|20)\d{2})年")
ODD = re.compile(r"(?<![\d./-])(?P<year>\d{3}|\d{4,5})年(?!历史|前|间|来|期|轮|以上|以内|第)")
TITLE_LINES = 3
FAR = 2100


def check(matter: Matter, claims: Claims) -> Iterator[ProseFinding]:
    """Every year of a passage that should be the report year, and every one that can be no year."""
    if not matter.year:
        return
    passage = claims.passage
    seen: set[int] = set()
    for start, end, year in [*_titles(passage), *_stated(passage), *_odd(passage, matter.year)]:
        if start not in seen:
            seen.add(start)
            yield finding(
                "year",
                "holds" if year == matter.year else "fails",
                str(year),
                str(matter.year),
                passage=passage,
                span=(start, end),
            )


def _titles(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """The year of the title, where the passage is it or begins with it."""
    if passage.section not in ("title", "preamble"):
        return
    plain, start = passage.plain, 0
    for line in plain.split("\n")[:TITLE_LINES]:
        title = title_of(line)
        match = TITLE_YEAR.search(line)
        if title and match and _is_year(match[0]):
            yield start + match.start(), start + match.end(), int(value_of(match[0].rstrip("年")))
        start += len(line) + 1


def _is_year(printed: str) -> bool:
    return printed.endswith("年") or len(printed) == 4


def _stated(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """The year of the figures: of their period, of the day they end, or said to be this year."""
    plain = passage.plain
    for match in EQUATED.finditer(plain):
        yield match.start("year"), match.end(), int(match["year"])
    period = period_of(passage)
    if period is not None and period.is_whole_year:
        yield period.start, period.year_end, period.year
    for match in CUT_OFF.finditer(plain):
        yield match.start("year"), match.end("year") + 1, int(value_of(match["year"]))


def _odd(passage: Passage, year: int) -> Iterator[tuple[int, int, int]]:
    """Numbers before 年 that can only be the report year mistyped: "203年", "20233年", "2203年"."""
    for match in ODD.finditer(passage.plain):
        printed = match["year"]
        if _is_mistyped(printed, str(year)):
            yield match.start("year"), match.end("year") + 1, int(printed)


def _is_mistyped(printed: str, year: str) -> bool:
    """Whether one digit was lost, doubled or moved."""
    if len(printed) == 3:
        return printed in {year[:place] + year[place + 1 :] for place in range(1, 4)} and printed[0] == "2"
    if len(printed) == 5:
        return year in {printed[:place] + printed[place + 1 :] for place in range(5)}
    return int(printed) > FAR and sorted(printed) == sorted(year)
