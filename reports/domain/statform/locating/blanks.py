"""Tables published with their labels only: their rows are blank, even those that have lost their header.

Only where no figure stands in any table but in rows too short to tell its column: no row can have lost one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.domain.document import Position
from reports.domain.statform.definition import CellKey, Table
from reports.domain.statform.locating.frames import Frame
from reports.domain.statform.locating.knitting import Knit
from reports.domain.statform.locating.rows import Run
from reports.domain.statform.locating.strays import is_glued, is_sentence
from reports.domain.statform.locating.tables import FormReading
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.table import Cell

REASONS = frozenset(("row-unsure", "header-missing"))
"""For what such rows would be unread if other figures stood in the tables."""


@dataclass
class Blanks:
    """The blank cells found beyond those of the tables, and the lines of their rows."""

    cells: list[Cell] = field(default_factory=list)
    rows: set[tuple[str, str]] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)


def published_blank(
    reading: FormReading, tokens: Sequence[Token], strays: Sequence[range], figures_beside: bool
) -> Blanks:
    """What is blank in tables published blank; nothing in any other.

    `strays` are stretches of labels without a header, whole ones; `figures_beside`: figures stand beside the
    tables, which may be theirs.
    """
    blanks = Blanks()
    if figures_beside or not (reading.regions or strays) or not _is_blank(reading, tokens, strays):
        return blanks
    taken = {(cell.key.table, cell.key.row) for cell in reading.cells}
    short = {run.row for run in _short_runs(reading)}
    for frame, row, index in [*_in_regions(reading, tokens), *_in_strays(reading, tokens, strays)]:
        if (frame.table.code, row) not in taken and row not in short:
            taken.add((frame.table.code, row))
            _take(blanks, reading, frame, row, tokens[index].line)
    blanks.lines |= {tokens[i].line for stretch in strays for i in stretch} if blanks.cells else set()
    return blanks


def _is_blank(reading: FormReading, tokens: Sequence[Token], strays: Sequence[range]) -> bool:
    """Whether the only figures in the tables stand in rows too short to tell their columns.

    An unknown word may be a figure that has run into a label.
    """
    spans = [range(region.header.first, region.stop) for region in reading.regions] + list(strays)
    figures = {index for span in spans for index in span if tokens[index].is_figure}
    short = {index for run in _short_runs(reading) for index in run.tokens}
    words = [tokens[index] for span in spans for index in span if tokens[index].shape == "words"]
    is_glued_somewhere = any(is_glued(token, frame.rows) for token in words for frame in reading.frames)
    has_figures = any(cell.raw for cell in reading.cells) or not figures <= short
    has_grids = bool(reading.grids and reading.grids.rows)
    has_others = _has_digits_between(tokens, spans)
    return not (has_figures or has_grids or has_others or reading.lost or is_glued_somewhere)


def _has_digits_between(tokens: Sequence[Token], spans: Sequence[range]) -> bool:
    """Whether digits stand between the tables other than in a sentence: a row that was not recognised."""
    inside = {index for span in spans for index in span}
    between = range(min(span.start for span in spans), max(span.stop for span in spans))
    return any(
        character.isdecimal()
        for index in between
        if index not in inside and not is_sentence(tokens[index])
        for character in tokens[index].text
    )


def _short_runs(reading: FormReading) -> list[Run]:
    """Runs behind a whole label with fewer figures than the row has columns."""
    return [
        run
        for region in reading.regions
        for run in region.runs
        if run.reason == "cell-count"
        and run.row
        and run.label
        and run.label.rule == "label"
        and len(run.tokens) < len(region.header.frame.block.columns)
    ]


def _in_regions(reading: FormReading, tokens: Sequence[Token]) -> Iterable[tuple[Frame, str, int]]:
    """The row labels without figures under a header; none right before a row too short: it may be its own."""
    labels = {run.label.tokens[0] for run in _short_runs(reading) if run.label}
    for region in reading.regions:
        for index in range(region.header.last + 1, region.stop):
            names = region.header.frame.rows.of(tokens[index])
            if len(names) == 1 and index + 1 not in labels:
                yield region.header.frame, names[0].code, index


def _in_strays(
    reading: FormReading, tokens: Sequence[Token], strays: Sequence[range]
) -> Iterable[tuple[Frame, str, int]]:
    """The row labels in stretches without a header; a table printed as one line needs all of its rows."""
    for stretch in strays:
        for table in {id(frame.table): frame.table for frame in reading.frames}.values():
            found = _labels(reading, table, tokens, stretch)
            rows = {row.code for b in table.blocks for row in b.rows if row.kind != "heading"}
            if table.layout == "grid" or {row for _, row, _ in found} == rows:
                yield from found


def _labels(
    reading: FormReading, table: Table, tokens: Sequence[Token], stretch: range
) -> list[tuple[Frame, str, int]]:
    """The rows of a table named in a stretch, where every word of it is a whole label of that table."""
    frames = [frame for frame in reading.frames if frame.table is table]
    knits = [Knit(frame.everything) for frame in frames]
    words = [index for index in stretch if tokens[index].shape == "words"]
    if not all(any([knit.feed(index, tokens[index]) for knit in knits]) for index in words):
        return []
    found = [
        (frame, item.names[0].code, item.tokens[0])
        for frame, knit in zip(frames, knits, strict=True)
        for item in knit.found
        if len(item.names) == 1 and item.names[0].kind == "row" and item.names[0] in _rows(frame)
    ]
    times = Counter(row for _, row, _ in found)
    return [item for item in found if times[item[1]] == 1]


def _rows(frame: Frame) -> set[tuple[str, str]]:
    return {("row", row.code) for block in frame.blocks for row in block.rows}


def _take(blanks: Blanks, reading: FormReading, frame: Frame, row: str, line: int) -> None:
    for column in frame.block.columns:
        key = CellKey(frame.table.code, row, column.code)
        unit = reading.form.unit(key)
        blanks.cells.append(Cell(key, None, "", unit, Position(line=line), 1.0, "row-without-figures"))
    blanks.rows.add((frame.table.code, row))
    blanks.lines.add(line)
