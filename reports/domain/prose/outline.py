"""What a report is apart from its tables: title, whose, on which year, when, chapters, what is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from reports.domain.document import Document, Line
from reports.domain.prose.chapters import Chapter, closing_start, is_heading, is_top_heading, split
from reports.domain.prose.furniture import MAX_LENGTH as MAX_FOOT
from reports.domain.prose.furniture import OF_EDGE, Furniture, is_cut, rule_of
from reports.domain.prose.imprint import Imprint, imprint_of
from reports.domain.prose.titles import Title, period_year, title_over
from reports.domain.prose.wrapping import paragraphs, width_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLE_WITHIN = 40
"""A title stands among the first lines, before the first chapter."""
IMPRINT_WITHIN = 6
"""The line of source and time is one of the first below the title."""

MAX_LABEL = 40
PAUSE = re.compile(r"[。,，;；!！?？]")


@dataclass(frozen=True, slots=True)
class Outline:
    """A report without its tables. "" and None: not printed. `published_at` bears a zone.

    `furniture` holds every line left out, in file order, with the rule that knew it ("before-title" for short
    lines above the title, "title-frame" for what a page sets around it, "imprint" for fields of no use).
    """

    title: str
    agency_name: str
    year: int | None
    source: str
    published_at: datetime | None
    preamble: str
    chapters: tuple[Chapter, ...]
    closing: str
    furniture: tuple[Furniture, ...]


def outline(document: Document, *, without: Collection[int] = (), zone: tzinfo = SHANGHAI) -> Outline:
    """The outline of a document. `without` holds the numbers of the lines that belong to its tables."""
    lines, furniture = _sorted(document, without)
    title, first, after = _title(lines)
    furniture += _around(title, lines[first:after])
    head, kept, passed_over = _above_title(lines[:first], zone)
    furniture += passed_over
    below, body, passed_over = _below_title(lines[after:], zone)
    furniture += passed_over
    imprint = _best([*(found for _line, found in below), *head])
    furniture += [_left_out(line, "imprint") for line, found in below if not _is_used(found, imprint)]
    body, foot = _without_foot(body)
    furniture += foot
    body = [*kept, *body]
    name = title.agency_name if title else ""
    preamble, parts = split(body)
    table_end = max(without, default=0)
    last = parts[-1].line if parts else 0
    closing = _closing(parts[-1].lines if parts else preamble, name, table_end if table_end > last else 0)
    width = width_of([line.text for line in body])
    return Outline(
        title.text if title else "",
        name,
        _year(title, body),
        imprint.source,
        imprint.published_at,
        paragraphs(_texts(preamble), width),
        tuple(Chapter(p.number, p.heading, paragraphs(_texts(p.lines), width), p.line) for p in parts),
        paragraphs(_texts(closing), None),
        tuple(sorted(furniture, key=lambda item: item.line)),
    )


def report_year(document: Document) -> int | None:
    """The year a document reports on, before anything is known of its tables."""
    lines, _furniture = _sorted(document, ())
    title, _first, after = _title(lines)
    return _year(title, lines[after:])


def _sorted(document: Document, without: Collection[int]) -> tuple[list[Line], list[Furniture]]:
    """The lines of the prose, and those that are page furniture wherever they stand.

    What is furniture only at the edges of a report stays, unless it stands in a table: the table finder knows
    the same rules and has passed over it.
    """
    lines: list[Line] = []
    furniture: list[Furniture] = []
    for line in document.lines:
        rule = rule_of(line.text)
        if rule and (rule not in OF_EDGE or _number(line) in without):
            furniture.append(_left_out(line, rule))
        elif _number(line) not in without and not is_cut(line.text):
            lines.append(line)
    return lines, furniture


def _title(lines: Sequence[Line]) -> tuple[Title | None, int, int]:
    """The title, which may run over three lines, with the positions of its first line and after its last.

    The first one is taken, unless it lacks organ or year and one soon below it tells both.
    """
    texts = [line.text for line in lines[: TITLE_WITHIN + 2]]
    best: tuple[Title | None, int, int] = (None, 0, 0)
    for first in range(min(TITLE_WITHIN, len(texts))):
        if is_top_heading(lines[first]):
            break
        if best[0] and (_tells(best[0]) == 2 or is_heading(lines[first]) or texts[first].endswith("。")):
            break
        for count in (1, 2, 3):
            title = title_over(texts[first : first + count])
            if not title or (count == 1 and rule_of(texts[first])):
                continue
            if best[0] is None or _tells(title) > (_tells(best[0]) if first == best[1] else 1):
                best = title, first, first + count
    return best


def _tells(title: Title) -> int:
    """How much a title tells: organ and year count one each."""
    return bool(title.agency_name) + (title.year is not None)


def _around(title: Title | None, lines: Sequence[Line]) -> list[Furniture]:
    return [Furniture(_number(lines[0]), text, "title-frame") for text in title.around] if title else []


def _above_title(lines: Sequence[Line], zone: tzinfo) -> tuple[list[Imprint], list[Line], list[Furniture]]:
    """What fields above the title say, the lines there that may be prose, and those that are not."""
    found: list[Imprint] = []
    kept: list[Line] = []
    furniture: list[Furniture] = []
    for line in lines:
        rule, imprint = rule_of(line.text), imprint_of(line.text, zone)
        if imprint:
            found.append(imprint)
        if rule or imprint or _is_label(line):
            furniture.append(_left_out(line, rule or "before-title"))
        else:
            kept.append(line)
    return found, kept, furniture


def _is_label(line: Line) -> bool:
    """Whether a line is a few words: the name of a site or a column, no sentence and no heading."""
    return len(line.text) <= MAX_LABEL and not PAUSE.search(line.text) and not is_heading(line)


def _below_title(
    lines: Sequence[Line], zone: tzinfo
) -> tuple[list[tuple[Line, Imprint]], list[Line], list[Furniture]]:
    """The lines of source and time with what they say, the lines without them, and page furniture."""
    found: list[tuple[Line, Imprint]] = []
    body: list[Line] = []
    furniture: list[Furniture] = []
    for position, line in enumerate(lines):
        is_head = position < IMPRINT_WITHIN and not any(is_heading(other) for other in body)
        imprint = imprint_of(line.text, zone) if is_head else None
        rule = rule_of(line.text) if is_head else ""
        if rule:
            furniture.append(_left_out(line, rule))
        elif imprint is None or (imprint.is_bare_date and body):
            body.append(line)
        else:
            found.append((line, imprint))
    return found, body, furniture


def _is_used(found: Imprint, best: Imprint) -> bool:
    """Whether all that a line of fields says is kept as the report's source and time."""
    is_source = found.source in ("", best.source)
    is_time = found.published_at in (None, best.published_at)
    return found.is_whole and is_source and is_time and bool(found.source or found.published_at)


