"""What a report's title says: whose it is and on which year. Only what is printed; nothing is completed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.domain.prose.organs import is_organ
from reports.domain.text.normalise import plain

MAX_LENGTH = 80
MAX_PARAGRAPH = 5_000
FIRST_YEAR, LAST_YEAR = 1990, 2100

SUBJECT = r"(?:政府信息(?:和政务)?公开|政务信息公开|信息公开|政务公开)"
TITLE = re.compile(rf"[^。,;!?>:]*{SUBJECT}[^。,;!?>:]*(?:报告|年报)(?:\([^)]*\))?")
FRAME = re.compile(
    r"(?P<before>标\s*题\s*[:：])?\s*"
    r"(?P<core>.*?(?:报告|年报)\s*(?:[(（][^)）]*[)）])?\s*》?)(?P<stop>。?)"
    r"\s*(?P<after>[-_|—–].*(?:网|网站|平台|门户|政府))?"
)
"""What a page sets around a title: the word 标题, book title marks, the site's name."""
YEAR = re.compile(r"(?<!\d)(?:(?P<digits>(?:19|2[01])\d{2})|(?P<han>[一二三四五六七八九〇○零]{4}))年?")
NAME_THEN_YEAR = re.compile(rf"(?P<name>[^\d]*?)(?:关于)?{YEAR.pattern}(?:度)?.*{SUBJECT}.*")
YEAR_THEN_NAME = re.compile(rf"{YEAR.pattern}(?:度)?(?P<name>[^\d]+?){SUBJECT}.*")
NAME_ALONE = re.compile(rf"(?P<name>[^\d]+?){SUBJECT}.*")
PERIOD = re.compile(
    r"(?P<first>(?:19|20)\d{2})年1月1日(?:起)?(?:至|到|-|—|~)(?:(?P<last>(?:19|20)\d{2})年|同年)?12月31日"
)
IN_BRACKETS = re.compile(rf"\({YEAR.pattern}度?\)")
DATE_FOLLOWS = re.compile(r"\d{1,2}月")
RANGE = re.compile(r"度?(?:-|—|–|~|至|到|和|与|及|、)+")
OF_SUBJECT = re.compile(rf"度?(?:关于)?{SUBJECT}")
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd)$", re.IGNORECASE)

HAN_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


@dataclass(frozen=True, slots=True)
class Title:
    """A title in one line, the organ's name in it ("" if it bears none), the report year (None likewise).

    `around`: words printed in the same line that are no part of it ("标题:", the name of a web site).
    """

    text: str
    agency_name: str
    year: int | None
    around: tuple[str, ...] = ()


def title_of(text: str) -> Title | None:
    """The title this line is, or None. A sentence, a breadcrumb and a file name are no titles.

    A stop behind it is borne with where it begins with the name of an organ.
    """
    frame = FRAME.fullmatch(text.strip()) if len(text) <= MAX_LENGTH * 2 else None
    if not frame:
        return None
    core = frame["core"].strip()
    if core.startswith("《") and core.endswith("》"):
        core = core[1:-1]
    line = plain(core)
    head, _colon, rest = line.partition(":")
    if is_organ(head):
        line = head + rest
    if len(line) > MAX_LENGTH or FILE.search(line) or not TITLE.fullmatch(line):
        return None
    found = NAME_THEN_YEAR.fullmatch(line)
    if not (found and is_organ(found["name"])):
        found = YEAR_THEN_NAME.fullmatch(line) or NAME_ALONE.fullmatch(line)
    name = found["name"] if found and is_organ(found["name"]) else ""
    if frame["stop"] and not name:
        return None
    around = tuple(part for part in (frame["before"], frame["after"]) if part)
    return Title("".join(core.split()), name, year_in(line), around)


def title_over(texts: Sequence[str]) -> Title | None:
    """The title these lines are together, or None.

    The first must be an organ's name or bear the year, or the last be the year in brackets.
    """
    joined = title_of("".join(texts))
    if len(texts) == 1 or joined is None:
        return joined
    head, last = plain(texts[0]), title_of(texts[-1])
    is_begun = is_organ(head) or (year_in(head) is not None and len(head) <= MAX_LENGTH // 2)
    is_ended = IN_BRACKETS.fullmatch(plain(texts[-1])) is not None
    return joined if (is_begun or is_ended) and not (last and last.agency_name) else None


def year_in(text: str) -> int | None:
    """The plausible year written in it, in digits or Chinese numerals; None if there is none.

    The year of a day or month does not count. Of several it is the one before 年度, failing that the one
    right before the subject; a span of years names none.
    """
    found = [match for match in YEAR.finditer(text) if not DATE_FOLLOWS.match(text, match.end())]
    found = [match for match in found if FIRST_YEAR <= _value(match) <= LAST_YEAR]
    if any(RANGE.fullmatch(text, a.end(), b.start()) for a, b in pairwise(found)):
        return None
    of_year = [match for match in found if text.startswith("度", match.end())]
    of_subject = [match for match in found if OF_SUBJECT.match(text, match.end())]
    values = {_value(match) for match in found}
    if len(values) > 1:
        values = {_value(match) for match in of_year or of_subject}
    return values.pop() if len(values) == 1 else None


def _value(year: re.Match[str]) -> int:
    """A year as a number, from the groups of YEAR."""
    return int(year["digits"] or "".join(str(HAN_DIGITS[character]) for character in year["han"]))


def period_year(text: str) -> int | None:
    """The year whose 1 January to 31 December a sentence names as the period of its figures, or None."""
    match = PERIOD.search(plain(text)) if len(text) <= MAX_PARAGRAPH else None
    if not match or match["last"] not in (None, match["first"]):
        return None
    return int(match["first"])
