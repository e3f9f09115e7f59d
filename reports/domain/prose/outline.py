"""What a report is apart from its tables: title, whose, on which year, when, chapters, what is left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from reports.domain.document import Document, Line
from reports.domain.prose.chapters import Chapter, closing_start, is_heading, is_top_heading, split
from reports.domain.prose.furniture import Furniture, is_cut, rule_of
from reports.domain.prose.imprint import Imprint, imprint_of
from reports.domain.prose.titles import Title, period_year, title_over
from reports.domain.prose.wrapping import paragraphs, width_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLE_WITHIN = 40
"""A title stands among the first lines, before the first chapter."""
IMPRINT_WITHIN = 6
"""The line of source and time is one of the first below the title."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A report without its tables. "" and None: not printed. `published_at` bears a zone.

    `furniture` holds every line left out, in file order, with the rule that knew it ("before-title" for what
    stands above the title, "imprint" for fields of no use).
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
    head = [imprint_of(line.text, zone) for line in lines[:first]]
    furniture += [Furniture(_number(line), line.text, "before-title") for line in lines[:first]]
    below, body, passed_over = _below_title(lines[after:], zone)
    furniture += passed_over
    imprint = _best([*below, *(found for found in head if found)])
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
    """The lines of the prose, and those that are page furniture."""
    lines: list[Line] = []
    furniture: list[Furniture] = []
    for line in document.lines:
        rule = rule_of(line.text)
        if rule:
            furniture.append(Furniture(_number(line), line.text, rule))
        elif _number(line) not in without and not is_cut(line.text):
            lines.append(line)
    return lines, furniture


def _title(lines: Sequence[Line]) -> tuple[Title | None, int, int]:
    """The title, which may run over three lines, with the positions of its first line and after its last."""
    texts = [line.text for line in lines[: TITLE_WITHIN + 2]]
    for first in range(min(TITLE_WITHIN, len(texts))):
        if is_top_heading(lines[first]):
            break
        for count in (1, 2, 3):
            title = title_over(texts[first : first + count])
            if title:
                return title, first, first + count
    return None, 0, 0


def _below_title(lines: Sequence[Line], zone: tzinfo) -> tuple[list[Imprint], list[Line], list[Furniture]]:
    """What the lines of source and time say, the lines without them, and those that say nothing of use."""
    found: list[Imprint] = []
    body: list[Line] = []
    furniture: list[Furniture] = []
    for position, line in enumerate(lines):
        is_head = position < IMPRINT_WITHIN and not any(is_heading(other) for other in body)
        imprint = imprint_of(line.text, zone) if is_head else None
        if imprint is None or (imprint.is_bare_date and body):
            body.append(line)
        elif imprint.source or imprint.published_at:
            found.append(imprint)
        else:
            furniture.append(Furniture(_number(line), line.text, "imprint"))
    return found, body, furniture


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


def _number(line: Line) -> int:
    return line.position.line or 0
