"""A form held against a text: does it suit, and if so what is told: cells, unread parts, lines taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.domain.document import Document, Position
from reports.domain.prose.furniture import has_gap, is_cut
from reports.domain.prose.organs import is_organ
from reports.domain.statform.definition import Form, Table
from reports.domain.statform.knitting import Knit
from reports.domain.statform.locate_frames import Frame, titles_of
from reports.domain.statform.locate_strays import is_glued, is_sentence, stretches
from reports.domain.statform.locate_tables import MAX_TEXT, FormReading
from reports.domain.statform.locate_tokens import Token
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
class Text:
    """A document with its tokens, and where it says that something of it is missing."""

    document: Document
    tokens: Sequence[Token]

    @property
    def lines(self) -> list[tuple[int, str]]:
        """Number and text of every line."""
        return [(line.position.line or 0, line.text) for line in self.document.lines]

    @property
    def is_cut(self) -> bool:
        """Whether a mark says that the stored text ends before its time."""
        return any(is_cut(text) for _, text in self.lines)

    @property
    def ends_with_tokens(self) -> bool:
        """Whether nothing, not even page furniture, follows the last token."""
        content = [number for number, text in self.lines if not is_cut(text)]
        return bool(self.tokens and content and content[-1] == self.tokens[-1].line)

    @property
    def sentences(self) -> set[int]:
        """The places of tokens that are prose."""
        return {index for index, token in enumerate(self.tokens) if is_sentence(token)}

    def titles(self, frames: Iterable[Frame]) -> set[int]:
        """The places of tokens that are the title of a table."""
        titles = {
            title for table in {id(f.table): f.table for f in frames}.values() for title in titles_of(table)
        }
        return {index for index, token in enumerate(self.tokens) if token.bare in titles}

    def with_cuts(self, unread: Iterable[Unread]) -> tuple[Unread, ...]:
        """Those parts in file order, and with them the marks of a cut and of a gap."""
        marks = [
            Unread(Position(line=number), text[:MAX_TEXT], "cut" if is_cut(text) else "gap")
            for number, text in self.lines
            if is_cut(text) or has_gap(text)
        ]
        return tuple(sorted([*unread, *marks], key=lambda item: item.position.line or 10**9))


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
        if not self.reading.regions or not (self.reading.rows or is_forced):
            return False
        return is_forced or self.is_known_throughout

    @property
    def is_known_throughout(self) -> bool:
        """Whether the text has words of this form, and no table of it is mostly strange."""
        counts = [(self.known[code], self.foreign[code]) for code in self.known]
        return bool(counts) and all(known >= SHARE * (known + foreign) for known, foreign in counts)

    def told(self) -> Located:
        """What is found and what is not."""
        reading = self.reading
        stray_lines = {self.text.tokens[index].line for stretch in self.strays for index in stretch}
        orphans = self._orphans(stray_lines)
        unread = [*reading.unread, *self._stray(), *orphans, *self._missing()]
        caption = self._caption(min([*stray_lines, *self._region_lines()]))
        lines = (
            self._region_lines() | stray_lines | set(caption) | {item.position.line or 0 for item in orphans}
        )
        order = {key: place for place, key in enumerate(reading.form.keys())}
        cells = tuple(sorted(reading.cells, key=lambda cell: order[cell.key]))
        return Located(
            reading.form.id,
            cells,
            self.text.with_cuts(unread),
            min(lines),
            max(lines),
            frozenset(lines),
            caption,
        )

    def _frame(self, token: Token) -> Frame | None:
        """The frame of a token that is a label of a row, block or corner."""
        if token.shape != "words":
            return None
        for frame in self.reading.frames:
            names = frame.header.of(token) or frame.rows.of(token)
            if any(name.kind in LABELS_THAT_STAND_ALONE for name in names) or is_glued(token, frame.rows):
                return frame
        return None

    def _region_lines(self) -> set[int]:
        """The lines of each table from its header to its last part, blank-like lines between included."""
        lines: set[int] = set()
        for region in self.reading.regions:
            first, last = self.text.tokens[region.header.first].line, self.text.tokens[region.stop - 1].line
            lines.update(number for number, _ in self.text.lines if first <= number <= last)
        return lines

    def _orphans(self, stray_lines: set[int]) -> list[Unread]:
        """Lines of nothing but figures between and close behind the tables, which no table took."""
        taken = self._region_lines() | stray_lines
        stops = [region.stop for region in self.reading.regions] + [stretch.stop for stretch in self.strays]
        starts = [region.header.first for region in self.reading.regions] + [s.start for s in self.strays]
        words: dict[int, list[Token]] = {}
        for token in self.text.tokens[min(starts) : max(stops) + ORPHANS_WITHIN]:
            words.setdefault(token.line, []).append(token)
        return [
            Unread(Position(line=line), " ".join(part.text for part in parts)[:MAX_TEXT], "row-label-missing")
            for line, parts in words.items()
            if line not in taken and all(part.shape != "words" for part in parts)
        ]

    def _stray(self) -> list[Unread]:
        """Each line of a stretch without header."""
        last = len(self.text.tokens) - 1
        unread = []
        for stretch in self.strays:
            is_end = self._ends_early and stretch[-1] == last
            numbers = {self.text.tokens[index].line for index in stretch}
            for number, text in self.text.lines:
                if number in numbers:
                    unread.append(
                        Unread(Position(line=number), text[:MAX_TEXT], "cut" if is_end else "header-missing")
                    )
        return unread

    @property
    def _ends_early(self) -> bool:
        return self.text.ends_with_tokens and (self.text.is_cut or self.reading.ends_early)

    def _missing(self) -> list[Unread]:
        """Rows that the form has and the text does not, or the place where the text was cut before them."""
        if self.text.is_cut:
            return []
        if self._ends_early and self._reaches_the_end():
            if any(item.reason == "cut" for item in self.reading.unread):
                return []
            number, text = self.text.lines[-1]
            return [Unread(Position(line=number), text[:MAX_TEXT], "cut")]
        unread = []
        begun = {code for code, count in self.known.items() if count}
        told: set[str] = set()
        for table, code in self.reading.missing:
            if table.code in begun:
                row = next(row for block in table.blocks for row in block.rows if row.code == code)
                unread.append(Unread(Position(), f"{row.number}{row.label}", "row-missing"))
            elif table.code not in told:
                told.add(table.code)
                unread.append(Unread(Position(), table.title, "table-missing"))
        return unread

    def _reaches_the_end(self) -> bool:
        last = len(self.text.tokens) - 1
        ends = [region.stop - 1 for region in self.reading.regions] + [stretch[-1] for stretch in self.strays]
        return last in ends

    def _caption(self, first_line: int) -> tuple[int, ...]:
        """The lines of a title printed above the first table: 附件, the organ, the title.

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
            if len(part) > CAPTION_LENGTH or not (is_title or is_mark or is_organ(part)):
                break
            has_title = has_title or is_title
            taken.append(number)
            if is_mark:
                break
        return tuple(sorted(taken)) if has_title else ()
