"""A form's labels in the spellings the table finder compares: a Frame for the blocks that share a header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from reports.domain.statform.definition import Block, Form, Row, Table
from reports.domain.statform.locating.knitting import Name, Words
from reports.domain.text.normalise import bare, numbered

UNIT_HEADINGS = ("计量单位", "单位")
"""What stands over a column of units."""
YEAR_MARK = "{year}"
MOST_FORMS = 64
"""Forms whose labels are kept spelt out."""

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Blocks of one table that are printed under the same column labels.

    `header`: what may stand in the header, `wanted` how often each column must. `rows`: labels of rows with
    figures. `known`: those and the labels without figures (headings, block titles, notes). `everything`:
    every label.
    """

    table: Table
    blocks: tuple[Block, ...]
    header: Words
    wanted: Counter[Name]
    rows: Words
    known: Words
    everything: Words

    @property
    def block(self) -> Block:
        """The first of its blocks; their columns are alike."""
        return self.blocks[0]

    def row(self, code: str) -> Row:
        """The row of that code. Raises KeyError."""
        for block in self.blocks:
            for row in block.rows:
                if row.code == code:
                    return row
        raise KeyError(code)


def made_once(make: Callable[[Form], Made]) -> Callable[[Form], Made]:
    """Keeps what was made of a form: forms are few and never change, and every document asks for all of them.

    By identity: of a form loaded twice each has its own, for tables are told apart by identity.
    """
    kept: dict[int, tuple[Form, Made]] = {}

    @wraps(make)
    def once(form: Form) -> Made:
        known = kept.get(id(form))
        if known is None or known[0] is not form:
            if len(kept) >= MOST_FORMS:
                kept.clear()
            known = kept[id(form)] = (form, make(form))
        return known[1]

    return once


def frames_of(form: Form) -> list[Frame]:
    """The frames of every table, in printed order."""
    return list(_frames(form))


@made_once
def _frames(form: Form) -> tuple[Frame, ...]:
    frames: list[Frame] = []
    for table in form.tables:
        alike: dict[tuple[frozenset[str], ...], list[Block]] = {}
        for block in table.blocks:
            signature = tuple(frozenset(_spellings(c.label, *c.variants)) for c in block.columns)
            alike.setdefault(signature, []).append(block)
        frames += [_frame(table, tuple(blocks)) for blocks in alike.values()]
    return tuple(frames)


def titles_of(table: Table) -> set[str]:
    """The titles of a table, as `bare` spells them."""
    return _spellings(table.title, *table.variants)


def _frame(table: Table, blocks: tuple[Block, ...]) -> Frame:
    block = blocks[0]
    columns = {Name("column", c.code): _spellings(c.label, *c.variants) for c in block.columns}
    groups = {Name("group", g.code): _spellings(g.label, *g.variants) for g in block.groups}
    headings = {
        Name("heading", row.code): _row_spellings(row, set())
        for some in table.blocks
        for row in some.rows
        if row.kind == "heading"
    }
    taken = {
        spelling
        for spellings in (*columns.values(), *groups.values(), *headings.values())
        for spelling in spellings
    }
    rows = {
        Name("row", row.code): _row_spellings(row, taken)
        for some in blocks
        for row in some.rows
        if row.kind != "heading"
    }
    notes = {
        Name("note", table.code): _spellings(table.note),
        **{Name("block", b.code): _spellings(b.title, *b.variants) for b in table.blocks},
        **{Name("corner", b.code): _spellings(b.corner) for b in blocks[:1]},
    }
    header = {**columns, **groups, **notes, Name("unit", ""): _spellings(*UNIT_HEADINGS)}
    wanted = Counter(columns.keys())
    if table.layout == "line":
        printed = [row for row in block.rows if row.kind != "heading"]
        wanted = Counter({name: len(printed) for name in columns}) + Counter(rows.keys())
        header |= {**rows, **headings}
    once = Counter([Name("corner", block.code), Name("unit", "")])
    known = {**headings, **notes, **groups, **rows}
    words = Words(rows), Words(known), Words({**header, **known})
    return Frame(table, blocks, Words(header), wanted + once, *words)


def _row_spellings(row: Row, taken: Iterable[str]) -> set[str]:
    """The row's label with its numbering and, where that names nothing else in the table, without."""
    labels = (row.label, *row.variants)
    full = {numbered(f"{row.number}{label}") for label in labels} if row.number else set()
    return full | (_spellings(*labels) - set(taken))


def _spellings(*labels: str) -> set[str]:
    texts = {spell(label.replace(YEAR_MARK, "year")) for label in labels for spell in (numbered, bare)}
    return texts - {""}
