"""Reads every table of one form in a stream of tokens: cells, what is unread, how many words it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.domain.statform.definition import Form, Table
from reports.domain.statform.locating.frames import Frame, frames_of, titles_of
from reports.domain.statform.locating.grids import GridReading
from reports.domain.statform.locating.header import headers_of
from reports.domain.statform.locating.labels import Guesser
from reports.domain.statform.locating.placing import Placing
from reports.domain.statform.locating.rows import Region, region_of
from reports.domain.statform.locating.strays import is_glued
from reports.domain.statform.locating.taking import Taking
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.table import Cell, Unread


@dataclass
class FormReading:
    """A form held against a text: what was read, and how many words of each table it knew or did not know.

    `lost`: how many words in its tables are none of its labels. `grids`: what was read by geometry, which is
    among the rest.
    """

    form: Form
    frames: list[Frame]
    regions: list[Region] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    rows: set[tuple[str, str]] = field(default_factory=set)
    known: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    grids: GridReading | None = None

    def add(self, grids: GridReading) -> None:
        """Adds what the grids of the document hold; a row both there and in lines is neither's."""
        twice = self.rows & grids.rows
        for cell in [*self.cells, *grids.cells]:
            if (cell.key.table, cell.key.row) in twice:
                self.unread.append(Unread(cell.position, cell.raw, "row-twice"))
        self.cells = [c for c in [*self.cells, *grids.cells] if (c.key.table, c.key.row) not in twice]
        self.unread += grids.unread
        self.rows |= grids.rows
        self.known += grids.known
        self.foreign += grids.foreign
        self.grids = grids

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
        table = self.form.tables[-1]
        last = [row.code for row in table.blocks[-1].rows if row.kind != "heading"][-1]
        return (table.code, last) not in self.rows


def read_tables(
    form: Form, tokens: Sequence[Token], guesser: Guesser, *, is_last: bool, is_cut: bool
) -> FormReading:
    """Holds a form against a text.

    `is_last`: nothing follows the last token. `is_cut`: the text says that it ends before its time. The last
    words of a text that ends inside a table are in doubt and never read.
    """
    reading = FormReading(form, frames_of(form))
    reading.regions = _regions(form, tokens, reading.frames)
    placings = [
        Placing(table, regions, tokens)
        for table in form.tables
        if (regions := [region for region in reading.regions if region.header.frame.table is table])
    ]
    for placing in placings:
        placing.place(guesser)
        reading.rows |= placing.rows
    if is_last and (is_cut or reading.ends_early):
        for placing in placings:
            placing.doubt_the_end(len(tokens) - 1)
    for placing in placings:
        taking = Taking(form, placing)
        taking.take()
        reading.cells += taking.cells
        reading.unread += taking.unread
        reading.lost += len(placing.lost)
        _count(reading, placing)
    return reading


def _regions(form: Form, tokens: Sequence[Token], frames: Sequence[Frame]) -> list[Region]:
    headers = list(headers_of(tokens, frames))
    limits = [header.first for header in headers[1:]] + [len(tokens)]
    titles = {title for table in form.tables for title in titles_of(table)}
    return [
        region_of(form, tokens, header, limit, titles) for header, limit in zip(headers, limits, strict=False)
    ]


def _count(reading: FormReading, placing: Placing) -> None:
    """Counts the words of a table that its form knows, those run into their figures too, and the others."""
    code = placing.table.code
    for region in placing.regions:
        rows = region.header.frame.rows
        for index in range(region.header.first, region.stop):
            token = placing.tokens[index]
            if token.shape == "words":
                is_known = index not in placing.lost or is_glued(token, rows)
                (reading.known if is_known else reading.foreign)[code] += 1
