"""A form held against a text: does it suit, and if so what is told: cells, unread parts, lines taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from reports.domain.document import Position
from reports.domain.prose.organs import is_organ
from reports.domain.statform.definition import Form, Table
from reports.domain.statform.locating.blanks import REASONS, Blanks, published_blank
from reports.domain.statform.locating.frames import Frame, titles_of
from reports.domain.statform.locating.knitting import Knit
from reports.domain.statform.locating.others import tables_in
from reports.domain.statform.locating.strays import is_glued, stretches
from reports.domain.statform.locating.tables import FormReading
from reports.domain.statform.locating.telling import unread_of
from reports.domain.statform.locating.text import Text
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.locating.years import is_caption, years_named
from reports.domain.statform.table import Located, Unread
from reports.domain.text.normalise import bare, numbered, plain

SHARE = 0.75
"""The part of the words in each of its tables that a form must know; a cousin of the form knows fewer."""
ORPHANS_WITHIN = 20
"""Parts after the last table in which a line of nothing but figures must be one of its rows."""
CAPTION_LINES = 5
CAPTION_LENGTH = 40
LABELS_THAT_STAND_ALONE = frozenset(("row", "block", "corner"))


@dataclass
class Held:
    """A form's reading of a text, with the stretches of it that only lack a header."""

    reading: FormReading
    text: Text
    strays: list[range] = field(default_factory=list)
    known: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.known.update(self.reading.known)
        self.foreign.update(self.reading.foreign)
        taken = {i for region in self.reading.regions for i in range(region.header.first, region.stop)}
        frames = {
            i: frame
            for i, token in enumerate(self.text.tokens)
            if i not in taken and (frame := self._frame(token))
        }
        breaks = taken | self.text.sentences
        titles = self.text.titles(self.reading.frames)
        for stretch in stretches(self.text.tokens, sorted(frames), breaks, titles):
            marks = [index for index in stretch if index in frames]
            has_figures = any(self.text.tokens[index].is_figure for index in stretch)
            if len(marks) > 1 or has_figures:
                self.strays.append(stretch)
                self._count(stretch, frames[marks[0]].table)

    def _count(self, stretch: range, table: Table) -> None:
        """Counts the words of a stretch that are labels of that table, or pieces of one, and the others."""
        knits = [Knit(frame.everything) for frame in self.reading.frames if frame.table is table]
        for index in stretch:
            token = self.text.tokens[index]
            if token.shape == "words":
                is_known = [knit.feed(index, token) for knit in knits]
                (self.known if any(is_known) else self.foreign)[table.code] += 1

    @property
    def form(self) -> Form:
        """The form."""
        return self.reading.form

    @property
    def explained(self) -> int:
        """How many words of the text it knows."""
        return sum(self.known.values())

    def suits(self, *, is_forced: bool) -> bool:
        """Whether the text holds this form: a header, a row, and no table of mostly strange words."""
        grids = self.reading.grids
        has_header = bool(self.reading.regions or (grids and grids.has_header))
        if not has_header or not (self.reading.rows or self._has_glued_rows or is_forced):
            return False
        return is_forced or self.is_known_throughout

    @property
    def _has_glued_rows(self) -> bool:
        """Whether a table has rows whose label and figures have run together."""
        return any(
            is_glued(self.text.tokens[index], region.header.frame.rows)
            for region in self.reading.regions
            for index in range(region.start, region.stop)
        )

    @property
    def is_known_throughout(self) -> bool:
        """Whether the text has words of this form, and no table of it is mostly strange."""
        counts = [(self.known[code], self.foreign[code]) for code in self.known]
        return bool(counts) and all(known >= SHARE * (known + foreign) for known, foreign in counts)

    def told(self, year: int | None, others: Sequence[Frame], other_lines: Set[int] = frozenset()) -> Located:
        """What is found and what is not. A table of another year than the report's gives no cell.

        `others` are the frames of the other forms, whose tables are unread; `other_lines` the lines of all
        grids that hold tables.
        """
        reading = self.reading
        of_grids = reading.grids.lines if reading.grids else set()
        taken = self._lines_of([*self._spans, *self.strays]) | of_grids
        foreign, foreign_lines = tables_in(self.text, others, taken)
        foreign, foreign_lines = foreign | (other_lines - taken), foreign_lines | (other_lines - taken)
        orphans = self._orphans(taken | foreign_lines)
        named = self._years(year)
        is_other = len(named | ({year} if year else set())) > 1
        blanks = published_blank(reading, self.text.tokens, self._whole_strays, bool(orphans or foreign))
        unread = [*reading.unread, *self._stray()]
        unread = [u for u in unread if u.reason not in REASONS or u.position.line not in blanks.lines]
        unread += [*self._beside(taken), *self._missing(blanks)]
        unread = [*(self.text.unread(taken, "other-year") if is_other else unread), *orphans]
        unread += self.text.unread(foreign, "other-form")
        caption = self._caption(min(taken))
        lines = taken | foreign_lines | set(caption) | {item.position.line or 0 for item in orphans}
        order = {key: place for place, key in enumerate(reading.form.keys())}
        found = [*reading.cells, *blanks.cells]
        cells = tuple(sorted(found, key=lambda cell: order[cell.key])) if not is_other else ()
        return Located(
            reading.form.id,
            cells,
            self.text.with_cuts(unread),
            min(lines),
            max(lines),
            frozenset(lines),
            caption,
            _only(self._years(None)),
        )

    def _years(self, year: int | None) -> set[int]:
        """The years named above the tables and, where the report's is not known, in their headers."""
        grids = self.reading.grids
        of_grids = grids.years_named(year) if grids else set()
        return years_named(self.text.tokens, self.reading.regions, year) | of_grids

    def _frame(self, token: Token) -> Frame | None:
        """The frame of a token that is a label of a row, block or corner."""
        if token.shape != "words":
            return None
        for frame in self.reading.frames:
            names = frame.header.of(token) or frame.rows.of(token)
            if any(name.kind in LABELS_THAT_STAND_ALONE for name in names) or is_glued(token, frame.rows):
                return frame
        return None

    @property
    def _spans(self) -> list[range]:
        """The tokens of each table from its header to its last part."""
        return [range(region.header.first, region.stop) for region in self.reading.regions]

    def _lines_of(self, stretches_of_tokens: Iterable[range]) -> set[int]:
        """The numbers of the lines from the first to the last token of each stretch."""
        lines: set[int] = set()
        for stretch in stretches_of_tokens:
            lines.update(range(self.text.tokens[stretch[0]].line, self.text.tokens[stretch[-1]].line + 1))
        return lines & {number for number, _ in self.text.lines}

    def _orphans(self, taken: set[int]) -> list[Unread]:
        """Lines of nothing but figures between and close behind the tables, which no table took."""
        spans = [*self._spans, *self.strays]
        if not spans:
            return []
        first, last = min(span.start for span in spans), max(span.stop for span in spans)
        parts: dict[int, list[Token]] = {}
        for token in self.text.tokens[first : last + ORPHANS_WITHIN]:
            parts.setdefault(token.line, []).append(token)
        return self.text.unread(
            {
                line
                for line, all_ in parts.items()
                if line not in taken and all(t.shape != "words" for t in all_)
            },
            "row-label-missing",
        )

    def _beside(self, taken: set[int]) -> list[Unread]:
        """What stands on a line of a table, which is no prose, but outside the table."""
        inside = {index for stretch in [*self._spans, *self.strays] for index in stretch}
        parts: dict[int, list[str]] = {}
        for index, token in enumerate(self.text.tokens):
            if token.line in taken and index not in inside:
                parts.setdefault(token.line, []).append(token.text)
        return [part for line, texts in parts.items() for part in unread_of(texts, line, "text")]

    def _stray(self) -> list[Unread]:
        """Each line of a stretch without header."""
        whole = self._whole_strays
        ending = [stretch for stretch in self.strays if stretch not in whole]
        cut = self.text.unread(self._lines_of(ending), "cut")
        return cut + self.text.unread(self._lines_of(whole), "header-missing")

    @property
    def _whole_strays(self) -> list[range]:
        """The stretches without header but one that the text breaks off in."""
        last = len(self.text.tokens) - 1
        return [stretch for stretch in self.strays if not (self._ends_early and stretch[-1] == last)]

    @property
    def _ends_early(self) -> bool:
        return self.text.ends_with_tokens and (self.text.is_cut or self.reading.ends_early)

    def _missing(self, blanks: Blanks) -> list[Unread]:
        """Rows that the form has and the text does not, or the place where the text was cut before them."""
        if self.text.is_cut:
            return []
        if self._ends_early and self._reaches_the_end():
            if any(item.reason == "cut" for item in self.reading.unread):
                return []
            number, text = self.text.lines[-1]
            return unread_of([text], number, "cut")
        unread = []
        begun = {code for code, count in self.known.items() if count}
        told: set[str] = set()
        for table, code in self.reading.missing:
            if (table.code, code) in blanks.rows:
                continue
            if table.code in begun:
                row = next(row for block in table.blocks for row in block.rows if row.code == code)
                unread.append(Unread(Position(), f"{row.number}{row.label}", "row-missing"))
            elif table.code not in told:
                told.add(table.code)
                unread.append(Unread(Position(), table.title, "table-missing"))
        return unread

    def _reaches_the_end(self) -> bool:
        last = len(self.text.tokens) - 1
        return any(last == stretch[-1] for stretch in [*self._spans, *self.strays])

    def _caption(self, first_line: int) -> tuple[int, ...]:
        """The lines of a title printed above the first table: 附件, the organ, the title, its year.

        A chapter heading is none.
        """
        above = [(number, text) for number, text in self.text.lines if number < first_line][-CAPTION_LINES:]
        titles = {title for table in self.reading.form.tables for title in titles_of(table)}
        taken: list[int] = []
        has_title = False
        for number, text in reversed(above):
            part = plain(text)
            is_title = any(bare(text).endswith(title) for title in titles) and bare(text) == numbered(text)
            is_mark = part.rstrip(":0123456789") in ("附件", "附表", "附")
            if len(part) > CAPTION_LENGTH or not (is_title or is_mark or is_organ(part) or is_caption(text)):
                break
            has_title = has_title or is_title
            taken.append(number)
            if is_mark:
                break
        return tuple(sorted(taken)) if has_title else ()


def _only(years: set[int]) -> int | None:
    return next(iter(years)) if len(years) == 1 else None
