"""Finds what is said of this year against last: the change, this year's figure, last year's where printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reports.domain.prose.claims import Claims
from reports.domain.prose.numbers import Number

Way = Literal["percent", "more-times", "times", "difference", "level", "double"]

AGAINST = re.compile(
    r"(?:与|同|比|较|和)?(?:上年|去年|上一年)(?:度)?(?:同期)?(?:相比)?|同比|(?:比|较)(?P<year>(?:19|20)\d{2})年(?:度)?"
)
UP = r"增长|上升|增加|提高|上涨|增幅"
DOWN = r"下降|减少|降低|下滑|减幅|降幅"
CHANGE = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|为|达|到)?$")
LEVEL = re.compile(r"持平|翻了?一番")
SILENT = re.compile(
    r"上半年|下半年|季度|环比|平均|人均|日均|月均|率|占|提速|计划|力争|争取|目标|预计|累计|全[市省县区]|各[县市区单]|\d{1,2}月(?!31日|1日)"
)
LAST = re.compile(r"(?:上年|去年|上一年|(?P<year>(?:19|20)\d{2})年)(?:度)?(?:同期)?(?:为|是|的|共|有)*\(?$")


@dataclass(frozen=True, slots=True)
class Growth:
    """A change from last year's to this year's figure; `sign` -1 for a fall. [start, end) is what is marked.

    `change` None where a word alone says it (持平, 翻一番). `last` None: last year's figure is not printed.
    """

    way: Way
    sign: int
    start: int
    end: int
    change: Number | None
    now: Number
    last: Number | None


def growths(claims: Claims, year: int) -> Iterator[Growth]:
    """Every change of a passage that compares a printed count with last year's."""
    for start, end in claims.passage.sentences:
        sentence = claims.passage.plain[start:end]
        if not AGAINST.search(sentence) or _compares_other_years(sentence, year):
            continue
        numbers = claims.numbers_between(start, end)
        for place in range(len(numbers)):
            found = _change(claims, numbers, place, start, year)
            if found:
                yield found
        yield from _words(claims, numbers, start, end, year)


def _compares_other_years(sentence: str, year: int) -> bool:
    """Whether the base is another year than the last, or it is not said which it is."""
    years = {int(found) for found in re.findall(r"(?<!\d)((?:19|20)\d{2})年", sentence)}
    return bool(years) and (not year or bool(years - {year, year - 1}))


def _change(claims: Claims, numbers: Sequence[Number], place: int, start: int, year: int) -> Growth | None:
    """The change that this number is, if it is one."""
    number = numbers[place]
    plain = claims.passage.plain
    head = plain[start : number.start]
    if number.is_approximate or number.kind not in ("share", "times", "count") or SILENT.search(head):
        return None
    direction = CHANGE.search(head)
    against = list(AGAINST.finditer(head))
    times = number.kind == "times" and not direction and re.search(r"是[^,。;]*$", head)
    if not against or not (direction or times):
        return None
    before = [n for n in numbers[:place] if n.kind == "count"]
    last = next((n for n in reversed(before) if _is_of_last_year(plain, start, n, year)), None)
    unit = last.unit if last else None
    now = next(
        (
            n
            for n in reversed(before)
            if not _is_of_last_year(plain, start, n, year)
            and (unit is None or n.unit == unit)
            and not CHANGE.search(plain[start : n.start])
        ),
        None,
    )
    if now is None or now.is_approximate or (last is not None and last.is_approximate):
        return None
    if number.kind == "count" and (last is None or number.unit != now.unit):
        return None
    way: Way = "percent"
    if number.kind == "times":
        way = "times" if times else "more-times"
        if times and last is None:
            return None
    elif number.kind == "count":
        way = "difference"
    sign = -1 if direction and direction["down"] else 1
    return Growth(way, sign, number.start, number.end, number, now, last)


def _is_of_last_year(plain: str, start: int, number: Number, year: int) -> bool:
    """Whether a count is said to be last year's: "比2022年(31起)", "上年为20件"."""
    found = LAST.search(plain[start : number.start])
    if not found:
        return False
    return found["year"] is None or int(found["year"]) == year - 1


def _words(claims: Claims, numbers: Sequence[Number], start: int, end: int, year: int) -> Iterator[Growth]:
    """持平 and 翻一番 behind a count."""
    plain = claims.passage.plain
    for match in LEVEL.finditer(plain, start, end):
        head = plain[start : match.start()]
        if SILENT.search(head) or re.search(r"基本|大致|大体|几乎|略", head[-6:]):
            continue
        counts = [n for n in numbers if n.kind == "count" and n.end <= match.start()]
        last = next((n for n in reversed(counts) if _is_of_last_year(plain, start, n, year)), None)
        now = next((n for n in reversed(counts) if not _is_of_last_year(plain, start, n, year)), None)
        if now is None or now.is_approximate or (last is not None and last.is_approximate):
            continue
        way: Way = "level" if match[0] == "持平" else "double"
        yield Growth(way, 1, match.start(), match.end(), None, now, last)
