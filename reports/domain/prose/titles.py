"""What a report's title says: whose it is and on which year. Only what is printed; nothing is completed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.domain.prose.organs import is_organ
from reports.domain.text.normalise import plain

MAX_LENGTH = 80
MAX_PARAGRAPH = 5_000
FIRST_YEAR, LAST_YEAR = 1990, 2100

SUBJECT = r"(?:政府信息(?:和政务)?公开|政务信息公开|信息公开|政务公开)"
TITLE = re.compile(rf"[^。;!?>:]*{SUBJECT}[^。;!?>:]*(?:报告|年报)(?:\([^)]*\))?")
YEAR = re.compile(r"(?<!\d)(?:(?P<digits>(?:19|2[01])\d{2})|(?P<han>[一二三四五六七八九〇○零]{4}))年?")
NAME_THEN_YEAR = re.compile(rf"(?P<name>[^\d]*?)(?:关于)?{YEAR.pattern}(?:度)?.*{SUBJECT}.*")
YEAR_THEN_NAME = re.compile(rf"{YEAR.pattern}(?:度)?(?P<name>[^\d]+?){SUBJECT}.*")
NAME_ALONE = re.compile(rf"(?P<name>[^\d]+?){SUBJECT}.*")
PERIOD = re.compile(
    r"(?P<first>(?:19|20)\d{2})年1月1日(?:起)?(?:至|到|-|—|~)(?:(?P<last>(?:19|20)\d{2})年|同年)?12月31日"
)
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd)$", re.IGNORECASE)

HAN_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


@dataclass(frozen=True, slots=True)
class Title:
    """A title in one line, the organ's name in it ("" if it bears none), the report year (None likewise)."""

    text: str
    agency_name: str
    year: int | None


def title_of(text: str) -> Title | None:
    """The title this line is, or None. A sentence, a breadcrumb and a file name are no titles."""
    line = plain(text) if len(text) <= MAX_LENGTH * 2 else text
    if len(line) > MAX_LENGTH or FILE.search(line) or not TITLE.fullmatch(line):
        return None
    found = NAME_THEN_YEAR.fullmatch(line)
    if not (found and is_organ(found["name"])):
        found = YEAR_THEN_NAME.fullmatch(line) or NAME_ALONE.fullmatch(line)
    name = found["name"] if found and is_organ(found["name"]) else ""
    return Title("".join(text.split()), name, year_in(line))


def title_over(texts: Sequence[str]) -> Title | None:
    """The title these lines are together, if the first is an organ's name or bears the year; None if none."""
    joined = title_of("".join(texts))
    if len(texts) == 1 or joined is None:
        return joined
    head, last = plain(texts[0]), title_of(texts[-1])
    is_begun = is_organ(head) or (year_in(head) is not None and len(head) <= MAX_LENGTH // 2)
    return joined if is_begun and not (last and last.agency_name) else None


def year_in(text: str) -> int | None:
    """The first plausible year written in it, in digits or Chinese numerals; None if there is none."""
    for match in YEAR.finditer(text):
        digits = match["digits"] or "".join(str(HAN_DIGITS[character]) for character in match["han"])
        if FIRST_YEAR <= int(digits) <= LAST_YEAR:
            return int(digits)
    return None


def period_year(text: str) -> int | None:
    """The year whose 1 January to 31 December a sentence names as the period of its figures, or None."""
    match = PERIOD.search(plain(text)) if len(text) <= MAX_PARAGRAPH else None
    if not match or match["last"] not in (None, match["first"]):
        return None
    return int(match["first"])
