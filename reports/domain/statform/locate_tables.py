"""Reads every table of one form in a stream of tokens: cells, what is unread, how many words it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.domain.document import Position
from reports.domain.statform.definition import CellKey, Form, Table
from reports.domain.statform.identities import check
from reports.domain.statform.knitting import Knit, Name
from reports.domain.statform.locate_frames import Frame, frames_of, titles_of
from reports.domain.statform.locate_header import headers_of
from reports.domain.statform.locate_labels import Guesser
from reports.domain.statform.locate_rows import (
    Region,
    Run,
    contradicts,
    fit,
    fit_line,
    label_runs,
    printed_unit,
    region_of,
)
from reports.domain.statform.locate_strays import is_glued
from reports.domain.statform.locate_tokens import Token
from reports.domain.statform.numbers import parse
from reports.domain.statform.table import Cell, Unread

MAX_TEXT = 200
"""Characters of an unread part that are told."""


@dataclass
class FormReading:
    """A form held against a text: what was read, and how many words of each table it knew or did not know."""

    form: Form
    frames: list[Frame]
    regions: list[Region] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    rows: set[tuple[str, str]] = field(default_factory=set)
    known: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)

    @property
    def missing(self) -> list[tuple[Table, str]]:
        """The rows with figures that are nowhere in the text: table and row code, in printed order."""
        return [
            (table, row.code)
            for table in self.form.tables
            for block in table.blocks
            for row in block.rows
            if row.kind != "heading" and (table.code, row.code) not in self.rows
        ]

    @property
    def ends_early(self) -> bool:
        """Whether the last row of the form is nowhere in the text."""
        missing = self.missing
        last = [row.code for row in self.form.tables[-1].blocks[-1].rows if row.kind != "heading"][-1]
        return bool(missing) and missing[-1] == (self.form.tables[-1], last)


def read_tables(
    form: Form, tokens: Sequence[Token], guesser: Guesser, *, is_last: bool, is_cut: bool
) -> FormReading:
    """Holds a form against a text.

    `is_last`: nothing follows the last token. `is_cut`: the text says that it ends before its time. The last
    words of a text that ends inside a table are in doubt and never read.
    """
    reading = FormReading(form, frames_of(form))
    headers = list(headers_of(tokens, reading.frames))
    titles = {title for table in form.tables for title in titles_of(table)}
    for position, header in enumerate(headers):
        limit = headers[position + 1].first if position + 1 < len(headers) else len(tokens)
        reading.regions.append(region_of(form, tokens, header, limit, titles))
    readers = [
        TableReader(reading, table, regions, tokens)
        for table in form.tables
        if (regions := [region for region in reading.regions if region.header.frame.table is table])
    ]
    for reader in readers:
        reader.place(guesser)
    if is_last and (is_cut or reading.ends_early):
        for reader in readers:
            reader.doubt_the_end(len(tokens) - 1)
    for reader in readers:
        reader.take()
    return reading


@dataclass
class TableReader:
    """One table in its regions (several where a page break repeats the header, or blocks are stacked)."""

    reading: FormReading
    table: Table
    regions: list[Region]
    tokens: Sequence[Token]
    used: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    bare_rows: dict[int, str] = field(default_factory=dict)
    doubtful: int = -1

    def place(self, guesser: Guesser) -> None:
        """Labels and fits every run, tells known words from unknown ones, and names the rows."""
        for region in self.regions:
            if self.table.layout == "line":
                fit_line(region)
                continue
            self.used |= label_runs(region, guesser)
            for run in region.runs:
                if run.label and not run.reason:
                    fit(region, run)
        headings = self._explain()
        self._refuse_the_distant()
        self._name_rows(headings)
        self._refuse_contradictions()
        for run in self._runs():
            if run.row:
                self.reading.rows.add((self.table.code, run.row))
        self.reading.rows |= {(self.table.code, code) for code in self.bare_rows.values()}
        if self.table.layout == "line":
            self.reading.rows |= {(self.table.code, row.code) for row in self.table.blocks[0].rows}

    def doubt_the_end(self, last: int) -> None:
        """Marks what the text breaks off in."""
        for region in self.regions:
            if region.stop - 1 == last or region.header.last == last:
                self.doubtful = last
                for run in region.runs:
                    if last in run.tokens:
                        run.reason = "cut"

    def take(self) -> None:
        """Turns what was placed into cells and unread parts."""
        self._refuse_an_unlikely_order()
        for region in self.regions:
            for run in region.runs:
                if run.reason:
                    self._refuse([*self._words_of(run), *run.tokens], run.reason)
                elif region.has_figures(run):
                    self._keep(self._cells(region, run))
            self._take_blank_rows(region)
        told = {index for run in self._runs() if run.reason for index in self._words_of(run)}
        for index in sorted(self.lost - told):
            self._refuse([index], self._reason(index))
        self._count()

    def _keep(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            self.reading.cells.append(cell)
            fault = self._fault(cell.key, cell.raw)
            if fault:
                self.reading.unread.append(Unread(cell.position, cell.raw[:MAX_TEXT], fault))

    def _refuse_an_unlikely_order(self) -> None:
        """Refuses a table printed in another order of columns than the form's whose sums then fail.

        A header mixed up in copying looks like another order; its figures would land in wrong columns.
        """
        turned = [region for region in self.regions if region.header.is_turned]
        runs = [(region, run) for region in turned for run in region.runs if not run.reason and run.row]
        figures = {cell.key: cell.value for region, run in runs for cell in self._cells(region, run)}
        if any(
            finding.status == "fails" and finding.is_hard for finding in check(self.reading.form, figures)
        ):
            for _, run in runs:
                run.reason = "header-order"

    def _runs(self) -> list[Run]:
        return [run for region in self.regions for run in region.runs]

    def _words_of(self, run: Run) -> list[int]:
        """The words to tell with an unread run: its label, and what stood before it and is unknown."""
        label = run.label.tokens if run.label else ()
        return sorted({*label, *(i for i in run.before if i in self.lost or not run.label)})

    def _explain(self) -> dict[int, str]:
        """Sorts the words that label no run: headings (told by place), rows without figures, others."""
        headings: dict[int, str] = {}
        for frame in dict.fromkeys(region.header.frame for region in self.regions):
            knit = Knit(frame.known)
            for region in (region for region in self.regions if region.header.frame is frame):
                self.lost.update(region.header.strange)
                for index in range(region.start, region.stop):
                    token = self.tokens[index]
                    if index in self.used or token.shape in ("blank", "figure") or self._is_unit(token):
                        continue
                    if not knit.feed(index, token):
                        self.lost.add(index)
            self.lost.update(index for thread in knit.threads for index in thread.tokens)
            for found in knit.found:
                name = found.names[0]
                if name.kind == "row" and len(found.names) == 1:
                    self.bare_rows[found.tokens[0]] = name.code
                elif name.kind == "row":
                    self.lost.update(found.tokens)
                elif name.kind == "heading":
                    headings[found.tokens[0]] = name.code
        return headings

    def _refuse_the_distant(self) -> None:
        """Refuses figures that unknown words part from their label: they may be those of the words."""
        for run in self._runs():
            if run.label and not run.reason:
                nearest = max(index for index in run.label.tokens if index < run.tokens[0])
                if any(index > nearest for index in run.before if index in self.lost):
                    run.reason = "row-label-unknown"

    def _is_unit(self, token: Token) -> bool:
        return token.shape == "unit" and self.table.has_unit_column

    def _name_rows(self, headings: dict[int, str]) -> None:
        """Gives each labelled run its row; of rows named alike, the one whose parent was printed last."""
        places = dict(headings) | self.bare_rows
        for run in self._runs():
            if run.label and len(run.label.names) == 1:
                run.row = run.label.names[0].code
                places[run.label.tokens[0]] = run.row
        parents = {row.code: row.parent for block in self.table.blocks for row in block.rows}
        for run in self._runs():
            if run.label and not run.row:
                run.row = _under_nearest(run.label.names, run.label.tokens[0], places, parents)
                run.reason = run.reason or ("" if run.row else "row-label-ambiguous")
        times = Counter(run.row for run in self._runs() if run.row)
        for run in self._runs():
            if times[run.row] > 1 and run.row:
                run.reason = "row-twice"
        for place, code in list(self.bare_rows.items()):
            if times[code] or list(self.bare_rows.values()).count(code) > 1:
                self.lost.add(place)
                del self.bare_rows[place]

    def _refuse_contradictions(self) -> None:
        """Refuses rows whose printed unit is another than the form's: the figure would be another one."""
        for region in self.regions:
            for run in region.runs:
                if (
                    run.row
                    and not run.reason
                    and contradicts(region.header.frame.row(run.row), printed_unit(run))
                ):
                    run.reason = "unit-unknown"

    def _cells(self, region: Region, run: Run) -> list[Cell]:
        """The cells of a run whose places are known."""
        line = self.tokens[run.tokens[0]].line
        return [
            self._cell(CellKey(self.table.code, row or run.row, column), token, run, line)
            for (kind, row, column), token in run.places
            if kind == "column"
        ]

    def _cell(self, key: CellKey, token: Token | None, run: Run, line: int) -> Cell:
        form = self.reading.form
        raw = token.text if token else ""
        parsed = parse(raw, form.kind(key))
        unit = parsed.unit or printed_unit(run) or form.unit(key)
        value = None if self._fault(key, raw) else parsed.value
        rule = run.label.rule if run.label else "line-order"
        confidence = run.label.confidence if run.label else 1.0
        return Cell(key, value, raw, unit, Position(line=token.line if token else line), confidence, rule)

    def _fault(self, key: CellKey, raw: str) -> str:
        """Why the text of a cell is not its figure, "" if it is."""
        form = self.reading.form
        parsed = parse(raw, form.kind(key))
        expected = form.unit(key)
        is_other = bool(parsed.unit and expected and parsed.unit != expected)
        return parsed.reason or ("unit-unknown" if is_other else "")

    def _take_blank_rows(self, region: Region) -> None:
        """Rows printed without a figure are blank, unless something unread beside them may be theirs."""
        for before, words, after in region.gaps():
            is_sound = not any(run and run.reason for run in (before, after)) and not self.lost & set(words)
            is_sound = is_sound and self.doubtful not in words and (after is not None or region.is_closed)
            for place, code in self.bare_rows.items():
                if place in words:
                    self._take_blank(region, code, place, is_sound)
            for run in region.runs:
                if (
                    run.row
                    and not run.reason
                    and not region.has_figures(run)
                    and run.label
                    and run.label.tokens[0] in words
                ):
                    self._take_blank(region, run.row, run.label.tokens[0], is_sound)
        if self.table.layout == "line" and not any(region.has_figures(run) for run in region.runs):
            is_sound = not self.lost and self.doubtful < 0 and region.is_closed
            for row in region.header.frame.block.rows:
                if row.kind != "heading":
                    self._take_blank(region, row.code, region.header.last, is_sound)

    def _take_blank(self, region: Region, code: str, place: int, is_sound: bool) -> None:
        if not is_sound:
            self._refuse([place], "cut" if self.doubtful >= place else "row-unsure")
            return
        line = Position(line=self.tokens[place].line)
        for column in region.header.frame.block.columns:
            key = CellKey(self.table.code, code, column.code)
            unit = self.reading.form.unit(key)
            self.reading.cells.append(Cell(key, None, "", unit, line, 1.0, "row-without-figures"))

    def _reason(self, index: int) -> str:
        if index == self.doubtful:
            return "cut"
        frames = (region.header.frame for region in self.regions)
        return "glued" if any(is_glued(self.tokens[index], frame.rows) for frame in frames) else "text"

    def _refuse(self, indexes: Iterable[int], reason: str) -> None:
        parts = [self.tokens[index] for index in sorted(indexes)]
        text = " ".join(part.text for part in parts if part.text)[:MAX_TEXT]
        self.reading.unread.append(Unread(Position(line=parts[0].line), text, reason))

    def _count(self) -> None:
        for region in self.regions:
            words = [i for i in range(region.header.first, region.stop) if self.tokens[i].shape == "words"]
            lost = sum(index in self.lost for index in words)
            self.reading.foreign[self.table.code] += lost
            self.reading.known[self.table.code] += len(words) - lost


def _under_nearest(names: Sequence[Name], place: int, places: dict[int, str], parents: dict[str, str]) -> str:
    """The one of those rows whose parent was printed nearest before it; "" when none or two were."""
    seen = {code: at for at, code in sorted(places.items()) if at < place}
    ranked = sorted(((seen.get(parents[name.code], -1), name.code) for name in names), reverse=True)
    if ranked[0][0] < 0 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return ""
    return ranked[0][1]