def _without_foot(lines: Sequence[Line]) -> tuple[list[Line], list[Furniture]]:
    """The lines without the furniture behind the last sentence or heading; other short lines there stay."""
    start = len(lines)
    while start and not _is_text(lines[start - 1]):
        start -= 1
    kept = list(lines[:start])
    furniture: list[Furniture] = []
    for line in lines[start:]:
        rule = rule_of(line.text)
        if rule:
            furniture.append(_left_out(line, rule))
        else:
            kept.append(line)
    return kept, furniture


def _is_text(line: Line) -> bool:
    """Whether a line is a sentence, a heading or too long for the foot of a page."""
    if rule_of(line.text):
        return False
    return len(line.text) > MAX_FOOT or line.text[-1] in "。；;：:！!？?" or is_heading(line)


def _best(imprints: Sequence[Imprint]) -> Imprint:
    """The first source named and the time of the most telling field."""
    source = next((found.source for found in imprints if found.source), "")
    timed = [found for found in imprints if found.published_at]
    best = min(timed, key=lambda found: found.rank, default=Imprint())
    return Imprint(source, best.published_at, best.rank)


def _closing(lines: list[Line], agency_name: str, table_end: int) -> list[Line]:
    """Takes the closing words off the last part: from the signature on, and all behind a table in it."""
    before = [line for line in lines if not table_end or _number(line) < table_end]
    start = closing_start(before, agency_name)
    closing = lines[start:]
    del lines[start:]
    return closing


def _year(title: Title | None, body: Sequence[Line]) -> int | None:
    """The year of the title, failing that the year a sentence names as the period of its figures."""
    if title and title.year:
        return title.year
    return next((year for line in body if (year := period_year(line.text))), None)


def _texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def _left_out(line: Line, rule: str) -> Furniture:
    return Furniture(_number(line), line.text, rule)


def _number(line: Line) -> int:
    return line.position.line or 0
