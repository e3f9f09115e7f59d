"""Reads the rows under a header: each run of figures with its label or, if either is in doubt, a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from reports.domain.statform.definition import CellKey, Form, Row, unit_of
from reports.domain.statform.locating.frames import Frame
from reports.domain.statform.locating.header import Header, Role
from reports.domain.statform.locating.labels import Guesser, Label, alike, exact, with_units
from reports.domain.statform.locating.strays import is_glued, is_sentence
from reports.domain.statform.locating.tokens import Token
from reports.domain.text.normalise import plain

GAP = 8
"""Parts of unknown text after which a table has ended."""
OPENING = frozenset(("block", "corner"))
"""Kinds of labels with which another block begins; without its own header its figures have no columns."""
HEADING = re.compile(
    r"(?:[(\[〔【][一二三四五六七八九十]{1,3}[)\]〕】][、.]?|[一二三四五六七八九十]{1,3}[、.]|[(]?\d{1,2}[、.)])\D*[^\d\W]{2}\D*"
)
"""A numbered heading without figures in it, as `plain` spells it."""

Place = tuple[Role, Token | None]
"""What stands at a place of a row; None is a blank cell."""


@dataclass(eq=False)
class Run:
    """Figures, units and blank cells without words between them, the words before, and what was made of it.

    `row` is the code of its row ("" in a table printed as one line). `places` is empty for a row without
    figures. `reason` says why it is not read; "" when it is.
    """

    tokens: list[int]
    before: list[int]
    label: Label | None = None
    row: str = ""
    places: list[Place] = field(default_factory=list)
    reason: str = ""


@dataclass(eq=False)
class Region:
    """The part of a text under one header: its runs in order, and the words after the last of them.

    `is_closed`: what follows it is another header, a numbered heading or nothing, so that no figure of it was
    missed.
    """

    form: Form
    tokens: Sequence[Token]
    header: Header
    start: int
    stop: int
    runs: list[Run]
    after: list[int]
    is_closed: bool

    @cached_property
    def slots(self) -> set[int]:
        """How many places the rows have whose label and cells stand on one line."""
        return {len(run.tokens) for run in self.runs if self.has_figures(run) and self.is_one_line(run)}

    def is_one_line(self, run: Run) -> bool:
        """Whether the cells of a run stand on the line its label ends on."""
        lines = {self.tokens[index].line for index in run.tokens}
        last_word = run.label.tokens[-1] if run.label else (run.before[-1] if run.before else None)
        return len(lines) == 1 and (last_word is None or self.tokens[last_word].line in lines)

    def has_figures(self, run: Run) -> bool:
        """Whether any cell of a run is filled."""
        return any(self.tokens[index].is_figure for index in run.tokens)

    @property
    def units(self) -> set[str]:
        """The form's units of every cell of its rows."""
        blocks = self.header.frame.blocks
        return {unit_of(row, column) for b in blocks for row in b.rows for column in b.columns}

    def units_of(self, run: Run) -> set[str]:
        """The form's units of the cells of a run."""
        table = self.header.frame.table.code
        codes = [(row or run.row, column) for (kind, row, column), _ in run.places if kind == "column"]
        return {self.form.unit(CellKey(table, row, column)) for row, column in codes if row}

    def gaps(self) -> Iterator[tuple[Run | None, list[int], Run | None]]:
        """The words between two runs that hold figures, with both; None at the header and at the end."""
        previous: Run | None = None
        words: list[int] = []
        for run in self.runs:
            words += run.before
            if self.has_figures(run):
                yield previous, words, run
                previous, words = run, []
        yield previous, words + self.after, None


def region_of(
    form: Form, tokens: Sequence[Token], header: Header, limit: int, titles: Container[str]
) -> Region:
    """The region from a header to where its table ends, at most to the token `limit`.

    `titles` are those of the form's tables: none of them stands inside one. A line begun is taken whole.
    """
    start = stop = reach = header.last + 1
    known, rows = header.frame.known, header.frame.rows
    for index in range(start, limit):
        token = tokens[index]
        if index - reach >= GAP or known.kinds(token) & OPENING or token.bare in titles:
            break
        if index > stop and is_sentence(token) and _is_heading(tokens[index - 1]):
            break
        is_piece = known.begins(token.numbered) and not is_sentence(token)
        is_last_piece = is_piece and index == len(tokens) - 1
        if token.shape != "words" or known.knows(token) or is_glued(token, rows) or is_last_piece:
            stop = index + 1
        if is_piece or stop > index:
            reach = index + 1
    while stop < limit and tokens[stop].line == tokens[stop - 1].line:
        stop += 1
    runs, after = _runs(tokens, range(start, stop), header.frame)
    is_closed = stop == limit or _ends_a_table(tokens[stop], titles)
    return Region(form, tokens, header, start, stop, runs, after, is_closed)


def _ends_a_table(token: Token, titles: Container[str]) -> bool:
    """Whether a part is a table's title or a numbered heading: nothing behind it belongs to this one.

    A heading is a line of its own without figures: 5.92亿 and （一）15 stand for cells.
    """
    return token.bare in titles or _is_heading(token)


def _is_heading(token: Token) -> bool:
    return token.is_whole_line and bool(HEADING.fullmatch(plain(token.text)))


