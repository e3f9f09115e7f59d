"""The labels of one table of a form, as a grid is compared with them: what a printed cell may name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from reports.domain.statform.definition import Form, Row, Table
from reports.domain.statform.locating.frames import YEAR_MARK, Frame, frames_of, made_once, titles_of
from reports.domain.statform.locating.knitting import Name, Words
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.locating.units import behind, said
from reports.domain.text.normalise import bare, numbered

NEUTRAL = frozenset(("note", "block", "corner"))
"""Kinds of labels that name neither a row nor a column."""
CONTINUED = frozenset(("续", "续表", "接上表", "接上页", "续上表"))
"""What is printed over the next piece of a table that a page cut."""
RUNNING = frozenset(("序号", "编号", "行次", "行号"))
"""What stands over a column that numbers the rows."""
MAX_LABEL = 120


class TableLabels:
    """The labels of a table. `frames` are those of its blocks that share a header.

    `rows` are the labels of its rows, headings too, in every spelling, also those that name something else in
    the table: in a grid the place tells them apart.
    """

    def __init__(self, table: Table, frames: Sequence[Frame]) -> None:
        self.table = table
        self.frames = [frame for frame in frames if frame.table is table]
        self.titles = titles_of(table) | CONTINUED
        self.row_of = {row.code: row for block in table.blocks for row in block.rows}
        self.frame_of = {row.code: f for f in self.frames for block in f.blocks for row in block.rows}
        self.block_of = {row.code: block.code for block in table.blocks for row in block.rows}
        self.rows = Words(
            {
                Name("heading" if row.kind == "heading" else "row", row.code): _spellings(row)
                for row in self.row_of.values()
            }
        )
        self.parents = {row.parent for row in self.row_of.values()} - {""}

    @cached_property
    def lineages(self) -> dict[str, tuple[str, ...]]:
        """Each row's code with those of the rows it stands under, from the top."""
        found: dict[str, tuple[str, ...]] = {}
        for code, row in self.row_of.items():
            found[code] = (*found.get(row.parent, (row.parent,) if row.parent else ()), code)
        return found

    def kinds(self, token: Token) -> set[str]:
        """The kinds of everything a cell may name in this table."""
        found = {kind for frame in self.frames for kind in frame.everything.kinds(token)}
        return found | self.rows.kinds(token) | ({"title"} if token.bare in self.titles else set())

    def is_neutral(self, token: Token) -> bool:
        """Whether a cell is a title, a note or a mark that names neither a row nor a column."""
        if token.shape == "words" and (not token.numbered and len(token.text) <= MAX_LABEL):
            return True
        kinds = {kind for frame in self.frames for kind in frame.everything.kinds(token)}
        is_plain = token.bare in self.titles or token.bare in RUNNING
        return is_plain or bool(kinds and kinds <= NEUTRAL) or bool(said(token))

    def is_header_word(self, token: Token) -> bool:
        """Whether a cell is a label that stands over columns."""
        if token.shape != "words":
            return False
        heads = {name.kind for frame in self.frames for name in frame.header.of(token)}
        return bool(heads - NEUTRAL) or "corner" in heads or bool(self.columns(token)[0])

    def columns(self, token: Token) -> tuple[dict[Frame, str], frozenset[str]]:
        """The column a cell names in each frame, and the units in brackets behind its label."""
        found = self._columns(token.numbered, token.bare)
        if found or token.shape != "words":
            return found, frozenset()
        label, units = behind(token.text)
        return (self._columns(numbered(label), bare(label)), units) if label else ({}, frozenset())

    def _columns(self, *texts: str) -> dict[Frame, str]:
        found: dict[Frame, str] = {}
        for frame in self.frames:
            names = next((names for text in texts if (names := frame.header.names.get(text))), [])
            codes = [name.code for name in names if name.kind == "column"]
            if len(codes) == 1:
                found[frame] = codes[0]
        return found

    def codes(self, token: Token, kinds: Iterable[str]) -> set[str]:
        """The codes of what a cell names of those kinds."""
        return {n.code for frame in self.frames for n in frame.everything.of(token) if n.kind in kinds}

    def is_certain(self, code: str, token: Token) -> bool:
        """Whether a cell names that row by a wording that names nothing else in the table."""
        return any(name.code == code for f in self.frames for name in f.known.of(token) if _is_row(name))

    def block_frames(self, codes: Iterable[str]) -> list[Frame]:
        """The frames of those blocks."""
        wanted = set(codes)
        return [f for f in self.frames if any(block.code in wanted for block in f.blocks)]


def _is_row(name: Name) -> bool:
    return name.kind in ("row", "heading")


def _spellings(row: Row) -> set[str]:
    labels = [label.replace(YEAR_MARK, "year") for label in (row.label, *row.variants)]
    texts = {numbered(row.number + label) for label in labels}
    return (texts | {spell(label) for label in labels for spell in (numbered, bare)}) - {""}


@made_once
def labels_of(form: Form) -> tuple[TableLabels, ...]:
    """The labels of every table of a form."""
    frames = frames_of(form)
    return tuple(TableLabels(table, frames) for table in form.tables)
