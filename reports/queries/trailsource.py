"""A source file rebuilt for the eye: its lines and tables in order, each figure marked with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reports.domain.document import Document, Grid, Line, Position, Slot


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure of the report that came from here. `anchor`: of its cell in the grid; `key`: its address."""

    anchor: str
    key: str
    raw: str
    label: str


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One printed cell of a table of the source."""

    anchor: str
    text: str
    rowspan: int
    colspan: int
    marks: tuple[Mark, ...]
    is_unread: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the source, or a table of it (`rows`). `page` is given where a new page begins."""

    anchor: str
    page: int | None
    number: int
    text: str = ""
    marks: tuple[Mark, ...] = ()
    is_unread: bool = False
    is_chosen: bool = False
    rows: tuple[tuple[SourceCell, ...], ...] = ()


def anchor_of(position: Position) -> str:
    """The id of that place in the rebuilt source; "" where nothing is known."""
    if position.row is not None and position.column is not None and position.table is not None:
        return f"src-{position.page or 0}-{position.table}-{position.row}-{position.column}"
    return f"src-line-{position.line}" if position.line is not None else ""


def parts(
    document: Document, marks: Mapping[str, tuple[Mark, ...]], unread: Iterable[str], chosen: str
) -> tuple[Part, ...]:
    """The source in order. `marks`: anchor → figures from there; `unread`: anchors; `chosen`: one of them."""
    return tuple(_Rebuilding(document, marks, frozenset(unread), chosen).parts())


@dataclass(frozen=True, slots=True)
class _Rebuilding:
    document: Document
    marks: Mapping[str, tuple[Mark, ...]]
    unread: frozenset[str]
    chosen: str

    def parts(self) -> Iterator[Part]:
        begins = {grid.lines[0]: grid for grid in self.document.grids}
        within = {n for grid in self.document.grids for n in range(grid.lines[0], grid.lines[1] + 1)}
        page: int | None = None
        for line in self.document.lines:
            number = line.position.line or 0
            grid = begins.get(number)
            if grid is None and number in within:
                continue
            here = (grid or line).position.page
            shown = here if here != page else None
            page = here
            yield self._table(grid, shown, number) if grid else self._line(line, shown, number)

    def _line(self, line: Line, page: int | None, number: int) -> Part:
        anchor = f"src-line-{number}"
        return Part(
            anchor,
            page,
            number,
            line.text,
            self.marks.get(anchor, ()),
            anchor in self.unread,
            anchor == self.chosen,
        )

    def _table(self, grid: Grid, page: int | None, number: int) -> Part:
        rows: dict[int, list[SourceCell]] = {}
        for slot in sorted(grid.slots, key=lambda slot: (slot.row, slot.column)):
            rows.setdefault(slot.row, []).append(self._cell(slot))
        return Part(f"src-table-{number}", page, number, rows=tuple(map(tuple, rows.values())))

    def _cell(self, slot: Slot) -> SourceCell:
        anchor = anchor_of(slot.position)
        return SourceCell(
            anchor,
            slot.text,
            slot.rowspan,
            slot.colspan,
            self.marks.get(anchor, ()),
            anchor in self.unread,
            anchor == self.chosen,
        )