def _runs(tokens: Sequence[Token], within: range, frame: Frame) -> tuple[list[Run], list[int]]:
    """Blank cells count only in lines that hold a figure, units only in a table that has a column of them.

    A label with as many blank cells beside it as there are columns is a whole row: what follows is not its.
    """
    has_units = frame.table.has_unit_column
    filled = {tokens[i].line for i in within if tokens[i].is_figure}
    labelled = {tokens[i].line for i in within if tokens[i].shape == "words"} - filled
    blanks = Counter(tokens[i].line for i in within if tokens[i].shape == "blank")
    whole = {line for line in labelled if blanks[line] >= len(frame.block.columns)}
    kept = filled | whole
    indexes = [i for i in within if tokens[i].shape != "blank" or tokens[i].line in kept]
    runs: list[Run] = []
    before: list[int] = []

    def kind(index: int) -> tuple[bool, int]:
        is_words = _is_words(tokens[index], has_units)
        return is_words, tokens[index].line if not is_words and tokens[index].line in whole else 0

    for (is_words, _), group in groupby(indexes, kind):
        if is_words:
            before = list(group)
        else:
            runs.append(Run(list(group), before))
            before = []
    return runs, before


def _is_words(token: Token, has_units: bool) -> bool:
    return token.shape == "words" or (token.shape == "unit" and not has_units)


def label_runs(region: Region, guesser: Guesser) -> set[int]:
    """Gives every run its label where one is found; returns the tokens the labels are made of."""
    used: set[int] = set()
    words = region.header.frame.rows
    for position, run in enumerate(region.runs):
        following = region.runs[position + 1].before if position + 1 < len(region.runs) else region.after
        before = [index for index in run.before if index not in used]
        run.label = exact(region.tokens, before, following, words)
        if run.label:
            used.update(run.label.tokens)
    for run in region.runs:
        if run.label is None and region.has_figures(run):
            unused = [index for index in run.before if index not in used]
            guess = with_units(region.tokens, unused, words) or alike(region.tokens, unused, words, guesser)
            if isinstance(guess, Label):
                run.label = guess
                used.update(guess.tokens)
            else:
                run.reason = guess or ("row-label-unknown" if run.before else "row-label-missing")
    if region.runs and not region.runs[0].before and region.has_figures(region.runs[0]):
        _refuse_all(region, "column-order")
    return used


def fit_line(region: Region) -> None:
    """Fits the first run of a table printed as one line to its fixed order; any other run has no place."""
    for run in region.runs:
        run.reason = "row-label-missing"
    if region.runs and region.has_figures(region.runs[0]):
        region.runs[0].reason = ""
        fit(region, region.runs[0])


def fit(region: Region, run: Run) -> None:
    """Puts the cells of a run to the columns of its header, or says why that cannot be done."""
    roles = region.header.roles
    if roles is None:
        run.reason = "header-order"
        return
    cells = [region.tokens[index] for index in run.tokens]
    if not any(cell.shape == "unit" for cell in cells):
        roles = tuple(role for role in roles if role[0] != "unit")
    elif not any(role[0] == "unit" for role in roles):
        cells = [cell for cell in cells if cell.shape != "unit"]
    filled = [cell for cell in cells if cell.shape != "blank"]
    if not any(cell.is_figure for cell in cells):
        run.places = [(("unit", "", ""), cell) for cell in filled]
    elif len(filled) == len(roles) and _is_whole(region, run):
        run.places = list(zip(roles, filled, strict=True))
    elif len(filled) == 1 and filled[0].is_last:
        run.places = [*((role, None) for role in roles[:-1]), (roles[-1], filled[0])]
    elif len(cells) == len(roles) and region.is_one_line(run) and len(region.slots) == 1:
        run.places = [
            (role, cell if cell.shape != "blank" else None) for role, cell in zip(roles, cells, strict=True)
        ]
    else:
        run.reason = "cell-count"
    if any(cell and not _stands(role, cell) for role, cell in run.places):
        run.reason, run.places = "column-order", []


def _is_whole(region: Region, run: Run) -> bool:
    """Whether as many figures as columns are those of one row, none of it blank and made up by another.

    Against it speak a blank cell among them; lines of several figures with another number in each; and
    figures on another line than their whole label, where rows have theirs beside it: a page number, or one
    that a line end has cut in two.
    """
    cells = [region.tokens[index] for index in run.tokens]
    places = [place for place, cell in enumerate(cells) if cell.shape != "blank"]
    if any(cell.shape == "blank" for cell in cells[places[0] : places[-1]]):
        return False
    lines = Counter(cells[place].line for place in places)
    if len(lines) > 1 and max(lines.values()) > 1 and len(set(lines.values())) > 1:
        return False
    is_apart = bool(run.label and run.label.rule == "label") and not region.is_one_line(run)
    return not (is_apart and region.slots)


def _stands(role: Role, cell: Token) -> bool:
    return role[0] == "strange" or (cell.shape == "unit") == (role[0] == "unit")


def printed_unit(run: Run) -> str:
    """The unit printed in a run's column of units, "" if none is."""
    return next((plain(cell.text) for role, cell in run.places if role[0] == "unit" and cell), "")


def contradicts(row: Row, unit: str) -> bool:
    """Whether a printed unit is another one than the form's."""
    return bool(unit and row.unit and unit != row.unit)


def _refuse_all(region: Region, reason: str) -> None:
    for run in region.runs:
        run.reason = reason
