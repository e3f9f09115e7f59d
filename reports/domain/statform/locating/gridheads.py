"""Finds the header of a table in a grid: which columns of the grid are which columns of the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reports.domain.statform.locating.frames import Frame
from reports.domain.statform.locating.gridlabels import TableLabels
from reports.domain.statform.locating.gridsheet import Box, Sheet
from reports.domain.statform.locating.units import said

MAX_HEIGHT = 8
"""Rows a header may have."""
LEAST_COLUMNS = 2
"""Columns by which a header that lacks some of its form's is still known, if they are half of them."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of figures: the label it has, the columns of the grid it covers, and what it is in each frame.

    `row` is the row of the form that the header names over it, in a table printed as one line. `groups` are
    the codes of the headings over it, `units` those in brackets behind its label.
    """

    codes: dict[Frame, str]
    box: Box
    places: tuple[int, ...]
    row: str = ""
    groups: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


@dataclass(eq=False)
class Head:
    """The header of a table. `frame`: the one all columns of which it has, None where some are missing.

    `label_places` are the columns of the grid that hold labels of rows, `unit_places` those with units,
    `strange` those under a label that the form does not know. `blocks`: the blocks it is said to belong to,
    none where that is not printed. `is_by_order`: the rows over its columns follow from their order alone.
    `reach`: the last column of the grid that each of its rows reaches; `is_whole`: no
    cell of it is missing, so that none can be shifted.
    """

    labels: TableLabels
    first: int
    last: int
    frame: Frame | None = None
    columns: list[Column] = field(default_factory=list)
    label_places: set[int] = field(default_factory=set)
    unit_places: set[int] = field(default_factory=set)
    strange: dict[int, Box] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    units: frozenset[str] = frozenset()
    is_by_order: bool = False
    reach: int = 0
    is_whole: bool = True

    @property
    def is_turned(self) -> bool:
        """Whether its columns stand in another order than the form's."""
        if self.is_by_order:
            return True
        frames = [self.frame] if self.frame else self.labels.frames
        for frame in frames:
            order = [(row.code, c.code) for row in frame.block.rows for c in frame.block.columns]
            places = [
                order.index(pair)
                for column in self.columns
                if frame in column.codes
                and (pair := (column.row or frame.block.rows[0].code, column.codes[frame])) in order
            ]
            if places != sorted(places):
                return True
        return False

    @property
    def missing(self) -> list[str]:
        """The labels of the columns it lacks, of the frame it has most columns of."""
        if self.frame:
            return []
        found = Counter(frame for column in self.columns for frame in column.codes)
        frame = found.most_common(1)[0][0]
        have = {column.codes.get(frame) for column in self.columns}
        return [column.label for column in frame.block.columns if column.code not in have]


def head_at(sheet: Sheet, labels: TableLabels, first: int, may_spend: Callable[[int], bool]) -> Head | None:
    """The header that begins in a row: of all heights the least that is complete, else the longest.

    None where labels of columns reach into that row from above: without the rows over it their order is not
    to be trusted. `may_spend` is asked for each attempt, with the columns it looks through.
    """
    if any(_reaches_in(box, labels, first) for box in sheet.over(first, range(1, sheet.width + 1))):
        return None
    longest: Head | None = None
    for last in range(first, min(first + MAX_HEIGHT, sheet.height + 1)):
        boxes = sheet.starting(last)
        if any(box.token.is_figure for box in boxes):
            break
        if boxes and not any(labels.is_header_word(box.token) for box in boxes):
            break
        if not may_spend(sheet.width):
            return None
        head = _head(sheet, labels, first, last)
        if head.frame:
            return head
        if head.columns:
            longest = head
    return longest if longest and _is_enough(longest) and longest.is_whole else None


def _reaches_in(box: Box, labels: TableLabels, row: int) -> bool:
    return box.slot.row < row and bool(labels.columns(box.token)[0] or labels.codes(box.token, ("group",)))


def _is_enough(head: Head) -> bool:
    counts = Counter(frame for column in head.columns for frame in column.codes)
    wanted = {frame: len(_wanted(head.labels, frame, head.columns)) for frame in counts}
    return any(n >= LEAST_COLUMNS and n * 2 >= wanted[frame] for frame, n in counts.items())


def _head(sheet: Sheet, labels: TableLabels, first: int, last: int) -> Head:
    """What the rows from first to last say of every column of the grid."""
    head = Head(labels, first, last)
    found: list[Column] = []
    for place in range(1, sheet.width + 1):
        path = list(_path(sheet, labels, first, last, place))
        words = [box for box in path if not labels.is_neutral(box.token)]
        head.blocks |= {code for box in path for code in labels.codes(box.token, ("block",))}
        head.units = head.units.union(*(said(box.token) for box in path if box not in words))
        if not words:
            if any(labels.codes(box.token, ("corner", "note", "block")) for box in path):
                head.label_places.add(place)
        elif labels.codes(words[-1].token, ("unit",)):
            head.unit_places.add(place)
        else:
            _take(head, found, place, words)
    _merge(head, found)
    _name_by_order(sheet, head)
    _refuse_twins(head)
    head.frame = _complete(labels, head.columns)
    head.last = max([last, *(column.box.last_row for column in head.columns)])
    rows = range(first, head.last + 1)
    head.reach = min(sheet.reach(row) for row in rows)
    widest = max(sheet.reach(row) for row in rows)
    head.is_whole = all(sheet.at(row, place) for row in rows for place in range(1, widest + 1))
    _find_label_places(sheet, head)
    return head


def _path(sheet: Sheet, labels: TableLabels, first: int, last: int, place: int) -> Iterator[Box]:
    """The filled cells over a column of the grid from above, each once.

    A blank cell right of the heading of a group is taken for a part of it that a copy has cut off.
    """
    previous: Box | None = None
    is_named = False
    for row in range(first, last + 1):
        box = sheet.at(row, place)
        if box and box is previous:
            continue
        if (box is None or box.is_blank) and not is_named:
            box = _left_of(sheet, labels, row, place)
        if box and not box.is_blank and box is not previous:
            yield box
            is_named = is_named or bool(labels.columns(box.token)[0])
            previous = box


def _left_of(sheet: Sheet, labels: TableLabels, row: int, place: int) -> Box | None:
    """The heading over several columns that stands left of a blank cell, if nothing else does."""
    for left in range(place - 1, 0, -1):
        box = sheet.at(row, left)
        if box and not box.is_blank:
            kinds = ("group", "row", "heading") if labels.table.layout == "line" else ("group",)
            is_heading = labels.codes(box.token, kinds) and not labels.columns(box.token)[0]
            return box if is_heading and box.slot.row == row else None
    return None


def _take(head: Head, found: list[Column], place: int, words: Sequence[Box]) -> None:
    """Adds a column whose label and headings are all known, or notes that they are strange."""
    distinct = [
        box for n, box in enumerate(words) if n == 0 or box.token.numbered != words[n - 1].token.numbered
    ]
    label = distinct[-1]
    codes, units = head.labels.columns(label.token)
    above = distinct[:-1]
    codes = {frame: code for frame, code in codes.items() if _stands_under(head.labels, frame, code, above)}
    if not codes:
        if place in label.places:
            head.strange[place] = label
        return
    rows = [box for box in above if head.labels.codes(box.token, ("row", "heading"))]
    groups = frozenset(code for box in above for code in head.labels.codes(box.token, ("group",)))
    found.append(Column(codes, label, (place,), _row_named(head.labels, rows), groups, units))


def _stands_under(labels: TableLabels, frame: Frame, code: str, above: Sequence[Box]) -> bool:
    """Whether every heading over a column is one it has in the form, in their order, or a row of a line."""
    chain = groups_over(frame, code)
    at = 0
    for box in above:
        groups = labels.codes(box.token, ("group",))
        place = next((n for n in range(at, len(chain)) if chain[n] in groups), None)
        if place is not None:
            at = place + 1
        elif labels.table.layout != "line" or not labels.codes(box.token, ("row", "heading")):
            return False
    return True


def groups_over(frame: Frame, code: str) -> list[str]:
    """The codes of the headings a column has in the form, from the top."""
    parents = {group.code: group.parent for group in frame.block.groups}
    group = next(column.group for column in frame.block.columns if column.code == code)
    chain: list[str] = []
    while group:
        chain.insert(0, group)
        group = parents[group]
    return chain


def _row_named(labels: TableLabels, above: Sequence[Box]) -> str:
    """The one row of a table printed as one line that these headings name; "" where none or two fit."""
    if not above:
        return ""
    named = [labels.codes(box.token, ("row", "heading")) for box in above]
    fitting = [
        code
        for code, lineage in labels.lineages.items()
        if labels.row_of[code].kind != "heading" and all(codes & set(lineage) for codes in named)
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _merge(head: Head, found: Sequence[Column]) -> None:
    """One column for each label, also where it covers several columns of the grid.

    The only column of its block may repeat its label beside it.
    """
    for column in found:
        last = head.columns[-1] if head.columns else None
        if last and (last.box is column.box or _is_repeated(head, last, column)):
            codes = {frame: code for frame, code in last.codes.items() if frame in column.codes}
            head.columns[-1] = replace(
                last,
                codes=codes,
                places=(*last.places, *column.places),
                groups=last.groups & column.groups,
                units=last.units | column.units,
            )
        else:
            head.columns.append(column)


def _is_repeated(head: Head, left: Column, right: Column) -> bool:
    is_only = all(len(frame.block.columns) == 1 for frame in left.codes)
    between = set(range(left.places[-1] + 1, right.places[0]))
    named = head.strange.keys() | head.label_places | head.unit_places
    return is_only and left.codes == right.codes and named.isdisjoint(between)


def _name_by_order(sheet: Sheet, head: Head) -> None:
    """Gives the columns of a table printed as one line their rows by the fixed order, where it is kept.

    Only where a heading does not tell; its rows must all be named in the header, in the form's order.
    """
    labels = head.labels
    if labels.table.layout != "line" or all(column.row for column in head.columns):
        return
    frame = labels.frames[0]
    rows = [row.code for row in frame.block.rows if row.kind != "heading"]
    wanted = [(row, column.code) for row in rows for column in frame.block.columns]
    boxes = {
        box
        for row in range(head.first, head.last + 1)
        for box in sheet.over(row, range(1, sheet.width + 1))
        if labels.codes(box.token, ("row",))
    }
    named = [
        labels.codes(b.token, ("row",))
        for b in sorted(boxes, key=lambda box: (box.slot.column, box.slot.row))
    ]
    if named != [{row} for row in rows] or len(head.columns) != len(wanted):
        return
    if any(c.codes.get(frame) != code for c, (_, code) in zip(head.columns, wanted, strict=True)):
        return
    head.columns = [replace(c, row=row) for c, (row, _) in zip(head.columns, wanted, strict=True)]
    head.is_by_order = True


def _refuse_twins(head: Head) -> None:
    """Two columns that are named alike are none of the form's, nor is one outside a group that is printed."""
    counts = Counter((frame, c.row, code) for c in head.columns for frame, code in c.codes.items())
    printed = {group for column in head.columns for group in column.groups}
    kept = []
    for column in head.columns:
        codes = {
            frame: code
            for frame, code in column.codes.items()
            if counts[frame, column.row, code] == 1
            and column.groups >= printed & set(groups_over(frame, code))
        }
        if codes:
            kept.append(replace(column, codes=codes))
        else:
            head.strange.update(dict.fromkeys(column.places, column.box))
    head.columns = kept


def _wanted(labels: TableLabels, frame: Frame, columns: Sequence[Column]) -> set[tuple[str, str]]:
    """The columns that a header of a frame has: row, if the header names one, and column code."""
    rows = [""]
    if any(column.row for column in columns):
        rows = [row.code for row in frame.block.rows if row.kind != "heading"]
    return {(row, column.code) for row in rows for column in frame.block.columns}


def _complete(labels: TableLabels, columns: Sequence[Column]) -> Frame | None:
    """The frame all columns of which are there; of several the one with most."""
    full = [
        frame
        for frame in labels.frames
        if {(c.row, c.codes[frame]) for c in columns if frame in c.codes} == _wanted(labels, frame, columns)
    ]
    return max(full, key=lambda frame: len(frame.block.columns), default=None)


def _find_label_places(sheet: Sheet, head: Head) -> None:
    """Labels of rows stand under the corner and, left of the figures, under nothing."""
    figures = {place for column in head.columns for place in column.places}
    if not figures:
        return
    left = set(range(1, min(figures)))
    if head.labels.table.layout == "line" and all(column.row for column in head.columns):
        head.label_places |= left - head.unit_places
        return
    if not head.label_places:
        head.label_places = {place for place in left if place in head.strange}
        for place in head.label_places:
            del head.strange[place]
    head.label_places |= {p for p in left if p not in head.strange and p not in head.unit_places}
